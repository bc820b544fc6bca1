"""All charts of the Statistics page: each is valid, has words, and says what is missing if it cannot be drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import CineWatch, Filters
from engine.statistics import CatalogueStatistics
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics import odd_catalogues as odd
from tests.ui.charts.captioned import data_of, specification
from ui.charts.base import CaptionedChart, tables_of
from ui.charts.years import YEARS
from ui.statistics import contents, data_quality, over_time, ratings_and_money

NOT_A_NUMBER = re.compile(r"\b(nan|None|inf|null)\b")
DATED = {"Films by year", "Running times by decade", "Ratings by decade", "Completeness by decade"}
NAMED = {"World map", "Countries", "Keywords", "Companies"}
PEOPLE = {"Directors", "Cast"}
RATED = {"Votes and ratings", "Highest rated", "Lowest rated", "Ratings by genre", "Ratings by decade"}
COMPARED = {"Genres by decade", "Keywords that rise and fall"}
PAIRED = {"Genres that go together"}
PAID = {"Budget and box office"}


def drawn(statistics: CatalogueStatistics, filters: Filters | None = None) -> list[CaptionedChart]:
    """Return all charts of the page."""
    chosen = filters or Filters(include_adult=True, include_unreleased=True)
    return [
        *over_time.charts(statistics.over_time(chosen)),
        *contents.charts(statistics.contents(chosen)),
        *ratings_and_money.charts(statistics.ratings_and_money(chosen)),
        *data_quality.charts(statistics.data_quality(chosen)),
    ]


def charts_of(statistics: CatalogueStatistics, filters: Filters | None = None) -> dict[str, CaptionedChart]:
    """Return all charts of the page by title, after checking their words and data."""
    charts = drawn(statistics, filters)
    for chart in charts:
        assert chart.title
        assert chart.alt
        assert chart.caption.endswith((".", "%")), chart.title
        assert not NOT_A_NUMBER.search(chart.alt + chart.caption), chart.title
        if chart.chart is not None:
            params = specification(chart).get("params", ())
            assert {param["name"] for param in params} == set(chart.selections), chart.title
            assert all(len(table) for table in tables_of(chart.chart)), chart.title
    by_title = {chart.title: chart for chart in charts}
    assert len(by_title) == len(charts) == 19, "the keys of widgets are made of titles"
    return by_title


def missing(statistics: CatalogueStatistics, filters: Filters | None = None) -> set[str]:
    """Return the titles of the charts that are not drawn."""
    return {title for title, chart in charts_of(statistics, filters).items() if chart.chart is None}


@pytest.fixture(scope="module")
def sample_charts(sample: CineWatch) -> dict[str, CaptionedChart]:
    return charts_of(sample.statistics)


def test_all_charts_of_the_sample_are_drawn(sample: CineWatch) -> None:
    assert missing(sample.statistics) == set()


def test_the_tables_of_charts_have_readable_columns(sample_charts: dict[str, CaptionedChart]) -> None:
    for title, chart in sample_charts.items():
        assert chart.chart is not None
        tables = tables_of(chart.chart)
        assert len(tables) == (5 if title == "Films by year" else 1), title
        for table in tables:
            assert all(re.match(r"[A-Z0-9]", name) and "_" not in name for name in table.columns), title


def test_bars_of_names_can_be_clicked_and_say_so(sample_charts: dict[str, CaptionedChart]) -> None:
    clickable = {title: chart.selections for title, chart in sample_charts.items() if chart.selections}
    assert clickable == {
        "Films by year": ("year", "genres", "rating", "runtime", "original_language", "years"),
        "Genres by decade": ("genre_of_decade",),
        "Votes and ratings": ("votes_and_rating",),
        "Completeness": ("lacking",),
        "Completeness by decade": ("lacking_of",),
        "World map": ("countries",),
        "Running times by decade": ("decade",),
        "Ratings by decade": ("decade",),
        "Keywords that rise and fall": ("keywords",),
        "Ratings by genre": ("genres",),
        "Genres that go together": ("genre_pair",),
        "Countries": ("countries",),
        "Keywords": ("keywords",),
        "Companies": ("companies",),
        "Directors": ("director",),
        "Cast": ("cast",),
    }
    for title, chart in sample_charts.items():
        assert chart.hint.startswith("Click a ") == (title in clickable), title
        for param in specification(chart).get("params", ()):
            assert param["select"]["type"] == ("interval" if param["name"] == YEARS else "point"), title


@pytest.mark.parametrize("empty", ["genres", "original_language", "production_countries", "keywords"])
def test_a_chart_without_names_has_no_selection_for_them(build: Build, empty: str) -> None:
    cells = {"genres": "Drama", "original_language": "en", "production_countries": "Japan", "keywords": "sea"}
    charts = drawn(build([film_row(1, "Film", 1990, 10, **cells | {empty: ""})]).statistics)
    columns = {name: name.removeprefix("production_") for name in cells}
    selections = {name for chart in charts for name in chart.selections} & {*columns.values()}
    assert selections == {*columns.values()} - {columns[empty]}


NO_DATES = DATED | COMPARED
ODD_DATASETS: dict[str, tuple[Callable[[], list[dict[str, str]]], set[str]]] = {
    "no dates": (odd.without_dates, NO_DATES | NAMED - {"Keywords"} | PEOPLE | PAIRED | PAID),
    "no genres": (odd.without_genres, {*COMPARED, "Companies", *PEOPLE, *PAIRED, *PAID, "Ratings by genre"}),
    "one film": (odd.one_film, COMPARED | PEOPLE | PAIRED),
    "nothing but titles": (odd.nothing_but_titles, NO_DATES | NAMED | PEOPLE | PAIRED | RATED | PAID),
    "tiny budgets": (odd.tiny_budgets, {*NO_DATES, *NAMED, *PEOPLE, *PAIRED, *PAID, "Ratings by genre"}),
    "five hundred genres": (odd.five_hundred_genres, COMPARED | NAMED | PEOPLE | PAIRED | PAID),
    "other genres": (odd.other_genres_more_frequent, NAMED | PEOPLE | PAIRED | PAID | COMPARED - {"Genres by decade"}),
    "unreadable ratings": (odd.unusable_ratings, COMPARED | NAMED | PEOPLE | PAIRED | PAID | RATED),
    "ratings without votes": (odd.ratings_without_votes, COMPARED | NAMED | PEOPLE | PAIRED | PAID | RATED),
    "markup": (odd.markup, {*COMPARED, *NAMED, *PEOPLE, *PAIRED, "Ratings by genre"} - {"Companies"}),
    "three equal films": (odd.three_equal_films, {*COMPARED, "Companies", *PEOPLE}),
}
"""Datasets, and the charts that they lack data for."""


@pytest.mark.parametrize(("rows", "without"), ODD_DATASETS.values(), ids=[*ODD_DATASETS])
def test_a_chart_is_missing_if_and_only_if_a_dataset_lacks_its_data(
    build: Build, rows: Callable[[], list[dict[str, str]]], without: set[str]
) -> None:
    assert missing(build(rows()).statistics) == without


def test_without_films_no_chart_is_drawn(build: Build) -> None:
    statistics = build(odd.without_genres()).statistics
    later = Filters(first_year=2100)
    assert missing(statistics, later) == {*charts_of(statistics, later)}


def test_without_a_column_of_votes_ratings_are_drawn(tmp_path: Path) -> None:
    cinewatch = odd.open_without("vote_count", odd.ratings_without_a_column_of_votes(), tmp_path)
    assert not missing(cinewatch.statistics) & RATED


def test_titles_with_markup_and_quotes_are_in_the_data_as_they_are(build: Build) -> None:
    charts = charts_of(build(odd.markup()).statistics)
    titles = [title.replace("\n", " ") for title in odd.TITLES_WITH_MARKUP]
    assert data_of(charts["Highest rated"])["Film"].tolist() == [f"{title} (1990)" for title in titles]
    assert data_of(charts["Budget and box office"])["Title"].tolist() == titles
