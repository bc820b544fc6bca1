"""Your own chart: you choose how to group films and what to show of each group. All choices are in the address."""

from __future__ import annotations

import streamlit as st

from engine import Filters
from engine.statistics import PivotQuery
from ui import answers
from ui.charts.pivot import AGGREGATES, GROUPS, MEASURES, SUMMABLE, pivot_chart
from ui.statistics.chart_panel import show_chart
from ui.text.spreadsheets import table_as_csv
from ui.widgets.film_search import BOUND

NAME = "Your own chart"
DOWNLOAD = "Download as CSV"
GROUP_BY, MEASURE, AGGREGATE, COLOUR_BY, MIN_FILMS = "group_by", "measure", "aggregate", "colour_by", "min_films"
"""Keys of the widgets, and their names in the address."""
_NO_COLOUR = "None"
_MIN_FILMS = (1, 3, 5, 10, 20, 50, 100, 500, 1_000)


def show(filters: Filters) -> None:
    """Draw the choices and the chart."""
    chart = pivot_chart(answers.pivot(_choose_query(), filters))
    show_chart(chart, filters)
    if chart.chart is not None:
        (table,) = chart.tables
        st.download_button(
            DOWNLOAD,
            lambda: table_as_csv(table),
            file_name="films.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _choose_query() -> PivotQuery:
    with st.grid(5, min_column_width=165):
        group = st.selectbox("Group by", list(GROUPS), index=1, key=GROUP_BY, **BOUND)
        measure = MEASURES[st.selectbox("Show", list(MEASURES), key=MEASURE, **BOUND)]
        aggregates = [label for label, name in AGGREGATES.items() if name != "sum" or measure in SUMMABLE]
        # Films are counted, whatever else could be done with numbers.
        aggregate = "" if measure == "films" else st.selectbox("Summarise as", aggregates, key=AGGREGATE, **BOUND)
        colours = [_NO_COLOUR, *(label for label in GROUPS if label not in ("Year", group))]
        colour = st.selectbox("Colour by", colours, key=COLOUR_BY, **BOUND)
        min_films = st.select_slider("Minimum films per group", _MIN_FILMS, key=MIN_FILMS, **BOUND)
    return PivotQuery(
        group_by=GROUPS[group],
        measure=measure,
        aggregate="count" if measure == "films" else AGGREGATES[aggregate],
        colour_by=None if colour == _NO_COLOUR else GROUPS[colour],
        min_films=min_films,
    )
