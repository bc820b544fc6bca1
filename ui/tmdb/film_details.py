"""What TMDB tells of one film: who is in it, its trailer, and where to watch it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from engine import Film
from engine.errors import KeyRefused, OnlineError
from engine.tmdb import FilmDetails, WatchOffers, trailer_search
from ui.text.languages import LANGUAGES, language_name
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.posters import backdrop
from ui.tmdb import lookups
from ui.tmdb.credits import credits_of

_MISSING = "age ratings, trailers and where to watch"


def missing(told: Mapping[int, lookups.Told], asked: int) -> str:
    """Return in one quiet line what a page lacks, and why; nothing where it lacks nothing.

    told : of the films asked for, what has been said in time
    """
    if not lookups.has_key():
        return f"Without a key for TMDB there are no {_MISSING}. The page About tells how to set one."
    errors = [one for one in told.values() if isinstance(one, OnlineError)]
    refused = next((error for error in errors if isinstance(error, KeyRefused)), None)
    if refused:
        return f"There are no {_MISSING}: {literal(str(refused))}."
    if errors:
        return f"Some {_MISSING} are missing: {literal(str(errors[0]))}."
    if len(told) < asked:
        return f"Some {_MISSING} are still to come: TMDB is slow just now."
    return ""


def show_film_online(film: Film) -> None:
    """Draw what TMDB tells of a film, in a language and for a country to choose."""
    if not lookups.has_key():
        st.caption(missing({}, 0))
        _offer_trailer(film, None)
        return
    _choose()
    with st.skeleton(height=320):
        told = dict(lookups.arrivals(lookups.ask([film.id])))
    details = told.get(film.id)
    if isinstance(details, FilmDetails):
        _show(film, details)
        return
    if film.id in told and details is None:
        st.caption("TMDB does not know this film any more.")
    else:
        st.caption(missing(told, 1))
        st.button("Try again", icon=":material/refresh:", type="tertiary", key=f"online.again.{film.id}")
    _offer_trailer(film, None)


def _choose() -> None:
    """Draw the choices of language and country, which hold for all films."""
    languages, countries = st.columns(2)
    with languages:
        st.selectbox(
            "Language",
            LANGUAGES,
            index=LANGUAGES.index(lookups.default_language()),
            format_func=language_name,
            key=lookups.LANGUAGE,
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
            persist_state="session",
        )


def _show(film: Film, details: FilmDetails) -> None:
    if details.backdrop_path:
        st.html(backdrop(film, details.backdrop_path, lookups.images()))
    if details.tagline:
        st.markdown(f"*{literal(details.tagline)}*")
    facts = credits_of(details, lookups.country())
    if facts:
        st.markdown(facts)
    if details.overview and details.overview != film.overview:
        st.text(details.overview)
    left, right = st.columns(2, gap="large")
    with left:
        _show_cast(details)
    with right:
        _show_offers(details.offers_in(lookups.country()))
    _offer_trailer(film, details)
    _link(film, details)


def _show_cast(details: FilmDetails) -> None:
    st.subheader("Cast", anchor=False)
    if not details.cast:
        st.caption("TMDB names nobody.")
    with st.container(gap="xxsmall"):
        for role in details.cast:
            character = f" as {literal(role.character)}" if role.character else ""
            st.caption(f"**{literal(role.name)}**{character}")


def _show_offers(offers: WatchOffers | None) -> None:
    st.subheader("Where to watch", anchor=False)
    if offers is None:
        st.caption("Nowhere in this country, as far as JustWatch knows.")
        return
    ways: Sequence[tuple[str, Sequence[str]]] = (("Stream", offers.stream), ("Rent", offers.rent), ("Buy", offers.buy))
    for way, names in ways:
        if names:
            st.caption(f"**{way}**: {literal(listed(names, 8))}")
    told = f"[All offers at TMDB](<{offers.link}>). " if offers.link else ""
    st.caption(f"{told}Offers by JustWatch.")


def _offer_trailer(film: Film, details: FilmDetails | None) -> None:
    """Draw a button for the trailer, which is fetched only when somebody asks for it; else a link to a search."""
    playing = f"online.plays.{film.id}"
    if details and not st.session_state.get(playing):
        st.button(
            "Play the trailer",
            icon=":material/play_circle:",
            key=f"online.play.{film.id}",
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
        st.link_button("Search YouTube for a trailer", trailer_search(film.title, film.year), icon=":material/search:")


def _play(key: str) -> None:
    """Have a trailer shown from now on; for callbacks."""
    st.session_state[key] = True


def _link(film: Film, details: FilmDetails) -> None:
    with st.container(horizontal=True, gap="small"):
        if details.homepage:
            st.link_button("Homepage", details.homepage, icon=":material/home:", type="tertiary")
        imdb_id = details.imdb_id
        if imdb_id:
            st.link_button("IMDb", f"https://www.imdb.com/title/{imdb_id}/", icon=":material/link:", type="tertiary")
        tmdb = f"https://www.themoviedb.org/movie/{film.id}"
        st.link_button("TMDB", tmdb, icon=":material/link:", type="tertiary")
