"""An experiment in figures, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.experiments.plan import Experiment
from engine.experiments.sequences import Interval

RATIO_ALARM = 1 / 0.01
"""Evidence at which the numbers of users do not fit the shares: one false alarm in a hundred experiments."""
CHANGE = 0.1
"""Change whose waiting time is told, if nobody asks for another."""


@dataclass(frozen=True, slots=True)
class ArmReport:
    """One arm so far."""

    name: str
    users: int
    """Who saw it."""
    complete: int
    """Those of them whose days are over; only they count below."""
    did: dict[str, int]
    """Users by what they did at least once."""
    rate: float
    """Share of them with the experiment's outcome; not a number without any."""
    low: float
    high: float
    """Wilson's interval of 95 %, for one look."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One arm against the first, or two interleaved arms against each other."""

    arm: str
    against: str
    interval: Interval
    """Of the difference in rates; of interleaved lists, how much more often the arm was chosen, -1 to 1."""
    days: tuple[tuple[date, Interval], ...]
    """The same at the end of each day."""
    days_needed: float
    """Days in all to see the change of the report; infinite if that cannot be told."""


@dataclass(frozen=True, slots=True)
class Report:
    """An experiment so far."""

    experiment: Experiment
    arms: tuple[ArmReport, ...]
    differences: tuple[Difference, ...]
    ratio_evidence: float
    """How much likelier the numbers of users are if the shares are wrong."""
    change: float
    """The change whose waiting time is told. Of a rate, it is relative to it; of interleaved lists, how much more often
    one arm is chosen."""
    notes: tuple[str, ...]
    """What to know, in sentences; the conclusion first."""

    @property
    def has_wrong_ratio(self) -> bool:
        """Whether the numbers of users do not fit the shares, so that nothing else can be trusted."""
        return self.ratio_evidence >= RATIO_ALARM
