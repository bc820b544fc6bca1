"""The films around one film or a few, as a network to walk through."""

from __future__ import annotations

import streamlit as st

from engine import Film
from engine.relations import MAX_CENTRES, Neighbourhood
from ui import cache
from ui.charts import relations
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.palette import ALL_GENRES
from ui.widgets.film_search import BOUND, choose_only, pick_films
from ui.widgets.table import show_table

MIDDLE = "centre"
_MAX_LIKENESS = 0.6


def show() -> None:
    """Draw the look."""
    middle, depth, links, least = _pick()
    if not middle:
        st.info("Choose a film to see what lies around it.", icon=":material/hub:")
        return
    found = cache.neighbourhood(tuple(film.id for film in middle), depth, links, least)
    if not found.edges:
        names = literal(listed([film.title for film in middle]))
        alone = f"Nothing is known of {names} that another film of this catalogue shares."
        below = f"No other film is at least {least:.2f} alike to {names}: lower the threshold."
        st.info(below if least else alone, icon=":material/hub:")
        return
    nodes, edges = relations.nodes_table(found), relations.edges_table(found)
    # Another picture is another chart: the film that was clicked on is in the middle now.
    key = f"neighbourhood.{'.'.join(str(film.id) for film in middle)}.{depth}.{links}.{least}"
    st.altair_chart(
        relations.network(nodes, edges, ALL_GENRES),
        key=key,
        on_select=lambda: _move(key),
        selection_mode="film",
        alt=_in_words(middle, found),
    )
    told = "The thicker a line, the more alike its films. Click a film to move there."
    if found.left_out:
        told += f" {found.left_out:,} more neighbours have no room in the picture."
    st.caption(told)
    with st.expander("The same as a table", icon=":material/table:"):
        table = edges[["Film", "And", "Similarity", "Shares"]]
        show_table(table, "Neighbours, how similar they are, and what they share")


def _pick() -> tuple[list[Film], int, int, float]:
    """Draw what the picture depends on: the films in the middle, the steps, neighbours of a film, least similarity."""
    middle = pick_films("In the middle", MIDDLE, MAX_CENTRES, first=True)
    steps, many, threshold = st.columns([1, 2, 2], gap="large")
    with steps:
        depth = st.segmented_control("Steps", (1, 2), default=1, required=True, key="steps", **BOUND)
    links = many.slider("Neighbours of each film", 3, 12, 8, key="links", **BOUND)
    least = threshold.slider("At least this alike", 0.0, _MAX_LIKENESS, 0.0, step=0.02, key="least", **BOUND)
    return middle, depth or 1, links, least


def _move(key: str) -> None:
    """Put the film that was clicked on into the middle; a callback."""
    clicked = st.session_state[key].selection.get("film") or []
    if clicked:
        choose_only(MIDDLE, cache.engine().film(int(clicked[0]["id"])))


def _in_words(middle: list[Film], found: Neighbourhood) -> str:
    names = {one.film.id: one.film.label for one in found.nodes}
    best = found.edges[0]
    return (
        f"{len(found.nodes)} films around {listed([film.label for film in middle])}, joined by {len(found.edges)} "
        f"lines, the strongest between {names[best.a]} and {names[best.b]} with {best.similarity:.2f}"
    )
