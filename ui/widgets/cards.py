"""Recommended films as cards: a wall whose films say why they are there, with a button for details and a menu.

All cards are one component. Each element of a page costs the server about as much as finding all the films.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from engine import Film
from engine.tmdb import FilmDetails
from ui.text.numbers import duration
from ui.tmdb import lookups
from ui.tmdb.credits import credits_of
from ui.tmdb.film_details import missing_note
from ui.widgets import film_dialog, marking
from ui.widgets.wall import Tile, component, wall_data, with_details

DETAILS, REFINE = "Details", "Refine"
"""The buttons of a card; the second opens a menu."""

Chosen = Callable[[Film, str], None]
"""Does what was chosen from the menu of a film; called before the page is drawn."""

# The cards are there first, so that people can look at the films while this arrives.
_later = st.components.v2.component("later", html="<span></span>\n", js=marking.assets("later.js"))


@dataclass(frozen=True, slots=True)
class Card:
    """A recommended film."""

    film: Film
    why: str
    """Why it is there, as plain text on one line."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What can be chosen for each film."""

    choices: Sequence[str]
    """As people read them."""
    chosen: Chosen


def show_cards(
    films: Sequence[Card], key: str, label: str, opened: Callable[[Film], None], menu: Menu | None = None
) -> None:
    """Draw recommended films in a fragment, and then what TMDB adds to them, as soon as it comes.

    The fragment has to call `marking.rerun_if_marked`.

    Parameters
    ----------
    films
        In order.
    key
        Of the component.
    label
        What the list is, for screen readers.
    opened
        Opens the dialog of a film: the one whose button was clicked, or that the address names.
    menu
        Of each film; `None` for none.

    """
    pending = lookups.start(card.film.id for card in films)
    details = _found(dict(lookups.results(pending, lookups.MOMENT_S)))
    if film := _draw(films, details, key, label, menu):
        film_dialog.ask_for(film)
    film_dialog.show_asked({card.film.id: card.film for card in films}, opened)
    # Last, so that people can look at the films while this arrives.
    arrived = dict(lookups.results(pending))
    _add_later(films, {film_id: found for film_id, found in _found(arrived).items() if film_id not in details}, key)
    if note := missing_note(arrived, len(pending)):
        st.caption(note)


def _found(results: Mapping[int, lookups.LookupResult]) -> dict[int, FilmDetails]:
    return {film_id: details for film_id, details in results.items() if isinstance(details, FilmDetails)}


def _draw(
    films: Sequence[Card], details: Mapping[int, FilmDetails], key: str, label: str, menu: Menu | None
) -> Film | None:
    """Draw the cards; return the film whose details were asked for."""
    by_id = {card.film.id: card.film for card in films}
    tiles = [_tile(card, details.get(card.film.id)) for card in films]
    actions = {"details": DETAILS, "menu": REFINE, "choices": [*menu.choices] if menu else []}
    sent = component(
        key=key,
        data=wall_data("cards", tiles, label, key) | {"actions": actions},
        on_marks_change=partial(marking.take, key, in_fragment=True),
        on_action_change=partial(_choose, key, by_id, menu),
    )
    film_id, name = _action(sent.action)
    return by_id.get(film_id) if name == DETAILS else None


def _add_later(films: Sequence[Card], details: Mapping[int, FilmDetails], key: str) -> None:
    """Add what has come from TMDB, by film id, since the cards were drawn."""
    images = lookups.image_base_url()
    tiles = [_tile(card, details[card.film.id]) for card in films if card.film.id in details]
    if tiles:
        _later(key=f"{key}.later", data={"films": {tile.film.id: with_details(tile, images) for tile in tiles}})


def _tile(card: Card, details: FilmDetails | None) -> Tile:
    film = card.film
    facts = " · ".join(filter(None, (duration(film.runtime), ", ".join(film.genres[:2]))))
    people = credits_of(details, lookups.country()) if details else ""
    return Tile(film, (facts, people, card.why), details=details)


def _choose(key: str, films: Mapping[int, Film], menu: Menu | None) -> None:
    """Do what was chosen from the menu of a card; a callback."""
    film_id, name = _action((st.session_state.get(key) or {}).get("action"))
    if menu and name in menu.choices and film_id in films:
        menu.chosen(films[film_id], name)


def _action(sent: object) -> tuple[int, str]:
    """Return the film and the name of the action that a card has sent. A browser can send anything."""
    if isinstance(sent, dict):
        film_id, name = sent.get("film"), sent.get("name")
        if isinstance(film_id, int) and isinstance(name, str):
            return film_id, name
    return 0, ""
