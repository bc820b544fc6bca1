"""Charts and tables of fields filled in, suspicious values and skipped rows."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from engine import CineWatch, Filters
from engine.dataset_info import Rejection
from engine.statistics import Count, DataQuality, ImplausibleValue, Problem
from fakes.sample_catalogue import FILMS, Build, film_row
from tests.ui.charts.captioned import data_of, specification
from ui.charts.base import column_label
from ui.charts.data_quality import (
    PROBLEMS,
    completeness,
    completeness_by_decade,
    skipped_rows_table,
    suspicious_films_table,
    suspicious_values_table,
)
from ui.text.numbers import share
from ui.text.spreadsheets import table_as_csv

HOSTILE = '=HYPERLINK("https://example.org")'


@pytest.fixture(scope="module")
def quality(cinewatch: CineWatch) -> DataQuality:
    return cinewatch.statistics.data_quality(Filters())


@pytest.fixture
def implausible(build: Build) -> CineWatch:
    """Return a catalogue with every problem, some of them several times."""
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


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_completeness_has_a_bar_per_field_in_the_order_of_the_engine(quality: DataQuality) -> None:
    chart = completeness(quality)
    table = data_of(chart)
    assert table["Films"].tolist() == [count.films for count in quality.completeness]
    assert table["Share"].tolist() == [count.films / quality.films for count in quality.completeness]
    assert specification(chart)["encoding"]["y"]["sort"] is None
    assert {"Genres", "IMDb id", "Release date", "Box office", "Running time"} < set(table["Name"])
    assert table["Name"].is_unique


def test_the_description_names_the_fields_that_not_all_films_have(quality: DataQuality) -> None:
    whole = replace(quality, completeness=(Count("genres", quality.films), Count("imdb_id", quality.films)))
    assert completeness(whole).alt == "Completeness: nothing is missing"
    gaps = replace(quality, completeness=(Count("genres", quality.films), Count("imdb_id", quality.films - 1)))
    assert completeness(gaps).alt == "Completeness: some films have no IMDb id"


def test_completeness_by_decade_has_a_cell_per_decade_and_field(quality: DataQuality) -> None:
    chart = completeness_by_decade(quality)
    table = data_of(chart)
    dated = [row for row in FILMS if row["release_date"]]
    decades = {f"{row['release_date'][:3]}0s" for row in dated}
    assert set(table["Decade"]) == decades
    assert len(table) == len(decades) * len(quality.completeness)
    fifties = [row for row in dated if row["release_date"].startswith("195")]
    (cell,) = table[(table["Decade"] == "1950s") & (table["Field"] == "Genres")].to_dict("records")
    assert cell["Share"] == sum(bool(row["genres"]) for row in fifties) / len(fifties)
    encoding = specification(chart)["encoding"]
    assert encoding["color"]["scale"]["domain"] == [0, 1]
    assert encoding["y"]["sort"] == data_of(completeness(quality))["Name"].tolist()


def test_the_description_names_the_emptiest_field_of_the_last_decade(build: Build) -> None:
    rows = [film_row(1, "Old", 1990), film_row(2, "New", 2001, genres="Drama"), film_row(3, "Newer", 2002)]
    quality = build(rows).statistics.data_quality()
    named = re.search(
        r"in the 2000s, (.+) is filled in least often, for (.+) of the films$", completeness_by_decade(quality).alt
    )
    assert named
    shares = {cell.field: cell.share for cell in quality.completeness_by_decade if cell.decade == 2000}
    assert named[2] == share(min(shares.values()))
    assert named[1] in [column_label(field) for field, value in shares.items() if value == min(shares.values())]


def test_every_problem_has_its_own_words(implausible: CineWatch) -> None:
    values = implausible.statistics.data_quality(Filters()).implausible_values
    assert [value.problem for value in values] == [*PROBLEMS] == [*get_args(Problem)]
    assert all(value.films for value in values), "the fixture has each problem"
    assert len(set(PROBLEMS.values())) == len(PROBLEMS)


def test_each_problem_is_a_row_with_its_films_and_examples(implausible: CineWatch) -> None:
    table = suspicious_values_table(implausible.statistics.data_quality(Filters()).implausible_values)
    assert table["Problem"].tolist() == [*PROBLEMS.values()]
    assert table["Films"].tolist() == [5, 5, 1, 1, 1, 2]
    assert table["Examples"].tolist()[:3] == [*["Cheap 1 (1991), Cheap 2 (1992), Cheap 3 (1993)"] * 2, "Unseen (2002)"]


def test_a_problem_without_films_has_no_row() -> None:
    no_budget, twins = ImplausibleValue("budget", 0, ()), ImplausibleValue("duplicate", 2, ("A", "A"))
    assert suspicious_values_table((no_budget, twins))["Problem"].tolist() == [PROBLEMS["duplicate"]]
    nothing = suspicious_values_table((no_budget,))
    assert nothing.empty
    assert list(nothing.columns) == ["Problem", "Films", "Examples"]


def test_each_suspicious_film_has_a_row_per_problem(implausible: CineWatch) -> None:
    table = suspicious_films_table(implausible.statistics.implausible_films(Filters()))
    assert list(table.columns) == ["Id", "Film", "Problem"]
    ids = ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [13], [14], [15], [11, 12])
    by_problem = {words: own["Id"].tolist() for words, own in table.groupby("Problem", sort=False)}
    assert by_problem == dict(zip(PROBLEMS.values(), ids, strict=True))
    assert rows_of(table_as_csv(table))[1] == ["1", "Cheap 1 (1991)", PROBLEMS["budget"]]


def test_skipped_rows_have_line_reason_and_how_they_begin() -> None:
    table = skipped_rows_table([Rejection(7, "no title", "5, "), Rejection(4, "no valid id", HOSTILE)])
    assert table.to_dict("records") == [
        {"Line": 7, "Reason": "no title", "Row": "5, "},
        {"Line": 4, "Reason": "no valid id", "Row": HOSTILE},
    ]
    header, first, second = rows_of(table_as_csv(table))
    assert header == ["Line", "Reason", "Row"]
    assert first == ["7", "no title", "5, "]
    assert second == ["4", "no valid id", f"'{HOSTILE}"], "a spreadsheet must not run it"


def test_empty_tables_have_their_columns() -> None:
    assert list(skipped_rows_table(()).columns) == ["Line", "Reason", "Row"]
    assert list(suspicious_films_table(()).columns) == ["Id", "Film", "Problem"]
    assert rows_of(table_as_csv(suspicious_films_table(()))) == [["Id", "Film", "Problem"]]
