"""Links between pages: which page to open, and what it starts from. Defines the names that addresses share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from engine import Film
from ui.addresses import ABOUT, RECOMMEND, SIMILARITY
from ui.widgets.film_search import choose, choose_only, label_of

LIKED, DISLIKED = "film", "dislike"
"""The films that the Recommend page starts from: keys of its widgets, and their names in the address."""
MODE = "mode"
"""What the Similarity page shows: the key of the choice, and its name in the address."""
TWO_FILMS, GROUP, NEIGHBOURS, MAP, PATH = "Two films", "Group", "Neighbours", "Map", "Path"
FIRST, SECOND, CENTRE = "first", "second", "centre"
"""The pickers of the Similarity page, the last one for neighbours: their keys and names in the address."""
LAST_FILM = "similarity.film"
"""Key of what was chosen last on the Similarity page: the picker, and its film."""


def start_over(liked: Sequence[Film], disliked: Sequence[Film] = (), about: str = "") -> None:
    """Start the Recommend page from these films and this description only; for callbacks."""
    choose_only(LIKED, *liked)
    choose_only(DISLIKED, *disliked)
    st.session_state[ABOUT] = about


def open_recommend(*films: Film) -> NoReturn:
    """Open the Recommend page with films like these."""
    start_over(films)
    st.switch_page(RECOMMEND, query_params={LIKED: [label_of(film) for film in films]})


def compare(a: Film | None, b: Film) -> None:
    """Put two films side by side on the Similarity page; for callbacks. Without `a`, its first film stays."""
    if a is not None:
        choose(FIRST, a)
        st.session_state.pop(LAST_FILM, None)
    choose(SECOND, b)
    st.session_state[MODE] = TWO_FILMS


def compare_from(film: Film) -> NoReturn:
    """Open the Similarity page with `film` as the first of two."""
    choose(FIRST, film)
    st.session_state.pop(LAST_FILM, None)
    st.session_state[MODE] = TWO_FILMS
    st.switch_page(SIMILARITY, query_params={FIRST: label_of(film)})


def open_comparison() -> NoReturn:
    """Open the Similarity page with the two films that have been put side by side."""
    # Streamlit refuses to clear an address that widgets are bound to, but takes another in its place.
    pair = {key: label for key in (FIRST, SECOND) if (label := st.session_state.get(key))}
    st.switch_page(SIMILARITY, query_params=pair)
