"""One visitor works once at a time, and keeps nobody else waiting."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Busy
from engine.turns import FairClock, Turns

WAIT_S = 60


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads that have ended when the test has."""
    with ThreadPoolExecutor(20) as pool:
        yield pool


def test_tabs_of_one_visitor_work_one_after_the_other_in_their_order(threads: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=2)
    order: list[int] = []
    at_once: list[int] = []

    def work(number: int) -> None:
        with turns.turn("a", "x"):
            at_once.append(len(turns))
            order.append(number)

    waiting: list[Future[None]] = []
    with turns.turn("a", "x"):
        for number in range(10):
            waiting.append(threads.submit(work, number))
            _until(lambda: turns.waiting == len(waiting))
        with turns.turn("b", "x"):
            assert len(turns) == 2
    for each in waiting:
        each.result(WAIT_S)
    assert order == [*range(10)]
    assert at_once == [1] * 10
    assert (len(turns), turns.waiting) == (0, 0)


class Work:
    """Turns of one second each, one at a time, by somebody who notes their order."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.turns = Turns(at_once=1, of_visitor=20, clock=lambda: self._seconds)
        self.order: list[str] = []
        self._seconds = 0.0
        self._threads = threads
        self._submitted: list[Future[None]] = []

    def wait_for(self, visitor: str, address: str = "x", is_new: bool = False) -> None:
        """Put a turn in the queue."""
        self._submitted.append(self._threads.submit(self._work, visitor, address, is_new))
        _until(lambda: self.turns.waiting == len(self._submitted))

    def done(self) -> list[str]:
        """Return the names in the order in which they worked."""
        for each in self._submitted:
            each.result(WAIT_S)
        return self.order

    def _work(self, visitor: str, address: str, is_new: bool) -> None:
        with self.turns.turn(visitor, address, is_new):
            self.order.append(visitor)
            self._seconds += 1.0


def test_who_has_worked_little_comes_before_those_who_have_worked_much(threads: ThreadPoolExecutor) -> None:
    work = Work(threads)
    with work.turns.turn("first", "z"):
        for visitor in ("a", "a", "a", "b", "b", "c"):
            work.wait_for(visitor)
    assert work.done() == ["a", "b", "c", "a", "b", "a"]


def test_an_address_with_many_visitors_gets_no_more_than_another_one(threads: ThreadPoolExecutor) -> None:
    work = Work(threads)
    with work.turns.turn("first", "z"):
        for made_up in range(5):
            work.wait_for(f"x{made_up}", "x")
        work.wait_for("y", "y")
        work.wait_for("y", "y")
    assert work.done() == ["x0", "y", "x1", "y", "x2", "x3", "x4"]


def test_a_crowd_of_newcomers_keeps_nobody_inside_waiting(threads: ThreadPoolExecutor) -> None:
    work = Work(threads)
    with work.turns.turn("first", "z"):
        for newcomer in range(5):
            work.wait_for(f"new{newcomer}", f"address {newcomer}", is_new=True)
        work.wait_for("a", "x")
        work.wait_for("b", "y")
    assert work.done() == ["new0", "a", "b", "new1", "new2", "new3", "new4"]


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40))
def test_nobody_is_more_than_one_turn_ahead_of_another_who_wants_to_work(asked: list[str]) -> None:
    clock, done = FairClock(), Counter[str]()
    left = Counter(asked)
    while left:
        name = min(sorted(left), key=clock.due)
        clock.begin(name)
        clock.charge(name, 1.0)
        done[name] += 1
        left -= Counter([name])
        # Whoever still waits has worked as often as anybody, but for the turn under way.
        assert all(done[name] <= done[other] + 1 for other in left)


def test_somebody_who_takes_long_keeps_nobody_waiting(threads: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=1, long_s=0.05)
    with turns.turn("slow", "x"):
        threads.submit(_pass, turns, "b", "x").result(WAIT_S)
        # But one visitor's turns are never two at once.
        other = threads.submit(_pass, turns, "slow", "x")
        _until(lambda: turns.waiting == 1)
        assert not other.done()
    other.result(WAIT_S)


def test_who_waits_for_something_else_lets_the_other_tabs_work_meanwhile(threads: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=2)
    with turns.turn("a", "x") as turn:
        other = threads.submit(_pass, turns, "a", "x")
        _until(lambda: turns.waiting == 1)
        with turn.aside():
            other.result(WAIT_S)
        assert len(turns) == 1
        with pytest.raises(ZeroDivisionError), turn.aside():
            raise ZeroDivisionError
        assert len(turns) == 1
        # A page that ends in the middle asks for no turn again.
        with pytest.raises(KeyboardInterrupt), turn.aside():
            raise KeyboardInterrupt
        assert len(turns) == 0
    assert len(turns) == 0


def test_too_many_waiting_and_waiting_too_long_is_told(threads: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=2, waiting=1)
    with turns.turn("a", "x"):
        waits = threads.submit(_pass, turns, "a", "x")
        _until(lambda: turns.waiting == 1)
        with pytest.raises(Busy, match="close some"):
            _pass(turns, "a", "x")
        _pass(turns, "b", "x")
    waits.result(WAIT_S)
    hasty = Turns(at_once=2, patience_s=0.01)
    with hasty.turn("a", "x"):
        with pytest.raises(Busy):
            _pass(hasty, "a", "x")
        assert hasty.waiting == 0
    _pass(hasty, "a", "x")


def _pass(turns: Turns, visitor: str, address: str) -> None:
    with turns.turn(visitor, address):
        pass


def _until(is_so: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    pause = threading.Event()
    for _ in range(WAIT_S * 200):
        if is_so():
            return
        pause.wait(0.005)
    raise AssertionError("it never came to that")
