"""Turns of work: who works next when many want to. Nobody waits long for those who ask for much.

All addresses that want to work get equal shares of processor time, and so do all visitors of one address: this is
start-time fair queueing (Goyal, Vin and Cheng 1997) on two levels. All who come for the first time share as if they
were one address: a crowd at the door keeps nobody inside waiting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.errors import Busy

TOO_MANY = "too many of your pages are open and busy at once; close some, or wait a little"
_LOOK_S = 0.1
"""How often those who wait look whether somebody takes long."""
_NEWCOMERS = "newcomers"


class Turns:
    """Lets so many at once work, and shares what there is between all. Threads may share one.

    Parameters
    ----------
    at_once
        How many work at once.
    of_visitor
        How many of one visitor.
    long_s
        Seconds after which a turn no longer counts towards `at_once`: it waits for something slow, or computes
        something large, and must not keep everybody waiting.
    waiting
        Turns that one visitor may be waiting for; and ten times as many, all from one address.
    patience_s
        Seconds after which somebody who waits is sent away.
    clock
        Returns seconds of work that the calling thread has done; only differences count.

    """

    def __init__(
        self,
        at_once: int,
        of_visitor: int = 1,
        long_s: float = 0.5,
        waiting: int = 40,
        patience_s: float = 60.0,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._at_once = at_once
        self._of_visitor = of_visitor
        self._long_s = long_s
        self._most_waiting = waiting
        self._patience_s = patience_s
        self.clock = clock
        self._lock = threading.Lock()
        self._working: list[Turn] = []
        self._waiting: list[Turn] = []
        self._groups = FairClock()
        self._visitors: dict[str, FairClock] = {}
        """One clock for each group that works or waits."""

    @contextmanager
    def turn(self, visitor: str, address: str, is_new: bool = False) -> Iterator[Turn]:
        """Wait for a turn, and have it until the block ends.

        Parameters
        ----------
        visitor, address
            Who asks, and from where.
        is_new
            Whether this is the first turn of somebody who has just come.

        Raises
        ------
        Busy
            The visitor waits for too many already, or has waited too long.

        """
        taken = Turn(self, visitor, address, is_new)
        taken.begin()
        try:
            yield taken
        finally:
            taken.end()

    def join(self, turn: Turn) -> None:
        """Wait until a turn may begin. Raises Busy."""
        with self._lock:
            of_visitor = sum(each.visitor == turn.visitor for each in self._waiting)
            of_address = sum(each.address == turn.address for each in self._waiting)
            if of_visitor >= self._most_waiting or of_address >= 10 * self._most_waiting:
                raise Busy(TOO_MANY, 5)
            self._waiting.append(turn)
            self._begin_next()
        last = time.monotonic() + self._patience_s
        while not turn.granted.wait(max(0.0, min(_LOOK_S, last - time.monotonic()))):
            with self._lock:
                self._begin_next()
                # Only whoever holds the lock grants a turn.
                if time.monotonic() >= last and not turn.granted.is_set():
                    self._waiting.remove(turn)
                    raise Busy(TOO_MANY, 5)

    def leave(self, turn: Turn, work_s: float) -> None:
        """End a turn that has taken so much work, and begin the next ones."""
        with self._lock:
            turn.granted.clear()
            self._working.remove(turn)
            self._groups.charge(turn.group, work_s)
            self._visitors[turn.group].charge(turn.visitor, work_s)
            busy = {each.group for each in [*self._working, *self._waiting]}
            self._visitors = {group: clock for group, clock in self._visitors.items() if group in busy}
            self._begin_next()

    def __len__(self) -> int:
        """Return how many are working."""
        return len(self._working)

    @property
    def waiting(self) -> int:
        """How many are waiting."""
        return len(self._waiting)

    def _begin_next(self) -> None:
        while sum(not turn.is_long(self._long_s) for turn in self._working) < self._at_once:
            may_begin = [each for each in self._waiting if self._working_of(each.visitor) < self._of_visitor]
            if not may_begin:
                return
            # Among those who are due at the same time, the first in the queue.
            turn = min(may_begin, key=self._due)
            self._groups.begin(turn.group)
            self._visitors_of(turn.group).begin(turn.visitor)
            self._waiting.remove(turn)
            self._working.append(turn)
            turn.grant()

    def _working_of(self, visitor: str) -> int:
        return sum(turn.visitor == visitor for turn in self._working)

    def _due(self, turn: Turn) -> tuple[float, float]:
        return self._groups.due(turn.group), self._visitors_of(turn.group).due(turn.visitor)

    def _visitors_of(self, group: str) -> FairClock:
        return self._visitors.setdefault(group, FairClock())


class FairClock:
    """Tells who of those who share equally is due next.

    The clock stands where the work stands. Who has worked is due later by as much as that took; all others are due now,
    however long they have not worked: nobody saves up.
    """

    def __init__(self) -> None:
        self._now = 0.0
        self._due: dict[str, float] = {}

    def due(self, name: str) -> float:
        """Return the time on this clock at which somebody is due."""
        return max(self._now, self._due.get(name, 0.0))

    def begin(self, name: str) -> None:
        """Note that somebody begins to work."""
        self._now = self.due(name)

    def charge(self, name: str, work_s: float) -> None:
        """Note that somebody has worked for so many seconds, and forget those who are due now anyway."""
        self._due[name] = self.due(name) + work_s
        self._due = {each: due for each, due in self._due.items() if due > self._now}


class Turn:
    """The turn of one visitor."""

    def __init__(self, turns: Turns, visitor: str, address: str, is_new: bool) -> None:
        self._turns = turns
        self._begun = 0.0
        self.visitor, self.address = visitor, address
        self.group = _NEWCOMERS if is_new else f"address {address}"
        self.granted = threading.Event()
        self._granted_at = 0.0

    def grant(self) -> None:
        """Let it begin."""
        self._granted_at = time.monotonic()
        self.granted.set()

    def is_long(self, seconds: float) -> bool:
        """Return whether it has been working for so long."""
        return time.monotonic() - self._granted_at >= seconds

    def begin(self) -> None:
        """Wait until it is granted. Raises Busy."""
        self._turns.join(self)
        self._begun = self._turns.clock()

    def end(self) -> None:
        """Give it back, if it is granted."""
        if self.granted.is_set():
            self._turns.leave(self, self._turns.clock() - self._begun)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others work while the block waits for something that is done elsewhere. Raises Busy."""
        self.end()
        try:
            yield
        except Exception:
            self.begin()
            raise
        # What ends the whole work is no `Exception`, and needs no turn again.
        self.begin()
