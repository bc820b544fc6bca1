"""Headlines are what plain Python and pandas find over the same films."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean, median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from engine import CineWatch, Filters
from engine.statistics import Decade, Headlines
from engine.statistics.facts import CHECKED_FIELDS
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics.film_tables import Films, Selection, selections
from tests.engine.statistics.plain_python import Row, assert_fields, by_decade, known, languages, mean_rating, names


def completeness(films: Films) -> float | None:
    if not films:
        return None
    return fmean(sum(film[name] not in (None, "", []) for film in films) / len(films) for name in CHECKED_FIELDS)


def median_runtime(films: Films) -> float | None:
    return median(known(films, "runtime")) if known(films, "runtime") else None


def decades(films: Films) -> list[Row]:
    return [
        (
            decade,
            len(own),
            len({*known(own, "year")}),
            len(languages(own)),
            len(names(own, "countries")),
            median_runtime(own),
            mean_rating(own),
            sum(known(own, "revenue")),
            completeness(own),
        )
        for decade, own in by_decade(films).items()
    ]


EXPECTED: dict[str, Callable[[Films], object]] = {
    "films": len,
    "first_year": lambda films: min(known(films, "year"), default=None),
    "last_year": lambda films: max(known(films, "year"), default=None),
    "languages": lambda films: len(languages(films)),
    "countries": lambda films: len(names(films, "countries")),
    "median_runtime": median_runtime,
    "mean_rating": mean_rating,
    "total_revenue": lambda films: sum(known(films, "revenue")),
    "completeness": completeness,
    "decades": decades,
}


@given(selections())
@settings(deadline=None, max_examples=30)
def test_headlines_are_those_of_plain_python(selection: Selection) -> None:
    assert [*EXPECTED] == [*Headlines.__slots__]
    assert_fields(selection.headlines(), EXPECTED, selection.films())


@pytest.fixture(scope="module")
def headlines(cinewatch: CineWatch, filters: Filters) -> Headlines:
    return cinewatch.statistics.headlines(filters)


def weighted_by_votes(rows: pd.DataFrame) -> object:
    rated = rows.dropna(subset="vote_average")
    return pytest.approx(np.average(rated["vote_average"], weights=rated["vote_count"])) if len(rated) else None


def test_totals_are_those_of_pandas(headlines: Headlines, rows: pd.DataFrame) -> None:
    assert headlines.films == len(rows)
    assert (headlines.first_year, headlines.last_year) == (rows["year"].min(), rows["year"].max())
    assert headlines.languages == rows["original_language"].nunique()
    assert headlines.countries == rows["production_countries"].explode().nunique()
    assert headlines.total_revenue == rows["revenue"].sum()
    assert headlines.median_runtime == rows["runtime"].median()
    assert headlines.mean_rating == weighted_by_votes(rows)


def test_decades_are_those_of_pandas(headlines: Headlines, rows: pd.DataFrame) -> None:
    for one, (decade, films) in zip(headlines.decades, rows.dropna(subset="decade").groupby("decade"), strict=True):
        middle = films["runtime"].median()
        assert (one.decade, one.films, one.revenue) == (decade, len(films), films["revenue"].sum())
        assert one.years == films["year"].nunique()
        assert one.languages == films["original_language"].replace("", np.nan).nunique()
        assert one.countries == films["production_countries"].explode().nunique()
        assert one.median_runtime == (None if np.isnan(middle) else middle)
        assert one.mean_rating == weighted_by_votes(films)


def test_one_film_is_a_catalogue(build: Build) -> None:
    row = film_row(7, "Tern", 1987, 40, vote_average=7.3, revenue=250_000, runtime=241, production_countries="Chile")
    headlines = build([row]).statistics.headlines()
    assert (headlines.films, headlines.first_year, headlines.last_year, headlines.median_runtime) == (
        1,
        1987,
        1987,
        241,
    )
    assert (headlines.languages, headlines.countries, headlines.total_revenue) == (1, 1, 250_000)
    assert headlines.mean_rating == pytest.approx(7.3)
    assert headlines.completeness is not None
    decade = Decade(1980, 1, 1, 1, 1, 241, headlines.mean_rating, 250_000, headlines.completeness)
    assert headlines.decades == (decade,)
