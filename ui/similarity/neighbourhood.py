"""The neighbours of one film or a few, as a network to move through."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import Film
from engine.relations import MAX_CENTRES, Neighbourhood
from ui import answers, cache
from ui.charts.network import edges_table, network, nodes_table
from ui.navigation import CENTRE, NEIGHBOURS
from ui.similarity.start import SINGLES, offer_examples
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.widgets.film_search import BOUND, choose_only, pick_films
from ui.widgets.link_row import film_links, link_row
from ui.widgets.table import show_table

TABLE_COLUMNS = ["Film", "Other film", "Similarity", "In common"]
NO_FILMS = "Choose a film to see its neighbours."
FILM_PAGES = "Film pages"
_MAX_MIN_SIMILARITY = 0.6


def show() -> None:
    """Draw this mode."""
    centres, depth, n_neighbours, min_similarity = _pick()
    if not centres:
        st.info(NO_FILMS, icon=":material/hub:")
        offer_examples(NEIGHBOURS, SINGLES, (CENTRE,))
        return
    ids = tuple(film.id for film in centres)
    neighbourhood = answers.neighbourhood(ids, depth, n_neighbours, min_similarity)
    if not neighbourhood.edges:
        st.info(no_neighbours(centres, min_similarity), icon=":material/hub:")
        return
    nodes, edges = nodes_table(neighbourhood), edges_table(neighbourhood)
    # A new neighbourhood is a new chart: the film that was clicked in the old one is now the centre.
    key = f"neighbourhood.{'.'.join(map(str, ids))}.{depth}.{n_neighbours}.{min_similarity}"
    st.altair_chart(
        network(nodes, edges),
        key=key,
        on_select=lambda: _move(key),
        selection_mode="film",
        alt=_description(centres, neighbourhood),
    )
    st.caption(caption(neighbourhood))
    link_row(FILM_PAGES, film_links(node.film for node in neighbourhood.nodes), "neighbourhood.films")
    with st.expander("Show as table", icon=":material/table:"):
        show_table(edges[TABLE_COLUMNS], "Neighbours, how similar they are, and what they share")


def no_neighbours(centres: Sequence[Film], min_similarity: float) -> str:
    """Return why there is nothing to draw, as Markdown."""
    names = literal(listed([film.title for film in centres]))
    if min_similarity:
        return f"No film has a similarity of {min_similarity:.2f} or more to {names}. Lower the minimum similarity."
    return f"No other film has anything in common with {names}."


def caption(neighbourhood: Neighbourhood) -> str:
    """Return how to read the network, and how many films it does not show."""
    text = "Thicker lines join more similar films. Click a film to move there."
    return f"{text} {neighbourhood.not_shown:,} more not shown." if neighbourhood.not_shown else text


def _pick() -> tuple[list[Film], int, int, float]:
    """Draw the choices; return the centre films, the depth, the neighbours of each film, and the least similarity."""
    centres = pick_films("Centre film", CENTRE, MAX_CENTRES)
    left, middle, right = st.columns([1, 2, 2], gap="large")
    with left:
        depth = st.segmented_control("Steps", (1, 2), default=1, required=True, key="steps", **BOUND)
    n_neighbours = middle.slider("Neighbours of each film", 3, 12, 8, key="neighbours", **BOUND)
    min_similarity = right.slider(
        "Minimum similarity", 0.0, _MAX_MIN_SIMILARITY, 0.0, step=0.02, key="min_similarity", **BOUND
    )
    return centres, depth or 1, n_neighbours, min_similarity


def _move(key: str) -> None:
    """Make the film that was clicked the centre; a callback."""
    clicked = st.session_state[key].selection.get("film") or []
    if clicked:
        choose_only(CENTRE, cache.engine().film(int(clicked[0]["id"])))


def _description(centres: Sequence[Film], neighbourhood: Neighbourhood) -> str:
    names = {node.film.id: node.film.label for node in neighbourhood.nodes}
    best = neighbourhood.edges[0]
    return (
        f"{len(neighbourhood.nodes)} films around {listed([film.label for film in centres])}, joined by "
        f"{len(neighbourhood.edges)} lines. Most similar: {names[best.a]} and {names[best.b]} ({best.similarity:.2f})"
    )
