"""A chart with its words, and its data as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from ui.charts.base import CaptionedChart, tables_of
from ui.text.markdown import literal
from ui.widgets.table import show_table


def captioned_chart(chart: CaptionedChart, key: str) -> None:
    """Draw a chart below its title, with a table twin; `key` is that of the table's expander."""
    st.header(literal(chart.title), anchor=False)
    if chart.chart is None:
        st.caption(literal(chart.caption))
        return
    st.altair_chart(chart.chart, alt=chart.alt)
    st.caption(literal(chart.caption))
    show_as_table(chart.title, chart.tables or tables_of(chart.chart), key)


def charts_in_pairs(charts: Sequence[CaptionedChart], key: str) -> None:
    """Draw charts, two in a row; `key` begins the keys of their tables."""
    for number in range(0, len(charts), 2):
        for column, chart in zip(st.columns(2, gap="large"), charts[number : number + 2], strict=False):
            with column:
                captioned_chart(chart, f"{key}.{chart.title}")


def show_as_table(title: str, tables: Sequence[pd.DataFrame | Callable[[], pd.DataFrame]], key: str) -> None:
    """Draw an expander with the data of a chart: tables, or what makes them when they are shown."""
    expander = st.expander("Show as table", icon=":material/table:", key=key, on_change="rerun")
    # A closed table is not sent to the browser.
    if expander.open:
        with expander:
            for table in tables:
                show_table(table() if callable(table) else table, f"Data of the chart {title}")
