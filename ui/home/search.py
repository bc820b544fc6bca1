"""The search of the start page: films appear as you type."""

from __future__ import annotations

import streamlit as st

from ui import answers
from ui.text.markdown import literal
from ui.widgets.film_search import BOUND, not_found
from ui.widgets.link_row import link_row, people_links
from ui.widgets.search_box import films_of
from ui.widgets.wall import wall

TYPED = "search"
"""What is searched for: the key of the box, and its name in the address."""
LABEL = "Search films"
FOUND = "Films found"
_MOST = 12
_MAX_CHARACTERS = 200


def pick_text() -> str:
    """Draw the search box; return what is typed in it."""
    typed = st.text_input(
        LABEL,
        type="search",
        live="250ms",
        key=TYPED,
        max_chars=_MAX_CHARACTERS,
        placeholder="Type a title or a person, even misspelt",
        label_visibility="collapsed",
        **BOUND,
    )
    return (typed or "").strip()


def show_found(typed: str) -> None:
    """Draw the films whose titles fit what is typed, the best first, or the films of the person it names."""
    hits = answers.search(typed, _MOST)
    if not hits:
        st.info(f"{not_found(typed)} Check the spelling, or browse all films.", icon=":material/search_off:")
        return
    if person := hits[0].person:
        st.header(literal(films_of(person)), anchor=False)
        link_row("Person", people_links([person]), "home.person")
    else:
        st.header(f"Films called “{literal(typed)}”", anchor=False)
    wall([hit.film for hit in hits], FOUND, "home.found")
