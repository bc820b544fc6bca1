"""Look-ups in the background, several at once, and each only once however many callers need it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Generic, TypeVar

T = TypeVar("T")


class LookupPool(Generic[T]):
    """Hands look-ups to a few threads. Any number of threads may share one.

    Parameters
    ----------
    look_up
        Looks up a film by its id and a language; may raise.
    executor
        Runs the look-ups.
    """

    def __init__(self, look_up: Callable[[int, str], T], executor: Executor) -> None:
        self._look_up = look_up
        self._executor = executor
        self._lock = threading.Lock()
        self._pending: dict[tuple[int, str], Future[T]] = {}
        self.submitted = 0
        """Calls of `submit` so far."""

    @property
    def pending(self) -> int:
        """Look-ups that are not finished."""
        with self._lock:
            return len(self._pending)

    def submit(self, film_id: int, language: str) -> Future[T]:
        """Return the result to come. Callers that need the same film at the same time share one look-up."""
        key = film_id, language
        with self._lock:
            self.submitted += 1
            if key in self._pending:
                return self._pending[key]
            result = self._pending[key] = self._executor.submit(self._look_up, film_id, language)
        # Not under the lock: if the result is there already, this calls `_finish` at once.
        result.add_done_callback(lambda _: self._finish(key))
        return result

    def _finish(self, key: tuple[int, str]) -> None:
        with self._lock:
            self._pending.pop(key, None)
