"""Events -> what each user did: the first arm they saw, when, and what followed in time. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.experiments.plan import Experiment
from engine.users.values import Event, EventKind


@dataclass(slots=True)
class Participant:
    """One user in one experiment."""

    since: datetime
    """When they took part first."""
    arms: set[str] = field(default_factory=set)
    """Arms that they saw: one of a split experiment, unless it was changed while it ran."""
    did: set[EventKind] = field(default_factory=set)
    credit: Counter[str] = field(default_factory=Counter)
    """Films with the experiment's outcome, by the arm that they speak for."""
    films: set[int] = field(default_factory=set)
    """Those films: whoever opens one again and again has chosen it once."""


def participants(experiment: Experiment, events: Iterable[Event]) -> list[Participant]:
    """Return everybody who took part, in the order they came.

    Parameters
    ----------
    experiment
        Its outcome and its window count.
    events
        Of the experiment, the oldest first.

    """
    window = timedelta(days=experiment.window_days)
    found: dict[int, Participant] = {}
    for event in events:
        user = found.get(event.user_id)
        if user is None:
            # Whoever has been shown nothing has nothing to like.
            if event.kind != "shown":
                continue
            user = found[event.user_id] = Participant(event.at)
        if event.kind == "shown":
            user.arms.add(event.arm)
        elif event.at - user.since <= window:
            user.did.add(event.kind)
            if event.kind == experiment.outcome and event.film_id not in user.films:
                user.films.add(event.film_id)
                user.credit[event.arm] += 1
    return list(found.values())


def complete(experiment: Experiment, users: Sequence[Participant], now: datetime) -> list[Participant]:
    """Return the users whose window is over, so that each is judged by as many days."""
    window = timedelta(days=experiment.window_days)
    return [user for user in users if user.since + window <= now]
