"""A film on a page: its linked poster, its facts, and the header of what a page or dialog is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import Film
from engine.tmdb import FilmDetails, image_path
from ui.addresses import FILM, film_address, film_link
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.text.numbers import compact, duration, listed, money
from ui.text.posters import WIDTH, generated_poster, linked, placeholder, poster_over_placeholder
from ui.tmdb import lookups

CARD_WIDTH = 168
"""Pixels that a card has at least."""
CARDS_IN_A_ROW = 5
"""At most: an answer has ten films, or a multiple."""
NO_OVERVIEW = "This film has no overview."


def linked_poster(film: Film) -> DeltaGenerator:
    """Draw the film's poster and title as a link to its page, as wide as there is room; return its place."""
    path = image_path(film.poster_path)
    picture = poster_over_placeholder(film, path, lookups.image_base_url()) if path else generated_poster(film)
    return st.html(linked(picture, film, film_address(film.id)))


def link_to_film(film: Film) -> None:
    """Draw the film's title and year as a link to its page, as wide as there is room."""
    st.page_link(FILM, label=literal(film.label), query_params=film_link(film), icon="", help="", width="stretch")


def poster(film: Film, width: int | Literal["stretch"] = "stretch", details: FilmDetails | None = None) -> None:
    """Draw the film's poster, from the dataset or TMDB's details, `width` pixels wide if there is room."""
    path = image_path(film.poster_path) or (details.poster_path if details else "")
    if path:
        st.html(poster_over_placeholder(film, path, lookups.image_base_url()), width=width)
    else:
        st.image(placeholder(film), width=width, alt=f"Poster of {film.label}")


def facts_of(film: Film) -> str:
    """Return year, running time, and rating with votes as one line of Markdown."""
    return " · ".join(filter(None, (str(film.year or ""), duration(film.runtime), _rating(film))))


def _rating(film: Film) -> str:
    return f":material/star:\u00a0{film.rating:.1f}\u00a0({compact(film.votes)})" if film.rating is not None else ""


def film_header(film: Film, key: str, words_to_poster: float = 4, overview: str = "", with_title: bool = True) -> None:
    """Draw the film that a page or dialog is about: poster, title, facts, overview, people.

    Parameters
    ----------
    film
        The film.
    key
        Of the header on the page.
    words_to_poster
        How many times as wide as the poster the text beside it is.
    overview
        Its overview as Markdown, with highlighted words; by default it is plain.
    with_title
        Whether to show the title.

    """
    # The style sheet knows the key: on a phone, the facts stand beside the poster.
    with st.container(key=f"film-head.{key}"):
        picture, words = st.columns([1, words_to_poster], gap="medium")
    with picture:
        poster(film, WIDTH, None if image_path(film.poster_path) else lookups.cached_details(film.id))
    with words:
        if with_title:
            st.header(literal(film.title), anchor=False)
        st.caption(facts_of(film))
        if film.genres:
            st.caption(literal(listed(film.genres, 6)))
        if overview:
            st.markdown(overview)
        else:
            st.text(film.overview or NO_OVERVIEW)
        if people := people_of(film):
            st.caption(people)


def facts_side_by_side(a: Film, b: Film) -> str:
    """Return the facts about two films as a table in Markdown, without rows in which both are unknown."""
    facts: tuple[tuple[str, Callable[[Film], str]], ...] = (
        ("Original title", lambda film: film.original_title if film.original_title != film.title else ""),
        ("Year", lambda film: str(film.year or "")),
        ("Running time", lambda film: duration(film.runtime)),
        ("Rating", lambda film: "" if film.rating is None else f"{film.rating:.1f} from {film.votes:,} votes"),
        ("Genres", lambda film: ", ".join(film.genres)),
        ("Director", lambda film: listed(film.director)),
        ("Cast", lambda film: listed(film.cast, 6)),
        ("Keywords", lambda film: listed(film.keywords, 12)),
        ("Companies", lambda film: listed(film.companies, 5)),
        ("Countries", lambda film: listed(film.countries)),
        ("Language", lambda film: language_name(film.original_language) if film.original_language else ""),
        ("Budget", lambda film: money(film.budget) if film.budget else ""),
        ("Revenue", lambda film: money(film.revenue) if film.revenue else ""),
    )  # fmt: skip
    rows = [(name, fact(a), fact(b)) for name, fact in facts]
    known = [("Fact", a.title, b.title), ("---",) * 3, *((name, *both) for name, *both in rows if any(both))]
    return "\n".join(f"| {' | '.join(cell if cell == '---' else literal(cell) for cell in row)} |" for row in known)


def people_of(film: Film) -> str:
    """Return who made a film, as Markdown of at most two lines; empty if nobody is known."""
    people = [("Directed by ", film.director[:2]), ("With ", film.cast[:4])]
    return "  \n".join(prefix + literal(listed(names)) for prefix, names in people if names)
