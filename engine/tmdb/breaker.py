"""A circuit breaker: what does not answer is left alone for a while, so that it costs one time-out and not one a film.

After Nygard, "Release It!" (2007). Ours, because pybreaker holds its lock while a call is made, so that of twenty films
asked for at once nineteen would wait for one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in succession. Any number of threads may share one."""

    def __init__(self, most_failures: int = 3, rest_s: float = 20, clock: Callable[[], float] = time.monotonic) -> None:
        self._most_failures = most_failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until: float | None = None

    def rests(self) -> float | None:
        """Return for how many seconds no call may be made, `None` if one may be made now.

        After a rest one caller is let through to try; the others go on resting until it is known how that went.
        """
        with self._lock:
            if self._rests_until is None:
                return None
            left = self._rests_until - self._clock()
            if left > 0:
                return left
            # The one who tries may never come back, so the others do not rest for ever.
            self._rests_until = self._clock() + self._rest_s
            return None

    def succeeded(self) -> None:
        """Note that a call was answered, if only with a refusal."""
        with self._lock:
            self._failures = 0
            self._rests_until = None

    def failed(self, for_sure: bool = False, rest_s: float | None = None) -> None:
        """Note that a call was not answered.

        for_sure : no need to see whether others fail as well, as after a time-out
        rest_s : how long to rest, if the service has said so
        """
        with self._lock:
            self._failures += 1
            if for_sure or self._rests_until is not None or self._failures >= self._most_failures:
                self._rests_until = self._clock() + (self._rest_s if rest_s is None else rest_s)
