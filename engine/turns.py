"""Turns of work: how much one visitor, and one address, may have running at once. Others are not kept waiting."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import Busy

TOO_MANY = "too many of your pages are open and busy at once; close some, or wait a little"


class Turns:
    """Lets so many at once work, and the others wait in the order in which they came. Threads may share one.

    Parameters
    ----------
    of_visitor, of_address
        Turns that one visitor, and all from one address, may have at once.
    waiting
        Turns that one visitor may be waiting for; and ten times as many, all from one address.
    patience_s
        Seconds after which somebody who waits is sent away.

    """

    def __init__(self, of_visitor: int, of_address: int, waiting: int = 40, patience_s: float = 60.0) -> None:
        self._of_visitor = of_visitor
        self._of_address = of_address
        self._most_waiting = waiting
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._running: Counter[tuple[str, str]] = Counter()
        self._waiting: list[Turn] = []

    @contextmanager
    def turn(self, visitor: str, address: str) -> Iterator[Turn]:
        """Wait for a turn, and have it until the block ends.

        Raises
        ------
        Busy
            The visitor waits for too many already, or has waited too long.

        """
        taken = Turn(self, visitor, address)
        taken.begin()
        try:
            yield taken
        finally:
            taken.end()

    def join(self, turn: Turn) -> None:
        """Begin a turn, or put it at the end of the queue. Raises Busy."""
        with self._lock:
            if self._is_free(turn):
                self._start(turn)
                return
            for name, most in ((turn.visitor, self._most_waiting), (turn.address, 10 * self._most_waiting)):
                if sum(name in each.names for each in self._waiting) >= most:
                    raise Busy(TOO_MANY, 5)
            self._waiting.append(turn)
        if turn.granted.wait(self._patience_s):
            return
        with self._lock:
            # It may have come at the last moment.
            if turn.granted.is_set():
                return
            self._waiting.remove(turn)
        raise Busy(TOO_MANY, 5)

    def leave(self, turn: Turn) -> None:
        """End a turn, and begin those that waited for it."""
        with self._lock:
            turn.granted.clear()
            self._running -= Counter(turn.names)
            for other in [*self._waiting]:
                if self._is_free(other):
                    self._waiting.remove(other)
                    self._start(other)

    def __len__(self) -> int:
        """Return how many are working."""
        return sum(count for (kind, _), count in self._running.items() if kind == "visitor")

    @property
    def waiting(self) -> int:
        """How many are waiting."""
        return len(self._waiting)

    def _is_free(self, turn: Turn) -> bool:
        return self._running[turn.visitor] < self._of_visitor and self._running[turn.address] < self._of_address

    def _start(self, turn: Turn) -> None:
        self._running.update(turn.names)
        turn.granted.set()


class Turn:
    """The turn of one visitor."""

    def __init__(self, turns: Turns, visitor: str, address: str) -> None:
        self._turns = turns
        self.visitor = ("visitor", visitor)
        self.address = ("address", address)
        self.granted = threading.Event()

    @property
    def names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """What it is counted under."""
        return self.visitor, self.address

    def begin(self) -> None:
        """Wait until it is granted. Raises Busy."""
        self._turns.join(self)

    def end(self) -> None:
        """Give it back, if it is granted."""
        if self.granted.is_set():
            self._turns.leave(self)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others of the visitor work while the block waits for something that is done elsewhere. Raises Busy."""
        self.end()
        try:
            yield
        except Exception:
            self.begin()
            raise
        # What ends the whole work is no `Exception`, and needs no turn again.
        self.begin()
