"""Events on their way to the database: a page only puts them into a queue, a thread writes them in batches."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from engine.errors import UsersFault
from engine.experiments.plan import KEPT_DAYS
from engine.metrics import EXPERIMENT_EVENTS
from engine.users.event_store import EventStore
from engine.users.values import Event, utc_now

_log = logging.getLogger("cinewatch.experiments")

WAITING = 10_000
"""Events that wait at most; more are dropped and counted, so that a page never waits for them."""
EVERY_S = 0.5
"""Seconds between two batches: what a killed server loses at most, and the time of one write."""
KEPT = timedelta(days=KEPT_DAYS)
_BATCH = 2_000
_CLEAN_S = 24 * 3600.0


class EventRecorder:
    """Writes events in the background. Any number of threads may record; the thread ends with the process.

    Parameters
    ----------
    store
        Where they are written.
    waiting, every_s
        See WAITING and EVERY_S.
    now
        Returns the time in UTC.

    """

    def __init__(
        self,
        store: EventStore,
        waiting: int = WAITING,
        every_s: float = EVERY_S,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._queue: queue.Queue[Event] = queue.Queue(waiting)
        self._every_s = every_s
        self._now = now
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._clean_at = 0.0
        self.dropped = 0
        """Events that were not written."""

    def record(self, events: Iterable[Event]) -> None:
        """Put events into the queue, or drop those for which it has no room. Takes microseconds, never waits."""
        for event in events:
            try:
                self._queue.put_nowait(event)
            except queue.Full:
                self._drop(1)
        if self._thread is None:
            self._begin()

    def close(self) -> None:
        """Write what waits, and end."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._work, name="cinewatch-events", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        is_over = False
        while not is_over:
            # Once more after the end, for what came before it.
            is_over = self._over.wait(self._every_s)
            self._write_all()
            self._clean()

    def _write_all(self) -> None:
        while batch := self._batch():
            try:
                written = self._store.add(batch)
            except UsersFault as error:
                # The database has been tried several times. Old events must not fill the memory.
                _log.warning("%d events of experiments were not written: %s", len(batch), error)
                self._drop(len(batch))
                return
            EXPERIMENT_EVENTS.labels("written").inc(written)

    def _batch(self) -> list[Event]:
        batch: list[Event] = []
        while len(batch) < _BATCH:
            try:
                batch.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return batch

    def _clean(self) -> None:
        if time.monotonic() < self._clean_at:
            return
        self._clean_at = time.monotonic() + _CLEAN_S
        try:
            self._store.forget_before(self._now() - KEPT)
        except UsersFault as error:
            _log.warning("old events of experiments were not deleted: %s", error)

    def _drop(self, events: int) -> None:
        with self._lock:
            self.dropped += events
        EXPERIMENT_EVENTS.labels("dropped").inc(events)
