"""Keeps the community of a build: stored in its folder, and picked up by running servers when it is learned anew."""

from __future__ import annotations

import logging
from threading import Lock

from engine.errors import IndexFault, LearningFailed, reason
from engine.opened import OpenBuild
from engine.personalization.community import NAME, Community

log = logging.getLogger("cinewatch.personalization")


class CommunityStore:
    """The community of one build, if any. Any number of threads may share one."""

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        self._lock = Lock()
        self._fingerprint: tuple[str, ...] = ()
        self._community: Community | None = None

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """What changes whenever a community is stored or forgotten."""
        return self._opened.derived.fingerprint(NAME)

    def current(self) -> Community | None:
        """Return the community stored last, memory-mapped; `None` if there is none or it is damaged."""
        fingerprint = self.fingerprint
        with self._lock:
            if fingerprint != self._fingerprint:
                self._community = self._read()
                self._fingerprint = fingerprint
            return self._community

    def keep(self, community: Community) -> None:
        """Store a community in place of the one before.

        Raises
        ------
        LearningFailed
            The folder of the build cannot be written to.

        """
        try:
            self._opened.derived.put(NAME, community.to_arrays(), community.parameters())
        except OSError as error:
            raise LearningFailed(f"cannot store the community: {reason(error, self._opened.path)}") from error

    def forget(self) -> bool:
        """Remove the community, and return whether there was one.

        Raises
        ------
        LearningFailed
            The folder of the build cannot be written to.

        """
        try:
            return self._opened.derived.forget(NAME)
        except OSError as error:
            raise LearningFailed(f"cannot forget the community: {reason(error, self._opened.path)}") from error

    def _read(self) -> Community | None:
        found = self._opened.derived.newest(NAME)
        if found is None:
            return None
        try:
            return Community.from_arrays(*found)
        except (IndexFault, KeyError, TypeError) as error:
            log.warning("the community of %s is damaged; learn it again: %s", self._opened.path, error)
            return None
