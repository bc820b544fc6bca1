"""The map of the most voted films, and how far it can be trusted."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from engine.relations import FilmMap, MapNeighbours
from ui import cache
from ui.charts import film_map
from ui.charts.relations import neighbours_table
from ui.navigation import FIRST
from ui.text.markdown import literal
from ui.text.palette import ALL_GENRES
from ui.widgets.film_search import BOUND, choose, pick_film
from ui.widgets.progress import map_progress
from ui.widgets.table import show_table

_MAX_LISTED = 200
_CHART = "map.chart"


def show() -> None:
    """Draw the look."""
    left, right = st.columns([2, 1], gap="large", vertical_alignment="bottom")
    with left:
        film = pick_film("Find a film", FIRST)
    with right:
        colour_by = st.segmented_control(
            "Colour by", film_map.COLOURS, default=film_map.COLOURS[0], required=True, key="colour", **BOUND
        )
    with st.empty():
        films, points = open_map()
    if not films.points:
        st.info("There is no film that could be drawn.", icon=":material/map:")
        return
    where = cache.map_neighbours(film.id) if film else None
    _figures(films, where)
    event = st.altair_chart(
        film_map.film_map(points, colour_by or film_map.COLOURS[0], ALL_GENRES, where),
        key=_CHART,
        on_select=_find,
        selection_mode=["film", "brush"],
        alt=_in_words(films, where),
    )
    st.caption(
        "Films that lie near each other are alike; what lies far apart may be alike all the same. Click a film to see "
        "its true nearest, drag to list what lies in a part of the map."
    )
    _listed(points, event.selection.get("brush") or {})
    if where and where.nearest:
        _nearest(where)
    whole = st.expander("The map as a table", icon=":material/table:", key="map.table", on_change="rerun")
    if whole.open:
        with whole:
            show_table(points.drop(columns="id"), "The films of the map, and where they lie")


def open_map() -> tuple[FilmMap, pd.DataFrame]:
    """Return the map and its points as a table that must not be changed; the first time in a build, draw a bar."""
    atlas = cache.engine().atlas
    if not atlas.has_map:
        with map_progress(len(atlas)) as progress:
            atlas.map(progress)
    return cache.film_map()


def _figures(films: FilmMap, where: MapNeighbours | None) -> None:
    """Draw how far the map can be trusted, as a whole and about the film chosen."""
    with st.container(horizontal=True, gap="large"):
        st.metric("Films", f"{len(films.points):,}", width="content", help="The most voted ones.")
        trust = "too few films" if math.isnan(films.trustworthiness) else f"{films.trustworthiness:.3f}"
        why = (
            "How far a film's ten nearest on the map are near it in truth as well: 1 if all are. Measured with the "
            "similarities of all fields and terms."
        )
        st.metric("Trustworthiness", trust, width="content", help=why)
        if where and where.near:
            why = (
                f"How many of the ten films most similar to it in truth are among the {films.near} nearest to it here. "
                f"Of all films it is {films.kept:.1f} in the mean."
            )
            kept = f"{sum(where.near)} of {len(where.near)}"
            st.metric("Neighbours near it here", kept, width="content", help=why)
    if where and not where.on_map:
        told = "Its true nearest are marked" if where.nearest else "It shares nothing with any film that is"
        st.info(f"{literal(where.film.title)} is not on the map. {told}.", icon=":material/map:")
    elif where and not where.nearest:
        told = "Nothing is known of {} that another film shares: where it lies means nothing."
        st.info(told.format(literal(where.film.title)), icon=":material/map:")


def _nearest(where: MapNeighbours) -> None:
    """Draw the true nearest of a film, and which of them the map has near it."""
    title = where.film.title
    st.subheader(f"Nearest to {literal(title)} in truth", anchor=False)
    table = neighbours_table(where.nearest)
    if where.near:
        table.insert(2, "Near on the map", where.near)
    show_table(table, f"The films of the map most similar to {title}")


def _find() -> None:
    """Choose the film that was clicked on; a callback."""
    clicked = st.session_state[_CHART].selection.get("film") or []
    if clicked:
        choose(FIRST, cache.engine().film(int(clicked[0]["id"])))


def _listed(points: pd.DataFrame, brush: dict[str, Any]) -> None:
    """List the films within the brush."""
    if not brush:
        return
    (left, right), (low, high) = sorted(brush["x"]), sorted(brush["y"])
    inside = points[points["x"].between(left, right) & points["y"].between(low, high)]
    st.subheader(f"{len(inside):,} films in this part", anchor=False)
    if inside.empty:
        return
    genres = inside["Genre"][inside["Genre"] != ""].value_counts()
    most = ", ".join(f"{genre} {count:,}" for genre, count in genres.head(4).items())
    st.caption(f"Most frequent first genres: {literal(most)}. " * bool(most) + "The most voted come first.")
    table = inside.head(_MAX_LISTED)[["Film", "Genre", "Year", "Rating", "Votes"]]
    show_table(table, "The films in the part of the map that was marked")


def _in_words(films: FilmMap, where: MapNeighbours | None) -> str:
    told = f"Map of the {len(films.points):,} most voted films"
    if not math.isnan(films.trustworthiness):
        told += f", with a trustworthiness of {films.trustworthiness:.3f}"
    if where and where.near:
        told += f"; {sum(where.near)} of the {len(where.near)} films most like {where.film.label} are near it"
    return told
