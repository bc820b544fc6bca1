"""The search of the start page: one choice opens the film's page."""

from __future__ import annotations

import streamlit as st

from engine import Film
from ui import answers, cache

_KEY = "home.film"


def find_film() -> Film | None:
    """Draw the search; return the film that was chosen since the page was drawn before."""
    names = {name.label: name.id for name in answers.film_names()}
    chosen = st.selectbox(
        "Find a film",
        list(names),
        index=None,
        key=_KEY,
        placeholder="Type a title",
        label_visibility="collapsed",
        accept_new_options=True,
    )
    if not chosen:
        return None
    del st.session_state[_KEY]
    if chosen in names:
        return cache.engine().film(names[chosen])
    hits = answers.search(chosen, 1)
    return hits[0].film if hits else None
