"""The one way to choose a film: a dropdown of the best-known ones, in which any title can be typed, errors included."""

from __future__ import annotations

import re

import streamlit as st

from engine import Film
from ui import resources
from ui.text import literal

# What `choose` writes of a film that is not listed, or what a person may type. A bare number is a title: "2012", "300".
_BY_ID = re.compile(r"(?:id|.+ ·) (\d{1,9})")
_OTHERS = 5
_MOST_FOUND = 8
_LIKELY = 0.75
"""How well a title must fit to be offered beside the best one."""


def pick_film(label: str, key: str, start: int = 0) -> Film | None:
    """Draw the picker and return the film chosen, `None` if nothing fits what was typed.

    key : of the widget, and its name in the page's address
    start : place among the best-known films of the one shown at first
    """
    names = resources.film_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        chosen = st.selectbox(
            label,
            [name.label for name in names],
            index=min(start, len(names) - 1) if names else None,
            key=key,
            bind="query-params",
            persist_state="session",
            accept_new_options=True,
            placeholder="Choose a film, or type any title",
            help="Films are listed by how many people have rated them. Type any other title and press Enter.",
        )
        if len(resources.engine()) > resources.MOST_OPTIONS:
            everything = st.popover(
                "All",
                icon=":material/search:",
                help="Search every title of the catalogue",
                key=f"{key}.all",
                on_change="rerun",
            )
            if everything.open:
                with everything:
                    _search_all(key)
    if not chosen:
        return None
    by_label = {name.label: name.id for name in names}
    if chosen in by_label:
        return resources.engine().film(by_label[chosen])
    return _film_like(chosen, key)


def choose(key: str, film: Film) -> None:
    """Make `film` the choice of the picker `key`; for callbacks, before the picker is drawn again."""
    by_id = {name.id: name.label for name in resources.film_names()}
    st.session_state[key] = by_id.get(film.id, f"{film.label} · {film.id}")


@st.fragment
def _search_all(key: str) -> None:
    """Draw a search through every title, as one types; a click on a film makes it the choice of the picker `key`."""
    films = len(resources.engine())
    typed = st.text_input(
        f"Search all {films:,} films",
        type="search",
        live="250ms",
        key=f"{key}.search",
        placeholder="Any part of a title",
    )
    found = resources.search(typed, _MOST_FOUND) if typed and typed.strip() else ()
    with st.container(gap=None):
        for hit in found:
            film = hit.film
            label = literal(film.label)
            if st.button(label, key=f"{key}.found.{film.id}", type="tertiary", on_click=_take, args=(key, film)):
                st.rerun()
    if typed and not found:
        st.caption("No title is like that.")


def _take(key: str, film: Film) -> None:
    """Make `film` the choice of the picker `key`, and close the search it was found with."""
    choose(key, film)
    st.session_state[f"{key}.all"] = False


def _film_like(text: str, key: str) -> Film | None:
    """Return the film meant by a typed text, and offer what else it may mean."""
    engine = resources.engine()
    named = _BY_ID.fullmatch(text)
    if named and int(named[1]) in engine:
        return engine.film(int(named[1]))
    found = resources.search(text, _OTHERS + 1) if text.strip() else ()
    if not found:
        st.info(
            f"No title is like “{literal(text[:60])}”. Check the spelling, or choose a film from the list.",
            icon=":material/search_off:",
        )
        return None
    best, *others = (hit.film for hit in found if hit is found[0] or hit.score >= _LIKELY)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"Showing {literal(best.label)}" + (". Or did you mean" if others else ""), width="content")
        for film in others:
            st.button(
                literal(film.label), key=f"{key}.meant.{film.id}", type="tertiary", on_click=choose, args=(key, film)
            )
    return best
