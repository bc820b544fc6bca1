"""What a report says in words. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from engine.experiments.figures import ArmReport, Difference, Report
from engine.experiments.plan import KEPT_DAYS
from engine.experiments.sequences import MIN_OBSERVATIONS

_DID = {
    "opened": "opened a film",
    "watchlist": "put a film on the watchlist",
    "watched": "marked a film as watched",
    "rating": "rated a film",
    "not_interested": "marked a film as not interesting",
}
_WRONG_RATIO = (
    "The numbers of people do not fit the shares of the arms, so nothing below can be trusted. "
    "Look for what shows one arm more often than it should, or changed the shares."
)


def notes(report: Report, left_out: int, complete: int, now: datetime) -> tuple[str, ...]:
    """Return the conclusion, and what else to know about a report.

    Parameters
    ----------
    report
        Its own notes are not read.
    left_out
        Users who saw several arms, or one that is not in the plan.
    complete
        Users whose days are over.
    now
        In UTC.

    """
    said = [_WRONG_RATIO] if report.has_wrong_ratio else []
    said += _so_far(report, complete)
    if left_out:
        people = "1 person is" if left_out == 1 else f"{left_out:,} people are"
        said.append(
            f"{people} left out: they saw several arms, or one that is not in the plan any more. "
            "An experiment whose arms change needs a new name."
        )
    if (now.date() - report.experiment.start).days > KEPT_DAYS:
        said.append(f"Events are kept for {KEPT_DAYS} days, and the first ones are gone: this report is not whole.")
    return tuple(said)


def _so_far(report: Report, complete: int) -> list[str]:
    shown = [arm for arm in report.arms if arm.users]
    if not shown:
        return ["Nobody has taken part yet."]
    if len(shown) == 1 and report.experiment.kind == "split":
        return [f"Only “{shown[0].name}” has been shown, so there is nothing to compare it with yet."]
    if not complete:
        window = report.experiment.window_days
        return [f"The first people have to be watched for {window} days before anything can be said."]
    return [conclusion(each, report) for each in report.differences]


def conclusion(difference: Difference, report: Report) -> str:
    """Return whether one arm is better, in a sentence or two."""
    found = difference.interval
    if math.isinf(found.low):
        return (
            f"Too early to compare “{difference.arm}” with “{difference.against}”: "
            f"at least {MIN_OBSERVATIONS} people are needed whose days are over."
        )
    if not found.excludes_zero:
        return (
            f"No difference between “{difference.arm}” and “{difference.against}” so far.{waiting(difference, report)}"
        )
    winner, loser = (difference.arm, difference.against) if found.estimate > 0 else (difference.against, difference.arm)
    low, high = sorted((abs(found.low), abs(found.high)))
    if report.experiment.kind == "interleaved":
        chosen, least, most = (50 * (1 + value) for value in (abs(found.estimate), low, high))
        return (
            f"People choose more films from “{winner}” than from “{loser}”: "
            f"{chosen:.0f} of 100 choices, between {least:.0f} and {most:.0f}."
        )
    did = _DID[report.experiment.outcome]
    return (
        f"More people {did} with “{winner}” than with “{loser}”: "
        f"{100 * abs(found.estimate):.1f} in a hundred more, between {100 * low:.1f} and {100 * high:.1f}."
    )


def waiting(difference: Difference, report: Report) -> str:
    """Return how long it takes to see the report's change; empty if that cannot be told."""
    if not math.isfinite(difference.days_needed):
        return ""
    days = math.ceil(difference.days_needed)
    what = (
        f"a change of {100 * report.change:.3g} %"
        if report.experiment.kind == "split"
        else f"that {50 * (1 + report.change):.3g} of 100 choices are from one of them"
    )
    told = f" To see {what}, it takes about {'1 day' if days == 1 else f'{days:,} days'} in all at this pace."
    planned = (report.experiment.end - report.experiment.start).days + 1
    return told + (f" The plan has only {planned:,}." if planned < days else "")


def unplanned(names: Sequence[str], planned: Sequence[str]) -> list[str]:
    """Return a sentence on experiments that have events and are not in the plan: renamed ones, or old ones.

    Parameters
    ----------
    names
        Of the experiments that have events.
    planned
        Names in the plan.

    """
    return [
        f"“{name}” has events, but is not in the plan: it was renamed or taken out. "
        "Put it back under that name to see its report."
        for name in names
        if name not in planned
    ]


def as_text(report: Report) -> list[str]:
    """Return a report as lines of text."""
    experiment = report.experiment
    lines = [f"{experiment.name}  ({experiment.kind}, {experiment.start} to {experiment.end})"]
    lines += [f"  {note}" for note in report.notes]
    for arm in report.arms:
        rate = "" if math.isnan(arm.rate) else f", {in_hundred(arm)}"
        lines.append(f"  {arm.name:24} {arm.users:>9,} people, {arm.complete:,} of them complete{rate}")
    return lines


def in_hundred(arm: ArmReport) -> str:
    """Return how many people of an arm liked what they saw."""
    return f"{100 * arm.rate:.1f} in a hundred (95 %: {100 * arm.low:.1f} to {100 * arm.high:.1f})"
