"""What the cells of a file show about how it is written, counted chunk by chunk; from all of it follows the plan.

A plan made of the first chunk is nearly always that of the whole file. A build begins with it, goes on counting, and
reads the file a second time if a later row changes the plan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from engine.catalogue import dates, lists, numbers, parsing, written_titles
from engine.catalogue.column_names import JOBS, Kind, Match, Meaning, matches
from engine.catalogue.fitting import IS_WRITTEN_SO
from engine.catalogue.plan import Plan, Style, Use
from engine.catalogue.text import EMPTY_CELLS
from engine.errors import UnknownSchema, quoted
from engine.reading.companions import plain_key
from engine.reading.rows import Chunk

_TRIED = 2_000
"""Cells of a column that are tried, to see whether they are what its name says."""
_HAS_NUMBERS = re.compile(r"\.[^\n.,]*\.|,")
_HAS_DATES = re.compile(r"^\s*\d{1,2}[/.-]\d{1,2}[/.-]", re.MULTILINE)
_WHOLE: tuple[Kind, ...] = ("whole", "money", "minutes")
_LISTS: tuple[Kind, ...] = ("keywords", "people", "names")
_OBSERVED: tuple[Kind, ...] = (*_WHOLE, *_LISTS, "decimal", "rating", "date", "genres", "title", "type")
"""Kinds that can be written in several ways."""
_FEW_RATINGS = 20
"""Ratings from which the highest tells what they are out of."""
_FEW_IDS = 5
"""Ids from which 1, 2, 3, … is no chance: TMDB's have gaps."""


class Evidence:
    """Counts for each column whose name is known.

    Parameters
    ----------
    header
        The columns of the file.

    """

    def __init__(self, header: Sequence[str]) -> None:
        self.header = list(header)
        self._counts = [(match, Counter[str]()) for match in matches(header)]

    def add(self, chunk: Chunk) -> None:
        """Count what the cells of a chunk show."""
        for match, counts in self._counts:
            cells = chunk.columns.get(match.column, [])
            if counts["tried"] < _TRIED:
                _try(match, islice((cell for cell in cells if cell not in EMPTY_CELLS), _TRIED), counts)
            if match.meaning.kind in _OBSERVED:
                _observe(match.meaning.kind, set(cells) - EMPTY_CELLS, counts)

    def plan(self) -> Plan:
        """Return what each column is used as, by all chunks so far."""
        chosen: dict[str, tuple[Meaning, list[tuple[Match, Counter[str]]]]] = {}
        for meaning, candidates in self._by_meaning():
            usable = [(match, counts) for match, counts in candidates if _is_usable(match, counts)]
            # A name that can only mean one thing is believed, even if its cells make no sense: they are counted.
            plain = [(match, counts) for match, counts in candidates if match.rank == 0 and meaning.kind != "type"]
            kept = usable or plain
            if kept and meaning.name not in chosen:
                chosen[meaning.name] = (meaning, kept if meaning.joined else kept[:1])
        return self._plan_of(chosen)

    def check_genres(self, plan: Plan) -> None:
        """Raise UnknownSchema if the column of genres has cells, and not one genre that is known."""
        use = plan.use("genres")
        for match, counts in self._counts:
            is_used = use is not None and match.meaning.name == "genres" and match.column in use.columns
            if is_used and not lists.has_known_genres(counts):
                raise UnknownSchema(
                    f"no genre in the column {quoted(match.column)} is known, such as Drama or Comedy; "
                    "rename the column if it holds something else"
                )

    def _by_meaning(self) -> Iterable[tuple[Meaning, list[tuple[Match, Counter[str]]]]]:
        by_meaning: dict[Meaning, list[tuple[Match, Counter[str]]]] = {}
        for match, counts in self._counts:
            by_meaning.setdefault(match.meaning, []).append((match, counts))
        return by_meaning.items()

    def _plan_of(self, chosen: dict[str, tuple[Meaning, list[tuple[Match, Counter[str]]]]]) -> Plan:
        file_mark = _file_mark(counts for _, found in chosen.values() for _, counts in found)
        file_separator = _file_separator(chosen)
        uses = []
        left = dict.fromkeys(self.header, "its name is not one that CineWatch knows")
        left |= {match.column: "another column is used for this" for match, _ in self._counts}
        left |= {match.column: f"its cells do not fit: {match.meaning.name.replace('_', ' ')}"
                 for match, counts in self._counts if not _is_usable(match, counts)}  # fmt: skip
        for meaning, found in chosen.values():
            counts = sum((counts for _, counts in found), Counter[str]())
            style = _style(found[0][0], counts, file_mark, file_separator)
            if style is None:
                left |= {match.column: "the names run together, with nothing between them" for match, _ in found}
            else:
                uses.append(Use(meaning.name, meaning.kind, tuple(match.column for match, _ in found), style))
        used = {column for use in uses for column in use.columns}
        return Plan(tuple(uses), tuple((column, why) for column, why in left.items() if column not in used))


def plan_of(chunk: Chunk) -> Plan:
    """Return the plan of a file that has only these rows."""
    evidence = Evidence(list(chunk.columns))
    evidence.add(chunk)
    return evidence.plan()


def _try(match: Match, cells: Iterable[str], counts: Counter[str]) -> None:
    """Count how many of some cells can be read as the kind of their column."""
    is_written_so = IS_WRITTEN_SO.get(match.meaning.kind)
    job = match.meaning.kind == "people" and match.column.casefold() in JOBS
    for cell in cells:
        counts["tried"] += 1
        counts["numbered"] += match.meaning.kind == "id" and plain_key(cell) == str(counts["tried"])
        counts["fit"] += cell.lstrip().startswith("[") if job else is_written_so is None or is_written_so(cell)


def _is_usable(match: Match, counts: Counter[str]) -> bool:
    """Return whether most cells of a column are what its name says; a column of types must name what is no film."""
    if match.meaning.kind == "type":
        return counts["no films"] > 0
    return 2 * counts["fit"] >= counts["tried"]


def _observe(kind: Kind, cells: set[str], counts: Counter[str]) -> None:
    """Count what the different cells of a column show about how they are written."""
    text = "\n".join(cells)
    if (kind in _WHOLE and "." in text) or (kind in (*_WHOLE, "decimal", "rating") and _HAS_NUMBERS.search(text)):
        numbers.observe_numbers(cells, counts)
    elif kind in ("decimal", "rating"):
        counts["."] += "." in text
    if kind == "rating":
        _observe_ratings(cells, counts)
    elif kind == "date" and _HAS_DATES.search(text):
        dates.observe_dates(cells, counts)
    elif kind == "genres":
        lists.observe_genres(cells, counts)
        lists.observe_lists(cells, text, counts)
    elif kind in _LISTS:
        lists.observe_lists(cells, text, counts)
    elif kind == "title":
        written_titles.observe_titles(cells, counts)
    elif kind == "type":
        counts["no films"] += sum(parsing.is_no_film(cell) for cell in cells)


def _observe_ratings(cells: set[str], counts: Counter[str]) -> None:
    for cell in cells:
        mark = "," if "," in cell else "."
        value = numbers.parse_number(cell, mark)
        if value is not None:
            counts["ratings"] += 1
            counts["above 10"] += value > parsing.MOST_RATING
            counts["above 5"] += value > parsing.MOST_RATING / 2


def _file_mark(all_counts: Iterable[Counter[str]]) -> str:
    """Return the decimal mark that some columns of a file show; empty if none does, or both are there."""
    shown = sum(all_counts, Counter[str]())
    marks = [mark for mark in (".", ",") if shown[mark]]
    return marks[0] if len(marks) == 1 else ""


def _file_separator(chosen: dict[str, tuple[Meaning, list[tuple[Match, Counter[str]]]]]) -> str:
    """Return what parts names in a column that does not show it: as in the genres, or as in any other column."""
    if "genres" in chosen:
        ((_, counts),) = chosen["genres"][1]
        separator = lists.genre_separator(counts)
        if separator == lists.SPACE or lists.separator_of(counts) == separator:
            return separator
    shown = [lists.separator_of(counts) for meaning, found in chosen.values() if meaning.kind in _LISTS
             for _, counts in found]  # fmt: skip
    return next(filter(None, shown), ",")


def _style(match: Match, counts: Counter[str], file_mark: str, file_separator: str) -> Style | None:
    """Return how a column is written; `None` if it cannot be read."""
    kind = match.meaning.kind
    if kind == "id":
        return Style(numbers_rows=_FEW_IDS <= counts["tried"] == counts["numbered"])
    if kind == "title":
        return Style(year_in_title=written_titles.has_years(counts))
    if kind == "date":
        return _date_style(counts)
    if kind == "rating":
        return _rating_style(counts, file_mark)
    if kind in ("decimal", *_WHOLE):
        return Style(mark=numbers.decimal_mark(counts, kind in _WHOLE, file_mark), scale=match.scale)
    if kind == "genres":
        return Style(separator=lists.genre_separator(counts))
    return _list_style(match, counts, file_separator) if kind in _LISTS else Style()


def _list_style(match: Match, counts: Counter[str], file_separator: str) -> Style | None:
    separator = lists.separator_of(counts) or file_separator
    job = JOBS.get(match.column.casefold(), "")
    if separator != lists.SPACE:
        return Style(separator=separator, job=job)
    # Spaces part words, not names of more than one word: these are one name, or cannot be told apart.
    if match.meaning.kind == "keywords":
        return Style(separator=lists.SPACE, note="each word counts as a keyword, since only spaces part them")
    return None if lists.runs_together(counts) and match.meaning.kind == "people" else Style(job=job)


def _date_style(counts: Counter[str]) -> Style:
    day_first = counts["day first"] > counts["month first"]
    is_open = counts["undecided"] and not counts["day first"] + counts["month first"]
    return Style(day_first=day_first, note="taken as month before day, which no date shows" if is_open else "")


def _rating_style(counts: Counter[str], file_mark: str) -> Style:
    mark = numbers.decimal_mark(counts, False, file_mark)
    if counts["ratings"] > 1 and 2 * counts["above 10"] > counts["ratings"]:
        return Style(mark, 0.1, note="out of 100")
    if counts["ratings"] >= _FEW_RATINGS and not counts["above 5"]:
        return Style(mark, 2.0, note="out of 5, since none is higher")
    return Style(mark)
