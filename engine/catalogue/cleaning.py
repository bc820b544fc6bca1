"""What a film is: rows of cells in, films and counted rejections out. Pure: it reads and writes nothing.

A row is a film when it has an id and a title. Nothing else is needed: a film without keywords, genres or overview is
still a film. What cannot be understood becomes unknown, and is counted by column.
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

_MAX_VOTES = 2**31 - 1
_LONGEST_ROW = 120
"""Characters that are told of a row."""

_SEVERAL = {
    "genres": "genres",
    "keywords": "keywords",
    "director": "director",
    "cast": "cast",
    "companies": "production_companies",
    "countries": "production_countries",
    "spoken_languages": "spoken_languages",
}
_TEXTS = ("original_title", "original_language", "imdb_id", "homepage", "poster_path", "backdrop_path")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a chunk."""

    films: pa.Table
    """Of FILM_SCHEMA, in the order of the rows; ids may repeat."""
    lines: Sequence[int] = ()
    """Of the file, that each film begins on."""
    rejected: list[Rejection] = field(default_factory=list)
    """Rows that are no film, in the order of the file."""
    unusable: Counter[str] = field(default_factory=Counter)
    """Cells that held something that could not be understood, by column of the source."""


def rejection(line: int, why: str, cells: Iterable[str]) -> Rejection:
    """Return that the row with these cells is no film, with how it begins."""
    # Half of a surrogate pair is no text that could be stored.
    said = " ".join(", ".join(cells).encode(errors="replace").decode().split())
    return Rejection(line, why, said if len(said) <= _LONGEST_ROW else said[: _LONGEST_ROW - 1] + "…")


def clean(chunk: Chunk, latest_year: int, separator: str = ",") -> Cleaned:
    """Return the films among the rows of `chunk`.

    latest_year : the year that two digits of a year are completed from, see `parsing.parse_date`
    separator : between names in a list cell
    """
    blank = [""] * chunk.rows
    ids = _each_distinct(chunk.columns.get("id", blank), parsing.parse_id)
    titles = _titles(chunk, blank)
    rejected = [rejection(row.line, MALFORMED, row.cells) for row in chunk.malformed]
    keep = []
    for row, (film_id, title) in enumerate(zip(ids, titles, strict=True)):
        if film_id is not None and title:
            keep.append(row)
            continue
        said = [text for cells in chunk.columns.values() if (text := cells[row].strip())]
        why = NO_TITLE if film_id is not None else NO_ID if said else EMPTY
        rejected.append(rejection(chunk.lines[row], why, said))

    cells = _Cells({name: _picked(values, keep) for name, values in chunk.columns.items()}, len(keep))
    films = _columns(cells, latest_year, separator)
    films |= {"id": _picked(ids, keep), "title": _picked(titles, keep)}
    table = pa.table([pa.array(films[column.name], column.type) for column in FILM_SCHEMA], schema=FILM_SCHEMA)
    rejected.sort(key=lambda one: one.line)
    return Cleaned(table, _picked(chunk.lines, keep), rejected, +cells.unusable)


class _Cells:
    """The cells of the rows that are films, by column; counts those that are asked for and cannot be understood."""

    def __init__(self, columns: dict[str, Sequence[str]], rows: int) -> None:
        self._columns = columns
        self._blank = [""] * rows
        self.unusable: Counter[str] = Counter()

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> Sequence[str]:
        return self._columns.get(name, self._blank)

    def read(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """Return `parse` of every cell of a column. Where that is `None` the cell counts, unless it is blank or 0."""
        cells = self[name]
        parsed = {cell: parse(cell) for cell in set(cells)}
        wasted = {cell for cell, value in parsed.items() if value is None and cell.strip(" 0.")}
        self.unusable[name] += sum(cell in wasted for cell in cells) if wasted else 0
        return [parsed[cell] for cell in cells]


def _titles(chunk: Chunk, blank: list[str]) -> list[str]:
    titles = _each_distinct(chunk.columns.get("title", blank), parsing.clean_text)
    if "original_title" not in chunk.columns:
        return titles
    originals = _each_distinct(chunk.columns["original_title"], parsing.clean_text)
    return [title or original for title, original in zip(titles, originals, strict=True)]


def _columns(cells: _Cells, latest_year: int, separator: str) -> dict[str, Sequence[object]]:
    """Return every column of FILM_SCHEMA but id and title."""
    split = partial(parsing.parse_list, separator=separator)
    # One empty list for all: a new one for every empty cell would keep the garbage collector busy.
    nobody: list[str] = []
    films: dict[str, Sequence[object]] = {
        column: [names or nobody for names in cells.read(name, split)] for column, name in _SEVERAL.items()
    }
    films |= {name: cells.read(name, parsing.clean_text) for name in _TEXTS}
    films |= {name: cells.read(name, parsing.clean_overview) for name in ("overview", "tagline")}
    films |= {name: cells.read(name, parsing.parse_amount) for name in ("budget", "revenue")}
    films["runtime"] = cells.read("runtime", parsing.parse_minutes)
    films["status"] = [status or "Released" for status in cells.read("status", parsing.clean_text)]
    films["adult"] = cells.read("adult", parsing.parse_flag)
    films["popularity"] = [max(value or 0.0, 0.0) for value in cells.read("popularity", parsing.parse_number)]
    return films | _votes(cells) | _dates(cells, latest_year)


def _votes(cells: _Cells) -> dict[str, Sequence[object]]:
    """Return votes and rating. A mean of no votes is no rating, for which TMDB writes 0."""
    votes = [min(value or 0, _MAX_VOTES) for value in cells.read("vote_count", parsing.parse_amount)]
    ratings = cells.read("vote_average", parsing.parse_rating)
    counted = "vote_count" in cells
    known = [rating if count or not counted else None for rating, count in zip(ratings, votes, strict=True)]
    return {"votes": votes, "rating": known}


def _dates(cells: _Cells, latest_year: int) -> dict[str, Sequence[object]]:
    """Return release date and year; the year is known without a date where the file has a column for it."""
    years = [
        year if year and parsing.is_possible_year(year, latest_year) else None
        for year in cells.read("release_year", parsing.parse_amount)
    ]
    pairs = list(zip(cells["release_date"], years, strict=True))
    parsed = {pair: parsing.parse_date(pair[0], latest_year, pair[1]) for pair in set(pairs)}
    dates = [parsed[pair] for pair in pairs]
    cells.unusable["release_date"] += sum(parsed[pair] is None and pair[0].strip() != "" for pair in pairs)
    known = [released.year if released else year for released, year in zip(dates, years, strict=True)]
    return {"release_date": dates, "year": known}


def _picked(values: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Return the values of `rows`, ascending and without repetition: mostly all of them."""
    return values if len(rows) == len(values) else [values[row] for row in rows]


def _each_distinct(cells: Sequence[str], parse: Callable[[str], T]) -> list[T]:
    """Return `parse` of every cell, computed once for cells that are equal: most columns repeat themselves."""
    parsed = {cell: parse(cell) for cell in set(cells)}
    return [parsed[cell] for cell in cells]
