"""The same kind of number looks the same in all tables."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from ui.charts.base import PAGE
from ui.widgets.table import formats_of


def test_counts_have_separators_years_and_ranks_have_none_and_other_numbers_have_3_decimals() -> None:
    table = pd.DataFrame(
        {
            "Film": ["A"],
            "Year": pd.array([1999], dtype="Int64"),
            "Votes": [34_495],
            "Rank": [1_001],
            "Budget": pd.array([None], dtype="Int64"),
            "Rating": pd.array([7.1], dtype="Float64"),
            "Similarity": [0.25],
            "Near on the map": [True],
        }
    )
    assert formats_of(table) == {
        "Year": "%d",
        "Votes": "localized",
        "Rank": "%d",
        "Budget": "localized",
        "Rating": "%.1f",
        "Similarity": "%.3f",
    }


def draw_films() -> None:
    """Draw a table of two films; runs in AppTest."""
    import pandas as pd

    from ui.widgets.table import show_table

    show_table(pd.DataFrame({"Rank": [1, 2], "Film": ["Heat", "Heat"], "Year": [1995, 1986]}), "Films", [949, 11_889])


def test_a_link_after_the_title_leads_to_the_page_of_each_film() -> None:
    (table,) = AppTest.from_function(draw_films).run().dataframe
    assert list(table.value.columns) == ["Rank", "Film", PAGE, "Year"]
    assert table.value[PAGE].tolist() == ["film?id=949", "film?id=11889"]
