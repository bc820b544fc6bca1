"""What films cost and what they earned. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd

from engine.statistics import RatingsAndMoney
from ui.charts.base import CHART_HEIGHT, OPENS_FILM, CaptionedChart, colour_scale, frame_of, opens_film, without_data
from ui.text.palette import GENRE_COLOURS, NO_GENRE

_MIN_DOLLARS = 1_000
"""A lower budget is mostly a missing unit, and would squeeze all other films into a corner."""


def budget_and_box_office(money: RatingsAndMoney) -> CaptionedChart:
    """Return what films cost and what they earned, with a line where both are equal."""
    title = "Budget and box office"
    if not money.budgets:
        return without_data(title, "No film has both a budget and a box office.")
    table = frame_of(money.budgets)
    table = table[(table["budget"] >= _MIN_DOLLARS) & (table["revenue"] >= _MIN_DOLLARS)]
    if table.empty:
        return without_data(title, f"No film has both a budget and a box office of ${_MIN_DOLLARS:,} or more.")
    rings = [_rings(money)] if money.highest_returns else []
    chart = alt.LayerChart(layer=[_break_even(table), _points(table), *rings])
    top = table["title"].iloc[table["revenue"].argmax()]
    caption = (
        f"The {len(table):,} most-rated films with both values. Films below the dashed line earned less than they "
        "cost. US dollars, not adjusted for inflation."
    )
    alt_text = f"Budget and box office of {len(table):,} films; {top} earned most"
    return CaptionedChart(
        title,
        chart.properties(height=CHART_HEIGHT),
        alt_text,
        " ".join(filter(None, (caption, _returns(money), OPENS_FILM))),
    )


def _points(table: pd.DataFrame) -> alt.Chart:
    # The format says G for billion.
    dollars = alt.Axis(format="$~s", tickCount=5, labelExpr="replace(datum.label, 'G', 'B')")
    genres = sorted(set(table["genre"]) & set(GENRE_COLOURS))
    points: alt.Chart = (
        alt.Chart(table)
        .mark_circle(size=46, opacity=0.75, cursor="pointer")
        .encode(
            x=alt.X("budget:Q", title="Budget", scale=alt.Scale(type="log"), axis=dollars),
            y=alt.Y("revenue:Q", title="Box office", scale=alt.Scale(type="log"), axis=dollars),
            color=alt.Color("genre:N", scale=colour_scale(genres, GENRE_COLOURS), legend=None),
            tooltip=[
                alt.Tooltip("title:N", title="Film"),
                alt.Tooltip("year:Q", title="Year"),
                alt.Tooltip("genre:N", title="First genre"),
                alt.Tooltip("budget:Q", title="Budget", format="$,"),
                alt.Tooltip("revenue:Q", title="Box office", format="$,"),
            ],
        )
    )
    return opens_film(points)


def _break_even(table: pd.DataFrame) -> alt.Chart:
    """Return a dashed line through the points where budget and box office are equal."""
    dollars = table[["budget", "revenue"]].to_numpy()
    ends = [dollars.min(), dollars.max()]
    line = alt.Chart(pd.DataFrame({"budget": ends, "revenue": ends}))
    dashed: alt.Chart = line.mark_line(strokeDash=[5, 4], opacity=0.6, color=NO_GENRE).encode(
        x=alt.X("budget:Q"), y=alt.Y("revenue:Q")
    )
    return dashed


def _rings(money: RatingsAndMoney) -> alt.Chart:
    """Return a ring around each film with one of the highest or lowest returns."""
    rings: alt.Chart = (
        alt.Chart(frame_of([*money.highest_returns, *money.lowest_returns]))
        .mark_point(size=110, strokeWidth=1.8, color=NO_GENRE, cursor="pointer")
        .encode(
            x=alt.X("budget:Q"),
            y=alt.Y("revenue:Q"),
            tooltip=[
                alt.Tooltip("label:N", title="Film"),
                alt.Tooltip("budget:Q", title="Budget", format="$,"),
                alt.Tooltip("revenue:Q", title="Box office", format="$,"),
                alt.Tooltip("ratio:Q", title="Times its budget", format=".3~g"),
            ],
        )
    )
    return opens_film(rings)


def _returns(money: RatingsAndMoney) -> str:
    """Return which films have the highest and the lowest returns, in words."""
    if not money.highest_returns:
        return ""
    highest = "; ".join(f"{film.label}, {film.ratio:,.0f} times its budget" for film in money.highest_returns[:3])
    lowest = "; ".join(f"{film.label}, {film.ratio * 100:.2g}\u00a0%" for film in money.lowest_returns[:3])
    return f"Rings mark the highest and the lowest returns. Highest: {highest}. Lowest: {lowest}."
