"""From an upload to the files in it. A zip is read in memory, and only if its table of contents is modest. Pure."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import ImportRefused, quoted

MAX_UPLOAD_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 60 * 2**20
_MAX_FILES = 2_000
_READ = (".csv", ".json")


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file by name; the name is shown and compared, never opened."""

    name: str
    data: bytes


def check_size(size: int) -> None:
    """Refuse a file by its size, before it is read. Raises ImportRefused."""
    if size > MAX_UPLOAD_BYTES:
        raise ImportRefused(
            f"the file has {size / 2**20:,.0f} MB, and {MAX_UPLOAD_BYTES // 2**20} MB is the most that can be imported"
        )


def files_in(name: str, data: bytes) -> tuple[UploadedFile, ...]:
    """Return the CSV and JSON files of an upload: itself, or what is in it if it is a zip.

    Raises
    ------
    ImportRefused
        It is too large, packed or unpacked, damaged, encrypted, or holds nothing that can be imported.

    """
    check_size(len(data))
    if not data.startswith(b"PK"):
        return (UploadedFile(name, data),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive, name)
            return tuple(_unpacked(archive, members))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise ImportRefused(f"{quoted(name)} is damaged or encrypted; download it again") from None


def _members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    every = archive.infolist()
    if len(every) > _MAX_FILES or sum(member.file_size for member in every) > MAX_UNPACKED_BYTES:
        raise ImportRefused(f"{quoted(name)} unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB; no export does")
    members = [member for member in every if member.filename.lower().endswith(_READ) and not _is_hidden(member)]
    if not members:
        inside = "other zips" if any(member.filename.lower().endswith(".zip") for member in every) else "no CSV or JSON"
        raise ImportRefused(f"{quoted(name)} holds {inside}; choose the zip that the site gave you, or a file of it")
    return members


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    """Return whether a Mac has added the file, or a site keeps there what was deleted."""
    folders = member.filename.lower().split("/")
    return any(part.startswith(("__macosx", "._")) or part in ("deleted", "orphaned") for part in folders)


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[UploadedFile]:
    for member in members:
        with archive.open(member) as file:
            # The table of contents may lie, so no more is unpacked than it says.
            data = file.read(member.file_size + 1)
        if len(data) > member.file_size:
            raise zipfile.BadZipFile
        yield UploadedFile(member.filename, data)
