"""Ways to begin in one click: ready-made examples, popular films, a surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from engine import Film, Filters
from ui import answers, cache
from ui.addresses import RECOMMEND, address_of
from ui.navigation import LIKED, start_over
from ui.recommend.texts import START_EXAMPLES, START_POPULAR
from ui.widgets.film_search import label_of
from ui.widgets.filters import NO_MATCH
from ui.widgets.wall import wall

_POPULAR = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A ready-made query, with films by title."""

    label: str
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    about: str = ""


EXAMPLES = (
    Example("A heist in a dream", about="a heist in a dream with a team of specialists"),
    Example("A lonely robot on an abandoned earth", about="a lonely robot on an abandoned earth"),
    Example("Spirited Away meets Pan's Labyrinth", liked=("Spirited Away", "Pan's Labyrinth")),
    Example("Space, but no Star Wars", liked=("Interstellar", "Gravity"), disliked=("Star Wars",)),
    Example("The Godfather in Hong Kong", liked=("The Godfather",), about="undercover cops in Hong Kong"),
)


def offer_start(filters: Filters, with_examples: bool) -> None:
    """Draw a button for a random film to start from, and a menu of examples, for the place beside the description.

    Parameters
    ----------
    filters
        That the random film passes.
    with_examples
        Whether there is a menu; `show_start` has a button for each example.

    """
    row = st.container(horizontal=True, gap="small")
    row.button(
        "Surprise me",
        icon=":material/casino:",
        key="surprise",
        on_click=_surprise,
        args=(filters,),
        help="Start from a random well-known film that matches your filters",
    )
    if with_examples:
        examples = {example.label: example for example in _examples()}
        row.menu_button(
            "Examples",
            list(examples),
            icon=":material/lightbulb:",
            key="examples",
            on_click=_take_chosen,
            args=(examples,),
        )


def show_start(filters: Filters) -> None:
    """Draw what one can do while nothing is chosen: examples and popular films that pass the filters."""
    st.header(START_EXAMPLES, anchor=False)
    with st.container(horizontal=True, gap="small"):
        for example in _examples():
            key = f"example.{EXAMPLES.index(example)}"
            st.button(example.label, key=key, on_click=_take, args=(example,))
    films = answers.page(filters, "popular", 1, _POPULAR).films
    if films:
        st.header(START_POPULAR, anchor=False)
        wall(films, START_POPULAR, "recommend.popular", address=_like)
    else:
        st.info(NO_MATCH, icon=":material/movie:")


def _like(film: Film) -> str:
    """Return the address of this page as it is now, with a film chosen."""
    chosen = {name: st.query_params.get_all(name) for name in st.query_params}
    return address_of(RECOMMEND, {**chosen, LIKED: label_of(film)})


def _examples() -> list[Example]:
    """Return the examples whose films are all in the catalogue."""
    return [example for example in EXAMPLES if _films(example) is not None]


def _films(example: Example) -> tuple[list[Film], list[Film]] | None:
    """Return the films liked and disliked in an example, `None` if the catalogue lacks any of them."""
    liked, disliked = ([answers.named(title) for title in titles] for titles in (example.liked, example.disliked))
    films = [film for film in (*liked, *disliked) if film]
    if len(films) < len(liked) + len(disliked):
        return None
    return films[: len(liked)], films[len(liked) :]


def _take_chosen(examples: Mapping[str, Example]) -> None:
    """Start over from what was chosen in the menu; a callback."""
    _take(examples[st.session_state["examples"]])


def _take(example: Example) -> None:
    """Start over from an example; a callback."""
    films = _films(example)
    if films:
        start_over(*films, example.about)


def _surprise(filters: Filters) -> None:
    film = cache.engine().recommender.surprise(filters)
    if film is None:
        st.toast(NO_MATCH, icon=":material/movie:")
    else:
        start_over([film])
