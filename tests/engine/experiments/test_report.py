"""A report: right figures, and a clear sentence for whatever an operator may meet."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest

from engine.experiments import Experiment, Report, report_of, sentences
from engine.users import Event, EventKind
from tests.engine.experiments.conftest import NOW, START, event, planned

FILMS = 3


def simulated(experiment: Experiment, rates: tuple[float, float], users: int, seed: int = 1) -> list[Event]:
    """Return events of users who came evenly over twenty days and opened a film at the rate of their arm."""
    random = np.random.default_rng(seed)
    found = []
    for user in range(users):
        arm, day = int(random.random() < experiment.arms[1].share), 20 * user / users
        found += [event(user, "shown", "ab"[arm], day, film) for film in range(FILMS)]
        if random.random() < rates[arm]:
            found.append(event(user, "opened", "ab"[arm], day + 0.1))
    return sorted(found, key=lambda each: each.at)


def report(experiment: Experiment, events: list[Event]) -> Report:
    return report_of(experiment, events, NOW)


def test_rates_are_those_of_users_whose_days_are_over() -> None:
    experiment = planned()
    events = [
        event(1, "shown", "a"),
        event(1, "opened", "a"),
        event(1, "opened", "a"),
        event(2, "shown", "a"),
        event(3, "shown", "b", 2),
        event(3, "opened", "b", 9.5),  # too late
        event(4, "shown", "b", 25),  # the window is still open
        event(5, "opened", "b"),  # saw nothing
        event(6, "shown", "b"),
        event(6, "watchlist", "b", 1.5),
    ]
    found = report(experiment, sorted(events, key=lambda each: each.at))
    a, b = found.arms
    assert (a.users, a.complete, a.did["opened"], a.rate) == (2, 2, 1, 0.5)
    assert (b.users, b.complete, b.did["opened"], b.did["watchlist"], b.rate) == (3, 2, 0, 1, 0.0)
    assert 0 < a.low < 0.5 < a.high < 1
    assert "Too early" in found.notes[0]


def test_a_difference_is_told_with_its_limits_and_none_is_told_without() -> None:
    experiment = planned()
    told = report(experiment, simulated(experiment, (0.2, 0.4), 3_000))
    (difference,) = told.differences
    assert difference.interval.low > 0
    assert difference.interval.estimate == pytest.approx(0.2, abs=0.05)
    assert told.notes[0].startswith("More people opened a film with “b” than with “a”: ")
    same = report(experiment, simulated(experiment, (0.3, 0.3), 3_000))
    assert same.notes[0].startswith(
        "No difference between “b” and “a” so far. To see a change of 10 %, it takes about "
    )
    assert not same.has_wrong_ratio
    days = [day for day, _ in same.differences[0].days]
    assert days == sorted(set(days))
    assert (days[0] - START).days == experiment.window_days - 1


def test_numbers_that_do_not_fit_the_shares_come_first() -> None:
    found = report(planned(0.5, 0.5), simulated(planned(0.6, 0.4), (0.3, 0.3), 3_000))
    assert found.has_wrong_ratio
    assert found.notes[0].startswith("The numbers of people do not fit the shares")


def test_three_arms_are_two_comparisons_with_the_first() -> None:
    experiment = planned(0.4, 0.3, 0.3)
    found = report(experiment, [event(user, "shown", "abc"[user % 3]) for user in range(30)])
    assert [(each.arm, each.against) for each in found.differences] == [("b", "a"), ("c", "a")]


def interleaved(user: int, choices: str) -> list[Event]:
    shown = [event(user, "shown", arm, film=film) for film, arm in enumerate("abab")]
    opened = [event(user, "opened", arm, 1.1, film) for film, arm in enumerate(choices)]
    # Whoever opens a film again has chosen it once.
    return [*shown, *opened, *opened[-1:]]


def test_of_interleaved_lists_the_choices_of_each_user_count_once() -> None:
    experiment = planned(kind="interleaved")
    events = [each for user in range(400) for each in interleaved(user, "bbba" if user % 4 else "a")]
    found = report(experiment, sorted(events, key=lambda each: each.at))
    (difference,) = found.differences
    assert difference.interval.estimate == pytest.approx(0.75 * 0.5 - 0.25)
    assert [arm.users for arm in found.arms] == [400, 400]
    nobody = report(experiment, [each for user in range(400) for each in interleaved(user, "")])
    assert nobody.differences[0].interval.low == -math.inf
    assert "Too early" in nobody.notes[0]


def test_another_change_takes_another_time_and_a_plan_that_is_too_short_says_so() -> None:
    experiment = planned()
    events = simulated(experiment, (0.3, 0.3), 1_000)
    waits = [report_of(experiment, events, NOW, change).differences[0].days_needed for change in (0.05, 0.1, 0.5)]
    assert waits == sorted(waits, reverse=True)
    note = report_of(experiment, events, NOW, 0.05).notes[0]
    assert "To see a change of 5 %, it takes about" in note
    assert note.endswith("The plan has only 31.")
    assert "The plan" not in report_of(experiment, events, NOW, 2.0).notes[0]


def test_a_report_whose_first_events_are_gone_says_so() -> None:
    later = [report_of(planned(), [], NOW + timedelta(days=days)).notes for days in (59, 62)]
    assert [any("the first ones are gone" in note for note in notes) for notes in later] == [False, True]


NOTHING: list[Event] = []
SENTENCES: dict[str, tuple[list[Event], str]] = {
    "nobody": (NOTHING, "Nobody has taken part yet."),
    "one arm": ([event(1, "shown", "a")], "Only “a” has been shown, so there is nothing to compare it with yet."),
    "too soon": (
        [event(1, "shown", "a", 29), event(2, "shown", "b", 29)],
        "The first people have to be watched for 7 days before anything can be said.",
    ),
    "an arm that is no more": (
        [event(1, "shown", "z")],
        "1 person is left out: they saw several arms, or one that is not in the plan any more. "
        "An experiment whose arms change needs a new name.",
    ),
    "several arms": (
        [event(1, "shown", "a"), event(1, "shown", "b", 2), event(2, "shown", "b"), event(2, "shown", "a", 2)],
        "2 people are left out: they saw several arms, or one that is not in the plan any more. "
        "An experiment whose arms change needs a new name.",
    ),
}


@pytest.mark.parametrize(("events", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_whatever_there_is_a_sentence_says_so(events: list[Event], sentence: str) -> None:
    assert sentence in report(planned(), events).notes


def test_an_experiment_that_was_renamed_is_named() -> None:
    assert sentences.unplanned(["calm", "old"], ["calm"]) == [
        "“old” has events, but is not in the plan: it was renamed or taken out. "
        "Put it back under that name to see its report."
    ]


@pytest.mark.parametrize("kind", ["opened", "watchlist", "watched", "rating", "not_interested"])
def test_each_outcome_has_its_words(kind: EventKind) -> None:
    experiment = planned(outcome=kind)
    events = [
        each
        for user in range(1_000)
        for each in [event(user, "shown", "ab"[user % 2]), *([event(user, kind, "b", 1.1)] if user % 2 else [])]
    ]
    told = report(experiment, sorted(events, key=lambda each: each.at)).notes[0]
    assert told.startswith("More people ")
    assert " with “b” than with “a”: " in told
