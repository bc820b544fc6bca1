"""A chain of films from one to another, each like the one before."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import Film
from engine.relations import FilmPath
from ui import cache
from ui.charts import relations
from ui.navigation import FIRST, SECOND
from ui.similarity.pair import swap
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.widgets.film_card import CARD_WIDTH, poster
from ui.widgets.film_search import pick_film
from ui.widgets.table import show_table


def show() -> None:
    """Draw the look."""
    left, right = st.columns(2, gap="large")
    with left:
        a = pick_film("From", FIRST)
    with right:
        b = pick_film("To", SECOND, start=1)
    if a is None or b is None:
        st.info("Choose two films, and see which films lead from one to the other.", icon=":material/route:")
        return
    if a.id == b.id:
        st.info("This is the same film twice. Choose another one to go to.", icon=":material/info:")
        return
    bridge = cache.path(a.id, b.id)
    if not bridge.steps:
        st.info(_no_way(bridge), icon=":material/route:")
        return
    _heading(bridge)
    _cards(bridge)
    with st.expander("The same as a table", icon=":material/table:"):
        show_table(relations.bridge_table(bridge), _in_words(bridge))


def _heading(bridge: FilmPath) -> None:
    a, b, between = bridge.a, bridge.b, len(bridge.steps) - 1
    with st.container(horizontal=True, vertical_alignment="center"):
        films = {0: "No film", 1: "One film"}.get(between, f"{between} films")
        st.subheader(f"{films} between {literal(a.title)} and {literal(b.title)}", anchor=False, width="content")
        st.space("stretch")
        st.button("Swap", icon=":material/swap_horiz:", key="bridge.swap", on_click=swap, args=(a, b))
    if not between:
        st.caption(f"They are neighbours, with a similarity of {bridge.similarity:.3f}.")
        return
    weakest = min(bridge.steps, key=lambda step: step.similarity)
    direct = (
        f"They are {bridge.similarity:.3f} alike themselves" if bridge.similarity else "They share nothing themselves"
    )
    st.caption(
        f"{direct}; the weakest step of the chain is {weakest.similarity:.3f}, to {literal(weakest.film.title)}. "
        f"Of all chains of neighbours among the {bridge.searched:,} most voted films it is the one of least resistance."
    )


def _cards(bridge: FilmPath) -> None:
    row = st.grid("auto", min_column_width=CARD_WIDTH)
    _card(row, bridge.a, "Here it begins.")
    for step in bridge.steps:
        _card(row, step.film, _step(step.similarity, step.reasons))


def _card(row: DeltaGenerator, film: Film, told: str) -> None:
    with row.container(border=True, height="stretch"):
        poster(film)
        with st.container(gap="xxsmall"):
            st.markdown(f"**{literal(film.title)}**")
            st.caption(" · ".join(filter(None, (str(film.year or ""), literal(", ".join(film.genres[:2]))))))
            st.caption(told)


def _step(similarity: float, reasons: tuple[str, ...]) -> str:
    return f"Shares {literal(listed(reasons))} with the film before. Similarity\u00a0{similarity:.3f}."


def _no_way(bridge: FilmPath) -> str:
    return (
        f"No chain of neighbours leads from {literal(bridge.a.title)} to {literal(bridge.b.title)} among the "
        f"{bridge.searched:,} most voted films. Choose another film at one of the ends."
    )


def _in_words(bridge: FilmPath) -> str:
    films = " to ".join([bridge.a.label, *(step.film.label for step in bridge.steps)])
    return f"The steps from {films}, with what each two share"
