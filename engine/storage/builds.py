"""Builds on disk: one folder each, named by source, fingerprint and build; written elsewhere, then renamed into place.

models/
├── .lock                            held by whoever builds
├── .building-…/                     an unfinished build; rubbish if nobody holds the lock
└── tmdb_5000_movies-9f86d081884c-51ab2e/
    ├── build.json                   the manifest: what was built from what, sizes and digests of the files
    ├── catalogue.arrow
    ├── index.h5
    └── map-….h5, …                  derived arrays, computed on first use
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from engine.errors import BuildFailed, IndexFault, IndexVersion, SourceShrank, reason
from engine.storage.manifest import MANIFEST, Manifest, read_manifest

log = logging.getLogger("cinewatch.build")

_LOCK = ".lock"
_BUILDING = ".building-"
KEPT_ROWS, KEPT_FILMS = 0.99, 0.5
"""Shares of the last build below which a new one is refused. A daily dataset loses a few rows, not one in a hundred."""


def folder_of(models: Path, source: Path, fingerprint: str, build: str) -> Path:
    """Return the folder for a build of `source`, whether it exists or not."""
    return models / f"{_stem(source)}-{fingerprint[:12]}-{build[:6]}"


def find(models: Path, source: Path, fingerprint: str) -> Path | None:
    """Return the folder of the newest build of `source` with this fingerprint, `None` if there is none."""
    return newest(models, f"{_stem(source)}-{fingerprint[:12]}-*")


def _stem(source: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "_", source.stem)[:60]


def newest(models: Path, pattern: str = "[!.]*") -> Path | None:
    """Return the folder of the newest build in `models` whose name matches `pattern`, `None` if there is none."""
    manifests = (path for path in models.glob(f"{pattern}/{MANIFEST}") if path.is_file())
    latest = max(manifests, key=lambda path: path.stat().st_mtime_ns, default=None)
    return latest.parent if latest else None


def exists(folder: Path) -> bool:
    """Return whether a folder holds a build."""
    return (folder / MANIFEST).is_file()


@contextmanager
def new_folder(models: Path) -> Iterator[Path]:
    """Yield an empty folder in `models` to build in, and hold the lock of `models` meanwhile.

    Leftovers of unfinished builds are removed first. In the end the folder is removed too, unless `move_into_place`
    has renamed it.

    Raises
    ------
    BuildFailed
        The disk refuses something.

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
            f"cannot build in {reason(error, models)}; name another folder with CINEWATCH_MODELS_DIR or --models"
        ) from error


def move_into_place(folder: Path, target: Path) -> None:
    """Rename a finished build to `target`, which must not exist: readers see all of it or nothing."""
    for path in folder.iterdir():
        # Whoever overwrites a mapped file in place ends every server that reads it; replacing it does no harm.
        path.chmod(0o444)
    folder.chmod(0o755)
    folder.rename(target)


def sound(models: Path, source: Path) -> list[tuple[Path, Manifest]]:
    """Return the folders of all builds of `source` whose files are there and whole, and their manifests, newest first.

    A missing source has builds, too.
    """
    found = []
    for folder in models.glob(f"{_stem(source)}-*-*"):
        try:
            manifest = read_manifest(folder)
        except IndexFault as error:
            log.debug("%s is not used: %s", folder, error)
            continue
        if manifest.source == str(source.resolve()):
            found.append((folder, manifest))
    return sorted(found, key=lambda build: (build[0] / MANIFEST).stat().st_mtime_ns, reverse=True)


def refuse_to_shrink(models: Path, source: Path, rows: int, films: int) -> None:
    """Raise SourceShrank if the last build of `source` had more: most likely the file has been copied in part.

    Parameters
    ----------
    models
        Folder of the builds.
    source
        The dataset.
    rows, films
        What a new build of it has.

    """
    for _, last in sound(models, source)[:1]:
        if rows < KEPT_ROWS * last.rows_read or films < KEPT_FILMS * last.films:
            raise SourceShrank(
                f"{source} has {films:,} films, but the last build has {last.films:,} and stays in use; "
                "if the file is right, build it with --replace"
            )


def remove_superseded(models: Path, latest: Manifest, keep: Path) -> None:
    """Remove all builds of the source of `latest` but it and the last one of other content.

    That one answers if the newest turns out to be wrong. An open build can still be read after its removal.

    Parameters
    ----------
    models
        Folder of the builds.
    latest
        Manifest of the newest build.
    keep
        Folder of the newest build.

    """
    source = Path(latest.source)
    before = [folder for folder, other in sound(models, source) if other.fingerprint != latest.fingerprint][:1]
    for folder in models.glob(f"{_stem(source)}-*-*"):
        if folder not in (keep, *before) and _is_superseded(folder, latest.source):
            shutil.rmtree(folder, ignore_errors=True)


def _is_superseded(folder: Path, source: str) -> bool:
    try:
        return read_manifest(folder).source == source
    except IndexVersion:
        # Another version of CineWatch may still use it.
        return False
    except IndexFault:
        return True
