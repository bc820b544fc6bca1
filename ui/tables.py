"""Tables, the same figure told the same way in all of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

_SIMILARITY = "%.3f"
_FORMATS = {
    "Rating": "%.1f",
    "Year": "%d",
    "Decade": "%d",
    "Votes": "localized",
    "Films": "localized",
}


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
