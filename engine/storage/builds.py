"""Builds on disk: one folder each, named by source, fingerprint and build, written beside and renamed into place.

models/
├── .lock                            held by whoever builds
├── .building-…/                     a build on its way; rubbish when nobody holds the lock
└── tmdb_5000_movies-9f86d081884c-51ab2e/
    ├── build.json                   the manifest: what was built from what, sizes and digests of the files
    ├── catalogue.arrow
    ├── index.h5
    └── map-….h5, …                  what is derived when somebody first asks for it
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from engine.entities import IndexInfo
from engine.errors import BuildFailed, IndexCorrupt, IndexFault, IndexMissing, IndexVersion, reason
from engine.storage.digests import digest_of, digest_of_file

MANIFEST = "build.json"
CATALOGUE = "catalogue.arrow"
INDEX = "index.h5"
FORMAT = "cinewatch-build"
VERSION = 1

_LOCK = ".lock"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a build, and where it came from."""

    build: str
    """Unique to the build: each of its files carries it."""
    fingerprint: str
    """Of the source and the parameters."""
    source: str
    """The CSV, as an absolute path."""
    schema: str
    built_at: str
    """UTC, ISO 8601."""
    seconds: float
    rows_read: int
    films: int
    rejected: dict[str, int]
    unusable: dict[str, int]
    terms: int
    nnz: int
    sizes: dict[str, int]
    """Bytes of each file."""
    digests: dict[str, str]
    """BLAKE2b of each file."""


def folder_of(models: Path, source: Path, fingerprint: str, build: str) -> Path:
    """Return the folder in which a build of `source` lies, or would lie."""
    return models / f"{_stem(source)}-{fingerprint[:12]}-{build[:6]}"


def find(models: Path, source: Path, fingerprint: str) -> Path | None:
    """Return the folder of the newest build of `source` with this fingerprint, `None` if there is none."""
    return newest(models, f"{_stem(source)}-{fingerprint[:12]}-*")


def _stem(source: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "_", source.stem)[:60]


def newest(models: Path, pattern: str = "[!.]*") -> Path | None:
    """Return the folder of the build made last among those whose names fit `pattern`, `None` if there is none."""
    manifests = (path for path in models.glob(f"{pattern}/{MANIFEST}") if path.is_file())
    latest = max(manifests, key=lambda path: path.stat().st_mtime_ns, default=None)
    return latest.parent if latest else None


def is_there(folder: Path) -> bool:
    """Return whether a build is in the folder."""
    return (folder / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a build whose files are there and as long as they should be.

    Raises IndexMissing, IndexCorrupt or IndexVersion.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexMissing(f"there is no index in {folder}") from error
    except OSError as error:
        raise IndexCorrupt(f"cannot read {reason(error, path)}") from error
    except ValueError as error:
        raise IndexCorrupt(f"{path} is damaged: rebuild it") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise IndexCorrupt(f"{path} is not the manifest of a CineWatch build")
    if content.get("version") != VERSION:
        raise IndexVersion(
            f"{folder} was built by another version of CineWatch ({content.get('version')}, "
            f"this one reads {VERSION}): rebuild it"
        )
    if content.get("checksum") != _checksum(content.get("manifest")):
        raise IndexCorrupt(f"{path} is damaged: rebuild it")
    manifest = Manifest(**content["manifest"])
    for name, size in manifest.sizes.items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != size:
            raise IndexCorrupt(f"{folder / name} is missing or has been cut: rebuild it")
    return manifest


def info_of(manifest: Manifest, folder: Path, shares: dict[str, float]) -> IndexInfo:
    """Return what a manifest says, for people; `shares` are those of the fields, by label."""
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
        unusable=dict(manifest.unusable),
        terms=manifest.terms,
        nnz=manifest.nnz,
        bytes=sum(manifest.sizes.values()),
        fields=shares,
    )


def verify(folder: Path) -> Manifest:
    """Return the manifest after reading every byte of the build. Raises as `read_manifest`, which it begins with."""
    manifest = read_manifest(folder)
    for name, digest in manifest.digests.items():
        if digest_of_file(folder / name) != digest:
            raise IndexCorrupt(f"{folder / name} has changed since it was built: rebuild it")
    return manifest


def describe_files(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Return size and digest of each file of a build that is being made."""
    names = (CATALOGUE, INDEX)
    sizes = {name: (folder / name).stat().st_size for name in names}
    return sizes, {name: digest_of_file(folder / name) for name in names}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, the last file of a build."""
    content = asdict(manifest)
    whole = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content), "manifest": content}
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(whole, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _checksum(manifest: Any) -> str:
    return digest_of(json.dumps(manifest, sort_keys=True).encode())


@contextmanager
def building(models: Path) -> Iterator[Path]:
    """Hold the lock of the models folder, and yield an empty folder in it to build in.

    What unfinished builds have left behind is removed first; so is this folder in the end, unless `put_in_place` has
    taken it. Raises BuildFailed if the disk does not play along.
    """
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / _LOCK):
            for leftover in models.glob(f"{_BUILDING}*"):
                shutil.rmtree(leftover, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=models))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise BuildFailed(
            f"cannot build in {reason(error, models)}; CINEWATCH_MODELS_DIR or --models can name another folder"
        ) from error


def put_in_place(folder: Path, target: Path) -> None:
    """Rename a finished build to `target`, a name that nothing has yet: readers see all of it or none."""
    folder.chmod(0o755)
    folder.rename(target)


def remove_superseded(models: Path, latest: Manifest, kept: Path) -> None:
    """Remove the builds that `latest`, in the folder `kept`, replaces: all others of its source.

    A server that has mapped one of them keeps what it has mapped.
    """
    for folder in models.glob(f"{_stem(Path(latest.source))}-*-*"):
        if folder == kept:
            continue
        try:
            replaced = read_manifest(folder).source == latest.source
        except IndexVersion:
            # Of use to that other version, which may be in use beside this one.
            replaced = False
        except IndexFault:
            replaced = True
        if replaced:
            shutil.rmtree(folder, ignore_errors=True)
