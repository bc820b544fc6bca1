"""The films themselves: an Arrow IPC file, memory-mapped, so that text costs no memory until somebody reads it.

Rows are in order of fame: most votes first, then the lower id. Ties of a score therefore go to the lower row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.catalogue.schema import FILM_SCHEMA, film_of
from engine.entities import Film
from engine.errors import IndexCorrupt

BATCH_ROWS = 65_536
"""Rows of a record batch on disk. Opening reads a few hundred bytes about each batch, so there are not many."""
_BUILD = b"cinewatch.build"


class Catalogue:
    """Films by row. Immutable; threads share it."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._batches = table.to_batches()
        self._starts = np.cumsum([0, *(len(batch) for batch in self._batches)])

    @classmethod
    def open(cls, path: Path, build: str) -> Catalogue:
        """Map the file at `path`, which must be of the build named. Raises IndexCorrupt."""
        try:
            table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        except (OSError, pa.ArrowException) as error:
            raise IndexCorrupt(f"{path} is damaged: rebuild it") from error
        if (table.schema.metadata or {}).get(_BUILD) != build.encode() or not table.schema.equals(FILM_SCHEMA):
            raise IndexCorrupt(f"{path} does not belong to this build: rebuild it")
        return cls(table)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def films(self, rows: Sequence[int] | npt.NDArray[np.integer]) -> list[Film]:
        """Return the films of `rows`, in that order."""
        names = self.table.schema.names
        return [
            film_of({name: column[place].as_py() for name, column in zip(names, batch.columns, strict=True)})
            for batch, place in self._places(rows)
        ]

    def column(self, name: str, rows: Sequence[int] | npt.NDArray[np.integer]) -> list[Any]:
        """Return one column of `rows`, in that order."""
        number = self.table.schema.get_field_index(name)
        return [batch.column(number)[place].as_py() for batch, place in self._places(rows)]

    def _places(self, rows: Sequence[int] | npt.NDArray[np.integer]) -> Iterator[tuple[pa.RecordBatch, int]]:
        """Yield the batch of each row and its place there. `Table.take` would join whole columns first."""
        found = np.searchsorted(self._starts, rows, side="right") - 1
        for batch, place in zip(found.tolist(), (rows - self._starts[found]).tolist(), strict=True):
            yield self._batches[batch], place


def read_columns(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield some columns of all films of the file at `path`, in order, a batch at a time.

    Nothing is mapped: of a file larger than memory a batch is in memory at a time, and not what has been read before.
    """
    numbers = [FILM_SCHEMA.get_field_index(name) for name in columns]
    with pa.OSFile(str(path)) as source:
        reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=numbers))
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number).select(list(columns))


def write_unordered(path: Path, tables: Iterator[pa.Table]) -> int:
    """Write tables of FILM_SCHEMA to `path` as they come; return how many rows."""
    rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, FILM_SCHEMA) as writer:
        for table in tables:
            writer.write_table(table)
            rows += table.num_rows
    return rows


@dataclass(frozen=True, slots=True)
class Dropped:
    """A film whose id another one has."""

    place: int
    """Among the films as they came."""
    id: int
    title: str


def write_catalogue(path: Path, unordered: Path, build: str) -> list[Dropped]:
    """Write the films of the file `unordered` to `path` in order of fame, each id once.

    Of several films with one id the most voted is kept, then the first. Returns the others, as they came.
    """
    schema = FILM_SCHEMA.with_metadata({_BUILD: build.encode()})
    with pa.memory_map(str(unordered)) as source:
        films = pa.ipc.open_file(source).read_all()
        order, left = _by_fame(films["id"].to_numpy(), films["votes"].to_numpy())
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for start in range(0, len(order), BATCH_ROWS):
                batch = _taken(films, order[start : start + BATCH_ROWS]).combine_chunks()
                writer.write_table(batch.replace_schema_metadata(schema.metadata))
        named = _taken(films.select(["id", "title"]), left).to_pylist()
    return [Dropped(place, film["id"], film["title"]) for place, film in zip(left.tolist(), named, strict=True)]


def _taken(films: pa.Table, rows: npt.NDArray[np.int64]) -> pa.Table:
    """Return the `rows` of a table, in their order.

    `Table.take` would join all chunks of each column first, which is all text at once. Here rows are taken from each
    batch in the order of the file, and the few that are wanted are put in theirs.
    """
    batches = films.to_batches()
    starts = np.cumsum([0, *(len(batch) for batch in batches)])
    ascending = np.sort(rows)
    edges = np.searchsorted(ascending, starts)
    found = [
        batch.take(pa.array(ascending[low:high] - start))
        for batch, start, low, high in zip(batches, starts[:-1], edges[:-1], edges[1:], strict=True)
    ]
    together = pa.Table.from_batches(found, films.schema).combine_chunks()
    return together.take(pa.array(np.searchsorted(ascending, rows)))


def _by_fame(
    ids: npt.NDArray[np.int32], votes: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the rows in order of fame, each id once, and the rows that are left, ascending."""
    order = np.lexsort((np.arange(len(ids)), ids, -votes.astype(np.int64)))
    _, first = np.unique(ids[order], return_index=True)
    keep = np.zeros(len(order), dtype=bool)
    keep[first] = True
    return order[keep], np.sort(order[~keep])
