"""What one user takes part in: what their arms change, and the events that follow from what they see and do. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.experiments.assignment import arm_of, seed_of
from engine.experiments.interleaving import Draft, team_draft
from engine.experiments.plan import Arm, Changes, Experiment
from engine.personalization.values import PersonalQuery
from engine.ranking.blend import PRESETS
from engine.users.values import Event, EventKind

FOR_YOU = ("preset", "weights", "community")
"""The fields of `Changes` that films for a user depend on."""
_USUAL = Changes()


@dataclass(frozen=True, slots=True)
class Participation:
    """The experiments of one user, each with the user's arm."""

    user_id: int
    arms: tuple[tuple[Experiment, Arm], ...]

    @property
    def changes(self) -> Changes:
        """What the arms change together. Of two experiments that run at once, none changes what the other does."""
        merged: dict[str, Any] = {}
        for experiment, arm in self.arms:
            if experiment.kind == "split":
                merged |= {name: getattr(arm.changes, name) for name in arm.changes.fields}
        return replace(_USUAL, **merged)

    @property
    def interleaved(self) -> Experiment | None:
        """The experiment that interleaves two lists, `None` if there is none."""
        return next((each for each, _ in self.arms if each.kind == "interleaved"), None)

    def shown(self, films: Sequence[int], changed: Iterable[str], at: datetime, build: str) -> list[Event]:
        """Return that the user sees films, in every experiment that decides about them.

        Parameters
        ----------
        films
            Ids in the order of the list.
        changed
            Names of the fields of `Changes` that the list depends on.
        at
            Now, in UTC.
        build
            Name of the catalogue's build.

        """
        depends = set(changed)
        return [
            Event(self.user_id, experiment.name, arm.name, "shown", at, film_id, position, build)
            for experiment, arm in self.arms
            if experiment.kind == "split" and depends & experiment.decides
            for position, film_id in enumerate(films, 1)
        ]

    def drafted(self, experiment: Experiment, drafted: Sequence[Draft[int]], at: datetime, build: str) -> list[Event]:
        """Return that the user sees an interleaved list, as `shown` does."""
        names = [arm.name for arm in experiment.arms]
        return [
            Event(self.user_id, experiment.name, names[each.team], "shown", at, each.item, position, build)
            for position, each in enumerate(drafted, 1)
        ]

    def done(self, kind: EventKind, film_id: int, at: datetime, build: str) -> list[Event]:
        """Return what the user did with a film. The store finds out which arm has shown it, and drops the others."""
        return [Event(self.user_id, each.name, "", kind, at, film_id, build=build) for each, _ in self.arms]


def participation(
    experiments: Sequence[Experiment], user_id: int, left: Collection[str], today: date, secret: bytes
) -> Participation:
    """Return what a user takes part in.

    Parameters
    ----------
    experiments
        That are planned.
    user_id
        Of the database of users.
    left
        Names of the experiments that the user has left.
    today
        In UTC.
    secret
        As in `arm_of`.

    """
    taken = (each for each in experiments if each.is_running(today) and each.name not in left)
    return Participation(user_id, tuple((each, arm_of(each, user_id, secret)) for each in taken))


def changed_query(query: PersonalQuery, changes: Changes) -> PersonalQuery:
    """Return a query with what an arm changes of it."""
    parts: dict[str, Any] = dict(changes.weights)
    weights = replace(PRESETS.get(changes.preset, query.weights), **parts)
    return replace(
        query, weights=weights, community=query.community if changes.community is None else changes.community
    )


def draft_for(
    experiment: Experiment, user_id: int, first: Sequence[int], second: Sequence[int], k: int, secret: bytes
) -> list[Draft[int]]:
    """Return a list of films in which the rankings of two arms take turns: the same as long as they are the same.

    Parameters
    ----------
    experiment
        Whose arms they are.
    user_id, secret
        As in `arm_of`.
    first, second
        Ids of films, the best first.
    k
        Films at most.

    """
    return team_draft(first, second, k, seed_of(experiment, user_id, f"{first}{second}", secret))
