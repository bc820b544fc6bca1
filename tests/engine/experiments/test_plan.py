"""The file of experiments is right as a whole, or its mistake is told in one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.errors import SettingsError
from engine.experiments import Arm, Changes, Experiment, read_plan

GOOD = """
[[experiment]]
name = "calm"
start = 2026-12-01
end = 2026-12-31
outcome = "watchlist"
window_days = 3
about = "Story or fame?"

[[experiment.arm]]
name = "as-now"
share = 0.25

[[experiment.arm]]
name = "new"
share = 0.75
preset = "Story"
weights = { quality = 1, popularity = 0.5 }
community = false
shelves = ["New", "Popular"]
"""
MISTAKES = {
    "no TOML": ("name = ", "name == ", "is not TOML"),
    "an unknown word": ("window_days", "window", '"window" is unknown; there are'),
    "a name with blanks": ('"calm"', '"Calm down"', "use small letters"),
    "no name": ('name = "calm"', "", "use small letters"),
    "a day as text": ("2026-12-01", '"2026-12-01"', "start is a day"),
    "a time": ("2026-12-01", "2026-12-01T10:00:00", "start is a day"),
    "an end before the start": ("2026-12-31", "2026-11-30", "ends before it starts"),
    "more days than events are kept": ("2026-12-31", "2027-02-26", "more than 90; events are not kept longer"),
    "shares of more than 1": ("0.75", "0.8", "sum to 1.05, not 1"),
    "a share of 0": ("0.25", "0", "share is a number above 0"),
    "a share in words": ("0.25", '"half"', "share is a number above 0"),
    "one arm": ('[[experiment.arm]]\nname = "as-now"\nshare = 0.25\n', "", "two arms or more"),
    "two arms of one name": ('"as-now"', '"new"', "two arms have the same name"),
    "a preset there is not": ('"Story"', '"Stories"', 'preset is "Stories"; it can be Balanced, Story'),
    "a weight there is not": ("quality", "fame", '"fame" is unknown; there are era, popularity, quality'),
    "a weight that is no number": ("0.5 }", "true }", "a weight is a number"),
    "a shelf there is not": ('"New", ', '"Old", ', "shelves is a list of Popular"),
    "a shelf twice": ('"New", ', '"Popular", ', "each at most once"),
    "a community in words": ("false", '"off"', "community is true or false"),
    "an outcome that is none": ('"watchlist"', '"shown"', 'outcome is "shown"; it can be opened'),
    "a number as text": ('"Story or fame?"', "7", "about is a text of at most 200 characters"),
    "a window of a year": ("window_days = 3", "window_days = 365", "from 1 to 30"),
    "interleaved shelves": ('name = "calm"', 'name = "calm"\nkind = "interleaved"', "no order of shelves"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "experiments.toml"


def test_a_plan_is_read_as_it_is_written(file: Path) -> None:
    file.write_text(GOOD)
    new = Changes("Story", (("popularity", 0.5), ("quality", 1.0)), 0.0, ("New", "Popular"))
    arms = (Arm("as-now", 0.25), Arm("new", 0.75, new))
    expected = Experiment(
        "calm", arms, date(2026, 12, 1), date(2026, 12, 31), "split", "watchlist", 3, "Story or fame?"
    )
    assert read_plan(file) == (expected,)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [expected.is_running(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(file: Path, right: str, wrong: str, told: str) -> None:
    assert right in GOOD
    file.write_text(GOOD.replace(right, wrong, 1))
    with pytest.raises(SettingsError, match=r"experiments\.toml") as caught:
        read_plan(file)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_experiments_of_one_name_are_refused(file: Path) -> None:
    file.write_text(GOOD + GOOD)
    with pytest.raises(SettingsError, match="two experiments have the same name"):
        read_plan(file)


def test_an_empty_plan_has_no_experiments_and_a_missing_one_is_named(file: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: "):
        read_plan(file)
    file.write_text("")
    assert read_plan(file) == ()


OTHER = GOOD.replace('"calm"', '"other"')
LATER = OTHER.replace("2026-12-01", "2027-01-01").replace("2026-12-31", "2027-01-31")
INTERLEAVED = LATER.replace('"other"', '"other"\nkind = "interleaved"').replace('shelves = ["New", "Popular"]', "")


def test_two_experiments_that_undo_each_other_are_refused(file: Path) -> None:
    for second, first_field in ((OTHER, "community"), (INTERLEAVED.replace("2027-01-01", "2026-12-31"), "community")):
        file.write_text(GOOD + second)
        with pytest.raises(
            SettingsError, match=f"calm and other run at the same time and both decide about {first_field}"
        ):
            read_plan(file)


def test_experiments_one_after_the_other_or_about_other_things_are_fine(file: Path) -> None:
    nothing = OTHER.replace('preset = "Story"', "").replace("weights = { quality = 1, popularity = 0.5 }", "")
    nothing = nothing.replace("community = false", "").replace('shelves = ["New", "Popular"]', "")
    for second in (LATER, INTERLEAVED, nothing):
        file.write_text(GOOD + second)
        assert len(read_plan(file)) == 2
