"""How far the data can be trusted: fields without values, suspicious values, and rows that were skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from engine import Filters, IndexInfo
from engine.statistics import DataQuality
from ui import answers, cache
from ui.charts.base import CaptionedChart
from ui.charts.data_quality import (
    columns_table,
    completeness,
    completeness_by_decade,
    skipped_rows_table,
    suspicious_films_table,
    suspicious_values_table,
)
from ui.charts.scores import counted
from ui.statistics.chart_panel import show_in_pairs
from ui.text.markdown import literal
from ui.text.numbers import share
from ui.text.spreadsheets import table_as_csv
from ui.widgets.table import show_table

NAME = "Data quality"
UNREADABLE = "Unreadable values"
COLUMNS = "Columns of the dataset"
DOWNLOAD_FILMS, DOWNLOAD_ROWS = "Download suspicious films (CSV)", "Download skipped rows (CSV)"
FIRST_ROWS = 50
"""Skipped rows shown on the page."""
FIRST_ROWS_KEY = "statistics.skipped_rows"


def charts(quality: DataQuality) -> Sequence[CaptionedChart]:
    """Return the charts of the section."""
    return (completeness(quality), completeness_by_decade(quality))


def show(filters: Filters) -> None:
    """Draw the section. Filters don't change which rows were skipped and which values were unreadable."""
    quality, info = answers.data_quality(filters), cache.engine().info
    show_in_pairs(charts(quality), filters)
    _show_suspicious(quality, filters)
    _show_skipped(info)
    _show_unreadable(info)
    _show_columns(info)


def _show_suspicious(quality: DataQuality, filters: Filters) -> None:
    st.header("Suspicious values", anchor=False)
    table = suspicious_values_table(quality.implausible_values)
    if table.empty:
        st.caption("No film has suspicious values.")
        return
    show_table(table, "Suspicious values, and how many films have them")
    st.caption("These films are still recommended, and all statistics include their values.")
    # A download runs outside the session, where there is no engine.
    statistics = cache.engine().statistics
    _offer_download(
        DOWNLOAD_FILMS, "suspicious-films.csv", lambda: suspicious_films_table(statistics.implausible_films(filters))
    )


def _show_skipped(info: IndexInfo) -> None:
    st.header("Rows skipped", anchor=False)
    skipped = sum(info.rejected.values())
    if not skipped:
        st.caption(f"None. All {info.rows_read:,} rows of the dataset are films.")
        return
    part = f"{skipped:,} of {info.rows_read:,} rows ({share(skipped / info.rows_read)})"
    st.caption(f"{part} of the dataset were skipped, whatever the filters.")
    show_table(counted(info.rejected, "Reason", "Rows"), "Skipped rows by reason")
    engine = cache.engine()
    rows = st.expander("Show the first rows", icon=":material/table:", key=FIRST_ROWS_KEY, on_change="rerun")
    if rows.open:
        with rows:
            show_table(skipped_rows_table(engine.rejections()[:FIRST_ROWS]), "The first skipped rows")
    _offer_download(DOWNLOAD_ROWS, "skipped-rows.csv", lambda: skipped_rows_table(engine.rejections()))


def _show_unreadable(info: IndexInfo) -> None:
    if info.unreadable:
        st.header(UNREADABLE, anchor=False)
        st.caption("Cells whose text makes no sense in their column. The value counts as unknown.")
        show_table(counted(info.unreadable, "Column", "Cells"), "Unreadable values by column")


def _show_columns(info: IndexInfo) -> None:
    st.header(COLUMNS, anchor=False)
    st.caption("What each column of the dataset is used as, and how it is read.")
    show_table(columns_table(info.columns), "Columns of the dataset, and what they are used as")
    for note in info.notes:
        st.caption(literal(note))


def _offer_download(label: str, file_name: str, table: Callable[[], pd.DataFrame]) -> None:
    """Draw a button that makes the table when it is clicked."""
    st.download_button(
        label,
        lambda: table_as_csv(table()),
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
