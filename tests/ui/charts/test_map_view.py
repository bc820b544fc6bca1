"""The part of the map that is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.map_view import EDGE, MAX_ZOOM, WHOLE, MapView, around

STEPS = st.lists(
    st.one_of(
        st.integers(-3, 3).map(lambda steps: lambda view: view.zoomed(steps)),
        st.tuples(st.integers(-2, 2), st.integers(-2, 2)).map(lambda step: lambda view: view.moved(*step)),
        st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(lambda point: lambda view: view.centred(*point)),
    ),
    max_size=12,
)


@given(STEPS)
def test_no_step_leads_outside_the_map(steps: list[Callable[[MapView], MapView]]) -> None:
    view = WHOLE
    for step in steps:
        view = step(view)
        assert 1 <= view.zoom <= MAX_ZOOM
        for low, high in (view.across, view.down):
            assert -EDGE - 1e-9 <= low < high <= EDGE + 1e-9


def test_zooming_out_again_ends_with_the_whole_map() -> None:
    assert WHOLE.zoomed(1).zoom > 1
    assert WHOLE.zoomed(3).moved(2, -1).zoomed(-3) == WHOLE
    assert WHOLE.is_whole
    assert not WHOLE.zoomed(1).is_whole


def test_a_step_moves_by_half_of_what_is_drawn() -> None:
    view = WHOLE.zoomed(4)
    moved = view.moved(1, 0)
    assert moved.across[0] == pytest.approx((view.across[0] + view.across[1]) / 2)
    assert moved.down == view.down
    assert view.moved(0, 1).y > view.y


@given(*[st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted)] * 2)
def test_the_view_around_an_area_shows_all_of_it(x: list[float], y: list[float]) -> None:
    view = around((x[0], x[1]), (y[0], y[1]))
    wider = MapView(view.x, view.y, view.zoom * 0.999)
    assert wider.shows(x[0], y[0])
    assert wider.shows(x[1], y[1])
    assert view.zoom == pytest.approx(min(MAX_ZOOM, 2 * EDGE / max(x[1] - x[0], y[1] - y[0], 1e-9)))


@given(st.floats(-1, 1), st.floats(-1, 1), st.integers(0, 6))
def test_a_centred_point_is_in_view(x: float, y: float, steps: int) -> None:
    assert WHOLE.zoomed(steps).centred(x, y).shows(x, y)
