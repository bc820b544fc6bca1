"""The catalogue in eight numbers, each with a small chart over the decades."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.statistics import Headlines
from ui.text.numbers import duration, money, share

_UNKNOWN = "unknown"
_CARD_WIDTH = 168
"""Pixels: the widest value fits, and a tablet has room for four cards in a row."""


def show(headlines: Headlines) -> None:
    """Draw the headlines of at least one film."""
    decades = headlines.decades
    span = f"{headlines.first_year} to {headlines.last_year}" if headlines.first_year else _UNKNOWN
    runtime = duration(round(headlines.median_runtime)) if headlines.median_runtime else _UNKNOWN
    rating = f"{headlines.mean_rating:.2f}" if headlines.mean_rating is not None else _UNKNOWN
    runtimes = [decade.median_runtime for decade in decades if decade.median_runtime is not None]
    ratings = [decade.mean_rating for decade in decades if decade.mean_rating is not None]
    # The style sheet knows both keys: a phone shows the numbers alone, so that the charts are not far below.
    with st.container(key="headlines"), st.grid(4, min_column_width=_CARD_WIDTH):
        _show("Films", f"{headlines.films:,}", [decade.films for decade in decades])
        _show(
            "Years",
            span,
            [decade.years for decade in decades],
            "The small chart counts the years of each decade that have films.",
        )
        _show("Original languages", f"{headlines.languages:,}", [decade.languages for decade in decades])
        _show("Countries", f"{headlines.countries:,}", [decade.countries for decade in decades])
        _show("Median running time", runtime, runtimes)
        _show("Average rating", rating, ratings, "Out of 10, weighted by votes.")
        _show(
            "Box office",
            _short(money(headlines.total_revenue)),
            [decade.revenue for decade in decades],
            "All films whose box office is known, in US dollars, not adjusted for inflation.",
        )
        _show(
            "Completeness",
            share(headlines.completeness or 0.0),
            [decade.completeness for decade in decades],
            "How many of their fields films have filled in, on average. Data quality shows each field.",
        )
    if len(decades) > 1:
        with st.container(key="headlines-caption"):
            st.caption(
                f"The small charts have one point per decade, from the {decades[0].decade}s to the "
                f"{decades[-1].decade}s."
            )


def _short(amount: str) -> str:
    """Return an amount as in "$289.4B", which fits a phone."""
    for word in ("trillion", "billion", "million"):
        amount = amount.replace(f" {word}", word[0].upper())
    return amount


def _show(label: str, value: str, by_decade: Sequence[float], explanation: str | None = None) -> None:
    st.metric(
        label,
        value,
        border=True,
        height="stretch",
        help=explanation,
        chart_data=by_decade if len(by_decade) > 1 else None,
        chart_type="area",
    )
