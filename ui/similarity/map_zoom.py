"""Which part of the map is drawn: buttons to zoom and to move, which work with mouse, touch and keyboard alike."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from engine import Film
from ui.charts.map_view import MAX_ZOOM, WHOLE, MapView, Span, around

ZOOM_IN, ZOOM_OUT, WHOLE_MAP = "Zoom in", "Zoom out", "Show the whole map"
ZOOM_TO_AREA = "Zoom to this area"
MOVES = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, 1), "Down": (0, -1)}
"""Steps to the right and up, by the name of the button."""
_ICONS = {"Left": "arrow_back", "Right": "arrow_forward", "Up": "arrow_upward", "Down": "arrow_downward"}
_VIEW, _FILM = "map.view", "map.film"


def show(points: pd.DataFrame, film: Film | None) -> MapView:
    """Draw the buttons, and return the part of the map to draw. A film that has just been chosen is in it.

    Parameters
    ----------
    points
        The films of the map, with the columns id, x and y.
    film
        The chosen film, which need not be on the map.
    """
    _follow(points, film)
    view = _current()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _button(ZOOM_IN, "zoom_in", view.zoomed(1), view.zoom >= MAX_ZOOM)
        _button(ZOOM_OUT, "zoom_out", view.zoomed(-1), view.is_whole)
        if not view.is_whole:
            for name, (right, up) in MOVES.items():
                moved = view.moved(right, up)
                _button(name, _ICONS[name], moved, moved == view)
            _button(WHOLE_MAP, "zoom_out_map", WHOLE)
    return view


def offer_area(across: Span, down: Span) -> None:
    """Draw a button that zooms to an area."""
    st.button(
        ZOOM_TO_AREA, icon=":material/zoom_in:", key="map.zoom_to_area", on_click=_set, args=(around(across, down),)
    )


def _button(name: str, icon: str, view: MapView, disabled: bool = False) -> None:
    st.button(
        "",
        icon=f":material/{icon}:",
        key=f"map.{name}",
        help=name,
        disabled=disabled,
        on_click=_set,
        args=(view,),
    )


def _current() -> MapView:
    view: MapView = st.session_state.get(_VIEW, WHOLE)
    return view


def _set(view: MapView) -> None:
    st.session_state[_VIEW] = view


def _follow(points: pd.DataFrame, film: Film | None) -> None:
    """Move to a film that has just been chosen, if it is on the map and not in view."""
    chosen = film.id if film else None
    if st.session_state.get(_FILM) == chosen:
        return
    st.session_state[_FILM] = chosen
    for x, y in points.loc[points["id"] == chosen, ["x", "y"]].to_numpy().tolist():
        if not _current().shows(x, y):
            _set(_current().centred(x, y))
