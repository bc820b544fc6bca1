"""Experiments as tests plan them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from engine.experiments import Arm, Changes, Experiment
from engine.users import Event, EventKind

START = date(2026, 3, 1)
NOW = datetime(2026, 3, 31, tzinfo=UTC)
NO_COMMUNITY = Changes(community=0.0)


def planned(*shares: float, name: str = "calm", kind: str = "split", **more: object) -> Experiment:
    """Return an experiment with arms "a", "b" … of these shares, 30 days long."""
    arms = tuple(Arm("abcdef"[number], share) for number, share in enumerate(shares or (0.5, 0.5)))
    return Experiment(name, arms, START, START + timedelta(days=30), kind, **more)  # type: ignore[arg-type]


def event(user: int, kind: EventKind, arm: str = "a", day: float = 1.0, film: int = 1, name: str = "calm") -> Event:
    """Return what a user did so many days after the start."""
    at = datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(days=day)
    return Event(user, name, arm, kind, at, film, 1)
