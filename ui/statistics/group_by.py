"""A chart of one's own: what to group films by, and what to tell of each group. All of it is in the page's address."""

from __future__ import annotations

import streamlit as st

from engine import Filters
from engine.statistics import PivotQuery
from ui import cache
from ui.charts.pivot import FIGURES, GROUPS, MEASURES, SUMMABLE, pivot_picture
from ui.statistics.chart_panel import show_picture
from ui.text.spreadsheets import table_as_csv
from ui.widgets.film_search import BOUND

_NOTHING = "Nothing"
_LEAST = (1, 3, 5, 10, 20, 50, 100, 500, 1_000)


def show_own_chart(filters: Filters) -> None:
    """Draw the ways to choose, and the chart of the films that pass the filters."""
    asked = _choose()
    picture = pivot_picture(cache.pivot(asked, filters))
    show_picture(picture, filters)
    if picture.chart is not None:
        (table,) = picture.behind
        st.download_button(
            "CSV",
            lambda: table_as_csv(table),
            file_name="films.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _choose() -> PivotQuery:
    with st.grid(5, min_column_width=135):
        x = st.selectbox("Group by", list(GROUPS), index=1, key="x", **BOUND)
        measure = MEASURES[st.selectbox("Show", list(MEASURES), key="y", **BOUND)]
        figures = [label for label, figure in FIGURES.items() if figure != "sum" or measure in SUMMABLE]
        figure = st.selectbox("As", figures, key="figure", disabled=measure == "films", **BOUND)
        others = [_NOTHING, *(label for label in GROUPS if label not in ("Year", x))]
        colour = st.selectbox("Colour by", others, key="colour_by", **BOUND)
        least = st.select_slider("Films of a group, at least", _LEAST, key="min_films", **BOUND)
    return PivotQuery(
        x=GROUPS[x],
        measure=measure,
        figure="count" if measure == "films" else FIGURES[figure],
        colour=None if colour == _NOTHING else GROUPS[colour],
        least_films=least,
    )
