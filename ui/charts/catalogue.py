"""Charts of the whole catalogue. Pure: figures in, pictures with their words out; imports no streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import altair as alt
import pandas as pd

from engine.statistics import Count, Statistics
from ui.text.numbers import listed
from ui.text.palette import GENRE_COLOURS, NO_GENRE

_HEIGHT = 300
EVERY_LABEL: dict[str, Any] = {"labelOverlap": False, "labelFlush": False}
"""Of an axis of names: none is left out, and the first and the last stand beside their rows as all others do."""
ROW = 22
"""Pixels a bar takes where there is one to a row."""
_FEW_GENRES = 6
"""Lines that can still be told apart in one chart."""
_MIN_FILMS = 10
"""Films below which a decade has no shares worth drawing."""


Drawn = alt.Chart | alt.LayerChart | alt.VConcatChart


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the words around it; `None` in its place where the data do not allow one."""

    title: str
    chart: Drawn | None
    alt: str
    """What it shows, with its figures, for those who cannot see it."""
    note: str
    selections: tuple[str, ...] = ()
    """What can be selected: columns whose bars can be clicked, each a selection of that name, and the years."""
    behind: tuple[pd.DataFrame, ...] = ()
    """The tables to show in place of those the chart is drawn from."""


def picture_of(title: str, chart: alt.Chart | None, said: str, note: str, without: str, column: str = "") -> Picture:
    """Return the picture; where there is no chart, with `without` for the words.

    column : that the names of its bars are of, if a click on one is to show its films
    """
    if chart is None:
        return Picture(title, None, title, without)
    if not column:
        return Picture(title, chart, said, note)
    return Picture(title, clickable(chart, column), said, f"{note} Click a bar to see its films.", (column,))


def clickable(chart: alt.Chart, column: str) -> alt.Chart:
    """Return a chart of bars with names, one of which a click selects."""
    clicked = alt.selection_point(name=column, fields=["name"], on="click")
    # What is no channel yet, Altair makes one by way of its whole schema, which takes milliseconds.
    opacity = alt.OpacityValue(0.4, condition={"param": column, "value": 1})
    lit: alt.Chart = chart.encode(opacity=opacity).add_params(clicked)
    return lit


def tables_of(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Return what a chart is drawn from, a table for each part of it, with column names for people."""
    # Parts that are all drawn from one table have none of their own.
    if not isinstance(chart.data, pd.DataFrame):
        if isinstance(chart, alt.VConcatChart):
            return [table for part in chart.vconcat for table in tables_of(part)]
        if isinstance(chart, alt.LayerChart):
            return [max((table for part in chart.layer for table in tables_of(part)), key=_told)]
    data: pd.DataFrame = chart.data
    return [data.rename(columns=lambda name: name.replace("_", " ").capitalize())]


def _told(table: pd.DataFrame) -> tuple[int, int]:
    """Return how much a table tells: that of the layer which tells most is the chart's own."""
    rows, columns = table.shape
    return columns, rows


def frame_of(values: Sequence[object]) -> pd.DataFrame:
    """Return a row a value, a column an attribute, in types that are as small as what they hold: it is all sent."""
    names = [field.name for field in fields(values[0])] if values else []  # type: ignore[arg-type]
    return small(pd.DataFrame({name: [getattr(value, name) for value in values] for name in names}))


def small(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same values in smaller types: whole numbers, floats that lose nothing, names that are repeated."""
    return pd.DataFrame({name: _small(table[name]) for name in table.columns})


def _small(column: pd.Series) -> pd.Series:
    if pd.api.types.is_integer_dtype(column) and not column.hasnans:
        return pd.to_numeric(column, downcast="integer")
    if pd.api.types.is_float_dtype(column):
        short = column.astype("float32")
        return short if short.astype("float64").equals(column.astype("float64")) else column
    if pd.api.types.is_string_dtype(column) and column.nunique() * 4 < len(column):
        return column.astype(pd.CategoricalDtype(list(column.unique())))
    return column


def bars(counts: Sequence[Count], total: int, colours: Mapping[str, str] | None = None) -> alt.Chart | None:
    """Return a horizontal bar a value with how many films have it, in one colour or those of `colours`."""
    if not counts:
        return None
    table = frame_of(counts)
    table["share"] = table["films"] / max(total, 1)
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("films:Q", title="Films"),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=180, **EVERY_LABEL)),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("films:Q", title="Films", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .properties(height=alt.Step(ROW))
    )
    if colours:
        scale = alt.Scale(domain=list(table["name"]), range=[colours.get(name, NO_GENRE) for name in table["name"]])
        chart = chart.encode(color=alt.Color("name:N", scale=scale, legend=None))
    return chart


def votes_and_ratings(figures: Statistics) -> Picture:
    """Return how many films have how many votes and which rating."""
    title = "Votes and ratings"
    note = "Each step to the right is 1.8 times the votes; the stronger the colour, the more films."
    if not figures.votes_and_ratings:
        return Picture(title, None, title, "No film has a vote.")
    table = frame_of(figures.votes_and_ratings)
    steps = alt.Axis(format="~s", values=[10**power for power in range(7)])
    table["votes_from"], table["votes_to"] = 10 ** table["x_low"], 10 ** table["x_high"]
    chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("votes_from:Q", title="Votes", scale=alt.Scale(type="log"), axis=steps),
            x2=alt.X2("votes_to:Q"),
            y=alt.Y("y_low:Q", title="Rating"),
            y2=alt.Y2("y_high:Q"),
            color=alt.Color("films:Q", title="Films"),
            tooltip=[
                alt.Tooltip("votes_from:Q", title="Votes from", format=",.0f"),
                alt.Tooltip("votes_to:Q", title="to", format=",.0f"),
                alt.Tooltip("y_low:Q", title="Rating from"),
                alt.Tooltip("y_high:Q", title="to"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return Picture(title, chart, "How many films have how many votes and which rating", note)


def genres_over_time(figures: Statistics) -> Picture:
    """Return the share and the number of films of the most frequent genres by decade."""
    title = "Genres over time"
    known = [each for each in figures.genres_by_decade if each.films / each.share >= _MIN_FILMS]
    if len({each.decade for each in known}) < 2:
        return Picture(title, None, title, f"It takes two decades with {_MIN_FILMS} films or more.")
    films = Counter[str]()
    for each in known:
        films[each.genre] += each.films
    kept = [genre for genre, _ in films.most_common(_FEW_GENRES)]
    table = frame_of([each for each in known if each.genre in kept])
    scale = alt.Scale(domain=kept, range=[GENRE_COLOURS[name] for name in kept])
    lines = (
        alt.Chart(table)
        .mark_line(point=True, interpolate="monotone")
        .encode(
            x=alt.X("decade:Q", title="Decade", axis=alt.Axis(format="d", tickMinStep=10)),
            color=alt.Color("genre:N", scale=scale, sort=kept, legend=alt.Legend(orient="top", title=None, columns=3)),
            tooltip=[
                alt.Tooltip("genre:N", title="Genre"),
                alt.Tooltip("decade:Q", title="Decade"),
                alt.Tooltip("share:Q", title="Share", format=".0%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
    )
    shares = lines.encode(y=alt.Y("share:Q", title="Share of its films", axis=alt.Axis(format="%")))
    counts = lines.encode(y=alt.Y("films:Q", title="Films", axis=alt.Axis(format="~s")))
    return Picture(
        title,
        alt.vconcat(shares.properties(height=220), counts.properties(height=120), spacing=12),
        f"Share and number of films of genres by decade, for {listed(kept, _FEW_GENRES)}",
        f"The most frequent genres, in decades with {_MIN_FILMS} films or more.",
    )


def budget_and_revenue(figures: Statistics) -> Picture:
    """Return what films cost against what they took, with what broke even between."""
    title = "Budget and box office"
    if not figures.money:
        return Picture(title, None, title, "No film has both a budget and a box office.")
    table = frame_of(figures.money)
    # A budget of a few dollars is a unit forgotten, and would squeeze all others into a corner.
    table = table[(table["budget"] >= 1_000) & (table["revenue"] >= 1_000)]
    if table.empty:
        return Picture(title, None, title, "No film has both a budget and a box office worth drawing.")
    ends = [min(table["budget"].min(), table["revenue"].min()), max(table["budget"].max(), table["revenue"].max())]
    genres = sorted(set(table["genre"]) & set(GENRE_COLOURS))
    scale = alt.Scale(domain=genres, range=[GENRE_COLOURS[name] for name in genres])
    # The format says G for giga; people say billion.
    dollars = alt.Axis(format="$~s", tickCount=5, labelExpr="replace(datum.label, 'G', 'B')")
    points = (
        alt.Chart(table)
        .mark_circle(size=46, opacity=0.75)
        .encode(
            x=alt.X("budget:Q", title="Budget", scale=alt.Scale(type="log"), axis=dollars),
            y=alt.Y("revenue:Q", title="Box office", scale=alt.Scale(type="log"), axis=dollars),
            color=alt.Color("genre:N", scale=scale, legend=None),
            tooltip=[
                alt.Tooltip("title:N", title="Film"),
                alt.Tooltip("year:Q", title="Year"),
                alt.Tooltip("genre:N", title="First genre"),
                alt.Tooltip("budget:Q", title="Budget", format="$,"),
                alt.Tooltip("revenue:Q", title="Box office", format="$,"),
            ],
        )
    )
    ends_of_line = pd.DataFrame({"budget": ends, "revenue": ends})
    even = alt.Chart(ends_of_line).mark_line(strokeDash=[5, 4], opacity=0.6, color=NO_GENRE)
    chart = even.encode(x=alt.X("budget:Q"), y=alt.Y("revenue:Q")) + points
    if figures.best_multiples:
        chart += _rings(figures)
    best = table["title"].iloc[table["revenue"].argmax()]
    note = (
        f"The {len(table):,} most voted films of which both are known. Below the dashed line a film took less than it "
        f"cost. US dollars, not adjusted for inflation. {_multiples(figures)}"
    )
    said = f"Budget against box office of {len(table):,} films; {best} took most"
    return Picture(title, chart.properties(height=_HEIGHT), said, note)


def _rings(figures: Statistics) -> alt.Chart:
    """Return a ring around each film that took most or least for what it cost."""
    rings: alt.Chart = (
        alt.Chart(frame_of([*figures.best_multiples, *figures.worst_multiples]))
        .mark_point(size=110, strokeWidth=1.8, color=NO_GENRE)
        .encode(
            x=alt.X("budget:Q"),
            y=alt.Y("revenue:Q"),
            tooltip=[
                alt.Tooltip("label:N", title="Film"),
                alt.Tooltip("budget:Q", title="Budget", format="$,"),
                alt.Tooltip("revenue:Q", title="Box office", format="$,"),
                alt.Tooltip("ratio:Q", title="Times its cost", format=".3~g"),
            ],
        )
    )
    return rings


def countries(figures: Statistics) -> Picture:
    """Return the most frequent countries."""
    said = f"Films by country: {most(figures.top_countries[:3])}"
    chart = bars(figures.top_countries, figures.films)
    note, without = "The most frequent ones that produced a film.", "No film has a country."
    return picture_of("Countries", chart, said, note, without, "countries")


def _multiples(figures: Statistics) -> str:
    """Return in words which films took most and least for what they cost."""
    if not figures.best_multiples:
        return ""
    best = listed([f"{one.label} {one.ratio:,.0f} times" for one in figures.best_multiples[:3]])
    worst = listed([f"{one.label} {one.ratio * 100:.2g} %" for one in figures.worst_multiples[:3]])
    return f"In rings, those that took most for their cost, such as {best}, and least, such as {worst} of it."


def keywords(figures: Statistics) -> Picture:
    """Return the most used keywords."""
    chart = bars(figures.top_keywords, figures.films)
    said = f"Most used keywords: {most(figures.top_keywords[:3])}"
    return picture_of("Keywords", chart, said, "The most used ones.", "No film has a keyword.", "keywords")


def most(counts: Sequence[Count]) -> str:
    """Return names with their counts, as words say them."""
    return ", ".join(f"{count.name} {count.films:,}" for count in counts) or "none"
