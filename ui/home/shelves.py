"""The shelves of the start page: films to begin with, whatever one likes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from engine import FilterOptions, Filters
from engine.browsing import Sort
from ui import answers
from ui.addresses import BROWSE, Link, browse_key, decade_link, sort_link
from ui.text.palette import GENRE_COLOURS
from ui.users import experiments
from ui.users.hidden import without_hidden
from ui.widgets.filters import link_of
from ui.widgets.link_row import PageLink, link_row
from ui.widgets.wall import shelf

_ON_A_SHELF = 12
_WELL_KNOWN_VOTES = 1_000
_RECENT_YEARS = 3
HIDDEN_GEMS = "Hidden gems"
_GEMS = Filters(min_votes=50, max_votes=1_000, min_rating=7.0, min_runtime=40)
"""Liked by those who know them, and known by few. Short films are rated by their friends."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A question to the catalogue, and the same question as an address of the Browse page."""

    heading: str
    filters: Filters
    sort: Sort
    link: Link


def shelves(options: FilterOptions) -> tuple[Shelf, ...]:
    """Return the shelves from top to bottom.

    Parameters
    ----------
    options
        The values that each filter offers. Without a last year, no film is new.

    """
    last_year = options.last_year
    since = (last_year or 0) - _RECENT_YEARS + 1
    recent = (Shelf("New", Filters(first_year=since), "newest", sort_link("newest")),) if last_year else ()
    return (
        Shelf("Popular", Filters(), "popular", {}),
        Shelf(
            "Highly rated",
            Filters(min_votes=_WELL_KNOWN_VOTES),
            "rating",
            {**sort_link("rating"), browse_key("votes"): str(_WELL_KNOWN_VOTES)},
        ),
        Shelf(HIDDEN_GEMS, _GEMS, "rating", {**sort_link("rating"), **link_of(_GEMS, options, browse_key)}),
        *recent,
    )


def show_shelves() -> None:
    """Draw the shelves that have films."""
    first = experiments.changes().shelves
    drawn: list[int] = []
    for each in sorted(
        shelves(answers.filter_options()),
        key=lambda shelf: first.index(shelf.heading) if shelf.heading in first else len(first),
    ):
        films = answers.page(without_hidden(each.filters), each.sort, 1, _ON_A_SHELF).films
        shelf(each.heading, films, f"home.{each.heading}", (BROWSE, each.link))
        drawn += [film.id for film in films]
    experiments.note_shown(list(dict.fromkeys(drawn)), ("shelves",))


def show_links() -> None:
    """Draw a tile for the films of each genre and each decade."""
    options = answers.filter_options()
    st.header("Genres", anchor=False)
    genres = [
        PageLink(genre, BROWSE, {browse_key("genres"): genre}, GENRE_COLOURS.get(genre, "")) for genre in options.genres
    ]
    link_row("Genres", genres, "home.genres", "tiles")
    if options.first_year is not None and options.last_year is not None:
        st.header("Decades", anchor=False)
        decades = range(options.first_year // 10 * 10, options.last_year + 1, 10)
        links = [PageLink(f"{year}s", BROWSE, decade_link(year)) for year in decades]
        link_row("Decades", links, "home.decades", "tiles")
