"""A row of links to pages of the app, such as the genres of a film."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from engine import Film
from ui.addresses import BROWSE, FILM, PERSON, Link, address_of, browse_key, film_link, person_link

_ASSETS = Path(__file__).resolve().parents[1] / "assets"
_component = st.components.v2.component(
    "links", html="<p></p>\n", css=(_ASSETS / "links.css").read_text(), js=(_ASSETS / "links.js").read_text()
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page."""

    text: str
    page: str
    """The page's script."""
    link: Link
    """What its address has."""


def link_row(label: str, links: Sequence[PageLink], key: str, stacked: bool = False) -> None:
    """Draw links in a row or `stacked`, with a word in front of them; nothing if there are none."""
    if not links:
        return
    data = {
        "label": label,
        "links": [(link.text, address_of(link.page, link.link)) for link in links],
        "stacked": stacked,
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
