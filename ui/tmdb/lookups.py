"""The only home of what is looked up online: asked for in the background, remembered, and waited for a moment only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from concurrent.futures import TimeoutError as NotYet
from datetime import timedelta
from functools import partial
from typing import TypeVar

import streamlit as st

from engine.errors import OnlineError
from engine.tmdb import LOOKUP_WORKERS, FilmDetails, LookupPool, TmdbLookups, TmdbStatus, Video
from ui import cache
from ui.text.languages import LANGUAGES
from ui.text.posters import TMDB_IMAGES

WAIT_S = 1.2
"""Seconds that a page waits for what is looked up, after everything else on it has been drawn."""
_A_MOMENT_S = 0.05
_A_DAY = timedelta(days=1)
LANGUAGE, COUNTRY = "online.language", "online.country"
"""Keys of what a visitor chooses."""

T = TypeVar("T")

Asked = Mapping[int, "Future[FilmDetails | None]"]
"""What is being looked up, by film id."""
Told = FilmDetails | OnlineError | None
"""What TMDB says of a film, why it says nothing, or `None` where it does not know it."""


def has_key() -> bool:
    """Return whether there is a key for TMDB."""
    return _online().has_key


def language() -> str:
    """Return the code of the language to look up in: what the visitor has chosen, else that of the browser."""
    chosen: str | None = st.session_state.get(LANGUAGE)
    return chosen or default_language()


def default_language() -> str:
    """Return the code of the browser's language, English where TMDB's data have another."""
    code = (st.context.locale or "en").partition("-")[0]
    return code if code in LANGUAGES else "en"


def default_country() -> str:
    """Return the code of the browser's country, that of the United States where it tells none."""
    _, *parts = (st.context.locale or "en").split("-")
    return next((part for part in parts if len(part) == 2 and part.isupper()), "US")


def country() -> str:
    """Return the code of the country to tell of: what the visitor has chosen, else that of the browser."""
    chosen: str | None = st.session_state.get(COUNTRY)
    return chosen or default_country()


def ask(film_ids: Iterable[int]) -> Asked:
    """Have films looked up, several at once, and return at once; nothing is looked up without a key."""
    if not has_key():
        return {}
    desk, code = _desk(), language()
    return {film_id: desk.ask(film_id, code) for film_id in film_ids}


def arrivals(asked: Asked, seconds: float = WAIT_S) -> Iterator[tuple[int, Told]]:
    """Yield what is said of each film as soon as it is known; what is not after so many seconds is left out."""
    ids = {future: film_id for film_id, future in asked.items()}
    try:
        for future in as_completed(ids, timeout=seconds):
            yield ids[future], _said(future)
    except NotYet:
        return


def _said(future: Future[FilmDetails | None]) -> Told:
    try:
        return future.result()
    except OnlineError as error:
        return error


def images() -> str:
    """Return where images lie: as TMDB says if it has said so, else as it always has."""
    if not has_key():
        return TMDB_IMAGES
    asked = _image_address()
    return asked.result() if asked.done() else TMDB_IMAGES


def at_hand(film_id: int) -> FilmDetails | None:
    """Return what TMDB says of a film if it is known already."""
    told = dict(arrivals(ask([film_id]), _A_MOMENT_S)).get(film_id)
    return told if isinstance(told, FilmDetails) else None


def countries() -> Mapping[str, str]:
    """Return the English names of countries by their codes, nothing if TMDB does not tell them soon."""
    return _soon(_countries) or {}


def trailer(title: str, year: int | None) -> Video | None:
    """Return a trailer from YouTube, `None` without a key or where there is none, or none is told soon."""
    return _soon(partial(_trailer, title, year, language()))


def _soon(look_up: Callable[[], T]) -> T | None:
    """Return what is looked up, `None` where that fails or takes longer than a page waits; it goes on all the same."""
    try:
        return _others().submit(look_up).result(WAIT_S)
    except (NotYet, OnlineError):
        return None


def status() -> tuple[TmdbStatus, int]:
    """Return how things stand with TMDB, and how many look-ups were answered without a call."""
    told = _online().status()
    return told, max(0, _desk().asked - told.look_ups) + told.shared_hits if has_key() else 0


@st.cache_resource(show_spinner=False)
def _online() -> TmdbLookups:
    return TmdbLookups(cache.settings())


@st.cache_resource(show_spinner=False)
def _desk() -> LookupPool[FilmDetails | None]:
    return LookupPool(_details, LOOKUP_WORKERS)


@st.cache_resource(show_spinner=False)
def _others() -> ThreadPoolExecutor:
    """Return the threads that look up what is not of one film."""
    return ThreadPoolExecutor(2, thread_name_prefix="cinewatch-others")


# Neither the key nor anything of a visitor is part of what these are remembered by. An entry is looked up anew in the
# background after a day, and dropped after the days that .streamlit/config.toml says; what fails is not remembered.


@st.cache_data(ttl=_A_DAY, max_entries=5_000, show_spinner=False, refresh_mode="background")
def _details(film_id: int, code: str) -> FilmDetails | None:
    return _online().details(film_id, code)


@st.cache_data(ttl=_A_DAY, max_entries=500, show_spinner=False, refresh_mode="background")
def _trailer(title: str, year: int | None, code: str) -> Video | None:
    return _online().trailer(title, year, code)


@st.cache_data(ttl=_A_DAY, max_entries=1, show_spinner=False, refresh_mode="background")
def _countries() -> Mapping[str, str]:
    return _online().countries()


@st.cache_resource(ttl=_A_DAY, show_spinner=False)
def _image_address() -> Future[str]:
    """Return the address to come: nobody waits for it."""
    return _others().submit(_ask_for_images)


def _ask_for_images() -> str:
    try:
        return _online().images() or TMDB_IMAGES
    except OnlineError:
        return TMDB_IMAGES
