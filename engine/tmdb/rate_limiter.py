"""The calls allowed per second: a moving window, in memory, or shared by all servers through Redis."""

from __future__ import annotations

import logging

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from engine.errors import Unavailable
from engine.tmdb.breaker import Breaker
from engine.tmdb.timing import Deadline

log = logging.getLogger("cinewatch.tmdb")

_KEY = "calls"
_REDIS_S = 0.3
"""Seconds to wait for Redis."""
_POLL_S = 0.02
"""Seconds until a waiting caller looks again."""


class RateLimiter:
    """Lets a number of calls begin in any second, and makes others wait. Any number of threads may share one.

    Parameters
    ----------
    limit
        Calls that may arrive in any second, wherever the second begins.
    max_in_flight
        Calls in flight at once. A call may arrive later than it was counted, so only `limit - max_in_flight` are
        counted into a second, but at least one.
    name
        The service, so that two services do not share a window.
    redis_url
        The Redis that shares the window; without one, this process counts alone.
    redis_breaker
        Decides when a Redis that failed is used again.
    """

    def __init__(
        self,
        limit: int,
        max_in_flight: int,
        name: str,
        redis_url: str | None = None,
        redis_breaker: Breaker | None = None,
    ) -> None:
        self.limit = limit
        self._item = RateLimitItemPerSecond(max(1, limit - max_in_flight), namespace=f"cinewatch.{name}")
        self._local = MovingWindowRateLimiter(MemoryStorage())
        self._shared: MovingWindowRateLimiter | None = None
        self._redis_breaker = redis_breaker or Breaker(max_failures=1, rest_s=30)
        if redis_url:
            storage = RedisStorage(
                redis_url, wrap_exceptions=True, socket_connect_timeout=_REDIS_S, socket_timeout=_REDIS_S
            )
            self._shared = MovingWindowRateLimiter(storage)

    def wait(self, deadline: Deadline) -> None:
        """Return as soon as a call may begin.

        Raises
        ------
        Unavailable
            If none may begin before the deadline.
        """
        while not self._count_call():
            if deadline.left() <= _POLL_S:
                raise Unavailable(f"too many look-ups at once, {self.limit} calls per second are allowed; try again")
            deadline.clock.sleep(_POLL_S)

    def calls_last_second(self) -> int:
        """Return how many calls of this process have begun within the last second."""
        _, left = self._local.get_window_stats(self._item, _KEY)
        return self._item.amount - left

    def _count_call(self) -> bool:
        """Count a call if one may begin now; return whether it may."""
        if self._shared and self._redis_breaker.rest_left() is None:
            try:
                may_begin = self._shared.hit(self._item, _KEY)
            except StorageError as error:
                self._redis_breaker.record_failure()
                log.warning("Redis is not available, this server counts its calls alone: %s", type(error).__name__)
            else:
                self._redis_breaker.record_success()
                if not may_begin:
                    return False
        return self._local.hit(self._item, _KEY)
