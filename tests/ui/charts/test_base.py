"""What all charts of statistics share."""

from __future__ import annotations

import pandas as pd

from engine.statistics import Count
from tests.ui.charts.captioned import data_of, specification
from ui.charts.base import bars, bars_of_names, column_label, frame_of, name_counts, small


def test_bars_have_films_and_shares_in_the_given_order() -> None:
    chart = bars([Count("B", 3), Count("A", 1)], 4)
    assert chart.to_dict()["encoding"]["y"]["sort"] is None
    assert chart.data.to_dict("list") == {"name": ["B", "A"], "films": [3, 1], "share": [0.75, 0.25]}
    assert bars([Count("A", 0)], 0).data["share"].tolist() == [0]


def test_a_click_on_a_bar_selects_its_name_as_the_column() -> None:
    chart = bars_of_names("Cast", [Count("Ida", 2)], 5, "The actors.", "No cast.", "cast")
    (param,) = specification(chart)["params"]
    assert (param["name"], param["select"]["fields"], chart.selections) == ("cast", ["name"], ("cast",))
    assert chart.alt == "Cast with most films: Ida 2"
    assert data_of(chart)["Films"].tolist() == [2]
    missing = bars_of_names("Cast", [], 5, "The actors.", "No cast.", "cast")
    assert (missing.chart, missing.caption, missing.selections) == (None, "No cast.", ())


def test_small_types_lose_nothing() -> None:
    table = pd.DataFrame(
        {
            "count": [1, 70_000, 3, 4, 5],
            "exact": [0.5, 0.25, 1.0, 2.0, 4.0],
            "inexact": [0.1, 0.2, 0.3, 0.4, 0.5],
            "repeated": ["b", "b", "b", "b", "b"],
            "different": ["a", "b", "c", "d", "e"],
            "unknown": pd.array([1, None, 3, 4, 5], dtype="Int64"),
        }
    )
    types = {name: str(dtype) for name, dtype in small(table).dtypes.items()}
    assert types["count"] == "int32"
    assert (types["exact"], types["inexact"]) == ("float32", "float64")
    assert (types["repeated"], types["different"]) == ("category", str(table["different"].dtype))
    assert types["unknown"] == "Int64"
    assert small(table).astype(table.dtypes.to_dict()).equals(table)


def test_a_table_of_no_values_is_empty() -> None:
    assert frame_of([]).empty


def test_columns_have_names_for_people() -> None:
    labels = {"release_date": "Release date", "imdb_id": "IMDb id", "revenue": "Box office", "runtime": "Running time"}
    assert {name: column_label(name) for name in labels} == labels


def test_counts_are_named_in_words() -> None:
    assert name_counts([Count("Drama", 4_650), Count("War", 20)]) == "Drama 4,650, War 20"
    assert name_counts([]) == "none"
