"""Ratings: how they go with votes, and which films are rated highest and lowest. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.statistics import RatedFilm, RatingsAndMoney
from ui.charts.base import (
    CLICK_A_SQUARE,
    OPENS_FILM,
    CaptionedChart,
    clickable,
    frame_of,
    opens_film,
    without_data,
)
from ui.charts.groups import VOTES_AND_RATING
from ui.charts.names import ROW_HEIGHT, names_axis, row_step
from ui.text.numbers import listed

_HEAT_MAP_HEIGHT = 19 * ROW_HEIGHT
"""Pixels: as many as the chart beside it has, which has a row for each genre."""


def votes_and_ratings(ratings: RatingsAndMoney) -> CaptionedChart:
    """Return how many films have how many votes and which rating."""
    title = "Votes and ratings"
    if not ratings.votes_and_ratings:
        return without_data(title, "No film has votes.")
    table = frame_of(ratings.votes_and_ratings)
    table["votes_from"], table["votes_to"] = 10 ** table["x_low"], 10 ** table["x_high"]
    return CaptionedChart(
        title,
        _heat_map(
            table.drop(columns=["x_low", "x_high"]).rename(columns={"y_low": "rating_from", "y_high": "rating_to"})
        ),
        "How many films have how many votes and which rating",
        "The stronger the colour, the more films. Votes are on a log scale.",
        CLICK_A_SQUARE,
        (VOTES_AND_RATING,),
    )


def _heat_map(table: pd.DataFrame) -> alt.Chart:
    powers = alt.Axis(format="~s", values=[10**power for power in range(7)])
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("votes_from:Q", title="Votes", scale=alt.Scale(type="log"), axis=powers),
            x2=alt.X2("votes_to:Q"),
            y=alt.Y("rating_from:Q", title="Rating"),
            y2=alt.Y2("rating_to:Q"),
            color=alt.Color("films:Q", title="Films", legend=alt.Legend(orient="top", gradientLength=160)),
            tooltip=[
                alt.Tooltip("votes_from:Q", title="Votes from", format=",.0f"),
                alt.Tooltip("votes_to:Q", title="Votes to", format=",.0f"),
                alt.Tooltip("rating_from:Q", title="Rating from"),
                alt.Tooltip("rating_to:Q", title="Rating to"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=_HEAT_MAP_HEIGHT)
    )
    return clickable(chart, VOTES_AND_RATING, "votes_from", "votes_to", "rating_from", "rating_to")


def highest_rated(ratings: RatingsAndMoney) -> CaptionedChart:
    """Return the films that are rated highest."""
    return _rated("Highest rated", ratings.highest_rated)


def lowest_rated(ratings: RatingsAndMoney) -> CaptionedChart:
    """Return the films that are rated lowest."""
    return _rated("Lowest rated", ratings.lowest_rated)


def _rated(title: str, films: Sequence[RatedFilm]) -> CaptionedChart:
    if not films:
        return without_data(title, "No film has a rating.")
    table = frame_of(films).rename(columns={"average": "weighted_rating"})
    # Two films may have the same label.
    table["film"] = table["label"].where(
        ~table["label"].duplicated(keep=False), table["label"] + " · " + table["id"].astype(str)
    )
    leaders = listed([f"{film.label} with {film.average:.2f}" for film in films], 3)
    return CaptionedChart(
        title, _dots(table), f"{title} films: {leaders}", f"Weighted, so that a few votes don't decide. {OPENS_FILM}"
    )


def _dots(table: pd.DataFrame) -> alt.Chart:
    # Ratings of the best lie within half a point: bars from zero would all be as long.
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_circle(size=110, opacity=1, cursor="pointer")
        .encode(
            x=alt.X("weighted_rating:Q", title="Weighted rating", scale=alt.Scale(zero=False, padding=8)),
            y=alt.Y(
                "film:N",
                title=None,
                sort=table["film"].tolist(),
                axis=names_axis(grid=True),
            ),
            tooltip=[
                alt.Tooltip("film:N", title=" "),
                alt.Tooltip("weighted_rating:Q", title="Weighted rating", format=".2f"),
                alt.Tooltip("rating:Q", title="Rating", format=".2f"),
                alt.Tooltip("votes:Q", title="Votes", format=","),
            ],
        )
        .properties(height=row_step(table["film"]))
    )
    return opens_film(chart)
