"""What figures are counted from: numbers, and names as codes, of every film. Derived of the catalogue once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.schema import FILM_SCHEMA
from engine.storage.strings import StringArray

LISTS = ("genres", "keywords", "companies", "countries", "director", "cast")
"""Columns of names that are counted."""
# Columns that cannot be missing, or that nobody would miss.
_NOT_COUNTED = frozenset({"id", "votes", "popularity", "status", "adult", "year", "backdrop_path", "homepage"})
COUNTED = tuple(field.name for field in FILM_SCHEMA if field.name not in _NOT_COUNTED)
"""Columns that a film may say something in or not."""

_FEW = 4
"""Where not one film in so many is asked for, looking at all of them is slower than finding theirs."""
_NUMBERS = ("budget", "revenue", "present", "month", "twice")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NameLists:
    """The names of a column: those of film n have the codes between `starts[n]` and `starts[n + 1]`."""

    starts: npt.NDArray[np.int32]
    """Shape (n_films + 1,)."""
    codes: npt.NDArray[np.int32]
    """Places in `names`."""
    names: StringArray
    """Ascending."""

    def of_films(self, mask: Mask, values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
        """Return every name of the films that `mask` marks, as codes, and the film's value beside each.

        values : shape (n_films,)
        """
        lengths = np.diff(self.starts)
        if mask.all():
            return self.codes, np.repeat(values, lengths)
        return self.codes[self._entries(mask)], np.repeat(values[mask], lengths[mask])

    def rows_with(self, name: str) -> npt.NDArray[np.int64]:
        """Return the films that have a name, ascending."""
        code = self.names.find(name)
        entries = np.flatnonzero(self.codes == code) if code is not None else np.empty(0, dtype=np.int64)
        rows: npt.NDArray[np.int64] = np.searchsorted(self.starts, entries, side="right") - 1
        return rows

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """Return in how many of the films that `mask` marks each name is; shape (n_names,)."""
        codes = self.codes if mask.all() else self.codes[self._entries(mask)]
        return np.bincount(codes, minlength=len(self.names))

    def _entries(self, mask: Mask) -> npt.NDArray[np.bool_] | npt.NDArray[np.int64]:
        """Return which of `codes` are those of the films that `mask` marks: as marks, or as places if they are few."""
        rows = np.flatnonzero(mask)
        if len(rows) * _FEW > len(mask):
            return np.repeat(mask, np.diff(self.starts))
        lengths = self.starts[rows + 1] - self.starts[rows]
        # The entries of a film follow one another: its first place, less how many entries other films have before.
        first = self.starts[rows] - (np.cumsum(lengths) - lengths)
        places: npt.NDArray[np.int64] = np.repeat(first, lengths) + np.arange(lengths.sum())
        return places


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of every film, in the order of the catalogue."""

    budget: npt.NDArray[np.int64]
    """US dollars; 0 is unknown, and so for `revenue`."""
    revenue: npt.NDArray[np.int64]
    present: npt.NDArray[np.uint32]
    """Bit n is set where the film says something in COUNTED[n]."""
    month: npt.NDArray[np.uint8]
    """Of release, 1 to 12; 0 is unknown."""
    twice: npt.NDArray[np.uint8]
    """1 where another film has the same title and year."""
    lists: dict[str, NameLists]
    """By column, for each of LISTS."""

    @classmethod
    def of(cls, films: pa.Table) -> Facts:
        """Return the facts of a table of FILM_SCHEMA."""
        facts = cls(
            budget=pc.fill_null(films["budget"], 0).to_numpy(),
            revenue=pc.fill_null(films["revenue"], 0).to_numpy(),
            present=_present(films),
            month=pc.fill_null(pc.month(films["release_date"]), 0).to_numpy().astype(np.uint8),
            twice=_twice(films),
            lists={column: _encoded(films[column]) for column in LISTS},
        )
        # Arrow keeps what it has once had: of a million films a hundred megabytes.
        pa.default_memory_pool().release_unused()
        return facts

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be kept."""
        arrays: dict[str, npt.NDArray[Any]] = {name: getattr(self, name) for name in _NUMBERS}
        for column, lists in self.lists.items():
            arrays |= {f"{column}/starts": lists.starts, f"{column}/codes": lists.codes}
            arrays |= {f"{column}/text": lists.names.text, f"{column}/offsets": lists.names.offsets}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Facts:
        """Return what `to_arrays` gave."""
        return cls(
            **{name: arrays[name] for name in _NUMBERS},
            lists={
                column: NameLists(
                    arrays[f"{column}/starts"],
                    arrays[f"{column}/codes"],
                    StringArray(arrays[f"{column}/text"], arrays[f"{column}/offsets"]),
                )
                for column in LISTS
            },
        )


def _encoded(column: pa.ChunkedArray) -> NameLists:
    """Return a column of lists as codes of their names, which ascend."""
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
    flat = pc.list_flatten(column)
    encoded = pa.chunked_array(flat.chunks, pa.string()).dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    names = encoded.dictionary.to_pylist()
    # By code point, as Python compares and `StringArray.find` bisects.
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    codes = rank[encoded.indices.to_numpy()] if len(names) else np.empty(0, dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return NameLists(starts, codes, StringArray.of([names[n] for n in order]))


def _present(films: pa.Table) -> npt.NDArray[np.uint32]:
    bits = np.zeros(films.num_rows, dtype=np.uint32)
    for number, name in enumerate(COUNTED):
        column = films[name]
        if pa.types.is_list(column.type):
            present = pc.greater(pc.list_value_length(column), 0)
        elif pa.types.is_string(column.type):
            present = pc.greater(pc.binary_length(column), 0)
        else:
            present = pc.is_valid(column)
        bits |= pc.fill_null(present, False).to_numpy().astype(np.uint32) << np.uint32(number)
    return bits


def _twice(films: pa.Table) -> npt.NDArray[np.uint8]:
    """Return 1 for each film whose title and year are those of another one too; capitals do not matter."""
    year = pc.fill_null(films["year"], 0).to_numpy()
    # A batch of titles at a time, as numbers: all of them as Python strings would take hundreds of megabytes.
    numbers = np.fromiter((hash(title) for title in _folded(films["title"])), dtype=np.int64, count=films.num_rows)
    order = np.lexsort((numbers, year))
    same = (np.diff(numbers[order]) == 0) & (np.diff(year[order]) == 0) & (year[order][1:] > 0)
    rows = np.union1d(order[:-1][same], order[1:][same])
    # Different titles may have the same number, so those that seem to be equal are read again.
    titles = list(_folded(films["title"].take(pa.array(rows))))
    named = list(zip(titles, year[rows].tolist(), strict=True))
    times = Counter(named)
    twice = np.zeros(films.num_rows, dtype=np.uint8)
    twice[rows] = [times[name] > 1 for name in named]
    return twice


def _folded(titles: pa.ChunkedArray) -> Iterator[str]:
    for chunk in titles.chunks:
        yield from map(str.casefold, chunk.to_pylist())
