"""Calls begin no faster than the limit allows, wherever a second begins and however many threads there are."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import Unavailable
from engine.tmdb import http
from engine.tmdb.client import LIMIT, TmdbClient
from engine.tmdb.http import ApiKey, JsonApi
from engine.tmdb.rate_limiter import RateLimiter
from fakes.tmdb import KEY, FakeTmdb, Late, Status, most_within
from tests.engine.tmdb.calls import timed


def a_while() -> float:
    """Return a deadline that is far enough."""
    return time.monotonic() + 30


def test_a_thousand_films_at_once_all_come_and_never_exceed_the_limit() -> None:
    limit, workers = 400, 8
    with FakeTmdb() as tmdb, ThreadPoolExecutor(workers) as pool:
        service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(limit, workers, "test"), workers)
        answers = list(pool.map(lambda film_id: service.get(f"/movie/{film_id}", {}), range(1, 1001)))
    assert [answer["id"] for answer in answers if answer] == list(range(1, 1001))
    assert len(tmdb.calls) == service.calls == 1000
    assert tmdb.most_in_window(1.0) <= limit


def test_tmdb_is_asked_forty_times_a_second_at_most() -> None:
    with FakeTmdb() as tmdb, ThreadPoolExecutor(8) as pool:
        room = TmdbClient(tmdb.base_url, None, KEY)
        list(pool.map(lambda film_id: room.details(film_id, "en"), range(1, 46)))
    assert len(tmdb.calls) == 45
    assert LIMIT == 40
    # As many as may be on their way are kept back, and no more.
    assert 30 <= tmdb.most_in_window(1.0) <= 40


def test_no_second_holds_more_than_the_limit_whoever_asks() -> None:
    limit, under_way = 60, 10
    pace = RateLimiter(limit, under_way, "test")
    begun: list[float] = []

    def call(_: int) -> None:
        pace.wait(a_while())
        begun.append(time.monotonic())

    with ThreadPoolExecutor(under_way) as pool:
        list(pool.map(call, range(90)))
    assert len(begun) == 90
    assert most_within(sorted(begun), 1.0) <= limit
    # Nobody is kept longer than needed: the second fifty begins when a second has gone.
    assert max(begun) - min(begun) < 3.0


def test_the_window_moves_so_bursts_at_its_end_and_at_the_next_ones_begin_do_not_add_up() -> None:
    pace = RateLimiter(limit=12, under_way=2, name="test")
    pace.wait(a_while())
    time.sleep(0.8)
    for _ in range(9):
        pace.wait(time.monotonic())
    # A second after the first there is one place, and not ten.
    pace.wait(time.monotonic() + 0.5)
    with pytest.raises(Unavailable):
        pace.wait(time.monotonic() + 0.2)


def test_who_would_wait_too_long_is_told_so_at_once_or_at_the_deadline() -> None:
    pace = RateLimiter(limit=5, under_way=2, name="test")
    for _ in range(3):
        pace.wait(time.monotonic())
    with timed() as spent, pytest.raises(Unavailable, match="more than 5 calls a second"):
        pace.wait(time.monotonic() + 0.3)
    assert 0.2 < spent.seconds < 0.6
    with timed() as spent, pytest.raises(Unavailable):
        pace.wait(time.monotonic() - 1)
    assert spent.seconds < 0.2


def test_who_waited_in_vain_has_taken_nobodys_place_and_a_second_later_all_is_free() -> None:
    pace = RateLimiter(limit=5, under_way=2, name="test")
    assert pace.begun() == 0
    for begun in (1, 2, 3):
        pace.wait(a_while())
        assert pace.begun() == begun
    for _ in range(5):
        with pytest.raises(Unavailable):
            pace.wait(time.monotonic())
    assert pace.begun() == 3
    time.sleep(1.05)
    assert pace.begun() == 0
    for _ in range(3):
        pace.wait(time.monotonic())


@pytest.mark.parametrize(("limit", "under_way"), [(1, 1), (1, 8), (2, 1)])
def test_one_call_a_second_may_always_begin(limit: int, under_way: int) -> None:
    pace = RateLimiter(limit, under_way, "test")
    pace.wait(time.monotonic())
    with pytest.raises(Unavailable):
        pace.wait(time.monotonic())


def test_two_services_have_a_pace_each() -> None:
    first, second = RateLimiter(2, 1, "one"), RateLimiter(2, 1, "other")
    first.wait(time.monotonic())
    second.wait(time.monotonic())
    assert (first.begun(), second.begun()) == (1, 1)


def test_calls_made_again_count_against_the_limit_too() -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(Status(500), times=1)
        pace = RateLimiter(100, 8, "test")
        service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), pace, 8)
        service.get("/movie/603", {})
        assert pace.begun() == len(tmdb.calls) == 2


def test_a_call_kept_back_by_our_own_pace_is_no_fault_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TOTAL_S", 0.1)
    with FakeTmdb() as tmdb:
        service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(2, 1, "test"), 1)
        service.get("/movie/1", {})
        for _ in range(5):
            with pytest.raises(Unavailable, match="more than 2 calls a second"):
                service.get("/movie/2", {})
        # Were it counted as a fault, the fourth would have been told that the service has a rest.
        assert service.calls == len(tmdb.calls) == 1


def test_more_threads_than_connections_do_not_exceed_the_limit_either() -> None:
    limit, connections, threads = 20, 2, 36
    with FakeTmdb() as tmdb, ThreadPoolExecutor(threads) as pool:
        service = JsonApi(
            "TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(limit, connections, "test"), connections
        )
        tmdb.behave(Late(1.3), times=connections)
        start = threading.Barrier(threads)

        def call(film_id: int) -> None:
            start.wait()
            service.get(f"/movie/{film_id}", {})

        list(pool.map(call, range(1, threads + 1)))
    assert len(tmdb.calls) == threads
    assert tmdb.most_in_window(1.0) <= limit
