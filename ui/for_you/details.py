"""The dialog of a film that is picked for the visitor: what its score is made of, and what to leave out for good."""

from __future__ import annotations

import streamlit as st

from engine import Film
from engine.personalization import PersonalRecommendation
from ui.charts.for_you import your_films
from ui.text.for_you import score_line
from ui.text.terms import chosen
from ui.tmdb.film_details import heading, show_film_details
from ui.users import marks
from ui.widgets.chart import captioned_chart
from ui.widgets.explanation import marked_overview, show_explanation
from ui.widgets.film_card import film_header
from ui.widgets.film_dialog import close, film_dialog
from ui.widgets.taste_terms import Term, named_terms

NOT_YOUR_TASTE = "Not your taste?"
LEAVE_OUT = "Ignore for good"
NOTHING_SHARED = "It shares no word, keyword, genre, person or company with the films you rated."


def show_details(found: PersonalRecommendation) -> None:
    """Open a dialog about a film that was picked for the visitor."""
    film_dialog(found.film)(_draw)(found)


def _draw(found: PersonalRecommendation) -> None:
    film = found.film
    film_header(film, "dialog", words_to_poster=3, overview=marked_overview(film, found.explanation), with_title=False)
    why, about = st.tabs(["Why it is here", heading()])
    with why:
        st.markdown(score_line(found))
        if found.liked:
            captioned_chart(your_films(found.liked), f"for_you.your_films.{film.id}")
        show_explanation(found.explanation, found.taste, "score", NOTHING_SHARED)
        _offer_to_ignore(film, named_terms(term for term in found.explanation.terms if term.value > 0))
    with about:
        show_film_details(film)


def _offer_to_ignore(film: Film, terms: dict[str, Term]) -> None:
    """Draw a choice of what raised the score, and a button that keeps it from doing so again."""
    if not terms:
        return
    st.header(NOT_YOUR_TASTE, anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"for_you.ignore.{film.id}"
        name = st.selectbox("What should not count", list(terms), index=None, placeholder="Choose", key=key)
        clicked = st.button(
            LEAVE_OUT,
            icon=":material/block:",
            key=f"{key}.apply",
            disabled=name is None,
            on_click=_ignore,
            args=(terms, key),
        )
    if clicked:
        st.rerun()


def _ignore(terms: dict[str, Term], key: str) -> None:
    """Ignore what was chosen whenever films are picked for the visitor; a callback."""
    close()
    name = st.session_state.get(key)
    # A browser can send anything.
    if name in terms:
        marks.choose_terms({terms[name]: "ignore"}, chosen(name, "ignore"))
