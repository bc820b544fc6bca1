"""Charts of the whole catalogue. Pure: figures in, pictures with their words out; imports no streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import altair as alt
import pandas as pd

from engine import Bin, Count, Statistics
from ui.languages import language_name
from ui.palette import GENRE_COLOURS, NO_GENRE
from ui.text import listed

_HEIGHT = 300
_ROW = 22
"""Pixels a bar takes where there is one to a row."""
_FEW_GENRES = 6
"""Lines that can still be told apart in one chart."""
_LEAST_FILMS = 10
"""Films below which a decade has no shares worth drawing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the words around it; `None` in its place where the data do not allow one."""

    title: str
    chart: alt.Chart | alt.LayerChart | None
    alt: str
    """What it shows, with its figures, for those who cannot see it."""
    note: str


def _picture(title: str, chart: alt.Chart | None, said: str, note: str, without: str) -> Picture:
    """Return the picture; where there is no chart, with `without` for the words."""
    return Picture(title, chart, said, note) if chart is not None else Picture(title, None, title, without)


def pictures(figures: Statistics) -> list[tuple[Picture, Picture]]:
    """Return the charts of the whole catalogue, two a row."""
    drawn = [
        _films_per_year(figures),
        _ratings(figures),
        _genres(figures),
        _languages(figures),
        _votes_and_ratings(figures),
        _runtimes(figures),
        _genres_over_time(figures),
        _budget_and_revenue(figures),
        _keywords(figures),
        _completeness(figures),
    ]
    return list(zip(drawn[::2], drawn[1::2], strict=True))


def _frame(values: Sequence[object]) -> pd.DataFrame:
    return pd.DataFrame([asdict(value) for value in values])  # type: ignore[call-overload]


def _bars(counts: Sequence[Count], total: int, colours: Mapping[str, str] | None = None) -> alt.Chart | None:
    """Return a horizontal bar a value with how many films have it, in one colour or those of `colours`."""
    if not counts:
        return None
    table = _frame(counts)
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
        .properties(height=alt.Step(_ROW))
    )
    if colours:
        scale = alt.Scale(domain=list(table["name"]), range=[colours.get(name, NO_GENRE) for name in table["name"]])
        chart = chart.encode(color=alt.Color("name:N", scale=scale, legend=None))
    return chart


def _histogram(bins: Sequence[Bin], title: str) -> alt.Chart | None:
    """Return a bar a bin; one without an upper end is drawn as wide as the others."""
    if not any(each.films for each in bins):
        return None
    table = _frame(bins)
    width = table["high"][0] - table["low"][0]
    table["range"] = [f"{b.low:g} to {b.high:g}" if b.high != float("inf") else f"{b.low:g} or more" for b in bins]
    table["high"] = table["low"] + width
    used = table["films"].to_numpy().nonzero()[0]
    table = table.iloc[used[0] : used[-1] + 1]
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("low:Q", title=title, bin="binned", axis=alt.Axis(tickMinStep=width)),
            x2="high:Q",
            y=alt.Y("films:Q", title="Films"),
            tooltip=[alt.Tooltip("range:N", title=title), alt.Tooltip("films:Q", title="Films", format=",")],
        )
        .properties(height=_HEIGHT)
    )
    return chart


def _films_per_year(figures: Statistics) -> Picture:
    title = "Films a year"
    if not figures.films_per_year:
        return Picture(title, None, title, "No film has a date.")
    busiest = max(figures.films_per_year, key=lambda count: count.films)
    table = _frame(figures.films_per_year)
    table["until"] = table["year"] + 1
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(binSpacing=0)
        .encode(
            x=alt.X("year:Q", title="Year of release", bin="binned", axis=alt.Axis(format="d")),
            x2="until:Q",
            y=alt.Y("films:Q", title="Films"),
            tooltip=[alt.Tooltip("year:Q", title="Year"), alt.Tooltip("films:Q", title="Films", format=",")],
        )
        .properties(height=_HEIGHT)
    )
    said = f"{figures.first_year} to {figures.last_year}, most in {busiest.year}: {busiest.films:,}"
    return Picture(title, chart, f"Films a year from {said}", f"From {said}.")


def _genres(figures: Statistics) -> Picture:
    said = _most(figures.genres[:3])
    note = "A film counts in each of its genres."
    chart = _bars(figures.genres, figures.films, GENRE_COLOURS)
    return _picture("Genres", chart, f"Films by genre: {said}", note, "No film has a genre.")


def _ratings(figures: Statistics) -> Picture:
    mean = f"{figures.mean_rating:.2f}" if figures.mean_rating is not None else "unknown"
    note = "Mean votes on TMDB, out of 10. Films without a vote are left out."
    chart = _histogram(figures.ratings, "Rating")
    return _picture("Ratings", chart, f"Ratings of films, mean {mean} weighted by votes", note, "No film has a rating.")


def _runtimes(figures: Statistics) -> Picture:
    median = f"{figures.median_runtime:.0f} minutes" if figures.median_runtime else "unknown"
    chart = _histogram(figures.runtimes, "Minutes")
    note = "The last bar holds everything longer."
    return _picture("Runtimes", chart, f"Runtimes of films, median {median}", note, "No film has a runtime.")


def _votes_and_ratings(figures: Statistics) -> Picture:
    title = "Votes and ratings"
    note = "Each step to the right is 1.8 times the votes; the stronger the colour, the more films."
    if not figures.votes_and_ratings:
        return Picture(title, None, title, "No film has a vote.")
    table = _frame(figures.votes_and_ratings)
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
    table = _frame([each for each in known if each.genre in kept])
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
    table = _frame(figures.money)
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
    note = "Below the dashed line a film took less than it cost. US dollars, not adjusted for inflation."
    return Picture(title, chart, f"Budget against box office of {len(table)} films; {best.title} took most", note)


def _languages(figures: Statistics) -> Picture:
    named = [Count(language_name(count.name), count.films) for count in figures.top_languages]
    chart = _bars(merged(named), figures.films)
    said = f"Films by language: {_most(named[:3])}"
    return _picture("Original languages", chart, said, "The most frequent ones.", "No film has a language.")


def merged(counts: Sequence[Count]) -> list[Count]:
    """Return counts with those of one name added up: TMDB has two codes for Norwegian."""
    total: dict[str, int] = {}
    for count in counts:
        total[count.name] = total.get(count.name, 0) + count.films
    return [Count(name, films) for name, films in sorted(total.items(), key=lambda item: -item[1])]


def _keywords(figures: Statistics) -> Picture:
    chart = _bars(figures.top_keywords, figures.films)
    said = f"Most used keywords: {_most(figures.top_keywords[:3])}"
    return _picture("Keywords", chart, said, "The most used ones.", "No film has a keyword.")


def _completeness(figures: Statistics) -> Picture:
    labels = (
        (count.name.replace("_", " ").capitalize().replace("Imdb", "IMDb"), count) for count in figures.completeness
    )
    named = [Count(label, count.films) for label, count in labels]
    gaps = [count.name.lower() for count in named if count.films < figures.films]
    note = "How many films say something in each column."
    said = f"every film has all but {listed(gaps, 5)}" if gaps else "nothing is missing"
    return Picture("Completeness", _bars(named, figures.films), f"Films that have each column: {said}", note)


def _most(counts: Sequence[Count]) -> str:
    return ", ".join(f"{count.name} {count.films:,}" for count in counts) or "none"
