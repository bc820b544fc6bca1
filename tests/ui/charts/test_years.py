"""Films by year: a chart to select years on, and charts below that follow."""

from __future__ import annotations

import pytest

from engine import CineWatch
from fakes.sample_catalogue import Build, film_row
from tests.ui.charts.captioned import specification
from ui.charts.base import tables_of
from ui.charts.years import films_by_year


def test_the_tables_are_counts_by_year(sample: CineWatch) -> None:
    over_time = sample.statistics.over_time()
    chart = films_by_year(over_time).chart
    assert chart is not None
    years, *below = tables_of(chart)
    assert years["Films"].tolist() == [count.films for count in over_time.films_per_year]
    assert [len(table) for table in below] == [
        len(over_time.genres_by_year),
        len(over_time.ratings_by_year),
        len(over_time.runtimes_by_year),
        len(over_time.languages_by_year),
    ]


def test_selected_years_filter_every_chart_below(cinewatch: CineWatch) -> None:
    chart = specification(films_by_year(cinewatch.statistics.over_time()))
    first, *below = chart["vconcat"]
    (brush,) = (param for param in chart["params"] if param["select"]["type"] == "interval")
    assert (brush["name"], brush["select"]["encodings"]) == ("years", ["x"])
    assert first["encoding"]["x"]["field"] == "year"
    assert len(below) == 4
    assert all(part["transform"] == [{"filter": {"param": "years"}}] for part in below)


@pytest.mark.parametrize("empty", ["genres", "vote_average", "runtime", "original_language"])
def test_a_chart_without_data_is_left_out_and_the_others_are_drawn(build: Build, empty: str) -> None:
    cells = {"genres": "Drama", "vote_average": 7, "runtime": 90, "original_language": "en"}
    rows = [film_row(n, f"Film {n}", 1990 + n, 10, **cells | {empty: ""}) for n in (1, 2)]
    chart = films_by_year(build(rows).statistics.over_time())
    assert len(specification(chart)["vconcat"]) == 4
    assert set(chart.selections) == {"genres", "original_language", "rating", "runtime", "year", "years"} - {
        empty.replace("vote_average", "rating")
    }


def test_the_description_names_the_busiest_year_genres_and_languages(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", 1990 + n // 3, genres="Drama, War" if n > 1 else "War") for n in range(1, 5)]
    chart = films_by_year(build(rows).statistics.over_time())
    assert (
        chart.alt == "Films per year from 1990 to 1991, most in 1990: 2. Genres: War 4, Drama 3. Languages: English 4"
    )
