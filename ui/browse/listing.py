"""The films of the Browse page: their order, their number, and one page of them."""

from __future__ import annotations

import streamlit as st

from engine import Filters
from engine.browsing import SORTS, Sort
from ui import answers, cache
from ui.addresses import SORT, SORT_LABELS
from ui.charts.films import film_table
from ui.widgets.film_search import BOUND
from ui.widgets.filters import nothing_left
from ui.widgets.share import share_link
from ui.widgets.table import show_table
from ui.widgets.wall import wall

PAGE_SIZE = 24
LABEL = "The films of this page"
WALL, TABLE = VIEWS = ("Posters", "Table")
_PAGE = "page"


def film_count(films: int) -> str:
    """Return how many films there are, in words."""
    return {0: "No films", 1: "1 film"}.get(films, f"{films:,} films")


def show_head(filters: Filters) -> tuple[Sort, str]:
    """Draw how many films pass filters, and the choices of their order and view; return both choices."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        heading = st.container(width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            sort = _pick_order()
            view = st.segmented_control(
                "View", VIEWS, default=WALL, required=True, key="view_as", label_visibility="collapsed", **BOUND
            )
            share_link()
    heading.header(film_count(answers.page(filters, sort, 1, PAGE_SIZE).total), anchor=False)
    return sort, view or WALL


def show_films(filters: Filters, sort: Sort, view: str) -> None:
    """Draw one page of the films that pass filters."""
    page = answers.page(filters, sort, 1, PAGE_SIZE)
    if not page.films:
        st.info(nothing_left(cache.engine().recommender.removed_by(filters)), icon=":material/movie:")
        return
    _settle_page(page.pages)
    place = st.container()
    if page.pages > 1:
        number = st.pagination(page.pages, key=_PAGE, **BOUND)
        page = answers.page(filters, sort, number, PAGE_SIZE)
    with place:
        if view == TABLE:
            show_table(film_table(page.films), LABEL, [film.id for film in page.films])
        else:
            wall(page.films, LABEL, "browse.wall")


def _pick_order() -> Sort:
    chosen: Sort = st.selectbox(
        "Sort by",
        SORTS,
        key=SORT,
        format_func=SORT_LABELS.__getitem__,
        on_change=_first_page,
        label_visibility="collapsed",
        width=150,
        **BOUND,
    )
    return chosen


def _settle_page(pages: int) -> None:
    """Make an address beyond the last of `pages` one of the last page; Streamlit would show the first instead."""
    asked = st.query_params.get(_PAGE, "")
    # Nine digits are more than any number of pages, and Python refuses to read thousands.
    if _PAGE not in st.session_state and asked.isdecimal() and int(asked[:9]) > pages:
        st.query_params[_PAGE] = str(pages)
        # The widget begins with what the address said when the run began.
        st.rerun()


def _first_page() -> None:
    st.session_state[_PAGE] = 1
