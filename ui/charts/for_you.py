"""Which of the visitor's films speak for a film, and which against it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.personalization import LikedFilm
from ui.addresses import film_address
from ui.charts.base import PAGE, CaptionedChart, opens_film
from ui.charts.names import names_axis, row_step
from ui.text.palette import LESS, MORE

YOUR_FILMS = "From your films"
_MOST = 10
"""Bars."""


def your_films(films: Sequence[LikedFilm]) -> CaptionedChart:
    """Return a bar for each of the strongest of `films`, at least one. A click on one opens its page."""
    shown = films[:_MOST]
    table = pd.DataFrame(
        {"Film": [film.label for film in shown], "Adds": [film.value for film in shown], "id": [f.id for f in shown]}
    )
    colour = alt.ColorValue(MORE, condition={"test": "datum.Adds < 0", "value": LESS})
    chart = opens_film(
        alt.Chart(table)
        .mark_bar(height={"band": 0.7}, cursor="pointer")
        .encode(
            x=alt.X("Adds:Q", title="Adds to the score", axis=alt.Axis(tickCount=6)),
            y=alt.Y("Film:N", title=None, sort=None, axis=names_axis()),
            color=colour,
            tooltip=["Film:N", alt.Tooltip("Adds:Q", format=".3f")],
        )
        .properties(height=row_step([film.label for film in shown]))
    )
    first = films[0]
    return CaptionedChart(
        YOUR_FILMS,
        chart,
        f"What your films add to the score, first {first.label} with {first.value:.3f}",
        "Learned from people who rated these films as you did. Click a bar to open its film.",
        tables=(
            pd.DataFrame(
                {
                    "Film": [film.label for film in films],
                    "Adds": [film.value for film in films],
                    PAGE: [film_address(film.id) for film in films],
                }
            ),
        ),
    )
