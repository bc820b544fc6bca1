"""The tables inside a file: the file itself, or what a .gz or .zip holds. Each is read as a stream, never whole."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from engine.errors import SourceMissing, SourceUnreadable, reason
from engine.reading.kinds import GZIP, PARQUET, ZIP, refuse_other_kinds

START_BYTES = 2**18
"""A stream is buffered in blocks of this size, so its first block can be looked at before it is read."""
HARMLESS_BYTES = 2**26
"""What may be unpacked of any file, however small it is."""
_MOST_EXPANSION = 100
"""Tables shrink to a fifth or a tenth. What grows a hundredfold is made to fill a disk or a memory."""
_TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".dat", ".parquet")
_DAMAGED = (zlib.error, EOFError, zipfile.BadZipFile, gzip.BadGzipFile)


class Unpacked(io.RawIOBase):
    """A stream that counts its bytes, and gives up before a packed bomb fills the machine."""

    def __init__(self, inner: io.RawIOBase, name: str, packed_bytes: int) -> None:
        self._inner = inner
        self._name = name
        self._most = max(HARMLESS_BYTES, packed_bytes * _MOST_EXPANSION)
        self.count = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes. Raises SourceUnreadable if the packed file is damaged or expands beyond measure."""
        try:
            block = self._inner.read(len(buffer)) or b""
        except _DAMAGED as error:
            raise SourceUnreadable(f"{self._name} is damaged or cut short; download it again") from error
        except (RuntimeError, NotImplementedError) as error:
            raise SourceUnreadable(f"{self._name} needs a password or an unusual unpacker; unpack it first") from error
        buffer[: len(block)] = block
        self.count += len(block)
        if self.count > self._most:
            raise SourceUnreadable(
                f"{self._name} unpacks to more than {_MOST_EXPANSION} times its size, which no table does; not read"
            )
        return len(block)

    def close(self) -> None:
        """Close the stream beneath too."""
        self._inner.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Stream:
    """A table as bytes, open to be read once."""

    raw: io.BufferedReader
    position: Callable[[], int]
    """How far it has been read, in the unit of `total`."""
    total: int

    def start(self) -> bytes:
        """Return how it begins, without moving on: at most START_BYTES."""
        return self.raw.peek(START_BYTES)


@dataclass(frozen=True, slots=True)
class Part:
    """A table inside a file."""

    name: str
    """File name, for messages."""
    open: Callable[[], Stream]


def parts_of(path: Path) -> list[Part]:
    """Return the tables in the file at `path`: one, or as many as a .zip holds.

    Raises
    ------
    SourceMissing
        There is no such file.
    SourceUnreadable
        It cannot be read, is no table, or a .zip without tables.

    """
    with _opened(path) as raw:
        start = raw.peek(START_BYTES)
        refuse_other_kinds(start, path)
        if start.startswith(ZIP):
            return _members(path)
    packed = start.startswith(GZIP)
    return [Part(path.name, lambda: _open_gzip(path) if packed else _open_plain(path))]


def is_parquet(path: Path) -> bool:
    """Return whether the file at `path` begins as Parquet does."""
    with _opened(path) as raw:
        return raw.peek(4)[:4] == PARQUET


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    raw = _open_file(path)
    with raw:
        yield raw


def _open_file(path: Path) -> io.BufferedReader:
    try:
        return cast(io.BufferedReader, path.open("rb", START_BYTES))
    except FileNotFoundError as error:
        raise SourceMissing(f"file not found: {path}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, path)}") from error


def _open_plain(path: Path) -> Stream:
    raw = _open_file(path)
    return Stream(raw, raw.tell, path.stat().st_size)


def _open_gzip(path: Path) -> Stream:
    raw = _open_file(path)
    size = path.stat().st_size
    # Closing the last layer closes those beneath, down to the file.
    inner = _Closing(gzip.GzipFile(fileobj=raw), raw)
    return Stream(io.BufferedReader(Unpacked(inner, path.name, size), START_BYTES), raw.tell, size)


class _Closing(io.RawIOBase):
    """A reader that closes another one with itself: gzip and zipfile leave theirs open."""

    def __init__(self, inner: Any, other: Any) -> None:
        self._inner, self._other = inner, other

    def read(self, size: int = -1) -> bytes:
        """Read from the inner reader."""
        block: bytes = self._inner.read(size)
        return block

    def close(self) -> None:
        """Close both."""
        self._inner.close()
        self._other.close()
        super().close()


def _members(path: Path) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*_DAMAGED, OSError) as error:
        raise SourceUnreadable(f"{path} is a damaged .zip file; download it again") from error
    names = [member.filename for member in members if not member.is_dir()]
    if "xl/workbook.xml" in names:
        raise SourceUnreadable(f"{path} is an Excel workbook; save it as CSV and choose that file")
    tables = [
        member
        for member in members
        if member.filename.lower().endswith(_TABLE_ENDINGS)
        # What a Mac adds beside each file.
        and not Path(member.filename).name.startswith(".")
        and not member.filename.startswith("__MACOSX/")
    ]
    if not tables:
        held = ", ".join(names[:3]) or "nothing"
        raise SourceUnreadable(f"{path} holds no CSV, TSV, JSON Lines or Parquet file, but {held}; unpack it first")
    return [Part(Path(member.filename).name, _opener(path, member)) for member in tables]


def _opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], Stream]:
    def open_member() -> Stream:
        archive = zipfile.ZipFile(path)
        try:
            inner = archive.open(member)
        except (RuntimeError, NotImplementedError, *_DAMAGED) as error:
            archive.close()
            raise SourceUnreadable(f"{path} needs a password or is damaged; unpack it first") from error
        unpacked = Unpacked(_Closing(inner, archive), f"{path.name}: {member.filename}", member.compress_size)
        return Stream(io.BufferedReader(unpacked, START_BYTES), lambda: unpacked.count, member.file_size)

    return open_member
