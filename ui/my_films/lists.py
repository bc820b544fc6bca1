"""The lists of marked films: watchlist, ratings, watched, not interested. One page of a list at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from engine import Film
from engine.users import TWO_HOURS, ListOrder, Mark, MarkKind, Marks, in_catalogue, ordered
from ui import cache
from ui.addresses import RATINGS_LIST
from ui.addresses import STARS as STARS_KEY
from ui.my_films import texts
from ui.text.markdown import literal
from ui.text.numbers import counted_films
from ui.users.marks import mark, unmark
from ui.widgets.film_card import facts_of, link_to_film, poster
from ui.widgets.film_search import BOUND
from ui.widgets.wall import wall
from ui.widgets.ways_on import ALL_FILMS, show_ways_on

PAGE_SIZE = 24
PAGE = "list_page"
SHORT = "under_two_hours"
STARS = tuple(half / 2 for half in range(10, 0, -1))
POSTERS, ROWS = VIEWS = ("Posters", "List")
VIEW = "shown_as"
ANY_STARS = "Any stars"
_ORDER = "order"
_POSTER_WIDTH = 44
"""Pixels."""


@dataclass(frozen=True, slots=True)
class FilmList:
    """One kind of mark as a section of the page."""

    name: str
    kind: MarkKind
    orders: tuple[ListOrder, ...]
    empty: str
    """What it says without a film."""

    def show(self, marks: Marks) -> None:
        """Draw the section."""
        show_list(self, marks)


WATCHLIST = FilmList("Watchlist", "watchlist", ("added", "rating", "shortest", "longest", "newest"), texts.NO_WATCHLIST)
RATINGS = FilmList(RATINGS_LIST, "rating", ("added", "highest", "lowest", "rating", "newest"), texts.NO_RATINGS)
WATCHED = FilmList("Watched", "watched", ("added", "rating", "newest"), texts.NO_WATCHED)
NOT_INTERESTED = FilmList("Not interested", "not_interested", ("added", "rating", "newest"), texts.NONE_REFUSED)


def show_list(films: FilmList, marks: Marks) -> None:
    """Draw one page of a list, in an order that the visitor chooses."""
    every = marks.of_kind(films.kind)
    if not every:
        # Who has not begun yet gets to know all ways to begin.
        show_ways_on(films.empty if len(marks) else texts.NOTHING_YET, ":material/movie:", ALL_FILMS)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", gap="small"):
        heading = st.container(width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            stars = _pick_stars() if films is RATINGS else None
            short = films is WATCHLIST and st.toggle("Under two hours", key=SHORT, on_change=first_page, **BOUND)
            order = _pick_order(films)
            view = st.segmented_control(
                "View", VIEWS, default=POSTERS, required=True, key=VIEW, label_visibility="collapsed", **BOUND
            )
    columns = cache.engine().opened.columns
    kept = every if stars is None else [each for each in every if each.rating == stars]
    chosen = ordered(kept, columns, order, TWO_HOURS if short else None)
    heading.header(counted_films(len(chosen)), anchor=False)
    if not chosen:
        st.info(texts.NONE_SHORT if short else texts.NONE_WITH_STARS, icon=":material/movie:")
        return
    place = st.container()
    shown = chosen[:PAGE_SIZE]
    if len(chosen) > PAGE_SIZE:
        number = st.pagination(-(-len(chosen) // PAGE_SIZE), key=PAGE, **BOUND)
        shown = chosen[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    with place:
        _show(films, shown, as_rows=view == ROWS)
    if lacking := texts.lacking(len(every) - len(in_catalogue(every, columns))):
        st.caption(lacking)


def first_page() -> None:
    """Go to the first page; for callbacks."""
    st.session_state[PAGE] = 1


def _pick_order(films: FilmList) -> ListOrder:
    labels = {texts.ORDER_LABELS[order]: order for order in films.orders}
    chosen = st.selectbox(
        "Sort by",
        list(labels),
        key=f"{films.kind}_{_ORDER}",
        on_change=first_page,
        label_visibility="collapsed",
        width=160,
        **BOUND,
    )
    return labels[chosen]


def _pick_stars() -> float | None:
    """Draw the choice of the stars that films were given; return `None` for any."""
    chosen = st.selectbox(
        "Stars",
        [ANY_STARS, *(f"{stars:g}" for stars in STARS)],
        key=STARS_KEY,
        format_func=lambda stars: stars if stars == ANY_STARS else _stars(float(stars)),
        on_change=first_page,
        label_visibility="collapsed",
        width=120,
        **BOUND,
    )
    return None if chosen == ANY_STARS else float(chosen)


def _show(films: FilmList, marks: Sequence[Mark], as_rows: bool) -> None:
    """Draw marked films as posters or rows; those that the catalogue lacks have no poster."""
    engine = cache.engine()
    known = {each.film_id: engine.film(each.film_id) for each in marks if each.film_id in engine}
    if known and not as_rows:
        days = {each.film_id: f"{each.at:%d %b %Y}" for each in marks}
        wall(list(known.values()), films.name, f"my_films.{films.kind}", line=lambda film: days[film.id])
    for each in marks:
        if as_rows or each.film_id not in known:
            _show_row(films, each, known.get(each.film_id))


def _show_row(films: FilmList, each: Mark, film: Film | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        if film:
            poster(film, _POSTER_WIDTH)
        _show_film(each.film_id, film)
        _show_buttons(films, each, film.title if film else f"TMDB film {each.film_id}")


def _show_film(film_id: int, film: Film | None) -> None:
    with st.container(gap="xxsmall"):
        if film:
            link_to_film(film)
            # The title has the year.
            st.caption(facts_of(replace(film, year=None)))
        else:
            st.markdown(f"[TMDB film {film_id}](https://www.themoviedb.org/movie/{film_id})")
            st.caption(literal(texts.LACKING.capitalize()))


def _show_buttons(films: FilmList, each: Mark, title: str) -> None:
    """Draw what can be done with a marked film: rate it, or take the mark away."""
    film_id = each.film_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        st.caption(f"{each.at:%d %b %Y}", width="content")
        if films.kind == "rating":
            # A rating that changes elsewhere gets a new widget, which shows it.
            key = f"my_films.stars.{film_id}.{each.rating}"
            st.selectbox(
                f"Your rating of {literal(title)}",
                STARS,
                index=STARS.index(each.rating) if each.rating in STARS else None,
                format_func=_stars,
                key=key,
                on_change=_rate,
                args=(key, film_id, title),
                label_visibility="collapsed",
                width=110,
            )
        st.button(
            "",
            icon=":material/delete:" if films is not NOT_INTERESTED else ":material/undo:",
            key=f"my_films.remove.{films.kind}.{film_id}",
            help=f"Remove from {films.name}",
            type="tertiary",
            on_click=unmark,
            args=(films.kind, film_id, title),
        )


def _stars(stars: float) -> str:
    return f"★\u00a0{stars:g}"


def _rate(key: str, film_id: int, title: str) -> None:
    mark("rating", film_id, title, st.session_state[key])
