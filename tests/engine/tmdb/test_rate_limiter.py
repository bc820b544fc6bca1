"""Calls begin no faster than the limit allows, wherever a second begins and however many threads there are."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from engine.errors import Unavailable
from engine.tmdb.client import CALLS_PER_SECOND, LOOKUP_WORKERS
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.timing import Deadline, HttpLimits
from fakes.tmdb import FakeTmdb, max_within
from fakes.tmdb_behaviours import Late, Status
from tests.engine.tmdb.helpers import FakeClock, api_at, lookups_at

PATIENT = HttpLimits(read_s=30, total_s=60)
"""A busy machine may answer late."""


def within(seconds: float) -> Deadline:
    return Deadline.after(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Return the clock of callers, which also tells the window the time."""
    clock = FakeClock()
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=clock.now))
    return clock


def test_a_thousand_films_at_once_all_come_and_never_exceed_the_limit(tmdb: FakeTmdb) -> None:
    limit, workers = 400, 8
    film_ids = range(1001, 2001)
    with ThreadPoolExecutor(workers) as pool:
        api = api_at(tmdb, RateLimiter(limit, workers, "test"), workers, PATIENT)
        answers = list(pool.map(lambda film_id: api.get(f"/movie/{film_id}", {}), film_ids))
    assert [answer["id"] for answer in answers if answer] == list(film_ids)
    assert len(tmdb.calls) == api.calls == 1000
    assert tmdb.max_in_window(1.0) <= limit


def test_tmdb_is_called_at_most_forty_times_a_second(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb, PATIENT)
    with ThreadPoolExecutor(LOOKUP_WORKERS) as pool:
        list(pool.map(lambda film_id: lookups.details(film_id, "en"), range(1, 46)))
    assert len(tmdb.calls) == 45
    assert CALLS_PER_SECOND == 40
    assert tmdb.max_in_window(1.0) <= 40


def test_no_second_has_more_than_the_limit_however_many_threads_there_are() -> None:
    limit, max_in_flight = 60, 10
    limiter = RateLimiter(limit, max_in_flight, "test")
    begun: list[float] = []

    def call(_: int) -> None:
        limiter.wait(within(30))
        begun.append(time.monotonic())

    with ThreadPoolExecutor(max_in_flight) as pool:
        list(pool.map(call, range(90)))
    assert len(begun) == 90
    assert max_within(sorted(begun), 1.0) <= limit


def test_the_calls_that_may_be_in_flight_are_kept_back_and_nobody_waits_longer_than_needed(clock: FakeClock) -> None:
    limiter = RateLimiter(limit=60, max_in_flight=10, name="test")
    start, begun = clock.now(), list[int]()
    for _ in range(120):
        limiter.wait(Deadline.after(30, clock.clock))
        begun.append(int(clock.now() - start))
    assert Counter(begun) == {0: 50, 1: 50, 2: 20}


def test_bursts_at_the_end_of_one_second_and_the_start_of_the_next_do_not_add_up(clock: FakeClock) -> None:
    limiter = RateLimiter(limit=12, max_in_flight=2, name="test")
    limiter.wait(Deadline.after(30, clock.clock))
    clock.sleep(0.8)
    for _ in range(9):
        limiter.wait(Deadline.after(0, clock.clock))
    # A second after the first call there is room for one, and not for ten.
    limiter.wait(Deadline.after(0.5, clock.clock))
    with pytest.raises(Unavailable):
        limiter.wait(Deadline.after(0.2, clock.clock))


def test_a_caller_waits_until_its_deadline_and_no_longer(clock: FakeClock) -> None:
    limiter = RateLimiter(limit=5, max_in_flight=2, name="test")
    for _ in range(3):
        limiter.wait(within(0))
    with pytest.raises(Unavailable, match="5 calls per second are allowed"):
        limiter.wait(Deadline.after(0.3, clock.clock))
    assert 0.25 < sum(clock.sleeps) <= 0.3
    with pytest.raises(Unavailable):
        limiter.wait(within(-1))


def test_a_refused_call_takes_no_place_and_a_second_later_there_is_room_again(clock: FakeClock) -> None:
    limiter = RateLimiter(limit=5, max_in_flight=2, name="test")
    assert limiter.calls_last_second() == 0
    for calls in (1, 2, 3):
        limiter.wait(Deadline.after(30, clock.clock))
        assert limiter.calls_last_second() == calls
    for _ in range(5):
        with pytest.raises(Unavailable):
            limiter.wait(Deadline.after(0, clock.clock))
    assert limiter.calls_last_second() == 3
    clock.sleep(1.05)
    assert limiter.calls_last_second() == 0
    for _ in range(3):
        limiter.wait(Deadline.after(0, clock.clock))


@pytest.mark.usefixtures("clock")
def test_one_call_a_second_may_always_begin() -> None:
    for limit, max_in_flight in ((1, 1), (1, 8), (2, 1)):
        limiter = RateLimiter(limit, max_in_flight, "test")
        limiter.wait(within(0))
        with pytest.raises(Unavailable):
            limiter.wait(within(0))


def test_two_services_have_a_limit_each() -> None:
    first, second = RateLimiter(2, 1, "one"), RateLimiter(2, 1, "other")
    first.wait(within(0))
    second.wait(within(0))
    assert (first.calls_last_second(), second.calls_last_second()) == (1, 1)


def test_retries_count_against_the_limit_too(tmdb: FakeTmdb, clock: FakeClock) -> None:
    tmdb.behave(Status(500), times=1)
    limiter = RateLimiter(100, 8, "test")
    api_at(tmdb, limiter, clock=clock.clock).get("/movie/603", {})
    assert limiter.calls_last_second() == len(tmdb.calls) == 2


def test_a_call_that_our_own_limit_keeps_back_is_not_a_failure_of_the_service(tmdb: FakeTmdb, clock: FakeClock) -> None:
    api = api_at(tmdb, RateLimiter(2, 1, "test"), 1, HttpLimits(read_s=30, total_s=30.1), clock.clock)
    api.get("/movie/1", {})
    for _ in range(5):
        with pytest.raises(Unavailable, match="2 calls per second are allowed"):
            api.get("/movie/2", {})
    # If it counted as one, the fourth would have to wait for the service.
    assert api.calls == len(tmdb.calls) == 1


def test_a_try_that_our_own_limit_would_cut_short_is_not_begun_since_it_might_blame_the_service(
    tmdb: FakeTmdb, clock: FakeClock
) -> None:
    api = api_at(tmdb, RateLimiter(2, 1, "test"), 1, HttpLimits(read_s=30, total_s=30.5), clock.clock)
    api.get("/movie/1", {})
    # There is room again after a second, and then the service would have half a second less than it may take.
    with pytest.raises(Unavailable, match="2 calls per second are allowed"):
        api.get("/movie/2", {})
    assert len(tmdb.calls) == 1


def test_more_threads_than_connections_do_not_exceed_the_limit_either(tmdb: FakeTmdb) -> None:
    limit, connections, threads = 20, 2, 36
    api = api_at(tmdb, RateLimiter(limit, connections, "test"), connections, HttpLimits(total_s=6))
    tmdb.behave(Late(1.3), times=connections)
    start = threading.Barrier(threads)

    def call(film_id: int) -> None:
        start.wait()
        api.get(f"/movie/{film_id}", {})

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, range(1, threads + 1)))
    assert len(tmdb.calls) == threads
    assert tmdb.max_in_window(1.0) <= limit
