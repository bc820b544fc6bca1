"""The map of the most popular films, and how far it can be trusted."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from engine.relations import FilmMap, MapNeighbours
from ui import answers, cache, turns
from ui.addresses import BROWSE, FILM, FILM_ID, browse_key
from ui.charts import film_map
from ui.charts.neighbours import neighbours_table
from ui.costly import Costly, count
from ui.navigation import FIRST
from ui.similarity import map_zoom
from ui.text.markdown import literal
from ui.widgets.film_search import BOUND, choose, pick_film
from ui.widgets.link_row import PageLink, film_links, link_row
from ui.widgets.progress import map_progress
from ui.widgets.table import show_table

TABLE = "map.table"
"""The key of the expander with the whole map as a table."""
CLOSE = "Close on the map"
"""A metric, and the column of a table."""
NO_FILMS = "There are no films to draw."
FILM_PAGES = "Film pages"
REGIONS = "Regions"
"""The word in front of links to the films of the regions in view."""
_MAX_LISTED = 200
_MAX_LINKED = 12
_MAX_REGIONS = 40


def show() -> None:
    """Draw this mode."""
    left, right = st.columns([2, 1], gap="large", vertical_alignment="bottom")
    with left:
        film = pick_film("Find a film", FIRST)
    with right:
        colour_by = st.segmented_control(
            "Colour by", film_map.COLOURS, default=film_map.COLOURS[0], required=True, key="map_colour", **BOUND
        )
    with st.empty():
        films, points = open_map()
    if not films.points:
        st.info(NO_FILMS, icon=":material/map:")
        return
    selected = answers.map_neighbours(film.id) if film else None
    _summary(films, selected)
    view = map_zoom.show(points, film)
    # Another part is another chart: what was dragged over before is no area of it.
    key = f"map.chart.{view.x:.3f}.{view.y:.3f}.{view.zoom:.2f}"
    event = st.altair_chart(
        film_map.film_map(points, colour_by or film_map.COLOURS[0], view, films.regions, selected),
        key=key,
        on_select=lambda: _select(key),
        selection_mode=["film", "brush"],
        alt=_description(films, selected),
    )
    st.caption(
        "Films close together are similar. Distant films can still be similar. Click a film to see its most similar "
        "films. Drag to list the films of an area."
    )
    _regions(film_map.regions_table(films.regions, view))
    _area(points, event.selection.get("brush") or {})
    if selected:
        _neighbours(selected)
    _whole_map(points)


def open_map() -> tuple[FilmMap, pd.DataFrame]:
    """Return the map, and its points as a table that must not be changed.

    The first time for a build this draws the map, and a progress bar with it. Raises MapFailed,
    TooManyRequests, Busy.
    """
    mapper = cache.engine().mapper
    if not mapper.has_map:
        count(Costly.MAP)
        with turns.aside(), map_progress(mapper.film_count) as progress:
            mapper.film_map(progress)
    return answers.film_map()


def metrics(films: FilmMap, selected: MapNeighbours | None) -> dict[str, tuple[str, str]]:
    """Return the value and the help of each metric, by label."""
    measured = not math.isnan(films.trustworthiness)
    rows = {
        "Films": (f"{len(films.points):,}", "The films with the most votes."),
        "Trustworthiness": (
            f"{films.trustworthiness:.3f}" if measured else "too few films",
            "How often films that are close together here really are similar. 1 means always.",
        ),
    }
    if selected and selected.close_on_map:
        rows[CLOSE] = (
            f"{sum(selected.close_on_map)} of {len(selected.close_on_map)}",
            f"How many of its ten most similar films are among the {films.close_count} films closest to it here. "
            f"Average film: {films.neighbour_recall:.1f}.",
        )
    return rows


def note(selected: MapNeighbours) -> str | None:
    """Return what is special about a film on this map, as Markdown; `None` for most films."""
    title = literal(selected.film.title)
    if not selected.on_map:
        rest = (
            "Its most similar films are marked."
            if selected.neighbours
            else "It has nothing in common with any film that is."
        )
        return f"{title} is not on the map. {rest}"
    if selected.neighbours:
        return None
    return f"{title} has nothing in common with any other film here, so its place on the map means nothing."


def neighbours_heading(selected: MapNeighbours) -> str:
    """Return the heading above the true neighbours of a film, as Markdown."""
    return f"Most similar to {literal(selected.film.title)}"


def _summary(films: FilmMap, selected: MapNeighbours | None) -> None:
    """Draw how far the map can be trusted, as a whole and around the selected film."""
    with st.container(horizontal=True, gap="large"):
        for label, (value, explanation) in metrics(films, selected).items():
            st.metric(label, value, width="content", help=explanation)
    if selected and (text := note(selected)):
        st.info(text, icon=":material/map:")


def _neighbours(selected: MapNeighbours) -> None:
    """Draw the true neighbours of a film, and which of them are close to it on the map."""
    if selected.neighbours:
        st.header(neighbours_heading(selected), anchor=False)
    link_row(
        FILM_PAGES, film_links([selected.film, *(neighbour.film for neighbour in selected.neighbours)]), "map.films"
    )
    if not selected.neighbours:
        return
    table = neighbours_table(selected.neighbours)
    if selected.close_on_map:
        table.insert(2, CLOSE, selected.close_on_map)
    ids = [neighbour.film.id for neighbour in selected.neighbours]
    show_table(table, f"The films of the map that are most similar to {selected.film.title}", ids)


def _regions(regions: pd.DataFrame) -> None:
    """Draw a link to the films with the keyword of each region in view."""
    links = [PageLink(name, BROWSE, {browse_key("keywords"): name}) for name in regions["Region"]]
    link_row(REGIONS, links[:_MAX_REGIONS], "map.regions")


def _select(key: str) -> None:
    """Select the film that was clicked in a chart; a callback."""
    clicked = st.session_state[key].selection.get("film") or []
    if clicked:
        choose(FIRST, cache.engine().film(int(clicked[0]["id"])))


def _area(points: pd.DataFrame, brush: dict[str, Any]) -> None:
    """List the films within the brush."""
    if not brush:
        return
    (left, right), (low, high) = sorted(brush["x"]), sorted(brush["y"])
    films = points[points["x"].between(left, right) & points["y"].between(low, high)]
    st.header("1 film in this area" if len(films) == 1 else f"{len(films):,} films in this area", anchor=False)
    map_zoom.offer_area((left, right), (low, high))
    if films.empty:
        return
    counts = films["Genre"][films["Genre"] != ""].value_counts()
    genres = ", ".join(f"{genre} ({count:,})" for genre, count in counts.head(4).items())
    st.caption(f"Main genres: {literal(genres)}. " * bool(genres) + "Most-rated films come first.")
    named = films[["Film", "id"]].head(_MAX_LINKED).itertuples(index=False)
    links = [PageLink(str(name), FILM, {FILM_ID: str(film_id)}) for name, film_id in named]
    link_row(FILM_PAGES, links, "map.area")
    listed = films.head(_MAX_LISTED)
    table = listed[["Film", "Genre", "Year", "Rating", "Votes"]]
    show_table(table, "The films in the selected area of the map", list(listed["id"]))


def _whole_map(points: pd.DataFrame) -> None:
    expander = st.expander("Show as table", icon=":material/table:", key=TABLE, on_change="rerun")
    if expander.open:
        with expander:
            show_table(points.drop(columns="id"), "All films of the map, and their positions", list(points["id"]))


def _description(films: FilmMap, selected: MapNeighbours | None) -> str:
    text = f"Map of the {len(films.points):,} most popular films"
    if not math.isnan(films.trustworthiness):
        text += f", with a trustworthiness of {films.trustworthiness:.3f}"
    if selected and selected.close_on_map:
        close, neighbours = sum(selected.close_on_map), len(selected.close_on_map)
        text += f". {close} of the {neighbours} films most similar to {selected.film.label} are close to it"
    return text
