"""The breaker rests after failures, lets one caller try after each rest, and forgets everything after a success."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engine.tmdb.breaker import Breaker


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_at_first_calls_may_be_made(clock: Clock) -> None:
    assert Breaker(clock=clock).rests() is None


def test_it_rests_after_so_many_failures_and_not_before(clock: Clock) -> None:
    breaker = Breaker(most_failures=3, rest_s=20, clock=clock)
    for _ in range(2):
        breaker.failed()
        assert breaker.rests() is None
    breaker.failed()
    assert breaker.rests() == 20
    clock.now += 15
    assert breaker.rests() == 5


def test_a_success_in_between_begins_the_count_anew(clock: Clock) -> None:
    breaker = Breaker(most_failures=2, clock=clock)
    for _ in range(10):
        breaker.failed()
        breaker.succeeded()
    breaker.failed()
    assert breaker.rests() is None


def test_one_failure_for_sure_is_enough(clock: Clock) -> None:
    breaker = Breaker(most_failures=3, rest_s=20, clock=clock)
    breaker.failed(for_sure=True)
    assert breaker.rests() == 20


def test_a_service_that_says_for_how_long_is_believed(clock: Clock) -> None:
    breaker = Breaker(rest_s=20, clock=clock)
    breaker.failed(for_sure=True, rest_s=90)
    assert breaker.rests() == 90


def test_after_a_rest_one_caller_tries_and_the_others_go_on_resting(clock: Clock) -> None:
    breaker = Breaker(most_failures=1, rest_s=20, clock=clock)
    breaker.failed()
    clock.now += 20
    assert [breaker.rests() for _ in range(4)] == [None, 20, 20, 20]


def test_of_many_threads_one_tries(clock: Clock) -> None:
    breaker = Breaker(most_failures=1, rest_s=20, clock=clock)
    breaker.failed()
    clock.now += 21
    start = threading.Barrier(50)

    def ask(_: int) -> float | None:
        start.wait()
        return breaker.rests()

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(ask, range(50))).count(None) == 1


def test_who_tries_in_vain_begins_another_rest_at_once(clock: Clock) -> None:
    breaker = Breaker(most_failures=3, rest_s=20, clock=clock)
    breaker.failed(for_sure=True)
    clock.now += 20
    assert breaker.rests() is None
    clock.now += 5
    breaker.failed()
    assert breaker.rests() == 20


def test_who_tries_and_is_answered_lets_all_others_in(clock: Clock) -> None:
    breaker = Breaker(most_failures=3, rest_s=20, clock=clock)
    breaker.failed(for_sure=True)
    clock.now += 20
    breaker.rests()
    breaker.succeeded()
    assert [breaker.rests() for _ in range(3)] == [None, None, None]
    # It has forgotten how it went before.
    breaker.failed()
    breaker.failed()
    assert breaker.rests() is None


def test_who_tries_and_never_comes_back_does_not_make_all_rest_for_ever(clock: Clock) -> None:
    breaker = Breaker(most_failures=1, rest_s=20, clock=clock)
    breaker.failed()
    for _ in range(3):
        clock.now += 20
        assert breaker.rests() is None
        assert breaker.rests() == 20


MOST, REST = 3, 20


class Told(RuleBasedStateMachine):
    """What is promised, told as a history: the failures since the last success, and when the next may try."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(MOST, REST, self.clock)
        self.failures: list[bool] = []
        self.next_try: float | None = None

    @rule(seconds=st.sampled_from([0.5, 1, 7, 19, 20, 33]))
    def time_passes(self, seconds: float) -> None:
        """Let the clock go on."""
        self.clock.now += seconds

    @rule()
    def a_call_is_answered(self) -> None:
        """Forget all."""
        self.breaker.succeeded()
        self.failures, self.next_try = [], None

    @rule(for_sure=st.booleans(), rest_s=st.sampled_from([None, 5, 60]))
    def a_call_fails(self, for_sure: bool, rest_s: float | None) -> None:
        """Rest, if there is reason to."""
        self.breaker.failed(for_sure, rest_s)
        self.failures.append(for_sure)
        if self.next_try is not None or any(self.failures) or len(self.failures) >= MOST:
            self.next_try = self.clock.now + (REST if rest_s is None else rest_s)

    @rule()
    def somebody_wants_to_call(self) -> None:
        """Be let through, or be told for how long not."""
        rests = self.breaker.rests()
        if self.next_try is None:
            assert rests is None
        elif self.clock.now < self.next_try:
            assert rests == self.next_try - self.clock.now
        else:
            assert rests is None
            self.next_try = self.clock.now + REST

    @invariant()
    def nobody_rests_for_longer_than_was_ever_said(self) -> None:
        """Keep to what was said."""
        assert self.next_try is None or self.next_try - self.clock.now <= 60


TestTold = Told.TestCase
TestTold.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
