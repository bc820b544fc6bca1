"""A chart of the catalogue on the page: its words, the films behind a bar, the table behind it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any

import streamlit as st

from engine import Film, Filters
from ui import cache
from ui.charts.catalogue import Picture, tables_of
from ui.charts.years import LANGUAGES, YEARS
from ui.errors import fragment
from ui.navigation import compare_from, open_recommend
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.widgets.table import show_table

_MAX_FILMS = 8


def show_pictures(pictures: Sequence[Picture], filters: Filters) -> None:
    """Draw pictures two in a row."""
    for number in range(0, len(pictures), 2):
        for column, picture in zip(st.columns(2, gap="large"), pictures[number : number + 2], strict=False):
            with column:
                show_picture(picture, filters)


# What somebody selects in a chart concerns this chart alone.
@fragment
def show_picture(picture: Picture, filters: Filters, wide: bool = False) -> None:
    """Draw a picture; the films behind a bar are those that pass the filters.

    wide : the picture has the whole width, so the films stand beside it instead of below
    """
    st.subheader(picture.title, anchor=False)
    if picture.chart is None:
        st.caption(literal(picture.note))
    elif not picture.selections:
        st.altair_chart(picture.chart, alt=picture.alt)
        st.caption(literal(picture.note))
        _show_twin(picture)
    else:
        drawn, films = st.columns((3, 1), gap="medium") if wide else (st.container(), st.container())
        with drawn:
            event = st.altair_chart(
                picture.chart,
                alt=picture.alt,
                key=f"picture.{picture.title}",
                on_select="rerun",
                selection_mode=picture.selections,
            )
            st.caption(literal(picture.note))
        with films:
            bars = _clicked(picture, event.selection)
            for column, name in bars:
                _show_films(picture.title, column, name, _of_years(filters, event.selection), narrow=wide)
            if wide and not bars:
                st.caption("The films behind what you click appear here.")
        _show_twin(picture)


def _show_twin(picture: Picture) -> None:
    """Draw the tables behind a picture that has a chart, as soon as somebody opens them."""
    # Only what somebody opens is sent.
    twin = st.expander("The same as a table", icon=":material/table:", key=f"twin.{picture.title}", on_change="rerun")
    if twin.open and picture.chart is not None:
        with twin:
            for table in picture.behind or tables_of(picture.chart):
                show_table(table, f"What the chart of {picture.title.lower()} is drawn from")


def _clicked(picture: Picture, selected: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the bars that have been clicked: the column of each, and its name."""
    columns = [column for column in picture.selections if column != YEARS]
    return [(column, str(bar["name"])) for column in columns for bar in selected.get(column) or []]


def _of_years(filters: Filters, selected: Mapping[str, Any]) -> Filters | None:
    """Return the filters for the years that are marked, `None` where not one is, as in a mark within a year."""
    marked = (selected.get(YEARS) or {}).get("year")
    if not marked:
        return filters
    first = max(ceil(min(marked)), filters.first_year or 0)
    last = min(floor(max(marked)), filters.last_year or floor(max(marked)))
    return replace(filters, first_year=first, last_year=last) if first <= last else None


def _show_films(title: str, column: str, name: str, filters: Filters | None, narrow: bool) -> None:
    """Draw the most voted films behind a bar, with the ways to recommend from each and to compare it."""
    films = _films_of(column, name, filters) if filters else ()
    # The bar that was clicked on may be gone with other filters or years.
    if not films:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{literal(name)}**: the most voted films")
        for film in films:
            place = f"{title}.{column}.{name}"
            if narrow:
                st.markdown(literal(film.label))
                with st.container(horizontal=True, gap="small"):
                    _offer(place, film)
                continue
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(literal(film.label), width="stretch")
                _offer(place, film)


def _films_of(column: str, name: str, filters: Filters) -> Sequence[Film]:
    if column != LANGUAGES:
        return cache.films_with(column, name, filters, _MAX_FILMS)
    codes = tuple(code for code in cache.filter_options().languages if language_name(code) == name)
    return cache.most_voted(replace(filters, languages=codes), _MAX_FILMS)


def _offer(place: str, film: Film) -> None:
    if st.button("More like this", key=f"picture.more.{place}.{film.id}", type="tertiary"):
        open_recommend(film)
    if st.button("Compare", key=f"picture.compare.{place}.{film.id}", type="tertiary"):
        compare_from(film)
