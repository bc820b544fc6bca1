"""The films over the years: a chart to mark some years on, and others below it of those years. Pure.

All of it is one chart, so that marking years needs no server; what is sent is counted by year before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from engine.statistics import BinInYear, Count, NameInYear, Statistics
from ui.charts.catalogue import EVERY_LABEL, ROW, Picture, clickable, frame_of, most, small
from ui.text.languages import language_name
from ui.text.palette import GENRE_COLOURS

YEARS = "years"
"""Name of the selection of years."""
LANGUAGES = "original_language"
"""Name of the selection of a language, by what people call it."""
_STRIP = 150
"""Pixels of the height of a chart that stands above others."""
_RATING_WIDTH, _RUNTIME_WIDTH = 0.5, 10


def over_the_years(figures: Statistics) -> Picture:
    """Return the films a year, and below them genres, ratings, runtimes and languages of the years that are marked."""
    title = "Over the years"
    if not figures.films_per_year:
        return Picture(title, None, title, "No film has a date.")
    brush = alt.selection_interval(name=YEARS, encodings=["x"])
    languages = [(one.year, language_name(one.name), one.films) for one in figures.languages_by_year]
    parts = [
        _films_per_year(figures).add_params(brush),
        *(
            part.transform_filter(brush)
            for part in (
                _named(_in_years(figures.genres_by_year), "Genres", "genres", GENRE_COLOURS),
                _binned(figures.ratings_by_year, "Rating", _RATING_WIDTH),
                _binned(figures.runtimes_by_year, "Minutes", _RUNTIME_WIDTH),
                _named(pd.DataFrame(languages, columns=["year", "name", "films"]), "Original languages", LANGUAGES),
            )
            if part is not None
        ),
    ]
    busiest = max(figures.films_per_year, key=lambda count: count.films)
    said = (
        f"Films a year from {figures.first_year} to {figures.last_year}, most in {busiest.year}: {busiest.films:,}. "
        f"Genres: {most(figures.genres[:3])}. Languages: {most(_spoken(figures)[:3])}"
    )
    note = (
        "Drag over some years to see those below for them alone; a click beside takes the mark away. A film counts in "
        "each of its genres. The last bar of the runtimes holds everything longer. Click a genre or a language to see "
        "its films."
    )
    drawn = {"genres": figures.genres_by_year, LANGUAGES: languages, YEARS: figures.films_per_year}
    selections = tuple(name for name, counts in drawn.items() if counts)
    return Picture(title, alt.vconcat(*parts, spacing=18), said, note, selections)


def _films_per_year(figures: Statistics) -> alt.Chart:
    table = frame_of(figures.films_per_year)
    table["until"] = table["year"] + 1
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(binSpacing=0)
        .encode(
            x=alt.X("year:Q", title="Year of release", bin="binned", axis=alt.Axis(format="d")),
            x2=alt.X2("until:Q"),
            y=alt.Y("films:Q", title="Films"),
            tooltip=[alt.Tooltip("year:Q", title="Year"), alt.Tooltip("films:Q", title="Films", format=",")],
        )
        .properties(height=_STRIP)
    )
    return chart


def _in_years(counts: Sequence[NameInYear | BinInYear]) -> pd.DataFrame:
    """Return counts by year as a table; a year that is not known is missing."""
    table = frame_of(counts)
    return table.astype({"year": "Int16"}) if len(table) else table


def _named(table: pd.DataFrame, title: str, column: str, colours: Mapping[str, str] | None = None) -> alt.Chart | None:
    """Return a bar a name over the sum of its years, the longest first; one is selected as `column`."""
    if table.empty:
        return None
    chart: alt.Chart = (
        alt.Chart(small(table).astype({"year": "Int16"}))
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("sum(films):Q", title="Films"),
            y=alt.Y("name:N", title=title, sort="-x", axis=alt.Axis(labelLimit=120, **EVERY_LABEL)),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("sum(films):Q", title="Films", format=",")],
        )
        .properties(height=alt.Step(ROW))
    )
    if colours:
        names = [name for name in colours if name in set(table["name"])]
        scale = alt.Scale(domain=names, range=[colours[name] for name in names])
        chart = chart.encode(color=alt.Color("name:N", scale=scale, legend=None))
    return clickable(chart, column)


def _binned(counts: Sequence[BinInYear], title: str, width: float) -> alt.Chart | None:
    """Return a bar a bin over the sum of its years."""
    table = _in_years(counts)
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
                alt.Tooltip("low:Q", title=f"{title} from"),
                alt.Tooltip("sum(films):Q", title="Films", format=","),
            ],
        )
        .properties(height=_STRIP)
    )
    return chart


def _spoken(figures: Statistics) -> list[Count]:
    return [Count(language_name(count.name), count.films) for count in figures.top_languages]
