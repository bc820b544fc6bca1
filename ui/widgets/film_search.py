"""The one way to choose films: a dropdown of the best-known ones, in which any title can be typed, errors included."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from engine import Film, FilmName
from ui import cache
from ui.text.markdown import literal

# What `label_of` writes of a film that is not listed, or what a person may type. A bare number is a title: "2012".
_BY_ID = re.compile(r"(?:id|.+ ·) (\d{1,9})")
_OTHERS = 5
_MAX_FOUND = 8
_LIKELY = 0.75
"""How well a title must fit to be offered beside the best one."""
_PLACEHOLDER = "Choose a film, or type any title"
_HELP = "Films are listed by how many people have rated them. Type any other title and press Enter."

BOUND: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
"""What makes a widget's value part of the address, and keeps it while its page is not shown."""

Take = Callable[[str, Film], None]
"""Makes a film the choice of the picker with that key, or one of its choices."""


def pick_film(label: str, key: str, start: int = 0) -> Film | None:
    """Draw a picker of one film and return it, `None` if nothing fits what was typed.

    key : of the widget, and its name in the page's address
    start : place among the best-known films of the one shown at first
    """
    names = cache.film_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        chosen = st.selectbox(
            label,
            [name.label for name in names],
            index=min(start, len(names) - 1) if names else None,
            key=key,
            bind="query-params",
            persist_state="session",
            accept_new_options=True,
            placeholder=_PLACEHOLDER,
            help=_HELP,
        )
        _offer_all(key, choose)
    return _film_of(chosen, key, names, choose) if chosen else None


def remember(key: str, start: int) -> None:
    """Have a choice for a picker that is not drawn now: what it had, else the film at a place among the best-known."""
    names = cache.film_names()
    if names:
        st.session_state.setdefault(key, names[min(start, len(names) - 1)].label)


def pick_films(label: str, key: str, most: int, first: bool = False, why: str = _HELP) -> list[Film]:
    """Draw a picker of at most `most` films, each a chip that can be taken off; return them, each once.

    first : whether the best-known film is chosen at first
    """
    names = cache.film_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        chosen = st.multiselect(
            label,
            [name.label for name in names],
            default=[name.label for name in names[:1]] if first else None,
            key=key,
            max_selections=most,
            # The first entry is what Enter takes: a film, not all that fit what was typed.
            select_all=False,
            bind="query-params",
            persist_state="session",
            accept_new_options=True,
            placeholder=_PLACEHOLDER,
            help=why,
            wrap=True,
        )
        _offer_all(key, partial(add, most=most))
    found = [_film_of(text, key, names, partial(_replace, text=text)) for text in chosen]
    return list({film.id: film for film in found if film is not None}.values())


def choose(key: str, film: Film) -> None:
    """Make `film` the choice of the picker `key`; for callbacks, before the picker is drawn again."""
    st.session_state[key] = label_of(film)


def choose_only(key: str, *films: Film) -> None:
    """Make these films all that the picker of several `key` has; for callbacks."""
    st.session_state[key] = [label_of(film) for film in films]


def add(key: str, film: Film, most: int) -> None:
    """Make `film` one of the choices of the picker of several `key`; for callbacks. The oldest gives way to it."""
    st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, ()), label_of(film)]))[-most:]


def remove(key: str, film: Film) -> None:
    """Take `film` off the choices of the picker of several `key`; for callbacks."""
    st.session_state[key] = [text for text in st.session_state.get(key, ()) if text != label_of(film)]


def label_of(film: Film) -> str:
    """Return what stands for `film` in a picker: its label where it is listed, else one with its id."""
    by_id = {name.id: name.label for name in cache.film_names()}
    return by_id.get(film.id, f"{film.label} · {film.id}")


def _replace(key: str, film: Film, text: str) -> None:
    """Put `film` in the place of what was typed; a callback."""
    chosen = [label_of(film) if one == text else one for one in st.session_state[key]]
    st.session_state[key] = list(dict.fromkeys(chosen))


def _offer_all(key: str, take: Take) -> None:
    """Draw a way to search every title where the dropdown does not hold all of them."""
    if len(cache.engine()) <= cache.MAX_OPTIONS:
        return
    everything = st.popover(
        "All",
        icon=":material/search:",
        help="Search every title of the catalogue",
        key=f"{key}.all",
        on_change="rerun",
    )
    if everything.open:
        with everything:
            _search_all(key, take)


@st.fragment
def _search_all(key: str, take: Take) -> None:
    """Draw a search through every title, as one types; a click on a film makes it a choice of the picker `key`."""
    films = len(cache.engine())
    typed = st.text_input(
        f"Search all {films:,} films",
        type="search",
        live="250ms",
        key=f"{key}.search",
        placeholder="Any part of a title",
    )
    found = cache.search(typed, _MAX_FOUND) if typed and typed.strip() else ()
    with st.container(gap=None):
        for hit in found:
            film = hit.film
            label = literal(film.label)
            args = (take, key, film)
            if st.button(label, key=f"{key}.found.{film.id}", type="tertiary", on_click=_take_found, args=args):
                st.rerun()
    if typed and not found:
        st.caption("No title is like that.")


def _take_found(take: Take, key: str, film: Film) -> None:
    """Make `film` a choice of the picker `key`, and close the search it was found with."""
    take(key, film)
    st.session_state[f"{key}.all"] = False


def _film_of(text: str, key: str, names: tuple[FilmName, ...], take: Take) -> Film | None:
    """Return the film meant by a choice; if it was typed, say which that is and offer what else it may mean."""
    engine = cache.engine()
    if listed := next((name.id for name in names if name.label == text), None):
        return engine.film(listed)
    named = _BY_ID.fullmatch(text)
    if named and int(named[1]) in engine:
        return engine.film(int(named[1]))
    found = cache.search(text, _OTHERS + 1) if text.strip() else ()
    if not found:
        st.info(
            f"No title is like “{literal(text[:60])}”. Check the spelling, or choose a film from the list.",
            icon=":material/search_off:",
        )
        return None
    best, *others = (hit.film for hit in found if hit is found[0] or hit.score >= _LIKELY)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"Showing {literal(best.label)}" + (". Or did you mean" if others else ""), width="content")
        for film in others:
            # Two things typed may both mean it.
            name = f"{key}.meant.{film.id}.{text}"
            st.button(literal(film.label), key=name, type="tertiary", on_click=take, args=(key, film))
    return best
