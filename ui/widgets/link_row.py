"""A row of links to pages of the app, such as the genres of a film."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from engine import Film
from ui.addresses import BROWSE, FILM, PERSON, Link, address_of, browse_key, film_link, person_link

_ASSETS = Path(__file__).resolve().parents[1] / "assets"
_component = st.components.v2.component(
    "links", html="<p></p>\n", css=(_ASSETS / "links.css").read_text(), js=(_ASSETS / "links.js").read_text()
)

Layout = Literal["row", "stacked", "tiles"]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page."""

    text: str
    page: str
    """The page's script."""
    link: Link
    """What its address has."""
    colour: str = ""
    """Of its tile, as "#rrggbb"; by default the tile is grey."""


def link_row(label: str, links: Sequence[PageLink], key: str, layout: Layout = "row") -> None:
    """Draw links; nothing if there are none.

    Parameters
    ----------
    label
        A word in front of a row; what other layouts are called by screen readers.
    links
        In order.
    key
        Of the component.
    layout
        A row of chips, a list with one link below the other, or tiles.

    """
    if not links:
        return
    data = {
        "label": label,
        "links": [(link.text, address_of(link.page, link.link), link.colour) for link in links],
        "layout": layout,
    }
    _component(key=key, data=data)


def film_links(films: Iterable[Film]) -> list[PageLink]:
    """Return a link to the page of each film, called by title and year."""
    return [PageLink(film.label, FILM, film_link(film)) for film in films]


def people_links(names: Sequence[str]) -> list[PageLink]:
    """Return a link to the page of each person."""
    return [PageLink(name, PERSON, person_link(name)) for name in names]


def keyword_links(keywords: Sequence[str]) -> list[PageLink]:
    """Return a link to the films with each keyword."""
    return [PageLink(keyword, BROWSE, {browse_key("keywords"): keyword}) for keyword in keywords]
