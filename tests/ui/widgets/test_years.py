"""Years can be typed: the slider, the address and what is typed always say the same."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui.widgets.filters import CLEAR
from ui.widgets.side_panel import PANEL

SPAN = (1920, 2020)


def draw_panel() -> None:
    """Draw the filters of a catalogue of 1920 to 2020, and keep what they say; runs in AppTest."""
    import streamlit as st

    from engine import FilterOptions
    from ui.widgets.filter_panel import pick_filters, show_chips
    from ui.widgets.side_panel import filters_beside

    options = FilterOptions((), (), (), (), (), (), 1920, 2020)
    st.session_state["picked"] = pick_filters(filters_beside().filters, options)
    show_chips(st.session_state["picked"], options, str)


@pytest.fixture
def panel() -> AppTest:
    at = AppTest.from_function(draw_panel, default_timeout=60)
    at.session_state[PANEL] = True
    return at


def drawn(at: AppTest, *years: str) -> AppTest:
    if years:
        at.query_params["years"] = list(years)
    at.run()
    assert not at.exception
    return at


def shown(at: AppTest) -> tuple[int, int]:
    """Return the years of the slider, which are those of the two fields and of the filters."""
    assert not at.exception
    first, last = sorted(at.slider(key="years").value)
    assert (at.number_input(key="years.first").value, at.number_input(key="years.last").value) == (first, last)
    picked = at.session_state["picked"]
    assert (picked.first_year or SPAN[0], picked.last_year or SPAN[1]) == (first, last)
    return first, last


def test_without_a_choice_the_fields_show_all_years_and_no_film_is_left_out(panel: AppTest) -> None:
    at = drawn(panel)
    assert shown(at) == SPAN
    assert (at.session_state["picked"].first_year, at.session_state["picked"].last_year) == (None, None)


@pytest.mark.parametrize("years", [("1980", "1989"), ("1989", "1980")])
def test_a_link_fills_the_fields(panel: AppTest, years: tuple[str, str]) -> None:
    assert shown(drawn(panel, *years)) == (1980, 1989)


@pytest.mark.parametrize(
    ("field", "year", "expected"),
    [
        ("first", 1985, (1985, 1989)),
        ("first", 12, (1920, 1989)),
        ("first", 2000, (2000, 2000)),
        ("first", 30_000, (2020, 2020)),
        ("first", None, (1920, 1989)),
        ("last", 1985, (1980, 1985)),
        ("last", -5, (1920, 1920)),
        ("last", 1970, (1970, 1970)),
        ("last", None, (1980, 2020)),
    ],
)
def test_a_typed_year_is_taken_within_the_years_there_are_and_the_other_end_gives_way(
    panel: AppTest, field: str, year: int | None, expected: tuple[int, int]
) -> None:
    at = drawn(panel, "1980", "1989")
    at.number_input(key=f"years.{field}").set_value(year).run()
    assert shown(at) == expected
    assert at.query_params.get("years", [str(end) for end in SPAN]) == [str(end) for end in expected]


def test_the_slider_moves_the_fields(panel: AppTest) -> None:
    at = drawn(panel)
    at.slider(key="years").set_range(1950, 1960).run()
    assert shown(at) == (1950, 1960)


def test_clearing_filters_and_removing_a_chip_move_slider_and_fields(panel: AppTest) -> None:
    panel.query_params["votes"] = "10"
    at = drawn(panel, "1980", "1989")
    at.button(key=CLEAR).click().run()
    assert shown(at) == SPAN
    at.number_input(key="years.first").set_value(2000).run()
    assert shown(at) == (2000, 2020)
    at.button(key="chip.years.None").click().run()
    assert shown(at) == SPAN
