"""How far the catalogue can be trusted: what is missing, what can hardly be true, and what the build left out."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from engine import Filters, IndexInfo
from engine.statistics import Statistics
from ui import cache
from ui.charts import scores
from ui.charts.data_quality import doubtful_table, doubts_table, rejected_table
from ui.statistics.chart_panel import show_pictures
from ui.statistics.sections import gaps
from ui.text.numbers import share
from ui.text.spreadsheets import table_as_csv
from ui.widgets.table import show_table

_FIRST_ROWS = 50


def show_quality(figures: Statistics, filters: Filters, info: IndexInfo) -> None:
    """Draw what is missing and what can hardly be true of the films that pass filters, and what no film came of."""
    show_pictures(gaps(figures), filters)
    _show_doubts(figures, filters)
    _show_rejected(info)
    _show_unusable(info)


def _show_doubts(figures: Statistics, filters: Filters) -> None:
    st.subheader("What can hardly be true", anchor=False)
    table = doubts_table(figures)
    if table.empty:
        st.caption("No film has a value that can hardly be true.")
        return
    show_table(table, "Doubtful values, with how many films have each")
    st.caption("These films are recommended as all others are; their budgets and box office count in the figures.")
    # The file is made outside of the session, which has no engine of its own there.
    engine = cache.engine()
    _offer("Doubtful films", "doubtful-films.csv", lambda: doubtful_table(engine.statistics.implausible(filters)))


def _show_rejected(info: IndexInfo) -> None:
    st.subheader("What the build left out", anchor=False)
    rejected = sum(info.rejected.values())
    if not rejected:
        st.caption(f"Nothing: all {info.rows_read:,} rows of the dataset are films.")
        return
    part = f"{rejected:,} of {info.rows_read:,} rows ({share(rejected / info.rows_read)})"
    st.caption(f"{part} are no films, or are there twice, whatever the filters.")
    show_table(scores.counted(info.rejected, "Reason", "Rows"), "Rejected rows by reason")
    engine = cache.engine()
    rows = st.expander("The first of these rows", icon=":material/table:", key="rejected.rows", on_change="rerun")
    if rows.open:
        with rows:
            show_table(rejected_table(engine.rejections()[:_FIRST_ROWS]), "Rejected rows, the first ones")
    _offer("Rejected rows", "rejected-rows.csv", lambda: rejected_table(engine.rejections()))


def _show_unusable(info: IndexInfo) -> None:
    if info.unreadable:
        st.subheader("What could not be understood", anchor=False)
        st.caption("Cells that held something, but nothing that makes sense in their column. They count as unknown.")
        show_table(scores.counted(info.unreadable, "Column", "Cells"), "Unreadable cells by column")


def _offer(label: str, name: str, table: Callable[[], pd.DataFrame]) -> None:
    """Draw a button for a table as a file, which is made when somebody asks for it."""
    st.download_button(
        f"{label} as CSV",
        lambda: table_as_csv(table()),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
