"""The breaker rests after failures, lets one caller try after each rest, and forgets failures after a success."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engine.tmdb.breaker import Breaker
from tests.engine.tmdb.helpers import FakeClock


def test_it_rests_after_the_last_failure_allowed_and_not_before(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=3, rest_s=20, clock=clock.now)
    assert breaker.rest_left() is None
    for _ in range(2):
        breaker.record_failure()
        assert breaker.rest_left() is None
    breaker.record_failure()
    assert breaker.rest_left() == 20
    clock.seconds += 15
    assert breaker.rest_left() == 5


def test_a_success_starts_the_count_anew(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=2, clock=clock.now)
    for _ in range(10):
        breaker.record_failure()
        breaker.record_success()
    breaker.record_failure()
    assert breaker.rest_left() is None


def test_one_certain_failure_is_enough_and_a_service_may_say_how_long_to_rest(clock: FakeClock) -> None:
    for rest_s, expected in ((None, 20), (90, 90)):
        breaker = Breaker(max_failures=3, rest_s=20, clock=clock.now)
        breaker.record_failure(certain=True, rest_s=rest_s)
        assert breaker.rest_left() == expected


def test_after_a_rest_one_caller_tries_and_the_others_go_on_resting(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=1, rest_s=20, clock=clock.now)
    breaker.record_failure()
    clock.seconds += 20
    assert [breaker.rest_left() for _ in range(4)] == [None, 20, 20, 20]


def test_of_many_threads_one_tries(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=1, rest_s=20, clock=clock.now)
    breaker.record_failure()
    clock.seconds += 21
    start = threading.Barrier(50)

    def rest_left(_: int) -> float | None:
        start.wait()
        return breaker.rest_left()

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(rest_left, range(50))).count(None) == 1


def test_a_try_that_fails_starts_another_rest_at_once(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=3, rest_s=20, clock=clock.now)
    breaker.record_failure(certain=True)
    clock.seconds += 20
    assert breaker.rest_left() is None
    clock.seconds += 5
    breaker.record_failure()
    assert breaker.rest_left() == 20


def test_a_try_that_succeeds_lets_all_others_in_and_forgets_the_failures(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=3, rest_s=20, clock=clock.now)
    breaker.record_failure(certain=True)
    clock.seconds += 20
    breaker.rest_left()
    breaker.record_success()
    assert [breaker.rest_left() for _ in range(3)] == [None, None, None]
    breaker.record_failure()
    breaker.record_failure()
    assert breaker.rest_left() is None


def test_a_try_that_never_reports_back_does_not_stop_the_others_for_ever(clock: FakeClock) -> None:
    breaker = Breaker(max_failures=1, rest_s=20, clock=clock.now)
    breaker.record_failure()
    for _ in range(3):
        clock.seconds += 20
        assert breaker.rest_left() is None
        assert breaker.rest_left() == 20


MAX_FAILURES, REST_S, LONGEST_REST_S = 3, 20, 60


class BreakerHistory(RuleBasedStateMachine):
    """The rules of the breaker as a history: the failures since the last success, and when the next call may try."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.breaker = Breaker(MAX_FAILURES, REST_S, self.clock.now)
        self.failures: list[bool] = []
        self.next_try: float | None = None

    @rule(seconds=st.sampled_from([0.5, 1, 7, 19, 20, 33]))
    def time_passes(self, seconds: float) -> None:
        """Advance the clock."""
        self.clock.seconds += seconds

    @rule()
    def a_call_is_answered(self) -> None:
        """Forget all failures."""
        self.breaker.record_success()
        self.failures, self.next_try = [], None

    @rule(certain=st.booleans(), rest_s=st.sampled_from([None, 5, LONGEST_REST_S]))
    def a_call_fails(self, certain: bool, rest_s: float | None) -> None:
        """Rest if a failure is certain, if there are enough of them, or if a rest goes on."""
        self.breaker.record_failure(certain, rest_s)
        self.failures.append(certain)
        if self.next_try is not None or any(self.failures) or len(self.failures) >= MAX_FAILURES:
            self.next_try = self.clock.seconds + (REST_S if rest_s is None else rest_s)

    @rule()
    def a_caller_wants_to_call(self) -> None:
        """Let the caller through, or name the rest."""
        rest_left = self.breaker.rest_left()
        if self.next_try is None:
            assert rest_left is None
        elif self.clock.seconds < self.next_try:
            assert rest_left == self.next_try - self.clock.seconds
        else:
            assert rest_left is None
            self.next_try = self.clock.seconds + REST_S

    @invariant()
    def no_rest_is_longer_than_the_longest_one_requested(self) -> None:
        """Hold for every history."""
        assert self.next_try is None or self.next_try - self.clock.seconds <= LONGEST_REST_S


TestBreakerHistory = BreakerHistory.TestCase
TestBreakerHistory.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
