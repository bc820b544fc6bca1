"""Charts of the whole catalogue. Pure: figures in, pictures with their words out; imports no streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import altair as alt
import pandas as pd

from engine import Count, Statistics
from ui.palette import GENRE_COLOURS, NO_GENRE
from ui.text import listed

_HEIGHT = 300
CLICKED = "clicked"
"""Name of what a click on a bar selects."""
ROW = 22
"""Pixels a bar takes where there is one to a row."""
_FEW_GENRES = 6
"""Lines that can still be told apart in one chart."""
_LEAST_FILMS = 10
"""Films below which a decade has no shares worth drawing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the words around it; `None` in its place where the data do not allow one."""

    title: str
    chart: alt.Chart | alt.LayerChart | alt.VConcatChart | None
    alt: str
    """What it shows, with its figures, for those who cannot see it."""
    note: str
    column: str = ""
    """Where a click on a bar names the films behind it: the column that the bar's name is of."""


def picture_of(title: str, chart: alt.Chart | None, said: str, note: str, without: str, column: str = "") -> Picture:
    """Return the picture; where there is no chart, with `without` for the words.

    column : that the names of its bars are of, if a click on one is to show its films
    """
    if chart is None:
        return Picture(title, None, title, without)
    if not column:
        return Picture(title, chart, said, note)
    clicked = alt.selection_point(name=CLICKED, fields=["name"], on="click")
    chart = chart.encode(opacity=alt.condition(clicked, alt.value(1), alt.value(0.4))).add_params(clicked)
    return Picture(title, chart, said, f"{note} Click a bar to see its films.", column)


def tables_of(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Return what a chart is drawn from, a table for each part of it, with column names for people."""
    if isinstance(chart, alt.VConcatChart):
        return [table for part in chart.vconcat for table in tables_of(part)]
    # Layers that are all drawn from one table have none of their own.
    if isinstance(chart, alt.LayerChart) and not isinstance(chart.data, pd.DataFrame):
        return [max((table for part in chart.layer for table in tables_of(part)), key=_cells)]
    data: pd.DataFrame = chart.data
    return [data.rename(columns=lambda name: name.replace("_", " ").capitalize())]


def _cells(table: pd.DataFrame) -> int:
    return int(table.size)


def pictures(figures: Statistics) -> list[Picture]:
    """Return the charts of what the catalogue holds."""
    return [
        _genres_over_time(figures),
        _votes_and_ratings(figures),
        _budget_and_revenue(figures),
        _countries(figures),
        _keywords(figures),
        _completeness(figures),
    ]


def frame_of(values: Sequence[object]) -> pd.DataFrame:
    """Return a row a value, a column an attribute."""
    return pd.DataFrame([asdict(value) for value in values])  # type: ignore[call-overload]


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
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=180, labelOverlap=False)),
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


def _votes_and_ratings(figures: Statistics) -> Picture:
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
            x2="votes_to:Q",
            y=alt.Y("y_low:Q", title="Rating"),
            y2="y_high:Q",
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


def _genres_over_time(figures: Statistics) -> Picture:
    title = "Genres over time"
    kept = [count.name for count in figures.genres if count.name in GENRE_COLOURS][:_FEW_GENRES]
    known = [each for each in figures.genres_by_decade if each.films / each.share >= _LEAST_FILMS]
    if len({each.decade for each in known}) < 2:
        return Picture(title, None, title, f"It takes two decades with {_LEAST_FILMS} films or more.")
    table = frame_of([each for each in known if each.genre in kept])
    scale = alt.Scale(domain=kept, range=[GENRE_COLOURS[name] for name in kept])
    chart = (
        alt.Chart(table)
        .mark_line(point=True, interpolate="monotone")
        .encode(
            x=alt.X("decade:Q", title="Decade", axis=alt.Axis(format="d", tickMinStep=10)),
            y=alt.Y("share:Q", title="Share of its films", axis=alt.Axis(format="%")),
            color=alt.Color("genre:N", scale=scale, sort=kept, legend=alt.Legend(orient="top", title=None, columns=3)),
            tooltip=[
                alt.Tooltip("genre:N", title="Genre"),
                alt.Tooltip("decade:Q", title="Decade"),
                alt.Tooltip("share:Q", title="Share", format=".0%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return Picture(
        title,
        chart,
        f"Share of genres by decade, for {listed(kept, _FEW_GENRES)}",
        f"The most frequent genres, in decades with {_LEAST_FILMS} films or more.",
    )


def _budget_and_revenue(figures: Statistics) -> Picture:
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
    chart = (even.encode(x="budget:Q", y="revenue:Q") + points).properties(height=_HEIGHT)
    best = max(figures.money, key=lambda film: film.revenue)
    note = (
        "Below the dashed line a film took less than it cost. US dollars, not adjusted for inflation; what is unknown "
        f"is not drawn. {_multiples(figures)}"
    )
    return Picture(title, chart, f"Budget against box office of {len(table)} films; {best.title} took most", note)


def _countries(figures: Statistics) -> Picture:
    said = f"Films by country: {most(figures.top_countries[:3])}"
    chart = bars(figures.top_countries, figures.films)
    note, without = "The most frequent ones that produced a film.", "No film has a country."
    return picture_of("Countries", chart, said, note, without, "countries")


def _multiples(figures: Statistics) -> str:
    """Return in words which films took most and least for what they cost."""
    if not figures.best_multiples:
        return ""
    best = listed([f"{one.label} {one.ratio:,.0f} times" for one in figures.best_multiples[:3]])
    worst = listed([f"{one.label} {one.ratio:.2g} times" for one in figures.worst_multiples[:3]])
    return f"Most for its cost took {best}; least {worst}."


def merged(counts: Sequence[Count]) -> list[Count]:
    """Return counts with those of one name added up: TMDB has two codes for Norwegian."""
    total: dict[str, int] = {}
    for count in counts:
        total[count.name] = total.get(count.name, 0) + count.films
    return [Count(name, films) for name, films in sorted(total.items(), key=lambda item: -item[1])]


def _keywords(figures: Statistics) -> Picture:
    chart = bars(figures.top_keywords, figures.films)
    said = f"Most used keywords: {most(figures.top_keywords[:3])}"
    return picture_of("Keywords", chart, said, "The most used ones.", "No film has a keyword.", "keywords")


def _completeness(figures: Statistics) -> Picture:
    labels = (
        (count.name.replace("_", " ").capitalize().replace("Imdb", "IMDb"), count) for count in figures.completeness
    )
    named = [Count(label, count.films) for label, count in labels]
    gaps = [count.name.lower() for count in named if count.films < figures.films]
    note = "How many films say something in each column."
    said = f"every film has all but {listed(gaps, 5)}" if gaps else "nothing is missing"
    return Picture("Completeness", bars(named, figures.films), f"Films that have each column: {said}", note)


def most(counts: Sequence[Count]) -> str:
    """Return names with their counts, as words say them."""
    return ", ".join(f"{count.name} {count.films:,}" for count in counts) or "none"
