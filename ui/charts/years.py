"""Films by year: a chart to select years on, and charts below that follow. Pure.

All of them are one chart. It contains counts by year, so the browser follows a selection without the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from engine.statistics import BinInYear, Count, NameInYear, OverTime
from ui.charts.base import (
    CLICK_A_BAR,
    CaptionedChart,
    clickable,
    colour_scale,
    frame_of,
    name_counts,
    small,
    without_data,
)
from ui.charts.groups import RATING, RUNTIME, YEAR
from ui.charts.names import ROOM, names_axis, row_step
from ui.text.languages import language_name
from ui.text.palette import GENRE_COLOURS

YEARS = "years"
"""Name of the selection of years."""
GENRES = "genres"
"""Name of the selection of a genre, and of its column."""
LANGUAGES = "original_language"
"""Name of the selection of a language. It selects the language's name, not its code."""
_STRIP_HEIGHT = 150
"""Pixels of a chart above others."""
_RATING_WIDTH, _RUNTIME_WIDTH = 0.5, 10
"""Of the engine's bins."""


def films_by_year(over_time: OverTime) -> CaptionedChart:
    """Return the films per year, and below them genres, ratings, running times and languages of the selected years."""
    title = "Films by year"
    if not over_time.films_per_year:
        return without_data(title, "No film has a release date.")
    brush = alt.selection_interval(name=YEARS, encodings=["x"])
    parts = {
        YEAR: _bars_of_years(over_time).add_params(brush),
        GENRES: _bars_of_names(_cells_table(over_time.genres_by_year), "Genres", GENRES, GENRE_COLOURS),
        RATING: _bars_of_bins(over_time.ratings_by_year, "Rating", RATING, _RATING_WIDTH),
        RUNTIME: _bars_of_bins(over_time.runtimes_by_year, "Running time in minutes", RUNTIME, _RUNTIME_WIDTH),
        LANGUAGES: _bars_of_names(_languages_table(over_time), "Original languages", LANGUAGES),
    }
    drawn = {name: part for name, part in parts.items() if part is not None}
    chart = alt.vconcat(
        *(part if name == YEAR else part.transform_filter(brush) for name, part in drawn.items()), spacing=18
    )
    caption = (
        "Drag over years to select them; the charts below follow. Click outside to clear. A film counts in each of its "
        "genres. The last bar of the running times includes everything longer."
    )
    hint = f"{CLICK_A_BAR} Bars of different charts combine."
    return CaptionedChart(title, chart, _description(over_time), caption, hint, (*drawn, YEARS), rows=tuple(drawn))


def _description(over_time: OverTime) -> str:
    years = over_time.films_per_year
    busiest = max(years, key=lambda count: count.films)
    languages = [Count(language_name(count.name), count.films) for count in over_time.languages[:3]]
    return (
        f"Films per year from {years[0].year} to {years[-1].year}, most in {busiest.year}: {busiest.films:,}. "
        f"Genres: {name_counts(over_time.genres[:3])}. Languages: {name_counts(languages)}"
    )


def _bars_of_years(over_time: OverTime) -> alt.Chart:
    table = frame_of(over_time.films_per_year)
    table["until"] = table["year"] + 1
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(binSpacing=0)
        .encode(
            x=alt.X("year:Q", title="Release year", bin="binned", axis=alt.Axis(format="d")),
            x2=alt.X2("until:Q"),
            y=alt.Y("films:Q", title="Films"),
            tooltip=[alt.Tooltip("year:Q", title="Year"), alt.Tooltip("films:Q", title="Films", format=",")],
        )
        .properties(height=_STRIP_HEIGHT)
    )
    return clickable(chart, YEAR, "year")


def _cells_table(counts: Sequence[NameInYear | BinInYear]) -> pd.DataFrame:
    """Return one row per count; an unknown year is missing."""
    table = frame_of(counts)
    return table.astype({"year": "Int16"}) if len(table) else table


def _languages_table(over_time: OverTime) -> pd.DataFrame:
    rows = [(count.year, language_name(count.name), count.films) for count in over_time.languages_by_year]
    return small(pd.DataFrame(rows, columns=["year", "name", "films"])).astype({"year": "Int16"})


def _bars_of_names(
    table: pd.DataFrame, title: str, column: str, colours: Mapping[str, str] | None = None
) -> alt.Chart | None:
    """Return a bar per name over the sum of its years, longest first; a click selects it as `column`."""
    if table.empty:
        return None
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("sum(films):Q", title="Films"),
            y=alt.Y("name:N", title=title, sort="-x", axis=names_axis(ROOM)),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("sum(films):Q", title="Films", format=",")],
        )
        .properties(height=row_step(table["name"]))
    )
    if colours:
        names = [name for name in colours if name in set(table["name"])]
        chart = chart.encode(color=alt.Color("name:N", scale=colour_scale(names, colours), legend=None))
    return clickable(chart, column)


def _bars_of_bins(counts: Sequence[BinInYear], title: str, selection: str, width: float) -> alt.Chart | None:
    """Return a bar per bin over the sum of its years; bins are `width` wide. A click selects it."""
    table = _cells_table(counts)
    if table.empty:
        return None
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("low:Q", title=title, bin="binned", axis=alt.Axis(tickMinStep=width)),
            x2=alt.X2("high:Q"),
            y=alt.Y("sum(films):Q", title="Films"),
            tooltip=[
                alt.Tooltip("low:Q", title="From"),
                alt.Tooltip("high:Q", title="To"),
                alt.Tooltip("sum(films):Q", title="Films", format=","),
            ],
        )
        .properties(height=_STRIP_HEIGHT)
    )
    return clickable(chart, selection, "low", "high")
