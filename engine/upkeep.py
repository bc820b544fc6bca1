"""Which build of a dataset answers: builds what is missing, waits for a file that is still being written.

`ensure` and `build` are for commands, which fail if the dataset is wrong. `Served` is for a server, which goes on with
the last good build.
"""

from __future__ import annotations

import time
from pathlib import Path

from engine import building
from engine.building import fingerprint_of as fingerprint_of
from engine.errors import SourceChanging, SourceMissing, SourceUnreadable, reason
from engine.progress import Progress, no_progress
from engine.storage import builds
from engine.storage.stillness import PATIENCE_S, wait_until_still


def is_built(source: Path, models: Path) -> bool:
    """Return whether `models` holds a build of `source` as it is now. Raises SourceError."""
    return builds.find(models, source, fingerprint_of(source)) is not None


def ensure(source: Path, models: Path, progress: Progress = no_progress, patience_s: float = PATIENCE_S) -> Path:
    """Return the folder of the build of `source` in `models`; build it first if there is none.

    Parameters
    ----------
    source
        The dataset.
    models
        The folder of all builds.
    progress
        Called after each step of the build.
    patience_s
        Seconds to wait for a file that is still being written.

    Raises
    ------
    SourceError
        The dataset is missing, unreadable, incomplete, or holds no films, or far fewer than before.
    BuildFailed
        The build cannot be written.

    """
    found = builds.find(models, source, fingerprint_of(source))
    return found or build(source, models, progress, patience_s=patience_s, again=False)


def build(
    source: Path,
    models: Path,
    progress: Progress = no_progress,
    replace: bool = False,
    patience_s: float = PATIENCE_S,
    again: bool = True,
) -> Path:
    """Build `source` into `models` and return the folder. Raises as `ensure`.

    Parameters
    ----------
    source, models, progress, patience_s
        As `ensure` takes them.
    replace
        Whether the build may have far fewer films than the one before it.
    again
        Whether to build even if somebody else has built the dataset while we waited for the lock.

    """
    end = time.monotonic() + patience_s
    while True:
        _wait_until_still(source, max(0.0, end - time.monotonic()))
        fingerprint = fingerprint_of(source)
        try:
            with builds.new_folder(models) as new:
                found = None if again else builds.find(models, source, fingerprint)
                return found or building.build_into(new, source, models, fingerprint, progress, replace)
        except SourceChanging:
            if time.monotonic() >= end:
                raise


def _wait_until_still(source: Path, patience_s: float) -> None:
    try:
        wait_until_still(source, patience_s)
    except FileNotFoundError as error:
        raise SourceMissing(f"file not found: {source}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, source)}") from error
