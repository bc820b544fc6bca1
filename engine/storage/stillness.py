"""Whether a file is still being written: a copy or a download in progress must not be taken for the whole."""

from __future__ import annotations

import time
from pathlib import Path

from engine.errors import SourceChanging

QUIET_S = 2.0
"""Seconds without a change after which a file counts as complete."""
PATIENCE_S = 300.0
"""Seconds that a command waits for a file to be complete."""
_LOOK_S = 0.1


def wait_until_still(path: Path, patience_s: float = PATIENCE_S) -> None:
    """Return once nothing has changed a file for `QUIET_S`; at once if it was last changed before that.

    Parameters
    ----------
    path
        The file.
    patience_s
        Seconds to wait at most; 0 only looks.

    Raises
    ------
    SourceChanging
        The file still changes when patience ends.
    OSError
        The file is missing or out of reach.

    """
    end = time.monotonic() + patience_s
    state, age = _state(path), time.time() - path.stat().st_mtime
    # A time in the future says nothing, so such a file is watched.
    still_since = time.monotonic() - max(0.0, age)
    while time.monotonic() - still_since < QUIET_S:
        if time.monotonic() >= end:
            raise SourceChanging(f"{path} is still being written; it is read once it is complete")
        time.sleep(_LOOK_S)
        if (now := _state(path)) != state:
            state, still_since = now, time.monotonic()


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns
