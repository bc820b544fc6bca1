"""Recommended films as cards: a wall whose films say why they are there, with a button for details and a menu.

All cards are one component. Each element of a page costs the server about as much as finding all the films.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from engine import Film, Recommendation
from engine.tmdb import FilmDetails
from ui.text.numbers import duration
from ui.text.reasons import why
from ui.tmdb import lookups
from ui.tmdb.credits import credits_of
from ui.widgets import marking
from ui.widgets.wall import Tile, component, wall_data, with_details

DETAILS, REFINE = "Details", "Refine"
"""The buttons of a card; the second opens a menu."""

Chosen = Callable[[Film, str], None]
"""Does what was chosen from the menu of a film; called before the page is drawn."""

# The cards are there first, so that people can look at the films while this arrives.
_later = st.components.v2.component("later", html="<span></span>\n", js=marking.assets("later.js"))


def cards(
    films: Sequence[Recommendation],
    details: Mapping[int, FilmDetails],
    key: str,
    label: str,
    menu: Sequence[str],
    chosen: Chosen,
) -> Recommendation | None:
    """Draw recommended films in a fragment; return the one whose details were asked for.

    The fragment has to call `marking.rerun_if_marked`.

    Parameters
    ----------
    films
        In order.
    details
        What TMDB adds, by film id, as far as it has arrived.
    key
        Of the component.
    label
        What the list is, for screen readers.
    menu
        What can be chosen from the menu of each film.
    chosen
        Does it.

    """
    by_id = {recommended.film.id: recommended for recommended in films}
    tiles = [_tile(recommended, details.get(recommended.film.id)) for recommended in films]
    actions = {"details": DETAILS, "menu": REFINE, "choices": [*menu]}
    sent = component(
        key=key,
        data=wall_data("cards", tiles, label, key) | {"actions": actions},
        on_marks_change=partial(marking.take, key, in_fragment=True),
        on_action_change=partial(_choose, key, by_id, menu, chosen),
    )
    film_id, name = _action(sent.action)
    return by_id.get(film_id) if name == DETAILS else None


def add_later(films: Sequence[Recommendation], details: Mapping[int, FilmDetails], key: str) -> None:
    """Add what has come from TMDB since the cards were drawn.

    Parameters
    ----------
    films
        That have cards.
    details
        What has come, by film id.
    key
        Of the component.

    """
    images = lookups.image_base_url()
    tiles = [_tile(one, details[one.film.id]) for one in films if one.film.id in details]
    if tiles:
        _later(key=key, data={"films": {tile.film.id: with_details(tile, images) for tile in tiles}})


def _tile(recommended: Recommendation, details: FilmDetails | None) -> Tile:
    film = recommended.film
    facts = " · ".join(filter(None, (duration(film.runtime), ", ".join(film.genres[:2]))))
    people = credits_of(details, lookups.country()) if details else ""
    return Tile(film, (facts, people, why(recommended)), details=details)


def _choose(key: str, films: Mapping[int, Recommendation], menu: Sequence[str], chosen: Chosen) -> None:
    """Do what was chosen from the menu of a card; a callback."""
    film_id, name = _action((st.session_state.get(key) or {}).get("action"))
    if name in menu and film_id in films:
        chosen(films[film_id].film, name)


def _action(sent: object) -> tuple[int, str]:
    """Return the film and the name of the action that a card has sent. A browser can send anything."""
    if isinstance(sent, dict):
        film_id, name = sent.get("film"), sent.get("name")
        if isinstance(film_id, int) and isinstance(name, str):
            return film_id, name
    return 0, ""
