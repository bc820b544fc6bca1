"""A path of films from one to another, each similar to the one before."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import Film
from engine.relations import FilmPath, Neighbour
from ui import answers
from ui.charts.neighbours import path_table
from ui.navigation import FIRST, PATH, SECOND
from ui.similarity.pair import SAME_FILM, swap
from ui.similarity.start import PAIRS, offer_examples
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.widgets.film_card import CARD_WIDTH, CARDS_IN_A_ROW, linked_poster
from ui.widgets.film_search import pick_film
from ui.widgets.table import show_table

NO_FILMS = "Choose two films to see the path between them."
START = "Start"
_MOST_IN_A_ROW = 7


def show() -> None:
    """Draw this mode."""
    left, right = st.columns(2, gap="large")
    with left:
        a = pick_film("From", FIRST)
    with right:
        b = pick_film("To", SECOND)
    if a is None or b is None:
        st.info(NO_FILMS, icon=":material/route:")
        offer_examples(PATH, PAIRS)
        return
    if a.id == b.id:
        st.info(SAME_FILM, icon=":material/info:")
        return
    path = answers.path(a.id, b.id)
    if not path.steps:
        st.info(no_path(path), icon=":material/route:")
        return
    _heading(path)
    _cards(path)
    with st.expander("Show as table", icon=":material/table:"):
        show_table(path_table(path), _description(path))


def heading(path: FilmPath) -> str:
    """Return how many films are between the ends, as Markdown."""
    between = len(path.steps) - 1
    films = {0: "No films", 1: "One film"}.get(between, f"{between} films")
    return f"{films} between {literal(path.a.title)} and {literal(path.b.title)}"


def summary(path: FilmPath) -> str:
    """Return how similar the ends and the films of the weakest step are, as Markdown."""
    if len(path.steps) == 1:
        return f"They are neighbours. Similarity: {path.similarity:.3f}."
    weakest = min(path.steps, key=lambda step: step.similarity)
    ends = f"Their own similarity: {path.similarity:.3f}" if path.similarity else "They have nothing in common"
    return (
        f"{ends}. Weakest step: {weakest.similarity:.3f}, to {literal(weakest.film.title)}. This is the smoothest path "
        f"among {path.films_searched:,} films: it avoids steps between films that share little."
    )


def step_text(step: Neighbour) -> str:
    """Return what a film shares with the one before, as Markdown."""
    return f"Shares {literal(listed(step.reasons))} with the film before. Similarity\u00a0{step.similarity:.3f}."


def no_path(path: FilmPath) -> str:
    """Return that no path connects the ends, and what to do about it, as Markdown."""
    return (
        f"No path leads from {literal(path.a.title)} to {literal(path.b.title)} through the {path.films_searched:,} "
        "most popular films. Choose a different film at either end."
    )


def _heading(path: FilmPath) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(heading(path), anchor=False, width="content")
        st.space("stretch")
        st.button("Swap", icon=":material/swap_horiz:", key="path.swap", on_click=swap, args=(path.a, path.b))
    st.caption(summary(path))


def _cards(path: FilmPath) -> None:
    # A short path fills the page as well.
    cards = len(path.steps) + 1
    grid = st.grid(min(max(cards, CARDS_IN_A_ROW), _MOST_IN_A_ROW), min_column_width=CARD_WIDTH)
    _card(grid, path.a, START)
    for step in path.steps:
        _card(grid, step.film, step_text(step))


def _card(grid: DeltaGenerator, film: Film, text: str) -> None:
    with grid.container(height="stretch", gap="xsmall"):
        linked_poster(film)
        with st.container(gap="xxsmall"):
            st.caption(" · ".join(filter(None, (str(film.year or ""), literal(", ".join(film.genres[:2]))))))
            st.caption(text)


def _description(path: FilmPath) -> str:
    films = " to ".join([path.a.label, *(step.film.label for step in path.steps)])
    return f"The steps from {films}, and what the films of each step share"
