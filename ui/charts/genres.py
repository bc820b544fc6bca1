"""Genres: how common they are over time, which go together, and which keywords set them apart. Pure."""

from __future__ import annotations

from collections import Counter

import altair as alt
import pandas as pd

from engine.statistics import Contents, GenreDecade, OverTime
from ui.charts.base import (
    CHART_HEIGHT,
    CLICK_A_DOT,
    CLICK_A_SQUARE,
    CaptionedChart,
    clickable,
    frame_of,
    without_data,
)
from ui.charts.groups import GENRE_OF_DECADE, GENRE_PAIR, pair_name
from ui.charts.names import columns_axis, names_axis
from ui.text.numbers import listed
from ui.text.palette import DISTINCT_COLOURS

_MAX_LINES = 6
"""Genres whose lines can be told apart in one chart."""
_MIN_FILMS_OF_DECADE = 10
"""Shares of fewer films are mostly chance."""
_MIN_FILMS_OF_PAIR = 3
"""With fewer films, any lift is chance."""
_LEGEND_COLUMNS = alt.ExprRef("width < 300 ? 3 : 6")
_LIFT = "Times as often as by chance"


def genres_over_time(over_time: OverTime) -> CaptionedChart:
    """Return the share of films of the most common genres, by decade."""
    title = "Genres by decade"
    shown = [cell for cell in over_time.genres_by_decade if cell.films / cell.share >= _MIN_FILMS_OF_DECADE]
    if len({cell.decade for cell in shown}) < 2:
        return without_data(title, f"Needs two decades with at least {_MIN_FILMS_OF_DECADE} films each.")
    films = Counter[str]()
    for cell in shown:
        films[cell.genre] += cell.films
    genres = [genre for genre, _ in films.most_common(_MAX_LINES)]
    return CaptionedChart(
        title,
        _lines([cell for cell in shown if cell.genre in genres], genres),
        f"Share of films by genre and decade, for {listed(genres, _MAX_LINES)}",
        f"The most common genres, in decades with at least {_MIN_FILMS_OF_DECADE} films.",
        CLICK_A_DOT,
        (GENRE_OF_DECADE,),
    )


def _lines(cells: list[GenreDecade], genres: list[str]) -> alt.LayerChart:
    """Return straight lines, which show nothing between the decades that is not there, and dots to click."""
    # Nothing but its colour says which genre a line is.
    scale = alt.Scale(domain=genres, range=list(DISTINCT_COLOURS[: len(genres)]))
    legend = alt.Legend(orient="top", title=None, columns=_LEGEND_COLUMNS)
    base = alt.Chart(frame_of(cells)).encode(
        x=alt.X("decade:Q", title="Decade", axis=alt.Axis(format="d", tickMinStep=10)),
        y=alt.Y("share:Q", title="Share of films", axis=alt.Axis(format="%")),
        color=alt.Color("genre:N", scale=scale, sort=genres, legend=legend),
    )
    dots = base.mark_circle(size=60, opacity=1).encode(
        tooltip=[
            alt.Tooltip("genre:N", title="Genre"),
            alt.Tooltip("decade:Q", title="Decade"),
            alt.Tooltip("share:Q", title="Share", format=".0%"),
            alt.Tooltip("films:Q", title="Films", format=","),
        ],
    )
    lines: alt.LayerChart = base.mark_line() + clickable(dots, GENRE_OF_DECADE, "genre", "decade")
    return lines.properties(height=CHART_HEIGHT)


def genre_pairs(contents: Contents) -> CaptionedChart:
    """Return how much more often than by chance two genres go together."""
    title = "Genres that go together"
    pairs = [pair for pair in contents.genre_pairs if pair.films >= _MIN_FILMS_OF_PAIR]
    if not pairs:
        return without_data(title, f"Needs two genres that at least {_MIN_FILMS_OF_PAIR} films have together.")
    table = frame_of(pairs)
    both_ways = pd.concat([table, table.rename(columns={"a": "b", "b": "a"})])
    both_ways["name"] = [pair_name(a, b) for a, b in zip(both_ways["a"], both_ways["b"], strict=True)]
    strongest = max(pairs, key=lambda pair: pair.lift)
    summary = f"{strongest.a} and {strongest.b} go together {strongest.lift:.1f} times as often as by chance"
    return CaptionedChart(
        title,
        _heat_map(both_ways),
        f"{title}: {summary}",
        f"{summary}, more than any other pair.",
        CLICK_A_SQUARE,
        (GENRE_PAIR,),
        (both_ways.drop(columns="name").rename(columns={"a": "Genre", "b": "And", "films": "Films", "lift": _LIFT}),),
    )


def _heat_map(pairs: pd.DataFrame) -> alt.Chart:
    genres = list(dict.fromkeys(pairs["a"]))
    legend = alt.Legend(format=".1f", orient="top", gradientLength=160)
    chart: alt.Chart = (
        alt.Chart(pairs)
        .mark_rect()
        .encode(
            x=alt.X("a:N", title=None, axis=columns_axis(genres, -90, labelOverlap=False)),
            y=alt.Y("b:N", title=None, axis=names_axis()),
            color=alt.Color("lift:Q", title=_LIFT, scale=alt.Scale(type="log"), legend=legend),
            tooltip=[
                alt.Tooltip("a:N", title="Genre"),
                alt.Tooltip("b:N", title="and"),
                alt.Tooltip("lift:Q", title=_LIFT, format=".2f"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=alt.Step(18))
    )
    return clickable(chart, GENRE_PAIR)


def genre_keywords_table(contents: Contents) -> pd.DataFrame:
    """Return one row per genre: the keywords that set it apart, strongest first, with their number of films."""
    keywords: dict[str, list[str]] = {}
    for keyword in contents.genre_keywords:
        keywords.setdefault(keyword.genre, []).append(f"{keyword.keyword} ({keyword.films:,})")
    return pd.DataFrame([(genre, ", ".join(names)) for genre, names in keywords.items()], columns=["Genre", "Keywords"])
