"""When a call is tried again, after which pause, and that nothing begins that might end after the deadline."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tmdb.retry import backoff_seconds, pause_before_retry, retry_after_seconds
from engine.tmdb.timing import Deadline, HttpLimits
from tests.engine.tmdb.helpers import FakeClock

LIMITS = HttpLimits(read_s=1.5, retries=2)
PLENTY_S = 1000.0
NOW = 1_000_000_000.0


def test_the_first_retry_comes_at_once_and_later_pauses_double_up_to_the_cap() -> None:
    pauses = [backoff_seconds(attempt, base=0.5, cap=8.0) for attempt in range(1, 8)]
    assert pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_jitter_adds_at_most_one_base_and_nothing_to_the_first_retry() -> None:
    assert [backoff_seconds(attempt, base=0.5, cap=8.0, jitter=1.0) for attempt in (1, 2, 9)] == [0.0, 1.5, 8.5]


def test_a_call_is_tried_again_as_often_as_the_limits_allow() -> None:
    pauses = [pause_before_retry(attempt, 0.0, PLENTY_S, LIMITS) for attempt in (1, 2, 3)]
    assert pauses == [0.0, backoff_seconds(2), None]
    assert pause_before_retry(1, 0.0, PLENTY_S, HttpLimits(retries=0)) is None


def test_a_service_that_asks_for_a_pause_gets_that_one() -> None:
    assert [pause_before_retry(attempt, 7.0, PLENTY_S, LIMITS, jitter=1.0) for attempt in (1, 2)] == [7.0, 7.0]


@given(
    attempt=st.integers(1, 5),
    requested_s=st.just(0.0) | st.floats(0, 10) | st.just(float("inf")),
    left_s=st.floats(0, 10),
    jitter=st.floats(0, 1),
)
def test_no_retry_begins_that_might_end_after_the_deadline(
    attempt: int, requested_s: float, left_s: float, jitter: float
) -> None:
    pause = pause_before_retry(attempt, requested_s, left_s, LIMITS, jitter)
    expected = requested_s or backoff_seconds(attempt, jitter=jitter)
    if attempt <= LIMITS.retries and expected + LIMITS.read_s < left_s:
        assert pause == expected
    else:
        assert pause is None


def test_retry_after_is_a_number_of_seconds_or_a_date() -> None:
    in_90_seconds = format_datetime(datetime.fromtimestamp(NOW + 90, UTC), usegmt=True)
    long_ago = format_datetime(datetime(1999, 1, 1, tzinfo=UTC), usegmt=True)
    headers = {"0": 0.0, "7": 7.0, " 7 ": 7.0, in_90_seconds: 90.0, long_ago: 0.0, "9" * 400: float("inf")}
    assert {header: retry_after_seconds(header, NOW) for header in headers} == headers


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "²", "Mon, 01 Jan 0001 00:00:00 -0000"])
def test_a_retry_after_that_makes_no_sense_is_ignored(header: str | None) -> None:
    assert retry_after_seconds(header, NOW) == 0.0


def test_a_deadline_counts_down_to_zero_and_can_be_set_earlier(clock: FakeClock) -> None:
    deadline = Deadline.after(4.0, clock.clock)
    clock.sleep(1.0)
    assert (deadline.left(), deadline.earlier(1.5).left()) == (3.0, 1.5)
    clock.sleep(2.0)
    assert (deadline.left(), deadline.earlier(1.5).left()) == (1.0, 0.0)
    clock.sleep(2.0)
    assert deadline.left() == 0.0
