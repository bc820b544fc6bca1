"""The catalogue in eight numbers, with how they ran over the decades."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import fmean

import streamlit as st

from engine.statistics import Statistics
from ui.text.numbers import duration, money, share

_RATED = "Of 10, weighted by votes."
_DOLLARS = "Where known, in US dollars. Not adjusted for inflation."
_YEARS = "The chart has the years of each decade that any film is of."
_FILLED = "The mean share of the films that say something in a column; column by column under data quality."


def show_headlines(figures: Statistics) -> None:
    """Draw the headlines of at least one film."""
    decades = figures.decades
    span = f"{figures.first_year} to {figures.last_year}" if figures.first_year else "unknown"
    runtime = duration(round(figures.median_runtime)) if figures.median_runtime else "unknown"
    rating = f"{figures.mean_rating:.2f}" if figures.mean_rating is not None else "unknown"
    runtimes = [one.median_runtime for one in decades if one.median_runtime is not None]
    ratings = [one.mean_rating for one in decades if one.mean_rating is not None]
    told = [one.year // 10 * 10 for one in figures.films_per_year]
    filled = [
        fmean(one.share for one in own) for _, own in groupby(figures.completeness_by_decade, lambda one: one.decade)
    ]
    complete = fmean(count.films / figures.films for count in figures.completeness)
    with st.grid(4, min_column_width=150):
        _show("Films", f"{figures.films:,}", [one.films for one in decades])
        _show("Years", span, [told.count(one.decade) for one in decades], _YEARS)
        _show("Original languages", f"{figures.languages:,}", [one.languages for one in decades])
        _show("Countries", f"{figures.countries:,}", [one.countries for one in decades])
        _show("Median runtime", runtime, runtimes)
        _show("Mean rating", rating, ratings, _RATED)
        _show("Box office", money(figures.total_revenue), [one.revenue for one in decades], _DOLLARS)
        _show("Completeness", share(complete), filled, _FILLED)
    if len(decades) > 1:
        ends = f"the {decades[0].decade}s to the {decades[-1].decade}s"
        st.caption(f"The small charts run from {ends}, a point a decade.")


def _show(label: str, value: str, over_decades: Sequence[float] = (), told: str | None = None) -> None:
    st.metric(
        label,
        value,
        border=True,
        height="stretch",
        help=told,
        chart_data=over_decades if len(over_decades) > 1 else None,
        chart_type="area",
    )
