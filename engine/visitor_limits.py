"""How often one visitor may ask: a moving window, in memory, or shared by all servers through Redis."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

import redis
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from engine.tmdb.breaker import Breaker

ADDRESS_FACTOR = 10
"""Many people may come from one address: so many times as much as one visitor may, all of them together may."""
WINDOW_S = 60.0
_REDIS_S = 0.3
"""Seconds to wait for Redis."""

log = logging.getLogger("cinewatch.limits")


class VisitorLimits:
    """Counts what visitors ask. Any number of threads may share one.

    Parameters
    ----------
    per_minute
        Requests that one visitor may make in any minute, wherever it begins.
    redis_url
        The Redis that shares the window; without one, this process counts alone.
    clock
        Returns seconds since some fixed moment.
    breaker
        Decides when a Redis that failed is used again.

    """

    def __init__(
        self,
        per_minute: int,
        redis_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        breaker: Breaker | None = None,
    ) -> None:
        self._of_visitor = RateLimitItemPerMinute(per_minute, namespace="cinewatch.visitor")
        self._of_address = RateLimitItemPerMinute(ADDRESS_FACTOR * per_minute, namespace="cinewatch.address")
        self._breaker = breaker or Breaker(max_failures=1, rest_s=30)
        self._local = LocalWindows(clock)
        self._common: MovingWindowRateLimiter | None = None
        if redis_url:
            storage = RedisStorage(
                redis_url, wrap_exceptions=True, socket_connect_timeout=_REDIS_S, socket_timeout=_REDIS_S
            )
            self._common = MovingWindowRateLimiter(storage)

    @property
    def is_shared(self) -> bool:
        """Whether counting needs Redis, and so may wait."""
        return self._common is not None

    def wait_s(self, visitor: str, address: str) -> float:
        """Count a request; return 0 if it may be answered, else after how many seconds one may be.

        Parameters
        ----------
        visitor
            Who asks.
        address
            Where the request comes from: a visitor can become another one, an address seldom can.

        """
        if self._common and self._breaker.rest_left() is None:
            try:
                wait_s = _count_in_redis(self._common, self._limits_of(visitor, address))
            except StorageError as error:
                self._breaker.record_failure()
                # The message may hold the address, and that a password.
                log.warning("Redis is not available, this server counts visitors alone: %s", type(error).__name__)
            else:
                self._breaker.record_success()
                return wait_s
        for item, name in self._limits_of(visitor, address):
            if wait_s := self._local.wait_s(item.key_for(name), item.amount):
                return wait_s
        return 0.0

    def _limits_of(self, visitor: str, address: str) -> tuple[tuple[RateLimitItemPerMinute, str], ...]:
        # The visitor comes first: who is refused for asking too often does not use up the share of the neighbours.
        return (self._of_visitor, visitor), (self._of_address, address)


def _count_in_redis(
    limiter: MovingWindowRateLimiter, limits_of_both: tuple[tuple[RateLimitItemPerMinute, str], ...]
) -> float:
    for item, name in limits_of_both:
        if not limiter.hit(item, name):
            reset, _ = limiter.get_window_stats(item, name)
            return max(0.1, reset - time.time())
    return 0.0


class LocalWindows:
    """Moving windows in memory. Any number of threads may share one.

    The package `limits` has them, too. But its memory starts a thread every 10 ms that something is counted, and waits
    until that runs: half of the time of a request.

    Parameters
    ----------
    clock
        Returns seconds since some fixed moment.

    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}
        self._swept_at = clock()

    def wait_s(self, name: str, most: int) -> float:
        """Count a request under a name and return 0; or return after how many seconds one may be counted.

        Parameters
        ----------
        name
            Of a window.
        most
            Requests within WINDOW_S, wherever it begins.

        """
        now = self._clock()
        with self._lock:
            self._sweep(now)
            times = self._times.setdefault(name, deque())
            while times and times[0] <= now - WINDOW_S:
                times.popleft()
            if len(times) >= most:
                return times[0] + WINDOW_S - now
            times.append(now)
            return 0.0

    def __len__(self) -> int:
        return len(self._times)

    def _sweep(self, now: float) -> None:
        """Forget, once in a while, the windows in which nothing is counted any more."""
        if now - self._swept_at >= WINDOW_S:
            self._swept_at = now
            self._times = {name: times for name, times in self._times.items() if times[-1] > now - WINDOW_S}


def redis_answers(url: str) -> bool:
    """Return whether the Redis server at an address answers soon."""
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=_REDIS_S, socket_timeout=_REDIS_S)
        with client:
            return bool(client.ping())
    except (redis.RedisError, ValueError) as error:
        # The message may hold the address, and that a password.
        log.warning("Redis does not answer: %s", type(error).__name__)
        return False
