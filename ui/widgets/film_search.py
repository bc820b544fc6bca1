"""The one way to choose films: a dropdown of the most voted ones that also takes any typed title, even misspelt."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from engine import Film, FilmName
from ui import answers, cache
from ui.errors import fragment
from ui.text.markdown import literal

# What `label_of` writes for a film outside the dropdown, or what a person may type. A bare number is a title: "2012".
_BY_ID = re.compile(r"(?:id|.+ ·) (\d{1,9})")
_MAX_ALTERNATIVES = 5
_MAX_HITS = 8
_LIKELY = 0.75
"""How well a title must fit to be offered beside the best one, 0 to 1."""
_MAX_SHOWN = 60
"""Characters of typed text in a message."""
_PLACEHOLDER = "Choose a film, or type any title"
_HINT = "Most-rated films come first. Type any title, even misspelt."

BOUND: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
"""Puts a widget's value into the address, and keeps it while its page is not shown."""

Take = Callable[[str, Film], None]
"""Makes a film the choice of the picker with that key, or one of its choices."""


def pick_film(label: str, key: str, start: int = 0) -> Film | None:
    """Draw a picker of one film and return its choice, `None` if nothing fits what was typed.

    Parameters
    ----------
    label
        Shown above the picker.
    key
        Of the widget, and its name in the address.
    start
        The film chosen at first: its number in the dropdown, from 0.

    """
    names = answers.film_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        chosen = st.selectbox(
            label,
            [name.label for name in names],
            index=min(start, len(names) - 1) if names else None,
            key=key,
            accept_new_options=True,
            placeholder=_PLACEHOLDER,
            help=_HINT,
            **BOUND,
        )
        _offer_search(key, choose)
    return _film_of(chosen, key, names, choose) if chosen else None


def remember(key: str, start: int) -> None:
    """Give the picker `key` a choice while it is not drawn: the one it had, else number `start` of the dropdown."""
    names = answers.film_names()
    if names:
        st.session_state.setdefault(key, names[min(start, len(names) - 1)].label)


def pick_films(label: str, key: str, most: int, first: bool = False, hint: str = _HINT) -> list[Film]:
    """Draw a picker of several films, each a chip that can be removed; return its choices, each once.

    Parameters
    ----------
    label
        Shown above the picker.
    key
        Of the widget, and its name in the address.
    most
        How many films can be chosen.
    first
        Whether the first film of the dropdown is chosen at first.
    hint
        The help text.

    """
    names = answers.film_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        chosen = st.multiselect(
            label,
            [name.label for name in names],
            default=[name.label for name in names[:1]] if first else None,
            key=key,
            max_selections=most,
            # Enter takes the first entry: it must be a film, not "Select all".
            select_all=False,
            accept_new_options=True,
            placeholder=_PLACEHOLDER,
            help=hint,
            wrap=True,
            **BOUND,
        )
        _offer_search(key, partial(add, most=most))
    films = [_film_of(text, key, names, partial(_replace, text=text)) for text in chosen]
    return list({film.id: film for film in films if film is not None}.values())


def choose(key: str, film: Film) -> None:
    """Make `film` the choice of the picker `key`; for callbacks, before the picker is drawn again."""
    st.session_state[key] = label_of(film)


def choose_only(key: str, *films: Film) -> None:
    """Make these films the only choices of the picker `key`; for callbacks."""
    st.session_state[key] = [label_of(film) for film in films]


def add(key: str, film: Film, most: int) -> None:
    """Add `film` to the choices of the picker `key`; the oldest leaves if there are too many. For callbacks."""
    st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, ()), label_of(film)]))[-most:]


def remove(key: str, film: Film) -> None:
    """Remove `film` from the choices of the picker `key`; for callbacks."""
    st.session_state[key] = [text for text in st.session_state.get(key, ()) if text != label_of(film)]


def label_of(film: Film) -> str:
    """Return the label of `film` in a picker: as in the dropdown, else with its id."""
    by_id = {name.id: name.label for name in answers.film_names()}
    return by_id.get(film.id, f"{film.label} · {film.id}")


def not_found(typed: str) -> str:
    """Return that no film fits what was typed, as Markdown."""
    return f"We found no film called “{literal(typed[:_MAX_SHOWN])}”."


def taken_as(film: Film, has_alternatives: bool) -> str:
    """Return which film we took a typed title for, as Markdown."""
    return f"We took this as {literal(film.label)}." + (" Not it?" if has_alternatives else "")


def _replace(key: str, film: Film, text: str) -> None:
    """Put `film` in the place of what was typed; a callback."""
    chosen = [label_of(film) if choice == text else choice for choice in st.session_state[key]]
    st.session_state[key] = list(dict.fromkeys(chosen))


def _offer_search(key: str, take: Take) -> None:
    """Draw a way to search all films if the dropdown does not hold them all."""
    if len(cache.engine()) <= answers.MAX_OPTIONS:
        return
    popover = st.popover("Search all films", icon=":material/search:", key=f"{key}.all", on_change="rerun")
    if popover.open:
        with popover:
            _search_all(key, take)


@fragment
def _search_all(key: str, take: Take) -> None:
    """Draw a search of all films that answers as you type; a click on a film makes it a choice of the picker `key`."""
    typed = st.text_input(
        f"Search all {len(cache.engine()):,} films",
        type="search",
        live="250ms",
        key=f"{key}.search",
        placeholder="Any part of a title",
    )
    hits = answers.search(typed, _MAX_HITS) if typed and typed.strip() else ()
    with st.container(gap=None):
        for hit in hits:
            film = hit.film
            label = literal(film.label)
            args = (take, key, film)
            if st.button(label, key=f"{key}.hit.{film.id}", type="tertiary", on_click=_take_hit, args=args):
                st.rerun()
    if typed and not hits:
        st.caption(not_found(typed))


def _take_hit(take: Take, key: str, film: Film) -> None:
    """Make `film` a choice of the picker `key`, and close the search; a callback."""
    take(key, film)
    st.session_state[f"{key}.all"] = False


def _film_of(text: str, key: str, names: tuple[FilmName, ...], take: Take) -> Film | None:
    """Return the film that a choice stands for; if it was typed, say which film that is and offer alternatives."""
    engine = cache.engine()
    if listed := next((name.id for name in names if name.label == text), None):
        return engine.film(listed)
    by_id = _BY_ID.fullmatch(text)
    if by_id and int(by_id[1]) in engine:
        return engine.film(int(by_id[1]))
    hits = answers.search(text, _MAX_ALTERNATIVES + 1) if text.strip() else ()
    if not hits:
        st.info(f"{not_found(text)} Check the spelling, or choose a film from the list.", icon=":material/search_off:")
        return None
    best, *others = (hit.film for hit in hits if hit is hits[0] or hit.score >= _LIKELY)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(taken_as(best, bool(others)), width="content")
        for film in others:
            # Two typed texts may stand for the same film.
            button_key = f"{key}.instead.{film.id}.{text}"
            st.button(literal(film.label), key=button_key, type="tertiary", on_click=take, args=(key, film))
    return best
