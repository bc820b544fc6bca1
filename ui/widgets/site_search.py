"""The search box on every page: a film or a person is opened at once, whatever the page is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from engine.search import SearchHit
from ui import answers
from ui.addresses import PERSON, address_of, film_address, person_link
from ui.errors import fragment
from ui.widgets.search_box import ASSETS, HTML, LONGEST, entry, films_of, found, state_of

LABEL, PLACEHOLDER = "Find a film or a person", "Film or person"
FILMS_LABEL, FILMS_PLACEHOLDER = "Search all films", "Title of a film"
"""The same for a catalogue without people."""
KEY = "site.search"

_component = st.components.v2.component(
    "site_search",
    html=HTML,
    css="\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ("search_box.css", "site_search.css")),
    js=(ASSETS / "search_box.js").read_text(encoding="utf-8"),
)


@fragment
def site_search() -> None:
    """Draw the box: at the right of the menu where there is room, else above the page. The page stands still."""
    typed = str(((st.session_state.get(KEY) or {}).get("typed") or {}).get("text", ""))[:LONGEST]
    hits = found(typed)
    label, placeholder = (LABEL, PLACEHOLDER) if answers.has_people() else (FILMS_LABEL, FILMS_PLACEHOLDER)
    data = {
        "label": label,
        "hint": "",
        "placeholder": placeholder,
        "longest": LONGEST,
        "typed": typed,
        "films": list(entries(hits)),
        "popular": [],
        "leads": True,
        **state_of(typed, hits),
    }
    # It has its room from the start, so that no page moves when the box arrives.
    _component(key=KEY, height=1, data=data, on_typed_change=lambda: None)


def entries(hits: Sequence[SearchHit]) -> Iterator[dict[str, object]]:
    """Yield what the list shows, with addresses: films, and people before the films that were found by their names."""
    for person, films in groupby(hits, lambda hit: hit.person):
        if person:
            yield {"label": films_of(person), "address": address_of(PERSON, person_link(person))}
        for hit in films:
            shown = entry(hit)
            yield {name: shown[name] for name in ("id", "label", "poster")} | {"address": film_address(hit.film.id)}
