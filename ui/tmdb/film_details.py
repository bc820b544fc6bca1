"""What TMDB adds to one film: cast, trailer, and where to watch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from engine import Film
from engine.errors import KeyRefused, LookupFailed
from engine.tmdb import FilmDetails, WatchOffers, trailer_search_url
from ui.text.languages import LANGUAGES, language_name
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.posters import backdrop
from ui.tmdb import lookups
from ui.tmdb.credits import credits_of
from ui.users import marks
from ui.waiting import waiting

DETAILS, TRAILER = "Cast, trailer, where to watch", "Trailer"
"""Headings of what there is with a key, and without."""
EXTRAS = "age ratings, trailers and where to watch"
UNAVAILABLE = f"We can't show {EXTRAS} right now. Everything else works."
SLOW = f"TMDB is slow right now. Reload the page in a moment to see all {EXTRAS}."
UNKNOWN_FILM = "TMDB no longer has this film."
NO_CAST = "TMDB lists no cast."
NO_OFFERS = "Not available in this country, according to JustWatch."
SEARCH_LABEL = "Search YouTube for a trailer"


def missing_note(results: Mapping[int, lookups.LookupResult], expected: int) -> str:
    """Return one line that says what a page lacks, and why; empty if it lacks nothing or there is no key.

    Visitors cannot mend a key, so they do not read about it; the operator does, on the page About.

    Parameters
    ----------
    results
        The results that came in time, by film id.
    expected
        Films that have been looked up.
    """
    if not lookups.has_key():
        return ""
    errors = [result for result in results.values() if isinstance(result, LookupFailed)]
    if any(isinstance(error, KeyRefused) for error in errors):
        return UNAVAILABLE
    if errors:
        return f"We can't show all {EXTRAS} right now: {literal(str(errors[0]))}. Everything else works."
    return SLOW if len(results) < expected else ""


def heading() -> str:
    """Return the heading of what `show_film_details` draws."""
    return DETAILS if lookups.has_details() else TRAILER


def show_film_details(film: Film) -> None:
    """Draw what TMDB adds to a film, in a language and for a country that the visitor can choose."""
    if not lookups.has_details():
        _show_trailer(film, None)
        return
    _show_choices()
    with waiting(320):
        results = dict(lookups.results(lookups.start([film.id])))
    details = results.get(film.id)
    if isinstance(details, FilmDetails):
        _show_all(film, details)
        return
    if film.id in results and details is None:
        st.caption(UNKNOWN_FILM)
    else:
        st.caption(missing_note(results, 1))
        st.button("Try again", icon=":material/refresh:", type="tertiary", key=f"tmdb.retry.{film.id}")
    _show_trailer(film, None)


def _show_choices() -> None:
    """Draw the choices of language and country, which hold for all films."""
    languages, countries = st.columns(2)
    with languages:
        st.selectbox(
            "Language",
            LANGUAGES,
            index=LANGUAGES.index(lookups.default_language()),
            format_func=language_name,
            key=lookups.LANGUAGE,
            on_change=_remember,
            persist_state="session",
        )
    names = lookups.countries()
    codes = sorted({*names, lookups.country()}, key=lambda code: names.get(code, code))
    with countries:
        st.selectbox(
            "Country",
            codes,
            index=codes.index(lookups.country()),
            format_func=lambda code: names.get(code, code),
            key=lookups.COUNTRY,
            on_change=_remember,
            persist_state="session",
        )


def _remember() -> None:
    """Keep the choices for the next visit."""
    marks.set_preferences(replace(marks.preferences(), language=lookups.language(), country=lookups.country()))


def _show_all(film: Film, details: FilmDetails) -> None:
    if details.backdrop_path:
        st.html(backdrop(film, details.backdrop_path, lookups.image_base_url()))
    if details.tagline:
        st.markdown(f"*{literal(details.tagline)}*")
    if credits_line := credits_of(details, lookups.country()):
        st.markdown(literal(credits_line))
    if details.overview and details.overview != film.overview:
        st.text(details.overview)
    left, right = st.columns(2, gap="large")
    with left:
        _show_cast(details)
    with right:
        _show_offers(details.offers_in(lookups.country()))
    _show_trailer(film, details)
    _show_links(film, details)


def _show_cast(details: FilmDetails) -> None:
    st.header("Cast", anchor=False)
    if not details.cast:
        st.caption(NO_CAST)
    with st.container(gap="xxsmall"):
        for role in details.cast:
            character = f" as {literal(role.character)}" if role.character else ""
            st.caption(f"**{literal(role.name)}**{character}")


def _show_offers(offers: WatchOffers | None) -> None:
    st.header("Where to watch", anchor=False)
    if offers is None:
        st.caption(NO_OFFERS)
        return
    for label, providers in (("Stream", offers.stream), ("Rent", offers.rent), ("Buy", offers.buy)):
        if providers:
            st.caption(f"**{label}**: {literal(listed(providers, 8))}")
    link = f"[All offers on TMDB](<{offers.link}>). " if offers.link else ""
    st.markdown(f"{link}Offers from JustWatch.")


def _show_trailer(film: Film, details: FilmDetails | None) -> None:
    """Draw a button for the trailer, which is loaded only after a click, or else a link to a search."""
    playing = f"tmdb.playing.{film.id}"
    if details and not st.session_state.get(playing):
        st.button(
            "Play trailer",
            icon=":material/play_circle:",
            key=f"tmdb.play.{film.id}",
            on_click=_play,
            args=(playing,),
        )
        return
    videos = details.videos if details else ()
    video = videos[0] if videos else lookups.trailer(film.title, film.year) if details else None
    if video:
        st.video(f"https://www.youtube.com/watch?v={video.key}")
        st.caption(literal(video.name))
    else:
        st.link_button(SEARCH_LABEL, trailer_search_url(film.title, film.year), icon=":material/search:")


def _play(key: str) -> None:
    """Show a trailer from now on; a callback."""
    st.session_state[key] = True


def _show_links(film: Film, details: FilmDetails) -> None:
    imdb = f"https://www.imdb.com/title/{details.imdb_id}/" if details.imdb_id else ""
    tmdb = f"https://www.themoviedb.org/movie/{film.id}"
    links = (("Homepage", "home", details.homepage), ("IMDb", "link", imdb), ("TMDB", "link", tmdb))
    with st.container(horizontal=True, gap="small"):
        for label, icon, address in links:
            if address:
                st.link_button(label, address, icon=f":material/{icon}:", type="tertiary")
