"""Films side by side: a wall that fills the page, or a shelf that scrolls sideways. Poster and title lead to the film.

Streamlit has no element that is both a picture and a link within the app, so this is a component: one for all films,
which is also much faster to draw than a few elements a film. docs/ARCHITECTURE.md says why its links are plain ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from engine import Film
from engine.tmdb import image_path
from engine.users import NO_MARKS, FilmMarks
from ui.addresses import FILM, Link, address_of, film_link
from ui.text.markdown import literal
from ui.text.numbers import compact
from ui.text.posters import image_url, placeholder_url
from ui.tmdb import lookups
from ui.users import marks
from ui.widgets import marking

Layout = Literal["wall", "shelf"]
Line = Callable[[Film], str]
"""Returns a line about a film, as plain text; empty for none."""
Address = Callable[[Film], str]
"""Returns where a film leads, within the app."""

_SHELF_HEIGHT, _LINE_HEIGHT = 342, 40
"""Pixels: a poster, two lines of title, one of facts, stars and the scroll bar; two lines about the film."""
_ASSETS = Path(__file__).resolve().parents[1] / "assets"
_component = st.components.v2.component(
    "films",
    html="<ul></ul>\n",
    css=marking.CSS + (_ASSETS / "wall.css").read_text(encoding="utf-8"),
    js=marking.JS + (_ASSETS / "wall.js").read_text(encoding="utf-8"),
)


def _no_line(_: Film) -> str:
    return ""


def _film_address(film: Film) -> str:
    return address_of(FILM, film_link(film))


def wall(films: Sequence[Film], label: str, key: str, line: Line = _no_line, address: Address = _film_address) -> None:
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
    _show("shelf", films, heading, key, line, _film_address)


def tile_data(film: Film, images: str, line: str, address: str, film_marks: FilmMarks = NO_MARKS) -> dict[str, Any]:
    """Return what the component draws of a film.

    Parameters
    ----------
    film
        The film.
    images
        Address of TMDB's images.
    line
        What to say about it, as plain text.
    address
        Where it leads, within the app.
    film_marks
        What the visitor has marked.

    """
    path = image_path(film.poster_path)
    facts = (str(film.year or ""), rating(film))
    return {
        "id": film.id,
        "title": film.title,
        "facts": " · ".join(filter(None, facts)),
        "line": line,
        "address": address,
        "image": image_url(path, images) if path else "",
        "placeholder": placeholder_url(film),
        "marks": marking.shown(film_marks),
    }


def rating(film: Film) -> str:
    """Return a film's rating with a star and its votes, as plain text; empty without a rating."""
    return f"★\u00a0{film.rating:.1f}\u00a0({compact(film.votes)})" if film.rating is not None else ""


def _show(layout: Layout, films: Sequence[Film], label: str, key: str, line: Line, address: Address) -> None:
    images, lines = lookups.image_base_url(), [line(film) for film in films]
    marked = marks.film_marks(film.id for film in films)
    tiles = [
        tile_data(film, images, text, address(film), marked.get(film.id, NO_MARKS))
        for film, text in zip(films, lines, strict=True)
    ]
    _component(
        key=key,
        # A shelf is as high as its highest film can be, so that nothing below it moves when it arrives.
        height=(_SHELF_HEIGHT + (_LINE_HEIGHT if any(lines) else 0)) if layout == "shelf" else "content",
        data={"layout": layout, "label": label, "films": tiles, **marking.shared_data(key)},
        on_marks_change=partial(marking.take, key),
    )
