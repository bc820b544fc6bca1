"""A circuit breaker: a service that does not answer is left alone for a while, so twenty films cost one timeout.

After Nygard, "Release It!" (2007). It is our own because pybreaker holds its lock during a call: of twenty films looked
up at once, nineteen would wait for one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row. Any number of threads may share one.

    Parameters
    ----------
    max_failures
        Failures in a row after which the service is left alone.
    rest_s
        Seconds for which it is left alone.
    clock
        Returns seconds since some fixed moment.
    """

    def __init__(self, max_failures: int = 3, rest_s: float = 20, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_failures = max_failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the service has failed, and nobody has had an answer since."""
        return self._rests_until is not None

    def rest_left(self) -> float | None:
        """Return for how many seconds no call may be made, `None` if you may make one now.

        After a rest, one caller is let through to try. The others wait for its result, or for another rest.
        """
        with self._lock:
            if self._rests_until is None:
                return None
            left = self._rests_until - self._clock()
            if left > 0:
                return left
            # The caller that tries may never report back, so the others do not wait for ever.
            self._rests_until = self._clock() + self._rest_s
            return None

    def record_success(self) -> None:
        """Note that a call was answered, even if with a refusal."""
        with self._lock:
            self._failures = 0
            self._rests_until = None

    def record_failure(self, certain: bool = False, rest_s: float | None = None) -> None:
        """Note that a call was not answered.

        Parameters
        ----------
        certain
            Whether the next call would fail as well, as after a timeout: the rest begins at once.
        rest_s
            Seconds to rest, if the service has named a time.
        """
        with self._lock:
            self._failures += 1
            if certain or self._rests_until is not None or self._failures >= self._max_failures:
                self._rests_until = self._clock() + (self._rest_s if rest_s is None else rest_s)
