"""From rows of cells to films and skipped rows. Pure: it reads and writes nothing.

A row is a film if it has an id and a title; in a file without ids, each title gets one. It needs no keywords, genres or
overview. A cell that cannot be understood becomes unknown, and is counted by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

import pyarrow as pa

from engine.catalogue import dates, lists, numbers, parsing, text
from engine.catalogue.cells import Cells
from engine.catalogue.evidence import plan_of
from engine.catalogue.made_ids import IdMaker
from engine.catalogue.plan import Plan
from engine.catalogue.schema import FILM_SCHEMA
from engine.catalogue.written_titles import WrittenTitle, article_first, split_title
from engine.dataset_info import Rejection
from engine.reading.rows import Chunk

T = TypeVar("T")

MALFORMED = "malformed row"
EMPTY = "empty row"
NO_ID = "no valid id"
NO_TITLE = "no title"
DUPLICATE = "duplicate id"
NO_FILM = "not a film"
REASONS = (MALFORMED, EMPTY, NO_ID, NO_TITLE, DUPLICATE, NO_FILM)
"""Why a row is skipped. A build stores the number of a reason here."""

_MAX_VOTES = 2**31 - 1
_MAX_CHARACTERS = 120
"""Characters that are kept of a skipped row."""

_NAMES = ("other_titles", "keywords", "director", "cast", "companies", "countries", "spoken_languages")
_WORDS = ("original_language", "homepage")


@dataclass(frozen=True, slots=True)
class CleanedChunk:
    """The films and the skipped rows of a chunk."""

    films: pa.Table
    """In FILM_SCHEMA, in the order of the rows; ids may repeat."""
    lines: Sequence[int] = ()
    """Line of the file where each film begins, shape (n_films,)."""
    rejected: list[Rejection] = field(default_factory=list)
    """Skipped rows, in the order of the file."""
    unreadable: Counter[str] = field(default_factory=Counter)
    """Cells that hold something, but nothing that could be understood, by column of the file."""


def reject(line: int, reason: str, cells: Iterable[str]) -> Rejection:
    """Return a skipped row, with the beginning of its cells as one line.

    Parameters
    ----------
    line
        Line of the file where the row begins, from 1.
    reason
        One of REASONS.
    cells
        All cells of the row.

    """
    # Half of a surrogate pair cannot be stored.
    row = " ".join(", ".join(cells).encode(errors="replace").decode().split())
    return Rejection(line, reason, row if len(row) <= _MAX_CHARACTERS else row[: _MAX_CHARACTERS - 1] + "…")


def clean(chunk: Chunk, latest_year: int, plan: Plan | None = None, ids: IdMaker | None = None) -> CleanedChunk:
    """Return the films among the rows of a chunk, and the rows that are none.

    Parameters
    ----------
    chunk
        Rows of a file.
    latest_year
        Years written with two digits are not after it, see `dates.parse_date`; usually the current year.
    plan
        What each column is used as; by default that is decided from these rows alone.
    ids
        Makes the ids of a file that has none.

    """
    plan = plan or plan_of(chunk)
    everything = Cells(chunk.columns, plan, chunk.rows)
    titles = _titles(everything)
    film_ids = _film_ids(everything)
    no_films = everything.parsed("type", parsing.is_no_film, False)
    rejected = [reject(row.line, MALFORMED, row.cells) for row in chunk.malformed]
    keep = []
    for row, (film_id, title, is_none) in enumerate(zip(film_ids, titles, no_films, strict=True)):
        if film_id is not None and title.title and not is_none:
            keep.append(row)
            continue
        filled = [cell for cells in chunk.columns.values() if (cell := cells[row].strip())]
        reason = NO_FILM if is_none else NO_TITLE if film_id is not None else NO_ID
        rejected.append(reject(chunk.lines[row], reason if filled else EMPTY, filled))

    cells = Cells({name: _select(values, keep) for name, values in chunk.columns.items()}, plan, len(keep))
    films = _film_columns(cells, latest_year, _select(titles, keep))
    films["id"] = _select(film_ids, keep) if plan.use("id") else _made_ids(films, ids or IdMaker())
    table = pa.table([pa.array(films[column.name], column.type) for column in FILM_SCHEMA], schema=FILM_SCHEMA)
    rejected.sort(key=lambda rejection: rejection.line)
    return CleanedChunk(table, _select(chunk.lines, keep), rejected, +cells.unreadable)


def _titles(cells: Cells) -> list[WrittenTitle]:
    """Return title, original title and year of each row, as far as the columns of titles know them."""
    has_years = cells.style("title").year_in_title

    def parse(cell: str, original_cell: str) -> WrittenTitle:
        title = text.clean_title(cell)
        original = title if original_cell == cell else text.clean_title(original_cell)
        other = year = ""
        if has_years:
            title, other, year = split_title(title)
        elif text.became_a_date(title):
            title = original or title
        return WrittenTitle(article_first(title) or original, original or other, year)

    # Hardly any title is there twice.
    return [parse(*pair) for pair in zip(cells.column("title"), cells.column("original_title"), strict=True)]


def _film_ids(cells: Cells) -> Sequence[int | None]:
    """Return the id of each row; 0 for all if the file has none, so that they are made later."""
    return cells.parsed("id", parsing.parse_id, None) if "id" in cells else cells.parsed("id", parsing.parse_id, 0)


def _made_ids(films: dict[str, Sequence[Any]], ids: IdMaker) -> list[int]:
    named = zip(films["title"], films["year"], films["imdb_id"], strict=True)
    return [ids.id_of(title, year, imdb_id) for title, year, imdb_id in named]


def _film_columns(cells: Cells, latest_year: int, titles: Sequence[WrittenTitle]) -> dict[str, Sequence[Any]]:
    """Return every column of FILM_SCHEMA but the id."""
    films: dict[str, Sequence[Any]] = {
        "title": [title.title for title in titles],
        "original_title": [title.other for title in titles],
        "genres": cells.names("genres", partial(lists.parse_genres, separator=cells.style("genres").separator)),
    }
    for name in _NAMES:
        style = cells.style(name)
        films[name] = cells.names(name, partial(lists.parse_list, separator=style.separator, job=style.job))
    films |= {name: cells.read(name, text.clean_text) for name in _WORDS}
    films |= {name: cells.read(name, text.clean_overview) for name in ("overview", "tagline")}
    for name in ("budget", "revenue"):
        style = cells.style(name)
        films[name] = cells.read(name, partial(numbers.parse_amount, mark=style.mark, scale=style.scale))
    films["runtime"] = cells.read("runtime", partial(numbers.parse_minutes, mark=cells.style("runtime").mark))
    films["status"] = [status or "Released" for status in cells.read("status", text.clean_text)]
    films["adult"] = cells.read("adult", parsing.parse_flag)
    popularity = cells.read("popularity", partial(numbers.parse_number, mark=cells.style("popularity").mark))
    films["popularity"] = [max(value or 0.0, 0.0) for value in popularity]
    films["imdb_id"] = [value or "" for value in cells.read("imdb_id", parsing.parse_imdb_id)]
    for name in ("poster_path", "backdrop_path"):
        films[name] = [value or "" for value in cells.read(name, parsing.parse_image)]
    return films | _votes(cells) | _dates(cells, latest_year, titles)


def _votes(cells: Cells) -> dict[str, Sequence[Any]]:
    """Return votes and ratings. TMDB writes a rating of 0 if there are no votes: that is no rating."""
    count = partial(numbers.parse_amount, mark=cells.style("votes").mark, scale=cells.style("votes").scale)
    votes = [min(value or 0, _MAX_VOTES) for value in cells.read("votes", count)]
    style = cells.style("rating")
    ratings = cells.read("rating", partial(parsing.parse_rating, mark=style.mark, scale=style.scale))
    has_counts = "votes" in cells
    known = [rating if count or not has_counts else None for rating, count in zip(ratings, votes, strict=True)]
    return {"votes": votes, "rating": known}


def _dates(cells: Cells, latest_year: int, titles: Sequence[WrittenTitle]) -> dict[str, Sequence[Any]]:
    """Return release dates and years. Without a date, the year is that of the column of years, or of the title."""
    years = cells.read("release_year", lambda cell: dates.parse_year(cell, latest_year) if cell.strip() else None)
    day_first = cells.style("release_date").day_first

    def parse(cell: str, year: int | None) -> tuple[date | None, int | None]:
        day = dates.parse_date(cell, latest_year, year, day_first)
        return day, day.year if day else dates.parse_year_alone(cell, latest_year)

    pairs = list(zip(cells.column("release_date"), years, strict=True))
    parsed = {pair: parse(*pair) for pair in set(pairs)}
    cells.count_unreadable("release_date", [pair[0] for pair in pairs if parsed[pair][1] is None])
    of_titles = [int(title.year) if title.year else None for title in titles]
    return {
        "release_date": [parsed[pair][0] for pair in pairs],
        "year": [parsed[pair][1] or pair[1] or year for pair, year in zip(pairs, of_titles, strict=True)],
    }


def _select(values: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Return the values of `rows`, ascending and without repetition; usually that is all of them."""
    return values if len(rows) == len(values) else [values[row] for row in rows]
