"""How ratings and running times are distributed, by genre or decade: one box for each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.statistics import OverTime, Quantiles, RatingsAndMoney
from ui.charts.base import (
    CLICK_A_BAR,
    CaptionedChart,
    clickable,
    colour_scale,
    frame_of,
    without_data,
)
from ui.charts.groups import DECADE
from ui.charts.names import names_axis, row_step
from ui.text.palette import GENRE_COLOURS

_CAPTION = "Bars show the middle 50\u00a0% of films, lines the middle 90\u00a0%."
_LINE, _MEDIAN = "#8a94a0", "#e0a458"


def ratings_by_genre(ratings: RatingsAndMoney) -> CaptionedChart:
    """Return how ratings are distributed in each genre."""
    title = "Ratings by genre"
    if not ratings.ratings_by_genre:
        return without_data(title, "No film has both a genre and a rating.")
    names = [genre.name for genre in ratings.ratings_by_genre]
    colour = alt.Color("name:N", scale=colour_scale(names, GENRE_COLOURS), legend=None)
    return _captioned(title, ratings.ratings_by_genre, "Rating", "genres", colour)


def running_times_by_decade(over_time: OverTime) -> CaptionedChart:
    """Return how running times are distributed in each decade."""
    title = "Running times by decade"
    if not over_time.runtimes_by_decade:
        return without_data(title, "No film has both a release date and a running time.")
    return _captioned(title, over_time.runtimes_by_decade, "Running time in minutes", DECADE)


def ratings_by_decade(over_time: OverTime) -> CaptionedChart:
    """Return how ratings are distributed in each decade."""
    title = "Ratings by decade"
    if not over_time.ratings_by_decade:
        return without_data(title, "No film has both a release date and a rating.")
    return _captioned(title, over_time.ratings_by_decade, "Rating", DECADE)


def _captioned(
    title: str, boxes: Sequence[Quantiles], unit: str, column: str, colour: alt.Color | None = None
) -> CaptionedChart:
    first, last = boxes[0], boxes[-1]
    medians = f"Medians from {first.median:.3g} ({first.name}) to {last.median:.3g} ({last.name})"
    chart = _boxes(frame_of(boxes), unit, column, colour)
    return CaptionedChart(title, chart, f"{title}: {medians}", f"{medians}. {_CAPTION}", CLICK_A_BAR, (column,))


def _boxes(table: pd.DataFrame, unit: str, column: str, colour: alt.Color | None) -> alt.LayerChart:
    """Return a bar from p25 to p75, a line from p5 to p95, and a tick at the median, for each row.

    A click on a bar selects its name; `column` is the selection's name.
    """
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", title=None, sort=table["name"].tolist(), axis=names_axis()),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("median:Q", title="Median", format=".1f"),
            alt.Tooltip("p25:Q", title="25 % are below", format=".1f"),
            alt.Tooltip("p75:Q", title="25 % are above", format=".1f"),
            alt.Tooltip("films:Q", title="Films", format=","),
        ],
    )
    x = alt.X("p5:Q", title=unit, scale=alt.Scale(zero=False))
    lines = base.mark_rule(color=_LINE, strokeWidth=1.5).encode(x=x, x2=alt.X2("p95:Q"))
    bars = base.mark_bar(height={"band": 0.55}).encode(x=alt.X("p25:Q", title=unit), x2=alt.X2("p75:Q"))
    medians = base.mark_tick(color=_MEDIAN, thickness=2, height=14).encode(x=alt.X("median:Q"))
    chart: alt.LayerChart = (
        lines + clickable(bars.encode(color=colour) if colour is not None else bars, column) + medians
    )
    return chart.properties(height=row_step(table["name"]))
