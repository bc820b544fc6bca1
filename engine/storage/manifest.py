"""The manifest of a build: what it holds, what it was built from, and how to tell that its files are whole."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.dataset_info import ColumnUse, IndexInfo
from engine.errors import IndexCorrupt, IndexMissing, IndexVersion, reason
from engine.storage.digests import digest_of, digest_of_file

MANIFEST = "build.json"
CATALOGUE = "catalogue.arrow"
INDEX = "index.h5"
FORMAT = "cinewatch-build"
VERSION = 5
"""Raise it with every change of the manifest or of the catalogue."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds, and what it was built from."""

    build: str
    """Id of the build; each of its files carries it."""
    fingerprint: str
    """Of the source and the parameters."""
    source: str
    """Absolute path of the dataset."""
    schema: str
    """Name of the shape of the dataset."""
    built_at: str
    """UTC, ISO 8601."""
    seconds: float
    """Duration of the build."""
    rows_read: int
    films: int
    rejected: dict[str, int]
    """Skipped rows, counted by reason."""
    unreadable: dict[str, int]
    """Cells whose content could not be understood, counted by column."""
    columns: list[dict[str, Any]]
    """What each column of the dataset was used as: the fields of a `ColumnUse`."""
    notes: list[str]
    """What else people should know about how the dataset was read."""
    has_tmdb_ids: bool
    """Whether films have the ids that they have at TMDB."""
    terms: int
    nnz: int
    """Non-zero entries of the film × term matrix."""
    sizes: dict[str, int]
    """Bytes of each file."""
    digests: dict[str, str]
    """BLAKE2b of each file."""


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a build, after a check that its files are there and have the right size.

    Raises
    ------
    IndexMissing
        The folder holds no build.
    IndexCorrupt
        The manifest is damaged, or a file is missing or has another size.
    IndexVersion
        Another version of CineWatch wrote the build.

    """
    manifest = _parse_manifest(folder)
    for name, size in manifest.sizes.items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != size:
            raise IndexCorrupt(f"{folder / name} is missing or cut short; build the catalogue again")
    return manifest


def _parse_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexMissing(f"{folder} holds no built catalogue; build one first") from error
    except OSError as error:
        raise IndexCorrupt(f"cannot read {reason(error, path)}") from error
    except ValueError as error:
        raise IndexCorrupt(f"{path} is damaged; build the catalogue again") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise IndexCorrupt(f"{path} is not the manifest of a CineWatch build; build the catalogue again")
    if content.get("version") != VERSION:
        raise IndexVersion(
            f"{folder} has format version {content.get('version')}, but this version of CineWatch reads {VERSION}; "
            "build the catalogue again"
        )
    if content.get("checksum") != _checksum(content.get("manifest")):
        raise IndexCorrupt(f"{path} is damaged; build the catalogue again")
    return Manifest(**content["manifest"])


def index_info(manifest: Manifest, folder: Path, shares: dict[str, float]) -> IndexInfo:
    """Return the facts about a build that people want to know.

    Parameters
    ----------
    manifest
        Manifest of the build.
    folder
        Folder of the build.
    shares
        Each field's share of a similarity, by label; they sum to 1.

    """
    return IndexInfo(
        path=str(folder),
        source=manifest.source,
        schema=manifest.schema,
        built_at=manifest.built_at,
        seconds=manifest.seconds,
        version=VERSION,
        films=manifest.films,
        rows_read=manifest.rows_read,
        rejected=dict(manifest.rejected),
        unreadable=dict(manifest.unreadable),
        columns=tuple(ColumnUse(**column) for column in manifest.columns),
        notes=tuple(manifest.notes),
        has_tmdb_ids=manifest.has_tmdb_ids,
        terms=manifest.terms,
        nnz=manifest.nnz,
        bytes=sum(manifest.sizes.values()),
        fields=shares,
    )


def verify(folder: Path) -> Manifest:
    """Return the manifest of a build, after a check of every byte of its files.

    Raises
    ------
    IndexMissing, IndexVersion
        As `read_manifest`.
    IndexCorrupt
        As `read_manifest`, or a byte has changed since the build.

    """
    manifest = read_manifest(folder)
    for name, digest in manifest.digests.items():
        if digest_of_file(folder / name) != digest:
            raise IndexCorrupt(f"{folder / name} has changed since it was built; build the catalogue again")
    return manifest


def sizes_and_digests(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Return size in bytes and digest of the catalogue and the index in `folder`, by file name."""
    names = (CATALOGUE, INDEX)
    sizes = {name: (folder / name).stat().st_size for name in names}
    with ThreadPoolExecutor(len(names)) as threads:
        digests = threads.map(digest_of_file, (folder / name for name in names))
        return sizes, dict(zip(names, digests, strict=True))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, the last file of a build, and wait until it is safely on disk."""
    content = asdict(manifest)
    document = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content), "manifest": content}
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _checksum(manifest: Any) -> str:
    return digest_of(json.dumps(manifest, sort_keys=True).encode())
