"""How long a call may take: its limits, a clock that tests can move, and one deadline that is passed along."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What one call to a service may cost."""

    connect_s: float = 1.0
    """Seconds to connect, for one try."""
    read_s: float = 1.5
    """Seconds to the first byte of an answer, and between any two parts of it."""
    total_s: float = 4.0
    """Seconds for a call with all its tries, pauses and waits."""
    retries: int = 2
    """Tries after the first one."""
    max_bytes: int = 5 * 2**20
    """Size of an answer. A film with everything appended has a few hundred thousand bytes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from."""

    now: Callable[[], float] = time.monotonic
    """Returns seconds since some fixed moment."""
    sleep: Callable[[float], None] = time.sleep


DEFAULT_LIMITS = HttpLimits()
SYSTEM_CLOCK = Clock()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which everything must be over."""

    at: float
    """Seconds on the clock."""
    clock: Clock = SYSTEM_CLOCK

    @classmethod
    def after(cls, seconds: float, clock: Clock = SYSTEM_CLOCK) -> Self:
        """Return the deadline that many seconds from now."""
        return cls(clock.now() + seconds, clock)

    def earlier(self, seconds: float) -> Deadline:
        """Return a deadline that many seconds before this one."""
        return Deadline(self.at - seconds, self.clock)

    def left(self) -> float:
        """Return the seconds left, 0 if it has passed."""
        return max(0.0, self.at - self.clock.now())
