"""A chart of the Statistics page with its words, the films behind a clicked bar, and its data as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any

import streamlit as st

from engine import Film, Filters
from ui import answers
from ui.addresses import BROWSE, browse_key, statistics_key
from ui.charts.base import DECADE, GENRE_PAIR, CaptionedChart, Chart, genres_of_pair, tables_of
from ui.charts.years import LANGUAGES, YEARS
from ui.errors import fragment
from ui.navigation import compare_from, open_recommend
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.widgets.chart import show_as_table
from ui.widgets.film_card import link_to_film
from ui.widgets.filters import link_of
from ui.widgets.link_row import film_links, link_row

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
    show_as_table(chart.title, chart.tables or tables_of(chart.chart), table_key(chart.title))


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
        bars = _clicked_bars(chart, event.selection)
        for column, name in bars:
            _show_films(f"{chart.title}.{column}.{name}", column, name, within, wide)
        if wide and not bars:
            st.caption(chart.hint)
            _show_most_rated(chart, within)


def _clicked_bars(chart: CaptionedChart, selection: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the column and the name of each clicked bar."""
    columns = [column for column in chart.selections if column != YEARS]
    return [(column, str(name)) for column in columns for bar in selection.get(column) or [] for name in bar.values()]


def _within_years(filters: Filters, selection: Mapping[str, Any]) -> Filters | None:
    """Return the filters, narrowed to the selected years; `None` if the selection lies between two years."""
    years = (selection.get(YEARS) or {}).get("year")
    if not years:
        return filters
    first = max(ceil(min(years)), filters.first_year or 0)
    last = min(floor(max(years)), filters.last_year or floor(max(years)))
    return replace(filters, first_year=first, last_year=last) if first <= last else None


def _show_films(key: str, column: str, name: str, filters: Filters | None, narrow: bool) -> None:
    """List the most-rated films behind a bar, each with buttons to go on from it."""
    films = _films_behind(column, name, filters) if filters else ()
    # With other filters or years, the clicked bar may no longer exist.
    if not filters or not films:
        return
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
        if wanted := narrowed(filters, column, name):
            hide_watched = bool(st.session_state.get(statistics_key("hide_watched")))
            link = link_of(wanted, answers.filter_options(), browse_key, hide_watched)
            st.page_link(BROWSE, label="See all", query_params=link, icon=":material/grid_view:", help="")


def _show_most_rated(chart: CaptionedChart, filters: Filters | None) -> None:
    """List the most-rated films of a wide chart, as many as it is high, while no bar is clicked."""
    films = answers.most_voted(filters, _MANY_FILMS if YEARS in chart.selections else _FEW_FILMS) if filters else ()
    if not films:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(MOST_RATED)
        link_row("", film_links(films), f"statistics.most_rated.{chart.title}", stacked=True)


def narrowed(filters: Filters, column: str, name: str) -> Filters | None:
    """Return the filters, narrowed to the films with a name in a column; `None` if no filter does that."""
    if column == "genres" and (len(filters.genres) < 2 or filters.all_genres):
        return replace(filters, genres=(*filters.genres, name), all_genres=True)
    if column == "keywords" and not filters.keywords:
        return replace(filters, keywords=(name,))
    if column in ("director", "cast") and not filters.people:
        return replace(filters, people=(name,))
    if column == "countries" and not filters.countries:
        return replace(filters, countries=(name,))
    if column == "companies" and not filters.companies:
        return replace(filters, companies=(name,))
    if column == LANGUAGES:
        return replace(filters, languages=_codes_of(name))
    if column == DECADE:
        return _within(filters, int(name.removesuffix("s")), 10)
    if column == GENRE_PAIR and (not filters.genres or filters.all_genres):
        genres = dict.fromkeys((*filters.genres, *genres_of_pair(name)))
        return replace(filters, genres=tuple(genres), all_genres=True)
    return None


def _within(filters: Filters, first: int, years: int) -> Filters | None:
    """Return the filters, narrowed to some years from `first` on; `None` if they have none of them."""
    last = first + years - 1
    first, last = max(first, filters.first_year or first), min(last, filters.last_year or last)
    return replace(filters, first_year=first, last_year=last) if first <= last else None


def _codes_of(language: str) -> tuple[str, ...]:
    """Return the codes of a language by its name: several may have the same."""
    return tuple(code for code in answers.filter_options().languages if language_name(code) == language)


def _films_behind(column: str, name: str, filters: Filters) -> Sequence[Film]:
    if column not in (LANGUAGES, DECADE, GENRE_PAIR):
        return answers.films_with(column, name, filters, MAX_FILMS)
    wanted = narrowed(filters, column, name)
    return answers.most_voted(wanted, MAX_FILMS) if wanted else ()


def _show_buttons(key: str, film: Film) -> None:
    if st.button("More like this", key=f"statistics.more.{key}.{film.id}", type="tertiary"):
        open_recommend(film)
    if st.button("Compare", key=f"statistics.compare.{key}.{film.id}", type="tertiary"):
        compare_from(film)
