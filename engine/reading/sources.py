"""Opens a dataset, whatever kind of file it is, and yields chunks of text cells.

with open_source(path, known) as source:
    for chunk in source.chunks(): ...
"""

from __future__ import annotations

import codecs
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from engine.errors import SourceUnreadable, UnknownSchema
from engine.progress import Progress, no_progress
from engine.reading.companions import COMPANIONS, Joined, paths_beside, plain_key
from engine.reading.delimited import DelimitedRows, sniff
from engine.reading.kinds import FALLBACK, PARQUET, encoding_of, refuse_other_kinds
from engine.reading.parts import Part, Stream, is_parquet, parts_of
from engine.reading.records import JsonRows, ParquetRows
from engine.reading.rows import CHUNK_ROWS, READING, Chunk, Row, column_key, distinct_names

Known = Callable[[Sequence[str]], int]
"""Returns how many names of a header are known names of columns; 0 if they are not those of films."""
_MOST_JOINED = 2**29
"""Characters of a second file that are kept in memory."""


class Rows(Protocol):
    """A table that is read once from top to bottom."""

    header: list[str]

    def take(self, limit: int) -> tuple[list[Row], Sequence[Row]]:
        """Return at most `limit` more rows: whole ones and malformed ones."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, open."""

    name: str
    rows: Rows
    position: Callable[[], int]
    total: int


class Source:
    """A dataset, open to be read once from top to bottom; see `open_source`."""

    def __init__(self, path: Path, table: _Table, joined: Sequence[Joined] = (), unused: Sequence[str] = ()) -> None:
        self.path = path
        self.table = table
        self.columns = distinct_names(table.rows.header)
        """The columns of the file itself."""
        self.joined = joined
        self.unused = tuple(unused)
        """Tables of the same .zip that are not read."""

    @property
    def header(self) -> list[str]:
        """The columns of all chunks: those of the file, and those that second files add."""
        return [*self.columns, *(name for joined in self.joined for name in joined.takes)]

    def chunks(self, rows: int = CHUNK_ROWS, progress: Progress = no_progress) -> Iterator[Chunk]:
        """Yield all rows, in chunks of at most `rows`; report progress in bytes.

        Raises
        ------
        SourceUnreadable
            The disk gives up, or a packed file is damaged.

        """
        while True:
            good, malformed = self.table.rows.take(rows)
            if not good and not malformed:
                return
            cells = zip(*(row.cells for row in good), strict=True)
            chunk = Chunk(
                dict(zip(self.columns, map(list, cells), strict=False)), [row.line for row in good], malformed
            )
            for joined in self.joined:
                if chunk.rows:
                    joined.add_to(chunk, _column_of(self.columns, joined.key))
            yield chunk
            progress(READING, self.table.position(), self.table.total)


@contextmanager
def open_source(path: Path, known: Known) -> Iterator[Source]:
    """Open the dataset at `path`, with the second files that lie beside it or in the same .zip.

    The text may be UTF-8, or UTF-16 with a byte order mark. Bytes that are not valid UTF-8 are read as Windows-1252.

    Parameters
    ----------
    path
        CSV with any usual separator, JSON Lines, or Parquet; plain, or packed as .gz or .zip.
    known
        Returns how many names of a header are known names of columns.

    Raises
    ------
    SourceMissing
        There is no such file.
    SourceUnreadable
        The file cannot be read, or is no table.
    UnknownSchema
        The columns are not those of a film dataset.

    """
    with ExitStack() as open_files:
        try:
            if is_parquet(path):
                parquet = ParquetRows(path)
                yield Source(path, _Table(str(path), parquet, lambda: parquet.done, parquet.rows))
                return
            parts = parts_of(path)
            tables = {part.name: _open_table(part, path, known, open_files) for part in parts}
            main = _main_of(tables, path, known)
            others = [table for name, table in tables.items() if table is not main]
            for beside in paths_beside(path) if len(parts) == 1 else ():
                others += [_open_table(part, beside, known, open_files) for part in parts_of(beside)]
            joined, used = _join(main, others)
            unused = [name for name, table in tables.items() if table is not main and table.name not in used]
            yield Source(path, main, joined, unused)
        except UnicodeDecodeError as error:
            raise SourceUnreadable(f"{path} is not valid {error.encoding} text") from error


def _open_table(part: Part, path: Path, known: Known, open_files: ExitStack) -> _Table:
    stream = part.open()
    name = path if part.name == path.name else f"{path}, {part.name}"
    start = stream.start()
    refuse_other_kinds(start, name)
    if start.startswith(PARQUET):
        parquet = ParquetRows(_unpacked(stream, open_files), str(name))
        return _Table(str(name), parquet, lambda: parquet.done, parquet.rows)
    encoding = encoding_of(start, name)
    text = io.TextIOWrapper(stream.raw, encoding=encoding, errors=FALLBACK, newline="")
    open_files.enter_context(text)
    sample = _decoded(start, encoding)
    rows: Rows
    if sample.lstrip()[:1] in ("{", "["):
        rows = JsonRows(text, str(name))
    else:
        rows = DelimitedRows(text, sniff(sample, known), str(name))
    return _Table(str(name), rows, stream.position, stream.total)


def _unpacked(stream: Stream, open_files: ExitStack) -> IO[bytes]:
    """Return a stream as a file on disk that goes away with the source: Parquet is read from its end."""
    file = open_files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
    with stream.raw as raw:
        shutil.copyfileobj(raw, file)
    return file


def _decoded(start: bytes, encoding: str) -> str:
    """Return how a text begins; the last letter may be cut."""
    return codecs.getincrementaldecoder(encoding)(FALLBACK).decode(start)


def _main_of(tables: dict[str, _Table], path: Path, known: Known) -> _Table:
    """Return the table of films among those of a file. Raises UnknownSchema if there is none, or more than one."""
    if len(tables) == 1:
        return next(iter(tables.values()))
    films = {name: table for name, table in tables.items() if known(table.rows.header)}
    parts = [name for name in films if _is_second(films[name], films.values())]
    films = {name: table for name, table in films.items() if name not in parts}
    if len(films) != 1:
        held = ", ".join(list(films or tables)[:4])
        raise UnknownSchema(f"{path} needs one table of films inside, but holds {held}; keep one and pack it again")
    return next(iter(films.values()))


def _is_second(table: _Table, others: Iterable[_Table]) -> bool:
    keys = [column_key(name) for name in table.rows.header]
    return any(
        companion.fits(keys, [column_key(name) for name in other.rows.header])
        for companion in COMPANIONS
        for other in others
        if other is not table
    )


def _join(main: _Table, others: Sequence[_Table]) -> tuple[list[Joined], set[str]]:
    """Return the second files among `others`, read, and the names of their tables."""
    joined, used = [], set()
    main_keys = [column_key(name) for name in main.rows.header]
    for table in others:
        keys = [column_key(name) for name in table.rows.header]
        companion = next((companion for companion in COMPANIONS if companion.fits(keys, main_keys)), None)
        if companion:
            places = [keys.index(name) for name in companion.takes]
            cells = _cells_by_key(table, keys.index(companion.key), places)
            joined.append(Joined(companion.film_key, companion.takes, cells))
            main_keys += companion.takes
            used.add(table.name)
    return joined, used


def _cells_by_key(table: _Table, key: int, places: Sequence[int]) -> dict[str, tuple[str, ...]]:
    cells: dict[str, tuple[str, ...]] = {}
    characters = 0
    while True:
        good, malformed = table.rows.take(CHUNK_ROWS)
        if not good and not malformed:
            return cells
        for row in good:
            taken = tuple(row.cells[place] for place in places)
            characters += sum(map(len, taken)) + 100
            cells[plain_key(row.cells[key])] = taken
        if characters > _MOST_JOINED:
            raise SourceUnreadable(f"{table.name} is too large to be joined to the films; move it to another folder")


def _column_of(columns: Sequence[str], key: str) -> str:
    return next(name for name in columns if column_key(name) == key)
