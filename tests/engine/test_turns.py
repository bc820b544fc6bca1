"""One visitor works once at a time, and keeps nobody else waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from engine.errors import Busy
from engine.turns import Turns

WAIT_S = 60


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads that have ended when the test has."""
    with ThreadPoolExecutor(20) as pool:
        yield pool


def test_tabs_of_one_visitor_work_one_after_the_other_in_their_order(threads: ThreadPoolExecutor) -> None:
    turns = Turns(1, 8)
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


def test_an_address_with_many_visitors_is_limited_and_leaves_others_alone(threads: ThreadPoolExecutor) -> None:
    turns = Turns(1, 2)
    with turns.turn("a", "x"), turns.turn("b", "x"):
        third = threads.submit(_pass, turns, "c", "x")
        _until(lambda: turns.waiting == 1)
        _pass(turns, "d", "y")
        assert not third.done()
    third.result(WAIT_S)


def test_who_waits_for_something_else_lets_the_other_tabs_work_meanwhile(threads: ThreadPoolExecutor) -> None:
    turns = Turns(1, 8)
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
    turns = Turns(1, 8, waiting=1)
    with turns.turn("a", "x"):
        waits = threads.submit(_pass, turns, "a", "x")
        _until(lambda: turns.waiting == 1)
        with pytest.raises(Busy, match="close some"):
            _pass(turns, "a", "x")
        _pass(turns, "b", "x")
    waits.result(WAIT_S)
    hasty = Turns(1, 8, patience_s=0.01)
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
