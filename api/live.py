"""The catalogue that the API answers from: opened in the background, and looked after while it answers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from engine import CineWatch
from engine.errors import Busy
from engine.shared import Shared

FRESH_S = 2.0
"""Seconds after which we look whether the dataset has changed."""
WAIT_S = 3.0
"""Seconds that a request waits for a catalogue to open. To build one can take minutes."""


class LiveCatalogue:
    """The catalogue of a server as it is now. Used by one event loop; the catalogue is opened in a thread of its own.

    Parameters
    ----------
    shared
        Returns what the server shares; called in that thread.
    wait_s
        Seconds that a request waits for the first catalogue.
    clock
        Returns seconds since some fixed moment.

    """

    def __init__(
        self, shared: Callable[[], Shared], wait_s: float = WAIT_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shared = shared
        self._wait_s = wait_s
        self._clock = clock
        self._lock = threading.Lock()
        self._open: CineWatch | None = None
        self._opening: Future[CineWatch] | None = None
        self._looked_at = 0.0
        self._is_closed = False

    def prepare(self) -> Future[CineWatch]:
        """Begin to open the catalogue, and to build it if there is no build; return the catalogue to come."""
        with self._lock:
            if self._opening is None or (self._opening.done() and not self._is_closed):
                self._opening = Future()
                # A server that ends does not wait for a build, which may take minutes: one that is cut changes nothing.
                threading.Thread(target=self._look, args=(self._opening,), name="cinewatch-open", daemon=True).start()
            return self._opening

    async def current(self) -> CineWatch:
        """Return the catalogue.

        Raises
        ------
        Busy
            It is still being opened or built.
        CineWatchError
            It cannot be opened, and there is no older one.

        """
        opened = self._open
        if opened is not None and opened.is_whole():
            if self._clock() - self._looked_at > FRESH_S:
                self.prepare()
            return opened
        try:
            async with asyncio.timeout(self._wait_s):
                return await asyncio.shield(asyncio.wrap_future(self.prepare()))
        except TimeoutError:
            raise Busy("the catalogue is still being built; try again soon", 5) from None

    def close(self) -> None:
        """Open nothing more."""
        self._is_closed = True

    def _look(self, opening: Future[CineWatch]) -> None:
        if not opening.set_running_or_notify_cancel():
            return
        try:
            self._open = self._shared().current()
            self._looked_at = self._clock()
        except Exception as error:  # noqa: BLE001 - whoever waits for the catalogue gets it
            opening.set_exception(error)
        else:
            opening.set_result(self._open)
