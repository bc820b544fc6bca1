"""The same figure is told the same way in all tables."""

from __future__ import annotations

import pandas as pd

from ui.widgets.table import formats_of


def test_counts_have_separators_years_have_none_and_other_numbers_three_digits() -> None:
    table = pd.DataFrame(
        {
            "Film": ["A"],
            "Year": pd.array([1999], dtype="Int64"),
            "Votes": [34_495],
            "Budget": pd.array([None], dtype="Int64"),
            "Rating": pd.array([7.1], dtype="Float64"),
            "Similarity": [0.25],
            "Near on the map": [True],
        }
    )
    assert formats_of(table) == {
        "Year": "%d",
        "Votes": "localized",
        "Budget": "localized",
        "Rating": "%.1f",
        "Similarity": "%.3f",
    }
