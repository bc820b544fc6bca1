"""What somebody takes part in, what it changes, and what follows from what they see and do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine import PRESETS
from engine.experiments import (
    FOR_YOU,
    Arm,
    Changes,
    Experiment,
    changed_query,
    draft_for,
    participation,
    refuses_tracking,
)
from engine.experiments.consent import NO_TRACKING_COOKIE
from engine.personalization import Marks, PersonalQuery
from tests.engine.experiments.conftest import NOW, START, planned

SECRET = b"known to the servers"


def changing(name: str, changes: Changes, kind: str = "split") -> Experiment:
    """Return an experiment whose second arm has almost everybody, and changes something."""
    experiment = planned(1e-9, 1 - 1e-9, name=name, kind=kind)
    first, second = experiment.arms
    return replace(experiment, arms=(first, Arm(second.name, second.share, changes)))


WEIGHTS = changing("weights", Changes(weights=(("popularity", 0.5),)))
SHELVES = changing("shelves", Changes(shelves=("New",)))
MIXED = changing("mixed", Changes(community=0.0), "interleaved")


def test_somebody_takes_part_in_what_runs_today_and_they_have_not_left() -> None:
    over = replace(planned(name="over"), start=START - timedelta(days=9), end=START - timedelta(days=1))
    who = participation([over, WEIGHTS, SHELVES], 7, ["shelves"], START, SECRET)
    assert [(experiment.name, arm.name) for experiment, arm in who.arms] == [("weights", "b")]


def test_arms_change_things_together_and_interleaved_ones_change_nothing_for_all() -> None:
    who = participation([WEIGHTS, SHELVES, MIXED], 7, [], START, SECRET)
    assert who.changes == Changes(weights=(("popularity", 0.5),), shelves=("New",))
    assert who.interleaved == MIXED
    assert participation([WEIGHTS], 7, [], START, SECRET).interleaved is None


def test_a_list_is_noted_only_in_experiments_that_decide_about_it() -> None:
    same = planned(name="same")
    who = participation([WEIGHTS, SHELVES, MIXED, same], 7, [], START, SECRET)
    names = [(each.experiment, each.film_id, each.position) for each in who.shown([603, 604], FOR_YOU, NOW, "build")]
    assert names == [("weights", 603, 1), ("weights", 604, 2), ("same", 603, 1), ("same", 604, 2)]
    assert {each.experiment for each in who.shown([603], ["shelves"], NOW, "build")} == {"shelves"}
    assert [each.experiment for each in who.done("watched", 603, NOW, "build")] == [
        "weights",
        "shelves",
        "mixed",
        "same",
    ]


def test_a_drafted_list_says_which_arm_each_film_is_from() -> None:
    who = participation([MIXED], 7, [], START, SECRET)
    drafted = draft_for(MIXED, 7, [1, 2, 3], [3, 4, 1], 4, SECRET)
    assert drafted == draft_for(MIXED, 7, [1, 2, 3], [3, 4, 1], 4, SECRET)
    noted = who.drafted(MIXED, drafted, NOW, "build")
    assert [(each.film_id, each.arm) for each in noted] == [(each.item, "ab"[each.team]) for each in drafted]


def test_a_query_is_changed_as_the_arm_says_and_else_stays() -> None:
    query = PersonalQuery(Marks(ratings=((603, 5.0),)), k=3)
    assert changed_query(query, Changes()) == query
    changed = changed_query(query, Changes("Story", (("quality", 2.0),), 0.0))
    assert changed.weights == replace(PRESETS["Story"], quality=2.0)
    assert (changed.community, changed.k) == (0.0, 3)


def test_a_browser_refuses_by_a_header_or_by_what_it_said_before() -> None:
    assert refuses_tracking({"Sec-Gpc": "1"}, {})
    assert refuses_tracking({"Dnt": "1"}, {})
    assert refuses_tracking({}, {NO_TRACKING_COOKIE: "1"})
    assert not refuses_tracking({"Dnt": "0"}, {"another": "1"})
