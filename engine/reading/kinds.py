"""What a file is, by its first bytes; and a sentence for each kind that is not a table."""

from __future__ import annotations

import codecs
from pathlib import Path

from engine.errors import SourceUnreadable

GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"

_SAVE_AS_CSV = "save it as CSV and choose that file"
_NOT_TABLES = (
    (b"version https://git-lfs", "is a pointer of Git LFS, not the file itself; fetch the file with: git lfs pull"),
    (b"\xd0\xcf\x11\xe0", f"is an old Excel workbook; {_SAVE_AS_CSV}"),
    (b"SQLite format 3\x00", f"is an SQLite database; {_SAVE_AS_CSV}"),
    (b"%PDF", "is a PDF; choose a CSV file"),
    (b"\x80\x04", "is a Python pickle, which could run code if it were opened; save it as CSV or Parquet"),
    (b"\x80\x05", "is a Python pickle, which could run code if it were opened; save it as CSV or Parquet"),
    (b"7z\xbc\xaf\x27\x1c", "is packed with 7-Zip; unpack it first"),
    (b"Rar!", "is packed with RAR; unpack it first"),
    (b"\xfd7zXZ", "is packed with xz; unpack it first"),
    (b"BZh", "is packed with bzip2; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it first"),
)
_WEB_PAGE = "is a web page, not a dataset; open the address in a browser and download the file itself"


def refuse_other_kinds(start: bytes, name: Path | str) -> None:
    """Raise SourceUnreadable with what to do, if a file that begins with `start` is known to be no table."""
    for signature, sentence in _NOT_TABLES:
        if start.startswith(signature):
            raise SourceUnreadable(f"{name} {sentence}")
    if start[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise SourceUnreadable(f"{name} {_WEB_PAGE}")


def encoding_of(start: bytes, name: Path | str) -> str:
    """Return the encoding of a text by its first bytes. Raises SourceUnreadable if it is no text."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in start[:4]:
        raise SourceUnreadable(f"{name} is not a text file; choose a CSV file")
    return "utf-8-sig"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not valid UTF-8 as Windows-1252, the usual partner in files of mixed encodings."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding.startswith("utf-16"):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


FALLBACK = "cinewatch.windows_1252"
"""How bytes that are not valid UTF-8 are decoded."""
codecs.register_error(FALLBACK, _as_windows_1252)
