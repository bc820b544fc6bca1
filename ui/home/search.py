"""The search of the start page: films appear as you type."""

from __future__ import annotations

import streamlit as st

from engine import Filters
from ui import answers, cache
from ui.addresses import ABOUT, FILM, RECOMMEND, film_link
from ui.text.markdown import literal
from ui.users.hidden import without_hidden
from ui.widgets.film_search import BOUND, not_found
from ui.widgets.link_row import PageLink, link_row, people_links
from ui.widgets.search_box import PLACEHOLDER, TITLES_ONLY, films_of
from ui.widgets.wall import wall
from ui.widgets.ways_on import ALL_FILMS, show_ways_on

TYPED = "search"
"""What is searched for: the key of the box, and its name in the address."""
LABEL = "Search films"
FOUND = "Films found"
WISHES = ("a heist in a dream", "a lonely robot on an abandoned earth")
"""What one may ask for in own words."""
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
        placeholder=f"{PLACEHOLDER if answers.has_people() else TITLES_ONLY}, even misspelt",
        label_visibility="collapsed",
        **BOUND,
    )
    return (typed or "").strip()


def offer_a_surprise() -> None:
    """Draw a button that opens a film by chance, and two wishes in words to begin with."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            "Surprise me", icon=":material/casino:", key="home.surprise", help="Open a well-known film by chance"
        ):
            film = cache.engine().recommender.surprise(without_hidden(Filters()))
            if film:
                st.switch_page(FILM, query_params=film_link(film))
        link_row("Or try", [PageLink(wish, RECOMMEND, {ABOUT: wish}) for wish in WISHES], "home.wishes")


def results_for(typed: str) -> str:
    """Return the heading of the films that fit what is typed, as Markdown; they need not be called so."""
    return f"Results for “{literal(typed)}”"


def show_found(typed: str) -> None:
    """Draw the films whose titles fit what is typed, the best first, or the films of the person it names."""
    hits = answers.search(typed, _MOST)
    if not hits:
        show_ways_on(f"{not_found(typed)} Check the spelling, or browse all films.", ":material/search_off:", ALL_FILMS)
        return
    if person := hits[0].person:
        st.header(literal(films_of(person)), anchor=False)
        link_row("Person", people_links([person]), "home.person")
    else:
        st.header(results_for(typed), anchor=False)
    wall([hit.film for hit in hits], FOUND, "home.found")
