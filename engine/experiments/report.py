"""What an experiment shows so far, in figures and in sentences. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from engine.experiments import sentences
from engine.experiments.figures import CHANGE, ArmReport, Difference, Report
from engine.experiments.observations import Participant, complete, participants
from engine.experiments.plan import Experiment
from engine.experiments.sequences import (
    ALPHA,
    Floats,
    confidence_sequence,
    effects,
    observations_needed,
    ratio_evidence,
    users_needed,
)
from engine.users.values import EVENT_KINDS, Event


def report_of(experiment: Experiment, events: Sequence[Event], now: datetime, change: float = CHANGE) -> Report:
    """Return what the events of an experiment say.

    Parameters
    ----------
    experiment
        As it is planned now.
    events
        Of the experiment, the oldest first; `EventStore.condensed` is enough.
    now
        In UTC.
    change
        See `Report.change`; above 0.

    """
    everybody = participants(experiment, events)
    names = [arm.name for arm in experiment.arms]
    is_split = experiment.kind == "split"
    # Who saw several arms, or one that is no more, says nothing about one of them.
    usable = [user for user in everybody if not is_split or (len(user.arms) == 1 and user.arms <= set(names))]
    done = complete(experiment, usable, now)
    arms = tuple(_arm(experiment, name, usable, done) for name in names)
    evidence = ratio_evidence([arm.users for arm in arms], [arm.share for arm in experiment.arms]) if is_split else 0.0
    compare = _split if is_split else _interleaved
    differences = compare(experiment, done, now, change)
    report = Report(experiment, arms, differences, evidence, change, ())
    notes = sentences.notes(report, len(everybody) - len(usable), len(done), now)
    return replace(report, notes=notes)


def _arm(experiment: Experiment, name: str, users: Sequence[Participant], done: Sequence[Participant]) -> ArmReport:
    if experiment.kind == "interleaved":
        mine, mature = list(users), list(done)
        chosen = sum(user.credit[name] > 0 for user in mature)
    else:
        mine, mature = ([user for user in group if name in user.arms] for group in (users, done))
        chosen = sum(experiment.outcome in user.did for user in mature)
    did: dict[str, int] = {kind: sum(kind in user.did for user in mature) for kind in EVENT_KINDS if kind != "shown"}
    if not mature:
        return ArmReport(name, len(mine), 0, did, math.nan, math.nan, math.nan)
    # Loading it takes most of a second, and only a report needs it.
    from scipy.stats import binomtest

    around = binomtest(chosen, len(mature)).proportion_ci(method="wilson")
    return ArmReport(name, len(mine), len(mature), did, chosen / len(mature), float(around.low), float(around.high))


def _split(experiment: Experiment, done: Sequence[Participant], now: datetime, change: float) -> tuple[Difference, ...]:
    first, *others = experiment.arms
    alpha = ALPHA / len(others)
    found = []
    for arm in others:
        both = [user for user in done if user.arms <= {first.name, arm.name}]
        outcomes = np.array([experiment.outcome in user.did for user in both], dtype=np.float64)
        share = arm.share / (first.share + arm.share)
        values = effects([arm.name in user.arms for user in both], outcomes, share)
        needed = users_needed(float(outcomes.mean()), change, share, alpha) if len(both) else math.inf
        found.append(_difference(experiment, arm.name, both, values, needed, alpha, now))
    return tuple(found)


def _interleaved(
    experiment: Experiment, done: Sequence[Participant], now: datetime, change: float
) -> tuple[Difference, ...]:
    first, second = experiment.arms
    chose = [user for user in done if user.credit[first.name] + user.credit[second.name]]
    choices = [(user.credit[first.name], user.credit[second.name]) for user in chose]
    values = np.array([(b - a) / (a + b) for a, b in choices], dtype=np.float64)
    needed = observations_needed(change, float(values.std())) if len(values) else math.inf
    return (_difference(experiment, second.name, chose, values, needed, ALPHA, now),)


def _difference(
    experiment: Experiment,
    arm: str,
    users: Sequence[Participant],
    values: Floats,
    needed: float,
    alpha: float,
    now: datetime,
) -> Difference:
    window = timedelta(days=experiment.window_days)
    over = [user.since + window for user in users]
    days = []
    for number in range((now.date() - experiment.start).days + 1):
        day = experiment.start + timedelta(days=number)
        end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        seen = sum(moment <= end for moment in over)
        if seen:
            days.append((day, confidence_sequence(values[:seen], alpha)))
    ran = max(1.0, (now - users[0].since) / timedelta(days=1)) if users else math.nan
    days_needed = ran * needed / len(users) if users else math.inf
    return Difference(arm, experiment.arms[0].name, confidence_sequence(values, alpha), tuple(days), days_needed)
