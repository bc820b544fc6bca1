"""What statistics need of every film besides the columns of the index: computed from the catalogue once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.schema import FILM_SCHEMA, OTHER_TITLES
from engine.statistics.name_lists import NameLists
from engine.storage.strings import StringArray

NAME_COLUMNS = ("genres", "keywords", "companies", "countries", "director", "cast")
"""Columns of names."""
# Fields that are never empty, or that nobody would miss.
_NOT_CHECKED = frozenset(
    {"id", "votes", "popularity", "status", "adult", "year", "backdrop_path", "homepage", OTHER_TITLES}
)
CHECKED_FIELDS = tuple(field.name for field in FILM_SCHEMA if field.name not in _NOT_CHECKED)
"""Fields that a film may or may not have filled in."""

_NUMBERS = ("budget", "revenue", "filled_in", "month", "duplicate")


@dataclass(frozen=True, slots=True)
class Facts:
    """Arrays of shape (n_films,), in the order of the catalogue, and columns of names."""

    budget: npt.NDArray[np.int64]
    """US dollars; 0 if unknown."""
    revenue: npt.NDArray[np.int64]
    """US dollars; 0 if unknown."""
    filled_in: npt.NDArray[np.uint32]
    """Bit n is set if the film has CHECKED_FIELDS[n] filled in."""
    month: npt.NDArray[np.uint8]
    """Of release, 1 to 12; 0 if unknown."""
    duplicate: npt.NDArray[np.uint8]
    """1 if another film has the same title and year."""
    names: dict[str, NameLists]
    """By column, one for each of NAME_COLUMNS."""

    @classmethod
    def of(cls, films: pa.Table) -> Facts:
        """Return the facts of a table of FILM_SCHEMA."""
        facts = cls(
            budget=pc.fill_null(films["budget"], 0).to_numpy(),
            revenue=pc.fill_null(films["revenue"], 0).to_numpy(),
            filled_in=_filled_in(films),
            month=pc.fill_null(pc.month(films["release_date"]), 0).to_numpy().astype(np.uint8),
            duplicate=_duplicate(films),
            names={column: NameLists.of(films[column]) for column in NAME_COLUMNS},
        )
        # Arrow keeps memory it has once used: a hundred megabytes for a million films.
        pa.default_memory_pool().release_unused()
        return facts

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        arrays: dict[str, npt.NDArray[Any]] = {name: getattr(self, name) for name in _NUMBERS}
        for column, lists in self.names.items():
            arrays |= {f"{column}/starts": lists.starts, f"{column}/codes": lists.codes}
            arrays |= {f"{column}/text": lists.names.text, f"{column}/offsets": lists.names.offsets}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Facts:
        """Return the facts that `to_arrays` stored."""
        return cls(
            **{name: arrays[name] for name in _NUMBERS},
            names={
                column: NameLists(
                    arrays[f"{column}/starts"],
                    arrays[f"{column}/codes"],
                    StringArray(arrays[f"{column}/text"], arrays[f"{column}/offsets"]),
                )
                for column in NAME_COLUMNS
            },
        )


def _filled_in(films: pa.Table) -> npt.NDArray[np.uint32]:
    bits = np.zeros(films.num_rows, dtype=np.uint32)
    for number, name in enumerate(CHECKED_FIELDS):
        column = films[name]
        if pa.types.is_list(column.type):
            filled = pc.greater(pc.list_value_length(column), 0)
        elif pa.types.is_string(column.type):
            filled = pc.greater(pc.binary_length(column), 0)
        else:
            filled = pc.is_valid(column)
        bits |= pc.fill_null(filled, False).to_numpy().astype(np.uint32) << np.uint32(number)
    return bits


def _duplicate(films: pa.Table) -> npt.NDArray[np.uint8]:
    """Return 1 for each film that shares title and year with another one, upper and lower case alike."""
    year = pc.fill_null(films["year"], 0).to_numpy()
    # Titles as numbers, one batch at a time: as Python strings all of them would take hundreds of megabytes.
    hashes = np.fromiter((hash(title) for title in _casefolded(films["title"])), dtype=np.int64, count=films.num_rows)
    order = np.lexsort((hashes, year))
    same = (np.diff(hashes[order]) == 0) & (np.diff(year[order]) == 0) & (year[order][1:] > 0)
    rows = np.union1d(order[:-1][same], order[1:][same])
    # Different titles can have the same hash, so the candidates are compared again.
    titles = list(_casefolded(films["title"].take(pa.array(rows))))
    keys = list(zip(titles, year[rows].tolist(), strict=True))
    counts = Counter(keys)
    duplicate = np.zeros(films.num_rows, dtype=np.uint8)
    duplicate[rows] = [counts[key] > 1 for key in keys]
    return duplicate


def _casefolded(titles: pa.ChunkedArray) -> Iterator[str]:
    for chunk in titles.chunks:
        yield from map(str.casefold, chunk.to_pylist())
