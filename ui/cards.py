"""Films on a page: the card of the poster wall, and the film that everything else on the page is about."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from engine import Film, Recommendation
from ui.picker import choose
from ui.posters import WIDTH, placeholder
from ui.text import duration, listed, literal, share

CARD_WIDTH = 168
"""Pixels below which a card does not shrink."""


def poster(film: Film, width: int | Literal["stretch"] = "stretch") -> None:
    """Draw the film's poster, `width` pixels wide where there is room for it."""
    st.image(placeholder(film), width=width, alt=f"Poster of {film.label}")


def facts_of(film: Film) -> str:
    """Return year, runtime and rating in one line of Markdown."""
    rating = f":material/star:\u00a0{film.rating:.1f}" if film.rating is not None else ""
    return " · ".join(filter(None, (str(film.year or ""), duration(film.runtime), rating)))


def film_header(film: Film, words_to_poster: float = 4) -> None:
    """Draw the film that the page is about: poster, title, facts, what it is about.

    words_to_poster : how many times as wide as the poster the words beside it are
    """
    picture, words = st.columns([1, words_to_poster], gap="medium")
    with picture:
        poster(film, WIDTH)
    with words:
        st.subheader(literal(film.title), anchor=False)
        st.caption(facts_of(film) + (f" from {film.votes:,} votes" if film.votes else ""))
        if film.genres:
            st.caption(literal(listed(film.genres, 6)))
        st.text(film.overview or "Nothing is known of what this film is about.")
        if film.director or film.cast:
            people = [("Directed by ", film.director[:2]), ("With ", film.cast[:4])]
            st.caption("  \n".join(prefix + literal(listed(names)) for prefix, names in people if names))


def recommendation_card(one: Recommendation, key: str) -> None:
    """Draw a recommended film with its reasons.

    key : of the picker that "More like this" sets
    """
    film = one.film
    poster(film)
    with st.container(gap="xxsmall"):
        st.markdown(f"**{literal(film.title)}**")
        st.caption(facts_of(film))
        st.caption(_reasons(one))
    st.space("stretch")
    st.button(
        "More like this",
        key=f"{key}.more.{film.id}",
        icon=":material/arrow_forward:",
        width="stretch",
        on_click=choose,
        args=(key, film),
        help=f"Recommend from {literal(film.label)}",
    )


def _reasons(one: Recommendation) -> str:
    because = one.explanation.because
    shared = f"Shares {literal(listed(because))}. " if because else "Shares no words. "
    return f"{shared}Closer than {share(one.closer_than)} of the catalogue."
