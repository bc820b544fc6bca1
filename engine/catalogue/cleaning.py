"""From rows of cells to films and skipped rows. Pure: it reads and writes nothing.

A row is a film if it has an id and a title. It needs no keywords, genres or overview. A cell that cannot be understood
becomes unknown, and is counted by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import pyarrow as pa

from engine.catalogue import parsing
from engine.catalogue.schema import FILM_SCHEMA
from engine.catalogue.sources import Chunk
from engine.entities import Rejection

T = TypeVar("T")

MALFORMED = "malformed row"
EMPTY = "empty row"
NO_ID = "no valid id"
NO_TITLE = "no title"
DUPLICATE = "duplicate id"
REASONS = (MALFORMED, EMPTY, NO_ID, NO_TITLE, DUPLICATE)
"""Why a row is skipped. A build stores the number of a reason here."""

_MAX_VOTES = 2**31 - 1
_MAX_CHARACTERS = 120
"""Characters that are kept of a skipped row."""

_LIST_COLUMNS = {
    "genres": "genres",
    "keywords": "keywords",
    "director": "director",
    "cast": "cast",
    "companies": "production_companies",
    "countries": "production_countries",
    "spoken_languages": "spoken_languages",
}
"""Columns of FILM_SCHEMA, and the columns of the file that they are read from."""
_TEXT_COLUMNS = ("original_title", "original_language", "imdb_id", "homepage", "poster_path", "backdrop_path")


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


def clean(chunk: Chunk, latest_year: int, separator: str = ",") -> CleanedChunk:
    """Return the films among the rows of a chunk, and the rows that are none.

    Parameters
    ----------
    chunk
        Rows of a file.
    latest_year
        Years written with two digits are not after it, see `parsing.parse_date`; usually the current year.
    separator
        Stands between names in a list cell.

    """
    blank = [""] * chunk.rows
    ids = _map_distinct(parsing.parse_id, chunk.columns.get("id", blank))
    titles = _titles(chunk, blank)
    rejected = [reject(row.line, MALFORMED, row.cells) for row in chunk.malformed]
    keep = []
    for row, (film_id, title) in enumerate(zip(ids, titles, strict=True)):
        if film_id is not None and title:
            keep.append(row)
            continue
        filled = [text for cells in chunk.columns.values() if (text := cells[row].strip())]
        reason = NO_TITLE if film_id is not None else NO_ID if filled else EMPTY
        rejected.append(reject(chunk.lines[row], reason, filled))

    cells = _Cells({name: _select(values, keep) for name, values in chunk.columns.items()}, len(keep))
    films = _film_columns(cells, latest_year, separator) | {"id": _select(ids, keep), "title": _select(titles, keep)}
    table = pa.table([pa.array(films[column.name], column.type) for column in FILM_SCHEMA], schema=FILM_SCHEMA)
    rejected.sort(key=lambda rejection: rejection.line)
    return CleanedChunk(table, _select(chunk.lines, keep), rejected, +cells.unreadable)


class _Cells:
    """The cells of the rows that are films, by column; counts cells that cannot be understood as they are read."""

    def __init__(self, columns: dict[str, Sequence[str]], rows: int) -> None:
        self._columns = columns
        self._blank = [""] * rows
        self.unreadable: Counter[str] = Counter()

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> Sequence[str]:
        return self._columns.get(name, self._blank)

    def read(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """Return `parse` of every cell of a column. A cell counts as unreadable if that is `None`, unless it is 0."""
        cells = self[name]
        parsed = {cell: parse(cell) for cell in set(cells)}
        unreadable = {cell for cell, value in parsed.items() if value is None and cell.strip(" 0.")}
        self.unreadable[name] += sum(cell in unreadable for cell in cells) if unreadable else 0
        return [parsed[cell] for cell in cells]


def _titles(chunk: Chunk, blank: list[str]) -> list[str]:
    titles = _map_distinct(parsing.clean_text, chunk.columns.get("title", blank))
    if "original_title" not in chunk.columns:
        return titles
    originals = _map_distinct(parsing.clean_text, chunk.columns["original_title"])
    return [title or original for title, original in zip(titles, originals, strict=True)]


def _film_columns(cells: _Cells, latest_year: int, separator: str) -> dict[str, Sequence[object]]:
    """Return every column of FILM_SCHEMA but id and title."""
    split = partial(parsing.parse_list, separator=separator)
    # One empty list for all films: a new one per empty cell would keep the garbage collector busy.
    no_names: list[str] = []
    films: dict[str, Sequence[object]] = {
        column: [names or no_names for names in cells.read(name, split)] for column, name in _LIST_COLUMNS.items()
    }
    films |= {name: cells.read(name, parsing.clean_text) for name in _TEXT_COLUMNS}
    films |= {name: cells.read(name, parsing.clean_overview) for name in ("overview", "tagline")}
    films |= {name: cells.read(name, parsing.parse_amount) for name in ("budget", "revenue")}
    films["runtime"] = cells.read("runtime", parsing.parse_minutes)
    films["status"] = [status or "Released" for status in cells.read("status", parsing.clean_text)]
    films["adult"] = cells.read("adult", parsing.parse_flag)
    films["popularity"] = [max(value or 0.0, 0.0) for value in cells.read("popularity", parsing.parse_number)]
    return films | _votes(cells) | _dates(cells, latest_year)


def _votes(cells: _Cells) -> dict[str, Sequence[object]]:
    """Return votes and ratings. TMDB writes a rating of 0 if there are no votes: that is no rating."""
    votes = [min(value or 0, _MAX_VOTES) for value in cells.read("vote_count", parsing.parse_amount)]
    ratings = cells.read("vote_average", parsing.parse_rating)
    has_counts = "vote_count" in cells
    known = [rating if count or not has_counts else None for rating, count in zip(ratings, votes, strict=True)]
    return {"votes": votes, "rating": known}


def _dates(cells: _Cells, latest_year: int) -> dict[str, Sequence[object]]:
    """Return release dates and years. Without a date, the year comes from the column `release_year` if any."""
    release_years = [
        year if year and parsing.is_possible_year(year, latest_year) else None
        for year in cells.read("release_year", parsing.parse_amount)
    ]
    pairs = list(zip(cells["release_date"], release_years, strict=True))
    parsed = {pair: parsing.parse_date(pair[0], latest_year, pair[1]) for pair in set(pairs)}
    dates = [parsed[pair] for pair in pairs]
    cells.unreadable["release_date"] += sum(parsed[pair] is None and pair[0].strip() != "" for pair in pairs)
    years = [day.year if day else year for day, year in zip(dates, release_years, strict=True)]
    return {"release_date": dates, "year": years}


def _select(values: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Return the values of `rows`, ascending and without repetition; usually that is all of them."""
    return values if len(rows) == len(values) else [values[row] for row in rows]


def _map_distinct(parse: Callable[[str], T], cells: Sequence[str]) -> list[T]:
    """Return `parse` of every cell, computed once for equal cells: most columns repeat themselves."""
    parsed = {cell: parse(cell) for cell in set(cells)}
    return [parsed[cell] for cell in cells]
