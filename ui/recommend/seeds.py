"""What people start from: films they like and dislike, their own words, an example, or a surprise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import MAX_DISLIKED, MAX_LIKED, Film, Filters, Query
from ui import cache
from ui.navigation import ABOUT, DISLIKED, LIKED, start_over
from ui.text.markdown import literal
from ui.widgets import film_search

_MAX_CHARACTERS = 2_000
_SHOWN = 60
"""Characters of a text in a heading."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """What a query starts from."""

    liked: Sequence[Film]
    disliked: Sequence[Film]
    text: str

    @property
    def query(self) -> Query:
        """A query for it, all else at the defaults."""
        liked, disliked = (tuple(film.id for film in films) for films in (self.liked, self.disliked))
        return Query(liked, disliked, self.text)

    @property
    def name(self) -> str:
        """A short name of it all: "Inception dreams"."""
        return " ".join([*(film.title for film in self.liked), self.text])

    @property
    def words(self) -> str:
        """What films are looked for, to stand behind "films": "like Inception, about “dreams”"."""
        titles = [film.title for film in self.liked]
        names = " and ".join(titles) if len(titles) < 3 else f"{titles[0]}, {titles[1]} and {len(titles) - 2} more"
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN].rstrip()} …"
        return ", ".join(filter(None, (f"like {names}" if names else "", f"about “{text}”" if text else "")))


@dataclass(frozen=True, slots=True)
class Example:
    """A ready-made query; films by their titles."""

    label: str
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    text: str = ""


EXAMPLES = (
    Example("A heist in a dream", text="a heist in a dream with a team of specialists"),
    Example("A lonely robot on an empty earth", text="a lonely robot on an abandoned earth"),
    Example("Spirited Away meets Pan's Labyrinth", liked=("Spirited Away", "Pan's Labyrinth")),
    Example("Space, but no Star Wars", liked=("Interstellar", "Gravity"), disliked=("Star Wars",)),
    Example("The Godfather in Hong Kong", liked=("The Godfather",), text="undercover cops in Hong Kong"),
)


def pick_seeds() -> tuple[Seeds, DeltaGenerator]:
    """Draw the pickers and the line for words; return what is chosen, and the place that `offer_start` belongs in.

    All of it is in the page's address.
    """
    left, right = st.columns([3, 2], gap="small")
    with left:
        liked = film_search.pick_films("Films you like", LIKED, MAX_LIKED, first=True)
    with right:
        why = "What they are about counts against a film. Or choose “Less like this” from a film's menu."
        disliked = film_search.pick_films("Less like these", DISLIKED, MAX_DISLIKED, why=why)
    line, beside = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    text = line.text_input(
        "In your own words",
        key=ABOUT,
        max_chars=_MAX_CHARACTERS,
        placeholder="A heist in a dream with a team of specialists",
        help="What a film should be about, beside the films you like or instead of them.",
        bind="query-params",
        persist_state="session",
    )
    both = {film.id for film in liked} & {film.id for film in disliked}
    if both:
        names = " and ".join(literal(film.title) for film in liked if film.id in both)
        # No container comes after it here: the widgets in one that moves up are lost to the address.
        left.info(f"{names} cannot be liked and disliked at once, and counts as liked.", icon=":material/info:")
    return Seeds(liked, [film for film in disliked if film.id not in both], (text or "").strip()), beside


def offer_start(filters: Filters) -> None:
    """Draw ready-made examples, and a film by chance."""
    row = st.container(horizontal=True, gap="small")
    there = {example.label: example for example in EXAMPLES if _films(example) is not None}
    row.menu_button("Examples", list(there), icon=":material/lightbulb:", key="examples", on_click=_take, args=(there,))
    row.button(
        "Surprise me",
        icon=":material/casino:",
        key="surprise",
        on_click=_surprise,
        args=(filters,),
        help="Start from a well-known film drawn by chance from those that pass the filters",
    )


def _films(example: Example) -> tuple[list[Film], list[Film]] | None:
    """Return the films liked and disliked in an example, `None` if the catalogue lacks any of them."""
    liked, disliked = ([cache.named(title) for title in titles] for titles in (example.liked, example.disliked))
    found = [film for film in (*liked, *disliked) if film]
    if len(found) < len(liked) + len(disliked):
        return None
    return found[: len(liked)], found[len(liked) :]


def _take(examples: dict[str, Example]) -> None:
    example = examples[st.session_state["examples"]]
    films = _films(example)
    if films:
        start_over(*films, example.text)


def _surprise(filters: Filters) -> None:
    film = cache.engine().recommender.surprise(filters)
    if film is None:
        st.toast("No film passes the filters.", icon=":material/movie:")
    else:
        start_over([film])
