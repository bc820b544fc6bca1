"""One visitor may ask so often in any minute, here or on all servers together."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tmdb.breaker import Breaker
from engine.visitor_limits import ADDRESS_FACTOR, WINDOW_S, LocalWindows, VisitorLimits, redis_answers
from fakes.redis_server import redis_server

PASSWORD = "a-password"  # noqa: S105


def test_after_the_limit_one_waits_for_the_oldest_request_to_be_a_minute_old() -> None:
    limits = VisitorLimits(3)
    assert [limits.wait_s("a", "x") for _ in range(3)] == [0, 0, 0]
    assert 58 < limits.wait_s("a", "x") <= 60
    assert limits.wait_s("b", "x") == 0


def test_many_visitors_of_one_address_are_limited_together() -> None:
    limits = VisitorLimits(2)
    waits = [limits.wait_s(f"visitor {n}", "x") for n in range(2 * ADDRESS_FACTOR + 1)]
    assert waits[:-1] == [0] * 2 * ADDRESS_FACTOR
    assert waits[-1] > 0
    assert limits.wait_s("visitor 0", "y") == 0


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 40)), max_size=60), st.integers(1, 5))
def test_no_window_of_a_minute_ever_has_more_than_the_limit(asked: list[tuple[str, float]], most: int) -> None:
    now = [0.0]
    windows = LocalWindows(lambda: now[0])
    counted: dict[str, list[float]] = {"a": [], "b": []}
    for name, pause in asked:
        now[0] += pause
        within = [time for time in counted[name] if time > now[0] - WINDOW_S]
        wait_s = windows.wait_s(name, most)
        assert (wait_s == 0) == (len(within) < most)
        if wait_s:
            assert wait_s == pytest.approx(within[0] + WINDOW_S - now[0])
        else:
            counted[name].append(now[0])


def test_windows_in_which_nobody_asks_any_more_are_forgotten() -> None:
    now = [0.0]
    windows = LocalWindows(lambda: now[0])
    for number in range(1_000):
        windows.wait_s(f"visitor {number}", 5)
    now[0] = WINDOW_S + 1
    windows.wait_s("another", 5)
    assert len(windows) == 1


def test_servers_that_share_a_redis_count_together(tmp_path: Path) -> None:
    with redis_server(tmp_path) as redis:
        one, other = (VisitorLimits(4, redis.url) for _ in range(2))
        assert [server.wait_s("a", "x") for server in (one, other) * 2] == [0] * 4
        assert one.wait_s("a", "x") > 58
        assert other.wait_s("a", "x") > 58
        assert redis_answers(redis.url)


def test_without_its_redis_a_server_counts_alone_and_tells_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    now = [0.0]
    with redis_server(tmp_path, PASSWORD) as redis:
        limits = VisitorLimits(2, redis.url, breaker=Breaker(max_failures=1, rest_s=30, clock=lambda: now[0]))
        redis.die()
        assert [limits.wait_s("a", "x") > 0 for _ in range(3)] == [False, False, True]
        assert not redis_answers(redis.url)
    assert "counts visitors alone" in caplog.text
    assert PASSWORD not in caplog.text
