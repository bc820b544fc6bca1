"""How many calls a second there may be: a moving window, in memory, or shared by all replicas through Redis."""

from __future__ import annotations

import logging
import time

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from engine.errors import Unavailable
from engine.tmdb.breaker import Breaker

log = logging.getLogger("cinewatch.online")

_KEY = "calls"
_REDIS_S = 0.3
"""Seconds that Redis is waited for."""
_PAUSE = 0.02
"""Seconds until one who waits looks again."""


class RateLimiter:
    """Lets so many calls begin in any second, and makes others wait. Any number of threads may share one.

    limit : calls that may arrive in any second, wherever the second begins
    under_way : calls that may be on their way at once. A call may arrive later than it was counted, so only
        `limit - under_way` are counted into a second.
    """

    def __init__(self, limit: int, under_way: int, name: str, redis_url: str | None = None) -> None:
        self.limit = limit
        self._item = RateLimitItemPerSecond(max(1, limit - under_way), namespace=f"cinewatch.{name}")
        self._alone = MovingWindowRateLimiter(MemoryStorage())
        self._together: MovingWindowRateLimiter | None = None
        self._redis = Breaker(most_failures=1, rest_s=30)
        if redis_url:
            storage = RedisStorage(
                redis_url, wrap_exceptions=True, socket_connect_timeout=_REDIS_S, socket_timeout=_REDIS_S
            )
            self._together = MovingWindowRateLimiter(storage)

    def wait(self, until: float) -> None:
        """Return as soon as a call may begin. Raises Unavailable if none may before `until`, by time.monotonic."""
        while not self._hit():
            if time.monotonic() + _PAUSE >= until:
                raise Unavailable(f"more than {self.limit} calls a second have been asked for; try again")
            time.sleep(_PAUSE)

    def begun(self) -> int:
        """Return how many calls have begun within the last second, as far as this process knows."""
        _, left = self._alone.get_window_stats(self._item, _KEY)
        return self._item.amount - left

    def _hit(self) -> bool:
        """Count a call, if there may be one now."""
        if self._together and self._redis.rests() is None:
            try:
                may_begin = self._together.hit(self._item, _KEY)
            except StorageError as error:
                self._redis.failed()
                log.warning("Redis is not there, so this process counts its calls alone: %s", type(error).__name__)
            else:
                self._redis.succeeded()
                if not may_begin:
                    return False
        return self._alone.hit(self._item, _KEY)
