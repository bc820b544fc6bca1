"""The table of all films: an Arrow IPC file, memory-mapped, so that text takes memory only once it is read.

Rows are in order of votes, most first, then of ids. So if scores tie, the lower row is the better known film.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.schema import FILM_SCHEMA, OTHER_TITLES, SUMMARY_COLUMNS, film_of, summary_of
from engine.entities import Film, FilmSummary
from engine.errors import IndexCorrupt

BATCH_ROWS = 65_536
"""Rows of a record batch on disk. Opening reads some hundred bytes per batch, so there should not be many."""
PRIVATE_BYTES = 2**26
"""Up to this size the file is read into memory, as in `engine.storage.arrays`."""
_BUILD = b"cinewatch.build"

Rows = Sequence[int] | npt.NDArray[np.integer]


class Catalogue:
    """All films by row. Immutable; any number of threads may share one.

    Parameters
    ----------
    table
        Films in FILM_SCHEMA.

    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        batches = table.to_batches()
        self._starts = np.cumsum([0, *(len(batch) for batch in batches)])
        # Asking a batch for a column wraps it anew, which takes longer than reading a value from it.
        self._batches = [batch.columns for batch in batches]

    @classmethod
    def open(cls, path: Path, build: str) -> Catalogue:
        """Map the file at `path`.

        Parameters
        ----------
        path
            File that `write_catalogue` wrote.
        build
            Id of the build that the file must belong to.

        Raises
        ------
        IndexCorrupt
            The file is damaged, or belongs to another build.

        """
        try:
            small = path.stat().st_size <= PRIVATE_BYTES
            # A file that is read as a whole may be cut or overwritten later.
            table = pa.ipc.open_file(path.read_bytes() if small else pa.memory_map(str(path))).read_all()
        except (OSError, pa.ArrowException) as error:
            raise IndexCorrupt(f"{path} is damaged; build the catalogue again") from error
        if (table.schema.metadata or {}).get(_BUILD) != build.encode() or not table.schema.equals(FILM_SCHEMA):
            raise IndexCorrupt(f"{path} belongs to another build; build the catalogue again")
        return cls(table)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def films(self, rows: Rows) -> list[Film]:
        """Return the films of `rows`, in that order."""
        numbers = [(name, n) for n, name in enumerate(self.table.schema.names) if name != OTHER_TITLES]
        return [
            film_of({name: columns[number][position].as_py() for name, number in numbers})
            for columns, position in self._locate(rows)
        ]

    def summaries(self, rows: Rows) -> list[FilmSummary]:
        """Return what a list shows of the films of `rows`, in that order; takes a third of the time of `films`."""
        numbers = [(name, self.table.schema.get_field_index(name)) for name in SUMMARY_COLUMNS]
        return [
            summary_of({name: columns[number][position].as_py() for name, number in numbers})
            for columns, position in self._locate(rows)
        ]

    def column(self, name: str, rows: Rows) -> list[Any]:
        """Return the values of one column for `rows`, in that order."""
        number = self.table.schema.get_field_index(name)
        return [columns[number][position].as_py() for columns, position in self._locate(rows)]

    def row_with(self, name: str, value: str) -> int | None:
        """Return the first row with a value in a column of texts, `None` if there is none. Reads the column."""
        row = pc.index(self.table[name], value).as_py()
        return row if row >= 0 else None

    def _locate(self, rows: Rows) -> Iterator[tuple[list[pa.Array], int]]:
        """Yield the columns of each row's batch and its position there. `Table.take` would join whole columns first."""
        batches = np.searchsorted(self._starts, rows, side="right") - 1
        for batch, position in zip(batches.tolist(), (rows - self._starts[batches]).tolist(), strict=True):
            yield self._batches[batch], position


def read_columns(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield some columns of all films of a catalogue file, in order, batch by batch.

    The file is not mapped: only one batch is in memory at a time, so that it may be larger than memory.

    Parameters
    ----------
    path
        File in FILM_SCHEMA.
    columns
        Names of the columns, in the order wanted.

    """
    numbers = [FILM_SCHEMA.get_field_index(name) for name in columns]
    with pa.OSFile(str(path)) as source:
        reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=numbers))
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number).select(list(columns))


def write_unordered(path: Path, tables: Iterator[pa.Table]) -> int:
    """Write tables of FILM_SCHEMA to `path` as they come; return the number of rows."""
    rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, FILM_SCHEMA) as writer:
        for table in tables:
            writer.write_table(table)
            rows += table.num_rows
    return rows


@dataclass(frozen=True, slots=True)
class DuplicateFilm:
    """A film that was left out because another film has its id."""

    position: int
    """Among all films in the order they were read, from 0."""
    id: int
    title: str


def write_catalogue(path: Path, unordered: Path, build: str) -> list[DuplicateFilm]:
    """Write the films of a file in order of votes, each id once.

    Parameters
    ----------
    path
        File to write.
    unordered
        File that `write_unordered` wrote.
    build
        Id of the build that the file will belong to.

    Returns
    -------
    The films left out because of their id, in the order they were read. Of films with one id the most voted stays; of
    equally voted ones the first.

    """
    schema = FILM_SCHEMA.with_metadata({_BUILD: build.encode()})
    with pa.memory_map(str(unordered)) as source:
        films = pa.ipc.open_file(source).read_all()
        order, duplicates = _order_by_votes(films["id"].to_numpy(), films["votes"].to_numpy())
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for start in range(0, len(order), BATCH_ROWS):
                batch = _take(films, order[start : start + BATCH_ROWS]).combine_chunks()
                writer.write_table(batch.replace_schema_metadata(schema.metadata))
        records = _take(films.select(["id", "title"]), duplicates).to_pylist()
    return [
        DuplicateFilm(position, film["id"], film["title"])
        for position, film in zip(duplicates.tolist(), records, strict=True)
    ]


def _take(films: pa.Table, rows: npt.NDArray[np.int64]) -> pa.Table:
    """Return the `rows` of a table, in that order.

    `Table.take` would first join all chunks of each column, which is all text at once. This takes rows batch by batch
    in the order of the file, and then sorts only these.
    """
    batches = films.to_batches()
    starts = np.cumsum([0, *(len(batch) for batch in batches)])
    ascending = np.sort(rows)
    edges = np.searchsorted(ascending, starts)
    taken = [
        batch.take(pa.array(ascending[low:high] - start))
        for batch, start, low, high in zip(batches, starts[:-1], edges[:-1], edges[1:], strict=True)
    ]
    together = pa.Table.from_batches(taken, films.schema).combine_chunks()
    return together.take(pa.array(np.searchsorted(ascending, rows)))


def _order_by_votes(
    ids: npt.NDArray[np.int32], votes: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the rows to keep, in order of votes and each id once, and the rows to leave out, ascending."""
    # The sort is stable, so that of equals the first comes first.
    order = np.lexsort((ids, -votes.astype(np.int64)))
    _, first = np.unique(ids[order], return_index=True)
    keep = np.zeros(len(order), dtype=bool)
    keep[first] = True
    return order[keep], np.sort(order[~keep])
