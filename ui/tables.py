"""Tables, the same figure told the same way in all of them, and pictures with the tables behind them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui.dataset_charts import Picture, tables_of
from ui.text import literal

_SIMILARITY = "%.3f"
_FORMATS = {
    "Rating": "%.1f",
    "Year": "%d",
    "Decade": "%d",
    "Votes": "localized",
    "Films": "localized",
}


def show_picture(picture: Picture) -> None:
    """Draw a picture with its words, and what it is drawn from as tables."""
    st.subheader(picture.title, anchor=False)
    if picture.chart is not None:
        st.altair_chart(picture.chart, alt=picture.alt)
    st.caption(literal(picture.note))
    if picture.chart is None:
        return
    # Only what somebody opens is sent.
    key = f"picture.{picture.title}"
    twin = st.expander("The same as a table", icon=":material/table:", key=key, on_change="rerun")
    if twin.open:
        with twin:
            for table in tables_of(picture.chart):
                show_table(table, f"What the chart of {picture.title.lower()} is drawn from")


def show_table(table: pd.DataFrame, alt: str) -> None:
    """Draw a table; `alt` says what it shows. Numbers in columns that are not known here are similarities."""
    numbers = table.select_dtypes("number").columns
    st.dataframe(
        table,
        hide_index=True,
        alt=alt,
        column_config={
            name: st.column_config.NumberColumn(format=_FORMATS.get(name, _SIMILARITY))
            for name in numbers
            if name != "Place"
        },
    )
