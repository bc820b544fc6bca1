"""Tables, the same figure told the same way in all of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

_PLAIN = "%d"
_FORMATS = {"Rating": "%.1f", "Year": _PLAIN, "Until": _PLAIN, "Decade": _PLAIN, "Id": _PLAIN, "Place": _PLAIN}


def formats_of(table: pd.DataFrame) -> dict[str, str]:
    """Return how each column of numbers is told: counts with separators, other numbers with three digits."""
    counts = set(table.select_dtypes("integer").columns)
    numbers = table.select_dtypes("number").columns
    told = {name: _FORMATS.get(name, "localized" if name in counts else "%.3f") for name in numbers}
    return told | {name: _PLAIN for name in numbers if str(name).casefold().endswith("year")}


def show_table(table: pd.DataFrame, alt: str) -> None:
    """Draw a table; `alt` says what it shows to those who cannot see it."""
    told = {name: st.column_config.NumberColumn(format=form) for name, form in formats_of(table).items()}
    st.dataframe(table, hide_index=True, alt=alt, column_config=told)
