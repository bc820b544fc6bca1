"""The bars of a first build and of a first map: how far they are, and how long a build will take."""

from __future__ import annotations

from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Progress

from engine.relations import MAP_STAGES
from ui.widgets.progress import MAP_SHARES, READING_SHARE, share_done, time_left


def test_the_bar_starts_empty_and_ends_full() -> None:
    assert share_done("Reading", 0, 1_000) == 0
    assert share_done("Done", 12, 12) == 1


def test_reading_ends_where_the_steps_begin() -> None:
    assert share_done("Reading", 1_000, 1_000) == pytest.approx(READING_SHARE)
    assert share_done("Ordering films", 0, 12) == pytest.approx(READING_SHARE)


def test_a_file_that_grows_while_it_is_read_fills_the_bar_no_further() -> None:
    assert share_done("Reading", 2_000, 1_000) == pytest.approx(READING_SHARE)


def test_an_empty_file_does_not_divide_by_zero() -> None:
    assert share_done("Reading", 0, 0) == 0


@pytest.mark.parametrize(
    ("elapsed", "share", "expected"),
    [(10, 0.5, ", about 10 s left"), (60, 0.25, ", about 3 min left"), (1, 0.5, ""), (60, 1.0, ""), (60, 0.0, "")],
)
def test_the_rest_is_guessed_from_what_is_done(elapsed: float, share: float, expected: str) -> None:
    assert time_left(elapsed, share) == expected


def test_the_bar_of_a_map_moves_on_with_every_step_of_it() -> None:
    assert tuple(MAP_SHARES) == MAP_STAGES
    assert all(0 <= before < after < 1 for before, after in pairwise(MAP_SHARES.values()))


def _map_in_the_making(told: int) -> None:
    import streamlit as st

    from engine.relations import MAP_STAGES
    from ui.widgets.progress import map_progress

    with map_progress(5_000) as tell:
        for stage in MAP_STAGES[:told]:
            tell(stage)
        if told < len(MAP_STAGES):
            st.stop()


@pytest.mark.parametrize(
    ("told", "done", "text"),
    [(0, 0, ""), (1, 5, " · Reducing dimensions"), (2, 30, " · Placing films")],
)
def test_the_bar_of_a_map_tells_its_step(told: int, done: int, text: str) -> None:
    at = AppTest.from_function(_map_in_the_making, args=(told,)).run()
    assert not at.exception
    (bar,) = at.get("progress")
    assert isinstance(bar, Progress)
    assert (bar.value, bar.text) == (done, f"Drawing the map of 5,000 films, this once{text}")


def test_the_bar_of_a_map_is_gone_when_the_map_is_there() -> None:
    at = AppTest.from_function(_map_in_the_making, args=(3,)).run()
    assert not at.exception
    assert not at.get("progress")
