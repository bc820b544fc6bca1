"""Films side by side: a wall that fills the page, or a shelf that scrolls sideways. Poster and title lead to the film.

Streamlit has no element that is both a picture and a link within the app, so this is a component: one for all films,
which is also much faster to draw than a few elements a film. docs/ARCHITECTURE.md says why its links are plain ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from engine import Film
from engine.tmdb import FilmDetails, image_path
from engine.users import NO_MARKS, FilmMarks
from ui.addresses import Link, film_address
from ui.text.markdown import literal
from ui.text.numbers import compact
from ui.text.posters import image_url, placeholder_url
from ui.tmdb import lookups
from ui.users import marks
from ui.widgets import marking

Layout = Literal["wall", "shelf", "cards"]
Line = Callable[[Film], str]
"""Returns a line about a film, as plain text; empty for none."""
Address = Callable[[Film], str]
"""Returns where a film leads, within the app."""

_SHELF_HEIGHT, _LINE_HEIGHT = 342, 40
"""Pixels: a poster, two lines of title, one of facts, stars and the scroll bar; two lines about the film."""
component = st.components.v2.component(
    "films",
    html="<ul></ul>\n",
    css=marking.assets("marks.css", "wall.css", "cards.css"),
    js=marking.assets("marks.js", "cards.js", "wall.js"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A film as a wall, a shelf or a list of cards shows it."""

    film: Film
    lines: Sequence[str] = ()
    """Texts below its year and rating, without markup."""
    address: str = ""
    """Where it leads, within the app; by default to its page."""
    details: FilmDetails | None = None
    """What TMDB adds."""


def _no_line(_: Film) -> str:
    return ""


def _page_of(film: Film) -> str:
    return film_address(film.id)


def wall(films: Sequence[Film], label: str, key: str, line: Line = _no_line, address: Address = _page_of) -> None:
    """Draw films as a wall that fills the page.

    Parameters
    ----------
    films
        In order.
    label
        What the list is, for screen readers.
    key
        Of the component.
    line
        What to say about each film.
    address
        Where each film leads.

    """
    _show("wall", films, label, key, line, address)


def shelf(
    heading: str, films: Sequence[Film], key: str, see_all: tuple[str, Link] | None = None, line: Line = _no_line
) -> None:
    """Draw films in one row that scrolls sideways; nothing if there are none.

    Parameters
    ----------
    heading
        Plain text above the films.
    films
        In the order of the row.
    key
        Of the component.
    see_all
        The page with all such films, and what its address has.
    line
        What to say about each film.

    """
    if not films:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.header(literal(heading), anchor=False, width="content")
        if see_all:
            page, link = see_all
            st.page_link(
                page,
                label="See all",
                query_params=link,
                icon=":material/chevron_right:",
                icon_position="right",
                help="",
            )
    _show("shelf", films, heading, key, line, _page_of)


def tile_data(tile: Tile, images: str, film_marks: FilmMarks = NO_MARKS) -> dict[str, Any]:
    """Return what the component draws of a film.

    Parameters
    ----------
    tile
        The film, and what is said about it.
    images
        Address of TMDB's images.
    film_marks
        What the visitor has marked.

    """
    film = tile.film
    return {
        "id": film.id,
        "title": film.title,
        "address": tile.address or _page_of(film),
        "placeholder": placeholder_url(film),
        "marks": marking.shown(film_marks),
        **with_details(tile, images),
    }


def with_details(tile: Tile, images: str) -> dict[str, Any]:
    """Return the part of `tile_data` that TMDB's details change: the lines below the title, and the poster at TMDB."""
    film = tile.film
    facts = (str(film.year or ""), rating(film))
    path = image_path(film.poster_path) or (tile.details.poster_path if tile.details else "")
    return {
        "detailed": tile.details is not None,
        "lines": [" · ".join(filter(None, facts)), *filter(None, tile.lines)],
        "image": image_url(path, images) if path else "",
    }


def rating(film: Film) -> str:
    """Return a film's rating with a star and its votes, as plain text; empty without a rating."""
    return f"★\u00a0{film.rating:.1f}\u00a0({compact(film.votes)})" if film.rating is not None else ""


def wall_data(layout: Layout, tiles: Sequence[Tile], label: str, key: str) -> dict[str, Any]:
    """Return what the component takes.

    Parameters
    ----------
    layout
        How the films stand beside each other.
    tiles
        The films, in order.
    label
        What the list is, for screen readers.
    key
        Of the component.

    """
    images = lookups.image_base_url()
    marked = marks.film_marks(tile.film.id for tile in tiles)
    films = [tile_data(tile, images, marked.get(tile.film.id, NO_MARKS)) for tile in tiles]
    return {"layout": layout, "label": label, "films": films, **marking.shared_data(key)}


def _show(layout: Layout, films: Sequence[Film], label: str, key: str, line: Line, address: Address) -> None:
    tiles = [Tile(film, (line(film),), address(film)) for film in films]
    has_lines = any(text for tile in tiles for text in tile.lines)
    component(
        key=key,
        # A shelf is as high as its highest film can be, so that nothing below it moves when it arrives.
        height=(_SHELF_HEIGHT + (_LINE_HEIGHT if has_lines else 0)) if layout == "shelf" else "content",
        data=wall_data(layout, tiles, label, key),
        on_marks_change=partial(marking.take, key),
    )
