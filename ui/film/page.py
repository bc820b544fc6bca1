"""The page of a film: facts and links, films like it, its franchise, and what TMDB adds."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from engine import ABOUT_THE_FILE, Film, Filters, Query
from engine.tmdb import image_path
from ui import answers, cache
from ui.addresses import BROWSE, RECOMMEND, browse_key
from ui.navigation import LIKED, compare_from
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.text.numbers import listed, money, share
from ui.text.reasons import why
from ui.text.tab import tab_title
from ui.tmdb import lookups
from ui.tmdb.film_details import heading, show_film_details
from ui.users.hidden import wanted, without_hidden
from ui.widgets.film_card import NO_OVERVIEW, facts_of, poster
from ui.widgets.film_search import label_of
from ui.widgets.link_row import PageLink, keyword_links, link_row, people_links
from ui.widgets.marking import marks_bar
from ui.widgets.share import share_link
from ui.widgets.wall import shelf

NOT_FOUND = "This catalogue has no such film. Search for its title, or browse all films."
FRANCHISE = "More of this franchise"
_SIMILAR = 12
_MAX_NAMES = 10
"""Names in a row of links."""


def show_film(film: Film) -> None:
    """Draw the whole page of a film."""
    st.set_page_config(page_title=tab_title(film.label))
    # The style sheet knows the key: on a phone, the title stands beside the poster.
    with st.container(key="film.head"):
        picture, words = st.columns([1, 3.5], gap="medium")
    with picture:
        poster(film, "stretch", None if image_path(film.poster_path) else lookups.cached_details(film.id))
    with words:
        _show_head(film)
    _show_similar(film)
    others = [other for other in wanted(answers.franchise(film.id)) if other.id != film.id]
    shelf(FRANCHISE, others, "film.franchise")
    facts, more = st.columns(2, gap="large")
    with facts:
        st.header("Facts", anchor=False)
        st.table(_facts(film), alt=f"Facts about {film.title}")
    with more:
        st.header(heading(), anchor=False)
        show_film_details(film)


def _show_head(film: Film) -> None:
    st.title(literal(film.title), anchor=False)
    if film.original_title != film.title:
        st.caption(literal(film.original_title))
    st.caption(facts_of(film))
    marks_bar(film, "film.marks", in_words=True)
    link_row("", [PageLink(genre, BROWSE, {browse_key("genres"): genre}) for genre in film.genres], "film.genres")
    if film.tagline:
        st.markdown(f"*{literal(film.tagline)}*")
    st.text(film.overview or NO_OVERVIEW)
    link_row("Directed by", people_links(film.director), "film.director")
    link_row("With", people_links(film.cast[:_MAX_NAMES]), "film.cast")
    keywords = [keyword for keyword in film.keywords if keyword not in ABOUT_THE_FILE]
    link_row("About", keyword_links(keywords[:_MAX_NAMES]), "film.keywords")
    with st.container(horizontal=True, gap="small"):
        if st.button("Compare with another film", icon=":material/compare_arrows:", key="film.compare"):
            compare_from(film)
        share_link()
        for name, address in _elsewhere(film):
            st.link_button(name, address, icon=":material/open_in_new:")


def _elsewhere(film: Film) -> list[tuple[str, str]]:
    """Return where else the film has a page that its ids lead to."""
    pages = {"IMDb": f"https://www.imdb.com/title/{quote(film.imdb_id)}/"} if film.imdb_id else {}
    if cache.engine().info.has_tmdb_ids:
        pages = {
            "TMDB": f"https://www.themoviedb.org/movie/{film.id}",
            **pages,
            "Letterboxd": f"https://letterboxd.com/tmdb/{film.id}",
        }
    return list(pages.items())


def similar_heading(film: Film) -> str:
    """Return the heading of the films like a film."""
    return f"Films like {film.title}"


def _show_similar(film: Film) -> None:
    answer = answers.answer(Query(liked=(film.id,), k=_SIMILAR, franchise="one", filters=without_hidden(Filters())))
    reasons = {recommended.film.id: why(recommended) for recommended in answer.films}
    shelf(
        similar_heading(film),
        [recommended.film for recommended in answer.films],
        "film.similar",
        (RECOMMEND, {LIKED: label_of(film)}),
        line=lambda other: reasons[other.id],
    )


def _facts(film: Film) -> dict[str, str]:
    """Return what is known of a film, by name, as Markdown."""
    standing = answers.standing(film.id)
    rows = {
        "Rating": "" if film.rating is None else f"{film.rating:.1f} of 10, from {film.votes:,} votes",
        "Compared with other films": ""
        if standing.rated_lower is None
        else f"Rated higher than {share(standing.rated_lower)} of them",
        "Released": film.release_date.strftime("%d %B %Y").lstrip("0") if film.release_date else str(film.year or ""),
        "Language": language_name(film.original_language) if film.original_language else "",
        "Countries": listed(film.countries),
        "Companies": listed(film.companies, 6),
        "Budget": money(film.budget) if film.budget else "",
        "Box office": money(film.revenue) if film.revenue else "",
    }
    return {name: literal(text) for name, text in rows.items() if text}
