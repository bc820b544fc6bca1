"""Look-ups that nobody waits for longer than they like, several at once, and each only once however many ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
Asked = tuple[int, str]
"""A film's id and a language."""


class LookupPool(Generic[T]):
    """Takes questions about films, and has a few threads answer them. Any number of threads may ask.

    look_up : answers, or raises; what it remembers is its own affair
    """

    def __init__(self, look_up: Callable[[int, str], T], workers: int) -> None:
        self._look_up = look_up
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="cinewatch-online")
        self._lock = threading.Lock()
        self._open: dict[Asked, Future[T]] = {}
        self.asked = 0

    def ask(self, film_id: int, language: str) -> Future[T]:
        """Return the answer to come. Who asks the same while it is looked up gets the same one."""
        key = film_id, language
        with self._lock:
            self.asked += 1
            if key in self._open:
                return self._open[key]
            answer = self._open[key] = self._workers.submit(self._look_up, film_id, language)
        # Not under the lock: where the answer is there already, this calls `_close` at once.
        answer.add_done_callback(lambda _: self._close(key))
        return answer

    def _close(self, key: Asked) -> None:
        with self._lock:
            self._open.pop(key, None)
