"""The page of a person: what their films are about, their films, and films like them."""

from __future__ import annotations

import streamlit as st

from engine import MAX_LIKED, Film, Filters, Query
from engine.browsing import PersonSort
from engine.errors import UnknownPerson
from ui import answers
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.tab import tab_title
from ui.users.hidden import without_hidden
from ui.widgets.film_search import BOUND
from ui.widgets.link_row import keyword_links, link_row
from ui.widgets.share import title_with_share
from ui.widgets.wall import shelf, wall
from ui.widgets.ways_on import ALL_FILMS, SEARCH, show_ways_on

ORDER = "order"
"""The choice of an order: its key, and its name in the address."""
ORDER_LABELS: dict[PersonSort, str] = {"newest": "Newest", "rating": "Highest rated", "popular": "Most popular"}
NOBODY = "Nobody in this catalogue has that name. Search again, or browse all films."
_SIMILAR = 12


def show_person(name: str) -> None:
    """Draw the whole page of a person."""
    try:
        person = answers.person(name)
    except UnknownPerson:
        st.title("Person not found", anchor=False)
        show_ways_on(NOBODY, ":material/person:", SEARCH, ALL_FILMS)
        return
    st.set_page_config(page_title=tab_title(name))
    title_with_share(literal(name))
    st.caption("1 film" if person.films == 1 else f"{person.films} films")
    link_row("Films about", keyword_links(person.keywords), "person.keywords")
    if person.films > 1:
        person = answers.person(name, _pick_order())
    for heading, films in (("As director", person.directed), ("In the cast", person.acted_in)):
        if films:
            st.header(heading, anchor=False)
            wall(films, heading, f"person.{heading}")
    _show_similar(person.name, person.best_known, {film.id for film in (*person.directed, *person.acted_in)})


def similar_to(name: str) -> str:
    """Return the heading of films like those of a person."""
    return f"Films like those of {name}"


def _pick_order() -> PersonSort:
    orders = {label: order for order, label in ORDER_LABELS.items()}
    chosen = st.segmented_control(
        "Sort by",
        list(orders),
        default=next(iter(orders)),
        required=True,
        key=ORDER,
        label_visibility="collapsed",
        **BOUND,
    )
    return orders[chosen]


def _show_similar(name: str, best_known: tuple[Film, ...], own: set[int]) -> None:
    """Draw films like the best known ones of a person, by others."""
    query = Query(
        liked=tuple(film.id for film in best_known[:MAX_LIKED]),
        k=_SIMILAR + len(own),
        franchise="one",
        filters=without_hidden(Filters()),
    )
    films = [found.film for found in answers.answer(query).films if found.film.id not in own]
    shelf(similar_to(name), films[:_SIMILAR], "person.similar", line=lambda film: listed(film.director, 1))
