"""A chart of the Statistics page with its words, the films behind a clicked bar, and its data as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, product
from math import ceil, floor
from typing import Any

import pandas as pd
import streamlit as st

from engine import Film, Filters
from engine.statistics import LACKING
from ui.addresses import BROWSE, Link, film_address, statistics_key
from ui.charts.base import PAGE, CaptionedChart, Chart, data_of, tables_of
from ui.charts.groups import YEAR, Groups
from ui.charts.years import YEARS
from ui.errors import fragment
from ui.navigation import compare_from, open_recommend
from ui.statistics.behind import Behind, behind, in_words
from ui.text.markdown import literal
from ui.widgets.chart import show_as_table
from ui.widgets.film_card import link_to_film
from ui.widgets.link_row import film_links, link_row, people_links

MOST_RATED = "**Most-rated films**"
_FEW_FILMS, _MANY_FILMS = 10, 38
"""Films beside a chart, and beside one that is as high as five."""
MAX_FILMS = 8
"""Films listed for a bar."""


def show_charts(charts: Sequence[CaptionedChart], filters: Filters) -> None:
    """Draw the first chart over the whole width and the others in pairs."""
    first, *others = charts
    show_chart(first, filters, wide=True)
    show_in_pairs(others, filters)


def show_in_pairs(charts: Sequence[CaptionedChart], filters: Filters) -> None:
    """Draw charts, two in a row."""
    for number in range(0, len(charts), 2):
        for column, chart in zip(st.columns(2, gap="large"), charts[number : number + 2], strict=False):
            with column:
                show_chart(chart, filters)


# A click in a chart needs only this chart drawn again.
@fragment
def show_chart(chart: CaptionedChart, filters: Filters, wide: bool = False) -> None:
    """Draw a chart. A click on a bar lists its films that pass the filters: below, or beside a wide chart.

    Parameters
    ----------
    chart
        The chart and its words.
    filters
        What the chart was computed with.
    wide
        Whether the chart has the whole width of the page.
    """
    st.header(chart.title, anchor=False)
    if chart.chart is None:
        st.caption(literal(chart.caption))
        return
    if chart.selections:
        _show_clickable(chart, chart.chart, filters, wide)
    else:
        st.altair_chart(chart.chart, alt=chart.alt)
        st.caption(literal(chart.caption))
    show_as_table(chart.title, tables_with_pages(chart, chart.chart, filters), table_key(chart.title))


def tables_with_pages(chart: CaptionedChart, drawn: Chart, filters: Filters) -> Sequence[Callable[[], pd.DataFrame]]:
    """Return the tables of a chart, made when they are shown. Each row has the address that its mark leads to."""
    marks, tables = data_of(drawn), chart.tables or tables_of(drawn)
    selections = chart.rows or [next(iter(chart.selections), None)] * len(tables)
    return [
        partial(_with_pages, chart, table, data, selection, filters)
        for table, data, selection in zip(tables, marks, selections, strict=True)
    ]


def _with_pages(
    chart: CaptionedChart, table: pd.DataFrame, marks: pd.DataFrame, selection: str | None, filters: Filters
) -> pd.DataFrame:
    if "id" in marks:
        return table.assign(**{PAGE: [film_address(film_id) for film_id in marks["id"]]})
    if not selection:
        return table
    rows = [_groups_of_row(chart, selection, row) for row in marks.to_dict("records")]
    addresses = [behind(groups, filters).address(_hides_watched()) for groups in rows]
    return table.assign(**{PAGE: addresses}) if any(addresses) else table


def _groups_of_row(chart: CaptionedChart, selection: str, row: Mapping[Any, Any]) -> Groups:
    """Return what the films of a row have in common: of a chart over years, a row is of one year."""
    groups = chart.groups(selection, row)
    year = row.get("year")
    return groups if selection == YEAR or not year or pd.isna(year) else (*groups, (YEAR, int(year)))


def _hides_watched() -> bool:
    return bool(st.session_state.get(statistics_key("hide_watched")))


def table_key(title: str) -> str:
    """Return the key of the expander that shows a chart as a table."""
    return f"statistics.table.{title}"


def box_title(name: str) -> str:
    """Return the heading of the films behind a bar, as Markdown."""
    return f"**{literal(name)}**: most-rated films"


def _show_clickable(chart: CaptionedChart, drawn: Chart, filters: Filters, wide: bool) -> None:
    left, right = st.columns((3, 1), gap="medium") if wide else (st.container(), st.container())
    with left:
        event = st.altair_chart(
            drawn,
            alt=chart.alt,
            key=f"statistics.chart.{chart.title}",
            on_select="rerun",
            selection_mode=chart.selections,
        )
        st.caption(literal(chart.caption if wide else f"{chart.caption} {chart.hint}"))
    with right:
        within = _within_years(filters, event.selection)
        clicked = combinations(chart, event.selection)
        for groups in clicked:
            _show_films(chart.title, groups, within, wide)
        if wide and not clicked:
            st.caption(chart.hint)
            _show_most_rated(chart, within)


def combinations(chart: CaptionedChart, selection: Mapping[str, Any]) -> list[Groups]:
    """Return what the films behind the clicked marks have in common.

    Marks of different selections combine: a genre and a rating are the films of the genre with the rating. Each of
    several marks of one selection has its own films.
    """
    names = [name for name in chart.selections if name != YEARS and selection.get(name)]
    clicked = [[chart.groups(name, mark) for mark in selection[name]] for name in names]
    return [tuple(chain.from_iterable(parts)) for parts in product(*clicked)] if clicked else []


def _within_years(filters: Filters, selection: Mapping[str, Any]) -> Filters | None:
    """Return the filters, narrowed to the selected years; `None` if the selection lies between two years."""
    years = (selection.get(YEARS) or {}).get("year")
    if not years:
        return filters
    first = max(ceil(min(years)), filters.first_year or 0)
    last = min(floor(max(years)), filters.last_year or floor(max(years)))
    return replace(filters, first_year=first, last_year=last) if first <= last else None


def _show_films(title: str, groups: Groups, filters: Filters | None, narrow: bool) -> None:
    """List the most-rated films behind a mark, each with buttons to go on from it, and a link to all."""
    if not filters:
        return
    wanted = behind(groups, filters)
    total, films = wanted.films(MAX_FILMS)
    # With other filters or years, the clicked bar may no longer exist.
    name = in_words(groups)
    if not films:
        if any(column == LACKING for column, _ in groups):
            st.caption(literal(f"{name}: no films."))
        return
    key = f"{title}.{name}"
    with st.container(border=True, gap="xxsmall"):
        st.markdown(box_title(name))
        for film in films:
            if narrow:
                link_to_film(film)
                with st.container(horizontal=True, gap="small"):
                    _show_buttons(key, film)
                continue
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                link_to_film(film)
                _show_buttons(key, film)
        link = wanted.link(_hides_watched())
        link_row("", people_links(_people(groups)), f"statistics.people.{key}")
        if link is not None:
            _link_to_all(total, link)
        elif total > len(films):
            st.caption(f"{total - len(films):,} more")


def _people(groups: Groups) -> list[str]:
    """Return the people that a mark is about, who have pages of their own."""
    return [str(name) for column, name in groups if column in ("director", "cast")]


def see_all(films: int) -> str:
    """Return the text of a link to films on the Browse page."""
    return f"See all {films:,}"


def _link_to_all(films: int, link: Link) -> None:
    st.page_link(BROWSE, label=see_all(films), query_params=link, icon=":material/grid_view:", help="")


def _show_most_rated(chart: CaptionedChart, filters: Filters | None) -> None:
    """List the most-rated films of a wide chart, as many as it is high, while no bar is clicked."""
    wanted = Behind(filters) if filters else None
    total, films = wanted.films(_MANY_FILMS if YEARS in chart.selections else _FEW_FILMS) if wanted else (0, ())
    if not wanted or not films:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(MOST_RATED)
        link_row("", film_links(films), f"statistics.most_rated.{chart.title}", "stacked")
        if (link := wanted.link(_hides_watched())) is not None:
            _link_to_all(total, link)


def _show_buttons(key: str, film: Film) -> None:
    if st.button("More like this", key=f"statistics.more.{key}.{film.id}", type="tertiary"):
        open_recommend(film)
    if st.button("Compare", key=f"statistics.compare.{key}.{film.id}", type="tertiary"):
        compare_from(film)
