"""Servers share the limit through Redis, and go on without it when Redis fails."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.errors import Unavailable
from engine.tmdb.breaker import Breaker
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.store import LookupStore, StoredDetails
from engine.tmdb.timing import Deadline
from engine.tmdb.values import FilmDetails
from fakes.redis_server import RedisServer
from fakes.tmdb import FakeTmdb, max_within
from tests.engine.tmdb.helpers import MATRIX, FakeClock, lookups_at, stopwatch, title_of

SLOW_S = 2.5
"""Less than it would cost if every call waited for a Redis that does not answer."""


@pytest.mark.parametrize("fail", [RedisServer.die, RedisServer.freeze])
def test_when_redis_fails_it_costs_a_second_at_most_and_all_goes_on(
    tmdb: FakeTmdb, own_redis: RedisServer, fail: Any
) -> None:
    lookups = lookups_at(tmdb, redis_url=own_redis.url)
    assert title_of(lookups) == "The Matrix"
    fail(own_redis)
    with stopwatch() as elapsed:
        assert title_of(lookups, 1) == "Film 1"
    assert elapsed.seconds < SLOW_S
    with stopwatch() as elapsed:
        titles = [title_of(lookups, film_id) for film_id in range(2, 12)]
    assert titles == [f"Film {film_id}" for film_id in range(2, 12)]
    assert elapsed.seconds < SLOW_S
    assert len(tmdb.calls) == 12


def test_many_threads_do_not_wait_for_a_frozen_redis_one_after_the_other(
    tmdb: FakeTmdb, own_redis: RedisServer
) -> None:
    lookups = lookups_at(tmdb, redis_url=own_redis.url)
    own_redis.freeze()
    with stopwatch() as elapsed, ThreadPoolExecutor(8) as pool:
        titles = list(pool.map(lambda film_id: title_of(lookups, film_id), range(1, 25)))
    assert titles == [f"Film {film_id}" for film_id in range(1, 25)]
    assert elapsed.seconds < SLOW_S


def test_a_redis_that_comes_back_is_used_again_after_a_rest(own_redis: RedisServer, clock: FakeClock) -> None:
    lookup_store = LookupStore(own_redis.url, Breaker(1, 30, clock.now))
    film = FilmDetails(MATRIX, "en", "The Matrix")
    own_redis.freeze()
    lookup_store.put(MATRIX, "en", film)
    own_redis.thaw()
    lookup_store.put(MATRIX, "en", film)
    assert lookup_store.get(MATRIX, "en") is None
    assert own_redis.client.keys() == []
    clock.seconds += 31
    lookup_store.put(MATRIX, "en", film)
    stored = lookup_store.get(MATRIX, "en")
    assert isinstance(stored, StoredDetails)
    assert stored.details == film


def test_with_a_wrong_password_films_have_their_details_and_nothing_is_shared(
    tmdb: FakeTmdb, own_redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    lookups = lookups_at(tmdb, redis_url=own_redis.url_with("wrong-password"))
    assert title_of(lookups) == title_of(lookups) == "The Matrix"
    assert len(tmdb.calls) == 2
    assert own_redis.client.keys() == []
    lines = [record.getMessage() for record in caplog.records if record.name == "cinewatch.tmdb"]
    assert [line.partition(":")[0] for line in lines] == [
        "Redis is not available, look-ups are not shared",
        "Redis is not available, this server counts its calls alone",
    ]
    assert "password" not in " ".join(lines)


def begin(limiter: RateLimiter, calls: int, begun: list[float]) -> None:
    """Begin a number of calls, as fast as the limiter lets them."""
    for _ in range(calls):
        limiter.wait(Deadline.after(30))
        begun.append(time.monotonic())


def test_two_servers_together_keep_the_limit(redis: RedisServer) -> None:
    limit, max_in_flight = 60, 10
    limiters = [RateLimiter(limit, max_in_flight, "test", redis.url) for _ in range(2)]
    begun: list[float] = []
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(begin, limiters[number % 2], 11, begun) for number in range(8)]:
            future.result()
    assert len(begun) == 88
    assert max_within(sorted(begun), 1.0) <= limit
    assert min(limiter.calls_last_second() for limiter in limiters) < 50


def test_without_redis_each_server_counts_alone_and_keeps_the_limit(own_redis: RedisServer) -> None:
    limiter = RateLimiter(22, 2, "test", own_redis.url)
    begun: list[float] = []
    begin(limiter, 5, begun)
    own_redis.die()
    begin(limiter, 30, begun)
    assert 15 <= max_within(begun, 1.0) <= 22


def test_a_redis_that_comes_back_is_used_again_even_if_the_others_have_used_up_the_second(
    redis: RedisServer, clock: FakeClock
) -> None:
    breaker = Breaker(1, 30, clock.now)
    limiter, other = RateLimiter(3, 1, "test", redis.url, breaker), RateLimiter(3, 1, "test", redis.url)
    breaker.record_failure()
    clock.seconds += 31
    for _ in range(2):
        other.wait(Deadline.after(0))
    for _ in range(2):
        with pytest.raises(Unavailable):
            limiter.wait(Deadline.after(0))
