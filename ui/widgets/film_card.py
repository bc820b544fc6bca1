"""Films on a page: the card of the poster wall, and the film that everything else on the page is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import Film, Recommendation
from engine.tmdb import FilmDetails, image_path
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.text.numbers import duration, listed, money, share
from ui.text.posters import WIDTH, placeholder, poster_over_placeholder
from ui.tmdb import lookups
from ui.tmdb.credits import credits_of

CARD_WIDTH = 168
"""Pixels below which a card does not shrink."""


def poster(film: Film, width: int | Literal["stretch"] = "stretch", details: FilmDetails | None = None) -> None:
    """Draw the film's poster, `width` pixels wide where there is room for it; the dataset knows it, or its details."""
    path = image_path(film.poster_path) or (details.poster_path if details else "")
    if path:
        st.html(poster_over_placeholder(film, path, lookups.image_base_url()), width=width)
    else:
        st.image(placeholder(film), width=width, alt=f"Poster of {film.label}")


def facts_of(film: Film) -> str:
    """Return year, runtime and rating with its votes in one line of Markdown."""
    return " · ".join(filter(None, (str(film.year or ""), duration(film.runtime), _rating(film))))


def _rating(film: Film) -> str:
    return f":material/star:\u00a0{film.rating:.1f}\u00a0({_short(film.votes)})" if film.rating is not None else ""


def _short(count: int) -> str:
    """Return a count, in thousands where it is long: 34,495 -> "34k"."""
    return f"{count // 1_000}k" if count >= 10_000 else f"{count:,}"


def film_header(film: Film, words_to_poster: float = 4, overview: str = "") -> None:
    """Draw the film that all around it is about: poster, title, facts, what it is about.

    words_to_poster : how many times as wide as the poster the words beside it are
    overview : what it is about as Markdown, where words of it are marked
    """
    picture, words = st.columns([1, words_to_poster], gap="medium")
    with picture:
        poster(film, WIDTH, None if image_path(film.poster_path) else lookups.cached_details(film.id))
    with words:
        st.subheader(literal(film.title), anchor=False)
        st.caption(facts_of(film))
        if film.genres:
            st.caption(literal(listed(film.genres, 6)))
        if overview:
            st.markdown(overview)
        else:
            st.text(film.overview or "Nothing is known of what this film is about.")
        if people := people_of(film):
            st.caption(people)


def facts_side_by_side(a: Film, b: Film) -> str:
    """Return the facts about two films as a table in Markdown; what is known of neither is left out."""
    facts: tuple[tuple[str, Callable[[Film], str]], ...] = (
        ("Original title", lambda film: film.original_title if film.original_title != film.title else ""),
        ("Year", lambda film: str(film.year or "")),
        ("Runtime", lambda film: duration(film.runtime)),
        ("Rating", lambda film: "" if film.rating is None else f"{film.rating:.1f} by {film.votes:,} votes"),
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
    rows = [(name, told(a), told(b)) for name, told in facts]
    known = [("", a.title, b.title), ("---",) * 3, *((name, *both) for name, *both in rows if any(both))]
    return "\n".join(f"| {' | '.join(cell if cell == '---' else literal(cell) for cell in row)} |" for row in known)


def people_of(film: Film) -> str:
    """Return who made a film, as Markdown of at most two lines; empty where nobody is known."""
    people = [("Directed by ", film.director[:2]), ("With ", film.cast[:4])]
    return "  \n".join(prefix + literal(listed(names)) for prefix, names in people if names)


@dataclass(frozen=True, slots=True)
class Card:
    """A card that has been drawn, with the places for what TMDB adds later."""

    film: Film
    poster: DeltaGenerator
    people: DeltaGenerator

    def tell(self, details: FilmDetails) -> None:
        """Draw what TMDB adds."""
        if details.poster_path and not image_path(self.film.poster_path):
            with self.poster:
                poster(self.film, details=details)
        told = credits_of(details, lookups.country())
        if told:
            self.people.caption(told)


def recommendation_card(one: Recommendation) -> Card:
    """Draw a recommended film with its reasons."""
    film = one.film
    place = st.empty()
    with place:
        poster(film)
    with st.container(gap="xxsmall"):
        st.markdown(f"**{literal(film.title)}**")
        st.caption(" · ".join(filter(None, (str(film.year or ""), _rating(film)))))
        st.caption(" · ".join(filter(None, (duration(film.runtime), literal(", ".join(film.genres[:2]))))))
        people = st.empty()
        st.caption(_reasons(one))
    return Card(film, place, people)


def _reasons(one: Recommendation) -> str:
    reasons = one.explanation.reasons
    shared = f"Shares {literal(listed(reasons))}. " if reasons else "Shares no words. "
    return f"{shared}Closer than {share(one.closer_than)} of the catalogue. Score\u00a0{one.score:.2f}."
