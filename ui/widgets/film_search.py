"""The one way to choose films: a search box that takes any text and lists the most voted films, and what is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from engine import Film
from ui import answers, cache
from ui.text.markdown import literal
from ui.widgets import search_box as box
from ui.widgets import unseen
from ui.widgets.search_box import search_box

# What `label_of` writes for a film outside the list, or what a person may write. A bare number is a title: "2012".
_BY_ID = re.compile(r"(?:id|.+ ·) (\d{1,9})")
_MAX_ALTERNATIVES = 3
_WHAT_TO_DO = "Check the spelling, or choose a film from the list."
CHOSEN = "Chosen films"
_PLACEHOLDER = "The films you choose appear here"
_HINT = "Type any title, even misspelt{}. The most rated films are listed below the empty box."

BOUND: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
"""Puts a widget's value into the address, and keeps it while its page is not shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a typed text was read."""

    typed: str
    film: Film | None
    """`None` if no film fits, or if it has to be asked which one is meant."""
    others: tuple[Film, ...] = ()
    """Films that may be meant instead."""


def pick_film(label: str, key: str) -> Film | None:
    """Draw a picker of one film and return its choice, `None` if there is none.

    Parameters
    ----------
    label
        Shown above the picker.
    key
        Of the widget, and its name in the address.

    """
    return next(iter(pick_films(label, key, 1)), None)


def pick_films(label: str, key: str, most: int, hint: str | None = None) -> list[Film]:
    """Draw a picker of several films, each a chip that can be removed; return its choices, each once.

    Parameters
    ----------
    label
        Shown above the picker.
    key
        Of the widget, and its name in the address.
    most
        How many films can be chosen; a newer choice takes the place of the oldest. Of a link, the first ones count.
    hint
        The help text.

    """
    _settle(key)
    unseen.restore(key)
    with st.container(gap="xsmall"):
        take = partial(_take_typed, key, most)
        hint = hint or _HINT.format(", or a person" if answers.has_people() else "")
        search_box(label, unseen.box_of(key), take, hint, unseen.number_of(key))
        chosen = _chips(key, most)
        _show_readings(key, most)
    return _films(key, chosen, most)


def choose(key: str, film: Film) -> None:
    """Make `film` the choice of the picker `key`; for callbacks, before the picker is drawn again."""
    choose_only(key, film)


def choose_only(key: str, *films: Film) -> None:
    """Make these films the only choices of the picker `key`; for callbacks."""
    st.session_state[key] = [label_of(film) for film in films]


def add(key: str, film: Film, most: int) -> None:
    """Add `film` to the choices of the picker `key`; the oldest leaves if there are too many. For callbacks."""
    st.session_state[key] = _with(key, film, most)


def remove(key: str, film: Film) -> None:
    """Remove `film` from the choices of the picker `key`; for callbacks."""
    st.session_state[key] = [text for text in st.session_state.get(key, ()) if text != label_of(film)]


def label_of(film: Film) -> str:
    """Return the label of `film` in a picker: as in the list, else with its id."""
    return answers.film_labels().get(film.id, f"{film.label} · {film.id}")


def not_found(typed: str) -> str:
    """Return that no film fits what was typed, as Markdown."""
    return literal(box.not_found(typed))


def which(typed: str) -> str:
    """Return the question which film a text means, as Markdown."""
    return f"{box.WHICH} “{literal(typed[: box.MAX_SHOWN])}”"


def taken_as(film: Film, has_alternatives: bool) -> str:
    """Return which film we took a typed title for, as Markdown."""
    return f"We took this as {literal(film.label)}." + (" Not it?" if has_alternatives else "")


def read(typed: str) -> Reading:
    """Return which film a text means, and which it may mean instead."""
    hits = answers.search(typed, _MAX_ALTERNATIVES + 1) if typed.strip() else ()
    if not box.is_sure(hits):
        return Reading(typed, None, tuple(hit.film for hit in hits))
    best, *others = (hit.film for hit in hits if hit is hits[0] or hit.score >= box.LIKELY)
    return Reading(typed, best, tuple(others))


def is_its_name(reading: Reading) -> bool:
    """Return whether a text is title or label of the film it was taken for, and of no other that may be meant."""
    typed, films = reading.typed.strip().casefold(), filter(None, (reading.film, *reading.others))
    return [film for film in films if typed in (film.title.casefold(), film.label.casefold())] == [reading.film]


def _readings(key: str) -> list[Reading]:
    readings: list[Reading] = st.session_state.get(f"{key}.readings", [])
    return readings


def _with(key: str, film: Film, most: int) -> list[str]:
    """Return the labels in the picker `key` with that of `film`, without the oldest ones if there are too many."""
    return list(dict.fromkeys([*st.session_state.get(key, ()), label_of(film)]))[-most:]


def _keep_newest(key: str, most: int) -> None:
    """Let the oldest choices leave if there are too many, and forget what was typed before; a callback."""
    if unseen.restore(key):
        return
    st.session_state[key] = st.session_state[key][-most:]
    st.session_state[f"{key}.readings"] = []


def _take_typed(key: str, most: int, typed: str, film: Film | None, is_explicit: bool) -> None:
    """Take a film that was searched for, and note that it is a guess unless it was picked; a callback."""
    unseen.restore(key)
    st.session_state[f"{key}.readings"] = [] if is_explicit else [read(typed)]
    if film is not None:
        unseen.choose(key, _with(key, film, most))


def _chips(key: str, most: int) -> list[str]:
    """Draw what is chosen, and return it: labels of films, or texts of a link or of somebody who types here."""
    # It lists only what is chosen, so whatever is typed into it is a text for our search as well.
    options = list(dict.fromkeys(st.session_state.get(key) or ()))
    return st.multiselect(
        CHOSEN,
        options,
        key=key,
        # A newer choice takes the place of a single one.
        max_selections=most if most > 1 else None,
        select_all=False,
        accept_new_options=True,
        filter_mode="prefix",
        # The label of the search box stands above both.
        label_visibility="collapsed",
        placeholder=_PLACEHOLDER,
        wrap=True,
        on_change=_keep_newest,
        args=(key, most),
        **BOUND,
    )


def _settle(key: str) -> None:
    """Put the films that were found for texts in their place, before the widget is drawn."""
    settled: list[str] | None = st.session_state.pop(f"{key}.settled", None)
    if settled is not None:
        st.session_state[key] = settled


def _films(key: str, chosen: Sequence[str], most: int) -> list[Film]:
    """Return the films that are chosen, each once; if there are texts instead of labels, put films in their place."""
    films: dict[str, Film] = {}
    readings = []
    for text in chosen:
        film = _film_of(text)
        if film is None:
            readings.append(read(text))
            film = readings[-1].film
        if film is not None:
            films[label_of(film)] = film
    labels = list(films)[:most]
    if labels != list(chosen):
        st.session_state[f"{key}.settled"] = labels
        st.session_state[f"{key}.readings"] = readings
        # What a widget holds can only be changed before it is drawn.
        st.rerun()
    return [films[label] for label in labels]


def _film_of(text: str) -> Film | None:
    """Return the film whose label a text is, or whose id it has."""
    engine = cache.engine()
    listed = answers.film_ids().get(text)
    if listed is not None:
        return engine.film(listed)
    by_id = _BY_ID.fullmatch(text)
    return engine.film(int(by_id[1])) if by_id and int(by_id[1]) in engine else None


def _show_readings(key: str, most: int) -> None:
    """Say which films were taken for what was typed, and offer the others. Who typed a film's name knows it."""
    for number, reading in enumerate(_readings(key)):
        if is_its_name(reading):
            continue
        if reading.film is None and not reading.others:
            st.info(f"{not_found(reading.typed)} {_WHAT_TO_DO}", icon=":material/search_off:")
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if reading.film is None:
                st.caption(which(reading.typed), width="content")
            else:
                st.caption(taken_as(reading.film, bool(reading.others)), width="content")
            for film in reading.others:
                button_key = f"{key}.instead.{film.id}.{number}"
                args = (key, most, reading, film)
                st.button(literal(film.label), key=button_key, type="tertiary", on_click=_take_instead, args=args)


def _take_instead(key: str, most: int, reading: Reading, film: Film) -> None:
    """Put `film` in the place of the one that a text was taken for; a callback."""
    st.session_state[f"{key}.readings"] = [other for other in _readings(key) if other is not reading]
    if reading.film is not None:
        remove(key, reading.film)
    add(key, film, most)
