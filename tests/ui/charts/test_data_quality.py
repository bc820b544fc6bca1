"""What is missing and what can hardly be true: charts and tables of it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch, Filters, Rejection
from engine.statistics import Count, ImplausibleValue, Statistics
from fakes.sample_catalogue import FILMS, Build, film_row
from ui.charts.catalogue import Picture, tables_of
from ui.charts.data_quality import (
    DOUBTS,
    completeness,
    completeness_over_time,
    doubtful_table,
    doubts_table,
    rejected_table,
)
from ui.text.spreadsheets import table_as_csv

HOSTILE = '=HYPERLINK("https://example.org")'


@pytest.fixture
def figures(cinewatch: CineWatch) -> Statistics:
    """Return the films that may be shown in figures."""
    return cinewatch.statistics.of(Filters())


@pytest.fixture
def implausible(build: Build) -> CineWatch:
    """Return a catalogue with every doubt there is, more or less often."""
    money = {"budget": 5, "revenue": 7}
    return build(
        [
            *(film_row(n, f"Cheap {n}", 1990 + n, 100 - n, **money) for n in range(1, 6)),
            film_row(11, "Twin", 2001, 50),
            film_row(12, "twin", 2001, 40),
            film_row(13, "Unseen", 2002, 9, revenue=1_000_000),
            film_row(14, "Endless", 2003, 30, runtime=601),
            film_row(15, "Tomorrow", datetime.now(UTC).year + 2, 20),
            film_row(16, "Fine", 2004, 10, budget=1_000, revenue=1_000_000, runtime=600),
        ]
    )


def drawn(picture: Picture) -> dict[str, Any]:
    """Return the specification of a chart, which is valid Vega-Lite and plain JSON."""
    assert picture.chart is not None
    specification: dict[str, Any] = picture.chart.to_dict()
    json.dumps(specification, allow_nan=False)
    return specification


def table_of(picture: Picture) -> pd.DataFrame:
    """Return the one table behind a chart."""
    assert picture.chart is not None
    (table,) = tables_of(picture.chart)
    return table


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_completeness_has_a_bar_a_column_that_tells_how_many_films_say_something(figures: Statistics) -> None:
    picture = completeness(figures)
    chart = drawn(picture)
    table = table_of(picture)
    assert table["Films"].tolist() == [count.films for count in figures.completeness]
    assert table["Share"].tolist() == [count.films / figures.films for count in figures.completeness]
    assert chart["encoding"]["y"]["sort"] is None
    assert {"Genres", "IMDb id", "Release date"} < set(table["Name"])
    assert table["Name"].is_unique


def test_the_columns_with_gaps_are_named_for_those_who_cannot_see_the_bars(figures: Statistics) -> None:
    whole = replace(figures, completeness=(Count("genres", figures.films), Count("imdb_id", figures.films)))
    assert completeness(whole).alt.endswith("nothing is missing")
    gaps = replace(figures, completeness=(Count("genres", figures.films), Count("imdb_id", figures.films - 1)))
    assert completeness(gaps).alt.endswith("every film has all but imdb id")


def test_completeness_over_time_has_a_cell_a_decade_and_column(figures: Statistics) -> None:
    picture = completeness_over_time(figures)
    chart = drawn(picture)
    table = table_of(picture)
    dated = [row for row in FILMS if row["release_date"]]
    decades = {f"{row['release_date'][:3]}0s" for row in dated}
    assert set(table["Decade"]) == decades
    assert len(table) == len(decades) * len(figures.completeness)
    told = table.set_index(["Decade", "Column"])["Share"]
    fifties = [row for row in dated if row["release_date"].startswith("195")]
    assert told["1950s", "Genres"] == sum(bool(row["genres"]) for row in fifties) / len(fifties)
    assert chart["encoding"]["color"]["scale"]["domain"] == [0, 1]
    assert chart["encoding"]["y"]["sort"] == table_of(completeness(figures))["Name"].tolist()


def test_the_emptiest_column_of_the_last_decade_is_named(build: Build) -> None:
    rows = [film_row(1, "Old", 1990), film_row(2, "New", 2001, genres="Drama"), film_row(3, "Newer", 2002)]
    found = build(rows).statistics.of(Filters())
    picture = completeness_over_time(found)
    least = re.search(r"in the 2000s (.+) is there least, in (\d+)% of the films$", picture.alt)
    assert least
    shares = {one.column: one.share for one in found.completeness_by_decade if one.decade == 2000}
    assert int(least[2]) == round(100 * min(shares.values()))
    assert least[1].replace(" ", "_").lower() in [
        name for name, share in shares.items() if share == min(shares.values())
    ]


def test_of_films_without_dates_nothing_is_told_over_time(build: Build) -> None:
    picture = completeness_over_time(build([film_row(1, "Bare"), film_row(2, "Barer")]).statistics.of())
    assert picture.chart is None
    assert picture.note == "No film has a date."
    assert picture.alt


def test_there_are_words_for_every_doubt_of_the_engine(implausible: CineWatch) -> None:
    found = implausible.statistics.of(Filters()).implausible_values
    assert [one.name for one in found] == list(DOUBTS)
    assert all(one.films for one in found), "each doubt is met here"
    assert len(set(DOUBTS.values())) == len(DOUBTS)


def test_doubts_have_a_row_each_with_their_films_and_the_most_voted_of_them(implausible: CineWatch) -> None:
    table = doubts_table(implausible.statistics.of(Filters())).set_index("What")
    assert table["Films"].to_dict() == dict(zip(DOUBTS.values(), (5, 5, 1, 1, 1, 2), strict=True))
    assert table.loc[DOUBTS["budget"], "Such as"] == "Cheap 1 (1991), Cheap 2 (1992), Cheap 3 (1993)"
    assert table.loc[DOUBTS["unseen"], "Such as"] == "Unseen (2002)"


def test_doubts_that_no_film_is_in_have_no_row(figures: Statistics) -> None:
    found = replace(
        figures, implausible_values=(ImplausibleValue("budget", 0, ()), ImplausibleValue("twice", 2, ("A", "A")))
    )
    assert doubts_table(found)["What"].tolist() == [DOUBTS["twice"]]
    nothing = doubts_table(replace(figures, implausible_values=(ImplausibleValue("budget", 0, ()),)))
    assert nothing.empty
    assert list(nothing.columns) == ["What", "Films", "Such as"]


def test_every_doubtful_film_has_a_row_for_each_of_its_doubts(implausible: CineWatch) -> None:
    table = doubtful_table(implausible.statistics.implausible(Filters()))
    assert list(table.columns) == ["Id", "Film", "What"]
    by_doubt = {words: own["Id"].tolist() for words, own in table.groupby("What", sort=False)}
    assert by_doubt == dict(
        zip(DOUBTS.values(), ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [13], [14], [15], [11, 12]), strict=True)
    )
    assert rows_of(table_as_csv(table))[1] == ["1", "Cheap 1 (1991)", DOUBTS["budget"]]


def test_rows_left_out_are_told_with_line_reason_and_how_they_begin() -> None:
    table = rejected_table([Rejection(7, "no title", "5, "), Rejection(4, "no valid id", HOSTILE)])
    assert table.to_dict("records") == [
        {"Line": 7, "Reason": "no title", "Row": "5, "},
        {"Line": 4, "Reason": "no valid id", "Row": HOSTILE},
    ]
    header, first, second = rows_of(table_as_csv(table))
    assert header == ["Line", "Reason", "Row"]
    assert first == ["7", "no title", "5, "]
    assert second == ["4", "no valid id", f"'{HOSTILE}"]


def test_tables_of_nothing_have_their_columns() -> None:
    assert list(rejected_table(()).columns) == ["Line", "Reason", "Row"]
    assert list(doubtful_table(()).columns) == ["Id", "Film", "What"]
    assert rows_of(table_as_csv(doubtful_table(()))) == [["Id", "Film", "What"]]
