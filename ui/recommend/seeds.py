"""What a recommendation starts from: films you like and dislike, your own words, an example, or a surprise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import MAX_DISLIKED, MAX_LIKED, Film, Filters, Query
from ui import answers, cache
from ui.addresses import Link
from ui.navigation import ABOUT, DISLIKED, LIKED, start_over
from ui.text.markdown import literal
from ui.widgets import film_search
from ui.widgets.film_search import BOUND
from ui.widgets.filters import NO_MATCH

LIKED_LABEL, DISLIKED_LABEL, ABOUT_LABEL = "Films you like", "Less like these", "In your own words"
_MAX_CHARACTERS = 2_000
_MAX_SHOWN = 60
"""Characters of a description in a heading."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """What a query starts from."""

    liked: Sequence[Film]
    disliked: Sequence[Film]
    about: str

    @property
    def query(self) -> Query:
        """A query for it, with defaults for everything else."""
        liked, disliked = (tuple(film.id for film in films) for films in (self.liked, self.disliked))
        return Query(liked, disliked, self.about)

    @property
    def link(self) -> Link:
        """What the address of the page has for it."""
        films = {LIKED: self.liked, DISLIKED: self.disliked}
        labels = {key: [film_search.label_of(film) for film in chosen] for key, chosen in films.items() if chosen}
        return labels | ({ABOUT: self.about} if self.about else {})

    @property
    def name(self) -> str:
        """A short name for files: "Inception dreams"."""
        return " ".join([*(film.title for film in self.liked), self.about])

    @property
    def description(self) -> str:
        """What the films should be like, to follow the word "films": "like Inception, about “dreams”, not like Up"."""
        names = _short([film.title for film in self.liked])
        about = self.about if len(self.about) <= _MAX_SHOWN else f"{self.about[:_MAX_SHOWN].rstrip()} …"
        disliked = f"not like {_short([film.title for film in self.disliked])}" if self.disliked else ""
        return ", ".join(
            filter(None, (f"like {names}" if names else "", f"about “{about}”" if about else "", disliked))
        )


def _short(titles: Sequence[str]) -> str:
    """Return the first two titles, and how many more there are."""
    return " and ".join(titles) if len(titles) < 3 else f"{titles[0]}, {titles[1]} and {len(titles) - 2} more"


@dataclass(frozen=True, slots=True)
class Example:
    """A ready-made query, with films by title."""

    label: str
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    about: str = ""


EXAMPLES = (
    Example("A heist in a dream", about="a heist in a dream with a team of specialists"),
    Example("A lonely robot on an empty earth", about="a lonely robot on an abandoned earth"),
    Example("Spirited Away meets Pan's Labyrinth", liked=("Spirited Away", "Pan's Labyrinth")),
    Example("Space, but no Star Wars", liked=("Interstellar", "Gravity"), disliked=("Star Wars",)),
    Example("The Godfather in Hong Kong", liked=("The Godfather",), about="undercover cops in Hong Kong"),
)


def pick_seeds() -> tuple[Seeds, DeltaGenerator]:
    """Draw the pickers of films and the box for a description. All of it is in the address.

    Returns
    -------
    seeds
        What is chosen.
    beside
        The place for `offer_start`.

    """
    left, right = st.columns([3, 2], gap="small")
    with left:
        liked = film_search.pick_films(LIKED_LABEL, LIKED, MAX_LIKED, start=0)
    with right:
        hint = "Films like these move down. You can also choose “Less like this” from a film's menu."
        disliked = film_search.pick_films(DISLIKED_LABEL, DISLIKED, MAX_DISLIKED, hint=hint)
    box, beside = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    about = box.text_input(
        ABOUT_LABEL,
        key=ABOUT,
        max_chars=_MAX_CHARACTERS,
        placeholder=EXAMPLES[0].about.capitalize(),
        help="Describe what a film should be about, with or without films you like.",
        **BOUND,
    )
    both = {film.id for film in liked} & {film.id for film in disliked}
    if both:
        # No container follows it here: the widgets in one that moves up are lost to the address.
        left.info(liked_and_disliked([film for film in liked if film.id in both]), icon=":material/info:")
    return Seeds(liked, [film for film in disliked if film.id not in both], (about or "").strip()), beside


def liked_and_disliked(films: Sequence[Film]) -> str:
    """Return that some films are chosen as both, as Markdown."""
    return f"Both liked and disliked, so counted as liked: {', '.join(literal(film.title) for film in films)}."


def offer_start(filters: Filters) -> None:
    """Draw ready-made examples, and a random film to start from."""
    row = st.container(horizontal=True, gap="small")
    examples = {example.label: example for example in EXAMPLES if _films(example) is not None}
    row.menu_button(
        "Examples", list(examples), icon=":material/lightbulb:", key="examples", on_click=_take, args=(examples,)
    )
    row.button(
        "Surprise me",
        icon=":material/casino:",
        key="surprise",
        on_click=_surprise,
        args=(filters,),
        help="Start from a random well-known film that matches your filters",
    )


def _films(example: Example) -> tuple[list[Film], list[Film]] | None:
    """Return the films liked and disliked in an example, `None` if the catalogue lacks any of them."""
    liked, disliked = ([answers.named(title) for title in titles] for titles in (example.liked, example.disliked))
    films = [film for film in (*liked, *disliked) if film]
    if len(films) < len(liked) + len(disliked):
        return None
    return films[: len(liked)], films[len(liked) :]


def _take(examples: Mapping[str, Example]) -> None:
    example = examples[st.session_state["examples"]]
    films = _films(example)
    if films:
        start_over(*films, example.about)


def _surprise(filters: Filters) -> None:
    film = cache.engine().recommender.surprise(filters)
    if film is None:
        st.toast(NO_MATCH, icon=":material/movie:")
    else:
        start_over([film])
