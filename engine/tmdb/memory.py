"""Look-ups that are remembered for a day, then repeated in the background, and dropped after a month."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, ParamSpec, TypeVar

from engine.errors import LookupFailed

FRESH_S = 24 * 3600.0
"""Seconds after which an answer is looked up again, in the background."""
KEPT_S = 30 * FRESH_S
"""Seconds after which an answer is dropped that nobody needed meanwhile."""

log = logging.getLogger("cinewatch.tmdb")

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Remembered(Generic[R]):
    answer: R
    since: float
    refreshing: bool = False


class Memory(Generic[P, R]):
    """A look-up that remembers its answers. Any number of threads may share one.

    It belongs to the process, so no visitor can empty it.

    Parameters
    ----------
    look_up
        Takes positional arguments that can be hashed; what it raises is passed on and not remembered.
    max_entries
        Answers to keep; beyond that, the least recently used is dropped.
    clock
        Returns seconds since some fixed moment.
    """

    def __init__(self, look_up: Callable[P, R], max_entries: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._look_up = look_up
        self._max_entries = max_entries
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[object, ...], _Remembered[R]] = OrderedDict()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the answer, from memory if it is there. Raises as the look-up."""
        key = (*args, *sorted(kwargs.items()))
        with self._lock:
            entry = self._entries.get(key)
            age = self._clock() - entry.since if entry else 0.0
            if entry and age < KEPT_S:
                self._entries.move_to_end(key)
                if age >= FRESH_S and not entry.refreshing:
                    entry.refreshing = True
                    task = (entry, key, partial(self._look_up, *args, **kwargs))
                    threading.Thread(target=self._refresh, args=task, name="cinewatch-refresh", daemon=True).start()
                return entry.answer
        return self._remember(key, self._look_up(*args, **kwargs))

    def _refresh(self, entry: _Remembered[R], key: tuple[object, ...], look_up: Callable[[], R]) -> None:
        try:
            self._remember(key, look_up())
        except LookupFailed as error:
            entry.refreshing = False
            log.debug("an older answer stays: %s", error)

    def _remember(self, key: tuple[object, ...], answer: R) -> R:
        with self._lock:
            self._entries[key] = _Remembered(answer, self._clock())
            self._entries.move_to_end(key)
            while len(self._entries) > self._max_entries:
                self._entries.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._entries.clear()
