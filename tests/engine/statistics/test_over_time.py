"""What changes over time is what plain Python and pandas find over the same films."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings

from engine import GENRES, CineWatch, Filters
from engine.statistics import OverTime
from engine.statistics.over_time import MAX_GENRES, MAX_LANGUAGES
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics.film_tables import Films, Selection, selections
from tests.engine.statistics.pandas_counts import by_year, most_frequent, pairs, with_genres
from tests.engine.statistics.plain_python import (
    Row,
    assert_fields,
    assert_fields_in_any_order,
    bins_by_year,
    counted,
    decade_of,
    known,
    languages,
    names,
    quantiles_by_decade,
)
from tests.engine.statistics.plain_python import most_frequent as plainly_most_frequent


def genres_by_decade(films: Films) -> list[Row]:
    dated = [(decade_of(film), film["genres"]) for film in films if film["year"]]
    totals = Counter(decade for decade, _ in dated)
    counts = Counter((genre, decade) for decade, genres in dated for genre in genres if genre in GENRES)
    return [(genre, decade, films, films / totals[decade]) for (genre, decade), films in counts.items()]


def frequent_languages(films: Films) -> list[Row]:
    return plainly_most_frequent(languages(films), MAX_LANGUAGES)


EXPECTED: dict[str, Callable[[Films], object]] = {
    "films_per_year": lambda films: sorted(Counter(known(films, "year")).items()),
    "genres": lambda films: plainly_most_frequent(names(films, "genres"), MAX_GENRES),
    "languages": frequent_languages,
    "runtimes_by_decade": lambda films: quantiles_by_decade(films, "runtime"),
    "ratings_by_decade": lambda films: quantiles_by_decade(films, "rating"),
}
IN_ANY_ORDER: dict[str, Callable[[Films], list[Row]]] = {
    "genres_by_year": lambda films: counted(
        (film["year"], genre) for film in films for genre in film["genres"] if genre in GENRES
    ),
    "languages_by_year": lambda films: counted(
        (film["year"], film["original_language"])
        for film in films
        if film["original_language"] in dict(frequent_languages(films))
    ),
    "ratings_by_year": lambda films: bins_by_year(films, "rating", 0.5, 20),
    "runtimes_by_year": lambda films: bins_by_year(films, "runtime", 10, 24),
    "genres_by_decade": genres_by_decade,
}


@given(selections())
@settings(deadline=None, max_examples=30)
def test_what_changes_over_time_is_what_plain_python_finds(selection: Selection) -> None:
    # test_keywords.py has the rest.
    assert {*EXPECTED, *IN_ANY_ORDER, "middle_year", "keyword_trends"} == {*OverTime.__slots__}
    over_time, films = selection.over_time(), selection.films()
    assert_fields(over_time, EXPECTED, films)
    assert_fields_in_any_order(over_time, IN_ANY_ORDER, films)


@pytest.fixture(scope="module")
def over_time(cinewatch: CineWatch, filters: Filters) -> OverTime:
    return cinewatch.statistics.over_time(filters)


def test_films_per_year_are_those_of_pandas(over_time: OverTime, rows: pd.DataFrame) -> None:
    expected = rows["year"].dropna().astype(int).value_counts().sort_index()
    assert [(count.year, count.films) for count in over_time.films_per_year] == list(expected.items())


def test_the_most_frequent_genres_and_languages_are_those_of_pandas(over_time: OverTime, rows: pd.DataFrame) -> None:
    assert pairs(over_time.genres) == most_frequent(rows["genres"].explode())
    assert pairs(over_time.languages) == most_frequent(rows["original_language"], 10)


def test_genres_by_decade_are_those_of_pandas(over_time: OverTime, rows: pd.DataFrame) -> None:
    dated = rows.dropna(subset="decade")
    each = with_genres(dated)
    counts, totals = Counter(zip(each["genres"], each["decade"], strict=True)), Counter(dated["decade"])
    actual = {(cell.genre, cell.decade): (cell.films, cell.share) for cell in over_time.genres_by_decade}
    expected: dict[tuple[str, int], object] = {
        (genre, decade): (films, pytest.approx(films / totals[decade])) for (genre, decade), films in counts.items()
    }
    assert actual == expected


def test_genres_and_languages_by_year_are_those_of_pandas(over_time: OverTime, rows: pd.DataFrame) -> None:
    by_genre = {(cell.year, cell.name): cell.films for cell in over_time.genres_by_year}
    assert by_genre == by_year(with_genres(rows), "genres")
    by_language = {(cell.year, cell.name): cell.films for cell in over_time.languages_by_year}
    frequent = [name for name, _ in most_frequent(rows["original_language"], 10)]
    assert by_language == by_year(rows[rows["original_language"].isin(frequent)], "original_language")


@pytest.mark.parametrize(
    ("field", "column", "width", "last"),
    [("ratings_by_year", "vote_average", 0.5, 9.5), ("runtimes_by_year", "runtime", 10, 230)],
)
def test_bins_by_year_are_those_of_pandas(
    over_time: OverTime, rows: pd.DataFrame, field: str, column: str, width: float, last: float
) -> None:
    known_rows = rows.dropna(subset=column)
    low = (known_rows[column] // width * width).clip(upper=last)
    cells = getattr(over_time, field)
    assert {(cell.year, cell.low): cell.films for cell in cells} == by_year(known_rows.assign(low=low), "low")
    assert {cell.high - cell.low for cell in cells} <= {width}


@pytest.mark.parametrize(
    ("field", "column"), [("ratings_by_decade", "vote_average"), ("runtimes_by_decade", "runtime")]
)
def test_quantiles_by_decade_are_those_of_pandas(
    over_time: OverTime, rows: pd.DataFrame, field: str, column: str
) -> None:
    groups = rows.dropna(subset=[column, "decade"]).groupby("decade")[column]
    expected = [
        (f"{decade:.0f}s", len(values), values.quantile(0.05), values.median(), values.quantile(0.95))
        for decade, values in groups
    ]
    actual = [(one.name, one.films, one.p5, one.median, one.p95) for one in getattr(over_time, field)]
    assert [row[:2] for row in actual] == [row[:2] for row in expected]
    assert [number for row in actual for number in row[2:]] == pytest.approx(
        [number for row in expected for number in row[2:]], abs=1e-5
    )


def test_the_last_bins_include_everything_beyond(build: Build) -> None:
    over_time = build([film_row(1, "Long", runtime=50_000, vote_average=10)]).statistics.over_time()
    assert [(cell.low, cell.films) for cell in over_time.runtimes_by_year] == [(230, 1)]
    assert [(cell.low, cell.high, cell.films) for cell in over_time.ratings_by_year] == [(9.5, 10, 1)]
