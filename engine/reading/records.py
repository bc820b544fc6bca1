"""JSON and Parquet: records become rows of text cells, so that everything after reading is the same for all files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import SourceUnreadable
from engine.reading.rows import CHUNK_ROWS, LONGEST_CELL, Row

_BLOCK = 2**20
_LONGEST_RECORD = 4 * LONGEST_CELL
_HEADER_RECORDS = 1_000
"""Records whose fields make up the columns: later ones may leave some out, and rarely have others."""
_LISTS_OF_RECORDS = ("results", "movies", "items", "data", "films")
"""Where an answer of a web API has its records."""


def cell_of(value: object) -> str:
    """Return a value as a text cell. Lists and objects become JSON; nothing becomes the empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def flat(record: Mapping[str, Any]) -> dict[str, object]:
    """Return a record with the fields of its objects beside its own: {"imdb": {"votes": 7}} has `imdb_votes` 7."""
    fields: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            fields |= {f"{name}_{part}": inner for part, inner in value.items()}
        else:
            fields[name] = value
    return fields


class JsonRows:
    """The records of JSON Lines, of a JSON array, or of answers of a web API, to be read once."""

    def __init__(self, text: io.TextIOBase, name: str) -> None:
        self.name = name
        self._records = _records(text)
        self._waiting: list[tuple[int, Mapping[str, Any] | None]] = []
        names: dict[str, None] = {}
        for number, record in self._records:
            self._waiting.append((number, record))
            names |= dict.fromkeys(record or ())
            if len(self._waiting) == _HEADER_RECORDS:
                break
        if not names:
            raise SourceUnreadable(f"{name} is not JSON Lines: it needs one film per line, as a JSON object")
        self.header = list(names)

    def take(self, limit: int) -> tuple[list[Row], Sequence[Row]]:
        """Return at most `limit` more rows, and among them those that are no records."""
        good, malformed = [], []
        for _ in range(limit):
            number, record = self._waiting.pop(0) if self._waiting else next(self._records, (0, None))
            if number == 0:
                break
            if record is None:
                malformed.append(Row(number, []))
            else:
                good.append(Row(number, [cell_of(record.get(name)) for name in self.header]))
        return good, malformed


def _records(text: io.TextIOBase) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Yield each record with its line, `None` for what is no record. Where lines are no records, records are counted.

    The first line decides: it is a record in JSON Lines, and only a part of a value in other JSON.
    """
    first = text.readline(_LONGEST_RECORD)
    values = _line_values(first, text) if isinstance(_parsed(first), dict) else _values(first, text)
    for number, value in values:
        for record in _unwrapped(value):
            yield number, flat(record) if isinstance(record, dict) else None


def _unwrapped(value: object) -> Sequence[object]:
    """Return the records in an answer of a web API; otherwise the value itself."""
    if isinstance(value, dict):
        lists = (value[key] for key in _LISTS_OF_RECORDS if isinstance(value.get(key), list))
        return next(lists, [value])
    return [value]


def _line_values(line: str, text: io.TextIOBase) -> Iterator[tuple[int, object]]:
    number = 1
    while line:
        if line.strip():
            yield number, _parsed(line)
        line = text.readline(_LONGEST_RECORD)
        number += 1


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _values(buffer: str, text: io.TextIOBase) -> Iterator[tuple[int, object]]:
    """Yield one JSON value after the other, of an array if there is one; only one at a time is in memory."""
    decoder = json.JSONDecoder()
    buffer = buffer.lstrip().removeprefix("[")
    number = 1
    while True:
        buffer = buffer.lstrip(" \t\r\n,]")
        try:
            value, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError):
            block = text.read(_BLOCK) if len(buffer) < _LONGEST_RECORD else ""
            if not block:
                break
            buffer += block
            continue
        yield number, value
        number += 1
        buffer = buffer[end:]
    if buffer:
        yield number, None


class ParquetRows:
    """The rows of a Parquet file, read batch by batch."""

    def __init__(self, path: Path | IO[bytes], name: str = "") -> None:
        self.name = name or str(path)
        try:
            self._file = pq.ParquetFile(path, memory_map=False)
            self.header = self._file.schema_arrow.names
            self.rows = self._file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise SourceUnreadable(f"{self.name} is a damaged Parquet file; download it again") from error
        self._batches: Iterator[pa.RecordBatch] | None = None
        self.done = 0

    def take(self, limit: int = CHUNK_ROWS) -> tuple[list[Row], Sequence[Row]]:
        """Return the rows of the next batch, at most `limit`; none is malformed."""
        if self._batches is None:
            self._batches = self._file.iter_batches(batch_size=limit)
        try:
            batch = next(self._batches, None)
        except (pa.ArrowException, OSError) as error:
            raise SourceUnreadable(f"{self.name} is a damaged Parquet file; download it again") from error
        if batch is None:
            return [], []
        columns = [[cell_of(value) for value in column.to_pylist()] for column in batch.columns]
        rows = [Row(self.done + n + 1, list(cells)) for n, cells in enumerate(zip(*columns, strict=True))]
        self.done += len(rows)
        return rows, []
