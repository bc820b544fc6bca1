"""The catalogue of a server: the build of a dataset as it is now, or else the last good one, with the reason."""

from __future__ import annotations

import logging
import math
import threading
import time
from pathlib import Path

from engine import upkeep
from engine.cinewatch import CineWatch
from engine.errors import CineWatchError, IndexFault, SourceChanging, SourceError
from engine.progress import Progress, no_progress
from engine.storage.stillness import PATIENCE_S, QUIET_S

RETRY_S = 60.0
"""Seconds until a build that the disk refused is tried again."""

_LOOK_S = 0.2
"""Seconds after which those who wait for a build are told how far it is."""

log = logging.getLogger("cinewatch.served")


class ServedCatalogue:
    """The build that answers new visitors. Any number of threads may share one.

    Parameters
    ----------
    source
        The dataset.
    models
        The folder of all builds.

    Attributes
    ----------
    fault : CineWatchError or None
        Why the last good build answers instead of the dataset as it is now.
    """

    def __init__(self, source: Path, models: Path) -> None:
        self._source = source
        self._models = models
        self._lock = threading.Lock()
        self._open: CineWatch | None = None
        self._step: tuple[str, int, int] | None = None
        """How far the build is that is under way."""
        self._decided_for = ""
        self._retry_at = math.inf
        self._unusable: tuple[str, SourceError] | None = None
        """The state of a dataset that cannot be used at all, and why: it is not read again as it is."""
        self.fault: CineWatchError | None = None

    @property
    def opened(self) -> CineWatch | None:
        """The catalogue that answers, if one has been opened already."""
        return self._open

    def is_ready(self) -> bool:
        """Return whether `current` returns at once, without building first."""
        if self._is_decided() or (self._lock.locked() and self._is_usable()):
            return True
        try:
            return upkeep.is_built(self._source, self._models)
        except SourceError:
            # There is nothing to build.
            return True

    def current(self, progress: Progress = no_progress) -> CineWatch:
        """Return the catalogue for new visitors; build it first if there is no build.

        While one caller builds, others get the last good build, if there is one. If not, they wait for this one, and
        are told how far it is.

        Raises
        ------
        SourceError, IndexFault
            The dataset cannot be used, and there is no good build of it.
        """
        if not self._begin(progress):
            assert self._open is not None  # noqa: S101 - it was usable
            return self._open
        try:
            return self._open if self._open is not None and self._is_decided() else self._decide(self._noting(progress))
        finally:
            self._step = None
            self._lock.release()

    def _begin(self, progress: Progress) -> bool:
        """Wait until nobody else decides; return `False` at once if there is something to show meanwhile."""
        if self._is_usable():
            return self._lock.acquire(blocking=False)
        while not self._lock.acquire(timeout=_LOOK_S):
            if step := self._step:
                progress(*step)
        return True

    def _noting(self, progress: Progress) -> Progress:
        def note(stage: str, done: int, total: int) -> None:
            self._step = stage, done, total
            progress(stage, done, total)

        return note

    def _is_usable(self) -> bool:
        return self._open is not None and self._open.is_whole()

    def _is_decided(self) -> bool:
        """Return whether nothing has changed since the last decision."""
        if self._open is None or not self._is_usable() or not self._open.exists():
            return False
        return self._state() == self._decided_for and time.monotonic() < self._retry_at

    def _state(self) -> str:
        """Return what changes with the dataset, also if it cannot be read."""
        try:
            return upkeep.fingerprint_of(self._source)
        except SourceError as error:
            return str(error)

    def _decide(self, progress: Progress) -> CineWatch:
        state = self._state()
        last = self._open if self._is_usable() else CineWatch.last_good(self._source, self._models)
        if last is None and self._unusable is not None and self._unusable[0] == state:
            raise self._unusable[1]
        try:
            # Nobody waits for a copy in progress if there is something to show.
            patience_s = 0.0 if last else PATIENCE_S
            self._open = CineWatch.of(self._source, self._models, progress, patience_s)
            self.fault, self._retry_at = None, math.inf
        except (SourceError, IndexFault) as error:
            if last is None:
                if isinstance(error, SourceError) and not isinstance(error, SourceChanging):
                    self._unusable = state, error
                raise
            if str(error) != str(self.fault):
                log.error("%s; the build of %s answers instead", error, last.info.built_at)
            self._open, self.fault, self._retry_at = last, error, time.monotonic() + _pause(error)
        self._decided_for = state
        return self._open


def _pause(error: CineWatchError) -> float:
    """Return the seconds until a dataset is tried again although it looks the same."""
    if isinstance(error, SourceChanging):
        return QUIET_S
    return math.inf if isinstance(error, SourceError) else RETRY_S
