"""What a film is: rows of cells in, films and counted rejections out. Pure: it reads and writes nothing.

A row is a film when it has an id and a title. Nothing else is needed: a film without keywords, genres or overview is
still a film. What cannot be understood becomes unknown, and is counted by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

import pyarrow as pa

from engine.catalogue import parsing
from engine.catalogue.schema import FILM_SCHEMA
from engine.catalogue.sources import Chunk

T = TypeVar("T")
Cells = Sequence[str]

MALFORMED = "malformed row"
EMPTY = "empty row"
NO_ID = "no valid id"
NO_TITLE = "no title"
DUPLICATE = "duplicate id"

_SEVERAL = {
    "genres": "genres",
    "keywords": "keywords",
    "director": "director",
    "cast": "cast",
    "companies": "production_companies",
    "countries": "production_countries",
    "spoken_languages": "spoken_languages",
}
_TEXTS = ("original_language", "imdb_id", "homepage", "poster_path", "backdrop_path")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a chunk."""

    films: pa.Table
    """Of FILM_SCHEMA, in the order of the rows; ids may repeat."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Rows that are no film, by reason."""
    unusable: Counter[str] = field(default_factory=Counter)
    """Cells that held something that could not be understood, by column of the table."""


def clean(chunk: Chunk, latest_year: int, separator: str = ",") -> Cleaned:
    """Return the films among the rows of `chunk`.

    latest_year : the year that two digits of a year are completed from, see `parsing.parse_date`
    separator : between names in a list cell
    """
    blank = [""] * chunk.rows
    ids = _each_distinct(chunk.columns.get("id", blank), parsing.parse_id)
    titles = _titles(chunk, blank)
    rejected = Counter({MALFORMED: chunk.malformed})
    keep = []
    for row, (film_id, title) in enumerate(zip(ids, titles, strict=True)):
        if film_id is not None and title:
            keep.append(row)
        elif film_id is not None:
            rejected[NO_TITLE] += 1
        else:
            is_empty = all(not cells[row].strip() for cells in chunk.columns.values())
            rejected[EMPTY if is_empty else NO_ID] += 1

    unusable: Counter[str] = Counter()
    kept = {name: [cells[row] for row in keep] for name, cells in chunk.columns.items()}
    films = _columns(kept, len(keep), latest_year, separator, unusable)
    films |= {"id": [ids[row] for row in keep], "title": [titles[row] for row in keep]}
    table = pa.table([pa.array(films[column.name], column.type) for column in FILM_SCHEMA], schema=FILM_SCHEMA)
    return Cleaned(table, +rejected, +unusable)


def _titles(chunk: Chunk, blank: list[str]) -> list[str]:
    titles = _each_distinct(chunk.columns.get("title", blank), parsing.clean_text)
    if "original_title" not in chunk.columns:
        return titles
    originals = _each_distinct(chunk.columns["original_title"], parsing.clean_text)
    return [title or original for title, original in zip(titles, originals, strict=True)]


def _columns(
    kept: dict[str, list[str]], rows: int, latest_year: int, separator: str, unusable: Counter[str]
) -> dict[str, Sequence[object]]:
    """Return every column of FILM_SCHEMA but id and title; count in `unusable` what could not be understood."""
    blank = [""] * rows

    def read(column: str, parse: Callable[[str], T], name: str | None = None) -> list[T]:
        cells = kept.get(name or column, blank)
        values = _each_distinct(cells, parse)
        unusable[column] += sum(
            value is None and cell.strip(" 0.") != "" for cell, value in zip(cells, values, strict=True)
        )
        return values

    films: dict[str, Sequence[object]] = {
        column: [names or [] for names in read(column, partial(parsing.parse_list, separator=separator), name)]
        for column, name in _SEVERAL.items()
    }
    films |= {name: read(name, parsing.clean_text) for name in _TEXTS}
    films |= {name: read(name, parsing.parse_amount) for name in ("budget", "revenue")}
    films["runtime"] = read("runtime", parsing.parse_minutes)
    films["original_title"] = read("original_title", parsing.clean_text)
    films["tagline"] = read("tagline", parsing.clean_overview)
    films["overview"] = read("overview", parsing.clean_overview)
    films["status"] = [status or "Released" for status in read("status", parsing.clean_text)]
    films["adult"] = read("adult", parsing.parse_flag)
    films["popularity"] = [max(value or 0.0, 0.0) for value in read("popularity", parsing.parse_number)]
    votes = [min(value or 0, 2**31 - 1) for value in read("votes", parsing.parse_amount, "vote_count")]
    ratings = read("rating", parsing.parse_number, "vote_average")
    films["votes"] = votes
    # A mean of no votes is no rating: TMDB writes 0.
    films["rating"] = [
        rating if rating is not None and count and 0 <= rating <= 10 else None
        for rating, count in zip(ratings, votes, strict=True)
    ]
    dates = _release_dates(kept, blank, latest_year, unusable)
    years = _each_distinct(kept.get("release_year", blank), parsing.parse_amount)
    films["release_date"] = dates
    films["year"] = [
        released.year if released else year if year and parsing.is_possible_year(year, latest_year) else None
        for released, year in zip(dates, years, strict=True)
    ]
    return films


def _release_dates(
    kept: dict[str, list[str]], blank: list[str], latest_year: int, unusable: Counter[str]
) -> list[date | None]:
    cells = kept.get("release_date", blank)
    years = _each_distinct(kept.get("release_year", blank), parsing.parse_amount)
    pairs = list(zip(cells, years, strict=True))
    parsed = {pair: parsing.parse_date(pair[0], latest_year, pair[1]) for pair in set(pairs)}
    unusable["release_date"] += sum(parsed[pair] is None and pair[0].strip() != "" for pair in pairs)
    return [parsed[pair] for pair in pairs]


def _each_distinct(cells: Cells, parse: Callable[[str], T]) -> list[T]:
    """Return `parse` of every cell, computed once for cells that are equal: most columns repeat themselves."""
    parsed = {cell: parse(cell) for cell in set(cells)}
    return [parsed[cell] for cell in cells]
