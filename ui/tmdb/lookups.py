"""Look-ups at TMDB for the pages: started in the background, cached, and waited for only a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from functools import partial
from typing import TypeVar

import streamlit as st

from engine.errors import LookupFailed
from engine.tmdb import LOOKUP_WORKERS, FilmDetails, LookupPool, TmdbLookups, TmdbStatus, Video
from ui import cache, turns
from ui.text.languages import LANGUAGES
from ui.text.posters import TMDB_IMAGES
from ui.users import marks

WAIT_S = 1.2
"""Seconds that a page waits for look-ups, after everything else on it has been drawn."""
MOMENT_S = 0.05
"""Seconds that a page waits for what should be in memory."""
LANGUAGE, COUNTRY = "tmdb.language", "tmdb.country"
"""Keys of what a visitor chooses."""

T = TypeVar("T")

PendingLookups = Mapping[int, "Future[FilmDetails | None]"]
"""Look-ups under way, by film id."""
LookupResult = FilmDetails | LookupFailed | None
"""The details of a film, why there are none, or `None` if TMDB does not have the film."""


def has_key() -> bool:
    """Return whether there is a key for TMDB."""
    return _tmdb().has_key


def has_details() -> bool:
    """Return whether films can be looked up at TMDB: there is a key, and their ids are those of TMDB."""
    return has_key() and cache.engine().info.has_tmdb_ids


def language() -> str:
    """Return the language to look up in: the visitor's choice here, else the default."""
    choice: str | None = st.session_state.get(LANGUAGE)
    return choice or default_language()


def default_language() -> str:
    """Return the code of the language that the visitor prefers, else the browser's; English if TMDB lacks it."""
    code = marks.preferences().language or (st.context.locale or "en").partition("-")[0]
    return code if code in LANGUAGES else "en"


def country() -> str:
    """Return the country for age ratings and offers: the visitor's choice here, else the default."""
    choice: str | None = st.session_state.get(COUNTRY)
    return choice or default_country()


def default_country() -> str:
    """Return the code of the country that the visitor prefers, else the browser's, else the United States."""
    if preferred := marks.preferences().country:
        return preferred
    _, *parts = (st.context.locale or "en").split("-")
    return next((part for part in parts if len(part) == 2 and part.isupper()), "US")


def start(film_ids: Iterable[int]) -> PendingLookups:
    """Start looking films up, several at once, and return at once; nothing is looked up if there are no details."""
    if not has_details():
        return {}
    pool, code = _pool(), language()
    return {film_id: pool.submit(film_id, code) for film_id in film_ids}


def results(pending: PendingLookups, seconds: float = WAIT_S) -> Iterator[tuple[int, LookupResult]]:
    """Yield the result of each film as soon as it is there; those that take longer are left out."""
    waiting = {future: film_id for film_id, future in pending.items()}
    end = time.monotonic() + seconds
    while waiting:
        done, _ = wait(waiting, timeout=0)
        if not done:
            with turns.aside():
                done, _ = wait(waiting, timeout=max(0.0, end - time.monotonic()), return_when=FIRST_COMPLETED)
        if not done:
            return
        for future in done:
            yield waiting.pop(future), _result(future)


def _result(future: Future[FilmDetails | None]) -> LookupResult:
    try:
        return future.result()
    except LookupFailed as error:
        return error


def cached_details(film_id: int) -> FilmDetails | None:
    """Return the details of a film if they have been looked up already."""
    result = dict(results(start([film_id]), MOMENT_S)).get(film_id)
    return result if isinstance(result, FilmDetails) else None


def image_base_url() -> str:
    """Return the address that paths of images are added to: the one TMDB names, else the one it has always had."""
    if not has_key():
        return TMDB_IMAGES
    address = _image_base_url()
    return address.result() if address.done() else TMDB_IMAGES


def countries() -> Mapping[str, str]:
    """Return the English names of countries by their codes, none if TMDB does not answer soon."""
    return _in_time(_countries) or {}


def trailer(title: str, year: int | None) -> Video | None:
    """Return a trailer from YouTube, `None` without a key, without a hit, or without an answer soon."""
    return _in_time(partial(cache.shared().trailers, title, year, language()))


def _in_time(look_up: Callable[[], T]) -> T | None:
    """Return the result of a look-up, `None` if it fails or takes longer than a page waits; it goes on all the same."""
    try:
        with turns.aside():
            return _background().submit(look_up).result(WAIT_S)
    except (NotYet, LookupFailed):
        return None


def status() -> tuple[TmdbStatus, int]:
    """Return the state of TMDB, and how many look-ups were answered without a call."""
    state = _tmdb().status()
    cached = _pool().submitted - state.lookups if has_key() else 0
    return state, max(0, cached) + state.shared_hits


def _tmdb() -> TmdbLookups:
    return cache.shared().tmdb


@cache.per_process()
def _pool() -> LookupPool[FilmDetails | None]:
    workers = ThreadPoolExecutor(LOOKUP_WORKERS, thread_name_prefix="cinewatch-tmdb")
    return LookupPool(cache.shared().film_details, workers)


@cache.per_process()
def _background() -> ThreadPoolExecutor:
    """Return the threads for look-ups that are not about one film's details."""
    return ThreadPoolExecutor(2, thread_name_prefix="cinewatch-background")


@cache.per_process(cache.A_DAY)
def _image_base_url() -> Future[str]:
    """Return the address to come; no page waits for it."""
    return _background().submit(_look_up_image_base_url)


def _look_up_image_base_url() -> str:
    try:
        return _tmdb().image_base_url() or TMDB_IMAGES
    except LookupFailed:
        return TMDB_IMAGES


@cache.for_a_day(max_entries=1)
def _countries() -> Mapping[str, str]:
    return _tmdb().countries()
