"""Progress bars of a first build and a first map, and the time left of a build."""

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


def test_a_file_that_grows_while_it_is_read_stops_where_the_steps_begin() -> None:
    assert share_done("Reading", 2_000, 1_000) == pytest.approx(READING_SHARE)


def test_an_empty_file_has_no_progress() -> None:
    assert share_done("Reading", 0, 0) == 0


def test_the_time_left_is_estimated_from_what_is_done() -> None:
    for elapsed, share, text in (
        (10, 0.5, ", about 10 s left"),
        (60, 0.25, ", about 3 min left"),
        (1, 0.5, ""),
        (60, 1.0, ""),
        (60, 0.0, ""),
    ):
        assert time_left(elapsed, share) == text


def test_the_bar_of_a_map_moves_with_every_step() -> None:
    assert tuple(MAP_SHARES) == MAP_STAGES
    assert all(0 <= before < after < 1 for before, after in pairwise(MAP_SHARES.values()))


def _draw_map(steps: int) -> None:
    import streamlit as st

    from engine.relations import MAP_STAGES
    from ui.widgets.progress import map_progress

    with map_progress(5_000) as progress:
        for stage in MAP_STAGES[:steps]:
            progress(stage, 0, 0)
        if steps < len(MAP_STAGES):
            st.stop()


@pytest.mark.parametrize(
    ("steps", "done", "text"),
    [(0, 0, ""), (1, 5, " · Reducing dimensions"), (2, 30, " · Placing films")],
)
def test_the_bar_of_a_map_names_its_step(steps: int, done: int, text: str) -> None:
    at = AppTest.from_function(_draw_map, args=(steps,)).run()
    assert not at.exception
    (bar,) = at.get("progress")
    assert isinstance(bar, Progress)
    assert (bar.value, bar.text) == (done, f"Drawing the map of 5,000 films (first time only){text}")


def test_the_bar_of_a_map_goes_away_at_the_end() -> None:
    at = AppTest.from_function(_draw_map, args=(3,)).run()
    assert not at.exception
    assert not at.get("progress")
