"""Tables in which the same kind of number always looks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from ui.addresses import film_address
from ui.charts.base import PAGE

FILM_NAME = "Film"
"""The column with a film's title."""
_MOST_WITHOUT_SCROLLING = 50
"""Rows."""
_PLAIN = "%d"
_FORMATS = {"Rating": "%.1f", "Year": _PLAIN, "Until": _PLAIN, "Decade": _PLAIN, "Id": _PLAIN, "Rank": _PLAIN}


def formats_of(table: pd.DataFrame) -> dict[str, str]:
    """Return the format of each column of numbers: counts with separators, years without, others with 3 decimals."""
    counts = set(table.select_dtypes("integer").columns)
    numbers = table.select_dtypes("number").columns
    formats = {name: _FORMATS.get(name, "localized" if name in counts else "%.3f") for name in numbers}
    return formats | {name: _PLAIN for name in numbers if str(name).casefold().endswith("year")}


def show_table(
    table: pd.DataFrame, alt: str, films: Sequence[int] | None = None, own: Mapping[str, Any] | None = None
) -> None:
    """Draw a table.

    Parameters
    ----------
    table
        Its column `PAGE`, if there is one, has addresses.
    alt
        Describes it for people who cannot see it.
    films
        The id of each row's film, whose page a link after the title opens.
    own
        Columns that look different from others with the same kind of value.

    """
    if films is not None:
        table = table.copy(deep=False)
        table.insert(list(table.columns).index(FILM_NAME) + 1, PAGE, [film_address(film_id) for film_id in films])
    columns: dict[str, Any] = {
        str(name): st.column_config.NumberColumn(format=form) for name, form in formats_of(table).items()
    }
    if PAGE in table:
        columns[PAGE] = st.column_config.LinkColumn(display_text="Open", width="small")
    # What fits a page scrolls with it.
    height: Literal["content", "auto"] = "content" if len(table) <= _MOST_WITHOUT_SCROLLING else "auto"
    st.dataframe(table, height=height, hide_index=True, alt=alt, column_config=columns | dict(own or {}))
