"""Lists of names in one cell: `a, b`, `a|b`, `a;b`, JSON, Python literals, or words. Pure functions.

What parts the names of a column is decided from all its cells.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from engine.catalogue.genres import GENRE_OF_NUMBER, genres_in_words, is_genre
from engine.catalogue.text import clean_text

SPACE = " "
"""Parts names that are single words, and genres."""
# What parts names, and how sure a cell with it is: a comma may be part of a name, a bar hardly ever.
_SEPARATORS = {"|": 8, ";": 3, ",": 1, "\n": 1}
_OF_GENRES = (",", "|", ";", "/", "\n", SPACE)
_MOST_UNKNOWN = 0.05
"""Share of cells that are no genres, at most, if spaces part genres."""
NO_NAMES = frozenset(["n/a", "nan", "null", "unknown", "not available", "<na>", "#n/a"])
_RUN_TOGETHER = 5
"""Words of a person's name, on average, from which it must be several people with nothing between them."""
_ESCAPES = "\\'\"abfnrtvxuUN01234567\n"


def parse_list(cell: str, separator: str = ",", job: str = "") -> list[str] | None:
    """Return the names in a list cell, in order, each once; `None` if the list is cut short.

    A list may be JSON or a Python literal in any column. Objects of these have the name under "name"
    or "title". A line break parts names as well.

    Parameters
    ----------
    cell
        The cell.
    separator
        Stands between the names otherwise.
    job
        If given, objects count only if their "job" is this one.

    """
    cell = cell.strip()
    if cell.startswith(("[", "{")):
        names = _literal_names(cell, job)
        if names is None:
            return None
    elif job:
        return None if cell else []
    else:
        # Cells copied from a web page have line breaks among their commas.
        names = cell.replace("\n", separator).split(separator) if separator != SPACE else cell.split()
    return list(dict.fromkeys(filter(None, map(_clean_name, names))))


# The names of a column repeat themselves, and few of them are most of it.
@lru_cache(maxsize=65_536)
def _clean_name(name: str) -> str:
    """Return a name on one line; empty if it is a word for nothing, such as "Unknown"."""
    cleaned = clean_text(name)
    return "" if cleaned.casefold() in NO_NAMES else cleaned


def parse_genres(cell: str, separator: str = ",") -> list[str] | None:
    """Return the genres in a cell, as `parse_list`; numbers of TMDB become names."""
    if separator == SPACE and not cell.lstrip().startswith(("[", "{")):
        names: list[str] | None = list(genres_in_words(cell)) or None
        if not cell.strip():
            names = []
    else:
        names = parse_list(cell, separator)
    return names and list(dict.fromkeys(GENRE_OF_NUMBER.get(name, name) for name in names))


def _literal_names(cell: str, job: str) -> list[str] | None:
    try:
        items = json.loads(cell)
    except (ValueError, RecursionError):
        try:
            items = ast.literal_eval(_escape_backslashes(cell))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
    if isinstance(items, dict):
        # {"titles": [...]} is a list under a name.
        inner = list(items.values())
        items = [items] if "name" in items else inner[0] if len(inner) == 1 and isinstance(inner[0], list) else inner
    if not isinstance(items, (list, set)):
        return None
    if job:
        items = [item for item in items if not isinstance(item, dict) or item.get("job") == job]
    named = (item.get("name") or item.get("title") if isinstance(item, dict) else item for item in items)
    if items and all(type(item) is int for item in items):
        return [str(number) for number in items]
    return [name for name in named if isinstance(name, str)]


def _escape_backslashes(literal: str) -> str:
    r"""Double each backslash of a Python literal that does not start an escape: "AC\DC" becomes "AC\\DC"."""
    return re.sub(r"\\(.|\n)", lambda pair: pair[0] if pair[1] in _ESCAPES else "\\" + pair[0], literal)


def observe_lists(cells: Collection[str], text: str, evidence: Counter[str]) -> None:
    """Count the cells with each separator, and the words of cells with none.

    Parameters
    ----------
    cells
        Cells of a column, none of them empty.
    text
        The same cells as one text, to see at once which separators it has.
    evidence
        Is added to.

    """
    # Between cells, the text has a line break too.
    present = [mark for mark in _SEPARATORS if text.count(mark) > (len(cells) - 1 if mark == "\n" else 0)]
    plain = [cell for cell in cells if cell[:1] not in "[{"] if "[" in text or "{" in text else cells
    for mark in present:
        evidence[mark] += sum(mark in cell for cell in plain)
    if not present:
        evidence["single cells"] += len(plain)
        evidence["words"] += sum(len(cell.split()) for cell in plain)


def separator_of(evidence: Counter[str]) -> str:
    """Return what parts the names of a column; empty if no cell shows it."""
    best = max(_SEPARATORS, key=lambda separator: evidence[separator] * _SEPARATORS[separator])
    return best if evidence[best] else ""


def runs_together(evidence: Counter[str]) -> bool:
    """Return whether the cells of a column of people have too many words to be one name, and nothing between names."""
    return evidence["words"] >= _RUN_TOGETHER * max(1, evidence["single cells"])


def observe_genres(cells: Iterable[str], evidence: Counter[str]) -> None:
    """Count names and known genres, for each way to part them, and both for lists in JSON or as Python literals."""
    for cell in cells:
        for what, count in _shown_by(cell):
            evidence[what] += count


@lru_cache(maxsize=65_536)
def _shown_by(cell: str) -> tuple[tuple[str, int], ...]:
    if cell.lstrip().startswith(("[", "{")):
        names = parse_list(cell) or []
        return ("names", len(names)), ("known", sum(map(is_genre, names)))
    if cell.isspace():
        return ()
    in_words = genres_in_words(cell)
    known = [(mark, sum(is_genre(name.strip()) for name in cell.split(mark))) for mark in _OF_GENRES if mark != SPACE]
    return ("cells", 1), (SPACE, len(in_words)), ("no words", int(not in_words)), *known


def genre_separator(evidence: Counter[str]) -> str:
    """Return what parts genres: whatever gives the most known ones; spaces only where every word is known."""
    allowed = [s for s in _OF_GENRES if s != SPACE or evidence["no words"] <= _MOST_UNKNOWN * evidence["cells"]]
    return max(allowed, key=lambda separator: evidence[separator])


def has_known_genres(evidence: Counter[str]) -> bool:
    """Return whether any genre of a column is known, or there is none at all."""
    seen = evidence["names"] + evidence["cells"]
    return seen == 0 or evidence["known"] + evidence[genre_separator(evidence)] > 0
