"""What films are about, where they were made, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import Filters
from engine.statistics import Contents
from ui import answers
from ui.charts import top_names
from ui.charts.base import CaptionedChart
from ui.charts.genres import genre_keywords_table, genre_pairs
from ui.charts.world_map import world_map
from ui.statistics.chart_panel import show_charts
from ui.widgets.table import show_table

NAME = "Contents"
GENRE_KEYWORDS = "Keywords that set a genre apart"


def charts(contents: Contents) -> Sequence[CaptionedChart]:
    """Return the charts of the section, the widest first."""
    return (
        world_map(contents.countries, contents.films),
        top_names.countries(contents),
        top_names.keywords(contents),
        genre_pairs(contents),
        top_names.companies(contents),
        top_names.directors(contents),
        top_names.cast(contents),
    )


def show(filters: Filters) -> None:
    """Draw the section."""
    contents = answers.contents(filters)
    show_charts(charts(contents), filters)
    st.header(GENRE_KEYWORDS, anchor=False)
    table = genre_keywords_table(contents)
    if table.empty:
        st.caption("Needs keywords used by at least five films.")
        return
    show_table(table, GENRE_KEYWORDS)
    st.caption("More common in films of the genre than in others. In brackets: how many films of the genre have it.")
