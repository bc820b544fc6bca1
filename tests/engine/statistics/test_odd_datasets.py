"""Whatever is missing, odd or too much in a dataset, statistics are right. tests/ui/statistics has the charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from engine import CineWatch, Filters
from engine.filters.filters import EVERY_FILM
from engine.statistics import Count
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics import odd_catalogues as odd


def counts(pairs: Iterable[Count]) -> dict[str, int]:
    return {count.name: count.films for count in pairs}


def filled_fields(section: Any) -> dict[str, Any]:
    """Return the fields of a section that are not empty."""
    values = {field.name: getattr(section, field.name) for field in fields(section)}
    return {name: value for name, value in values.items() if value not in ((), None)}


def ids_with(cinewatch: CineWatch, column: str, name: str, filters: Filters = EVERY_FILM, k: int = 10) -> list[int]:
    return [one.id for one in cinewatch.statistics.films_with(column, name, filters, k)]


@pytest.mark.parametrize("date", odd.UNUSABLE_DATES)
def test_films_without_dates_have_all_statistics_but_those_of_years(build: Build, date: str) -> None:
    cinewatch = build(odd.without_dates(date))
    headlines, over_time = cinewatch.statistics.headlines(), cinewatch.statistics.over_time()
    assert (headlines.films, headlines.first_year, headlines.last_year, headlines.decades) == (6, None, None, ())
    assert headlines.mean_rating == pytest.approx((1 + 4 + 9 + 16 + 25 + 36) / 21)
    assert (over_time.middle_year, over_time.films_per_year, over_time.keyword_trends) == (None, (), ())
    assert not {"genres_by_decade", "runtimes_by_decade", "ratings_by_decade"} & {*filled_fields(over_time)}
    assert [(cell.year, cell.name, cell.films) for cell in over_time.genres_by_year] == [(None, "Drama", 6)]
    assert [(cell.year, cell.low, cell.films) for cell in over_time.runtimes_by_year] == [(None, 90, 6)]
    quality = cinewatch.statistics.data_quality()
    assert counts(quality.completeness)["release_date"] == 0
    assert quality.completeness_by_decade == ()
    assert cinewatch.info.unreadable.get("release_date", 0) == (6 if date else 0)
    assert ids_with(cinewatch, "genres", "Drama", k=2) == [6, 5]
    assert ids_with(cinewatch, "genres", "Drama", Filters(first_year=1)) == []


def test_impossible_years_are_unknown_and_possible_ones_are_kept(build: Build) -> None:
    dates = ["1869-12-31", "1870-01-01", "1/1/68", "2068-01-01", "1800-05-05", "29/2/2000", "2/29/2000"]
    cinewatch = build([film_row(n, f"Film {n}", release_date=date) for n, date in enumerate(dates, 1)])
    over_time = cinewatch.statistics.over_time()
    assert [(count.year, count.films) for count in over_time.films_per_year] == [(1870, 1), (1968, 1), (2000, 1)]
    assert [(cell.year, cell.films) for cell in over_time.runtimes_by_year] == [
        (None, 4),
        (1870, 1),
        (1968, 1),
        (2000, 1),
    ]
    assert over_time.middle_year == 1968
    decades = cinewatch.statistics.headlines().decades
    assert [(decade.decade, decade.films) for decade in decades] == [(1870, 1), (1960, 1), (2000, 1)]
    assert cinewatch.info.unreadable == {"release_date": 4}


def test_a_dataset_without_a_column_of_genres_has_the_other_statistics(tmp_path: Path) -> None:
    cinewatch = odd.open_without("genres", odd.without_genres(), tmp_path)
    headlines, over_time = cinewatch.statistics.headlines(), cinewatch.statistics.over_time()
    contents = cinewatch.statistics.contents()
    assert not {"genres", "genres_by_decade", "genres_by_year"} & {*filled_fields(over_time)}
    assert not {"genre_pairs", "genre_keywords"} & {*filled_fields(contents)}
    assert cinewatch.statistics.ratings_and_money().ratings_by_genre == ()
    assert counts(contents.keywords) == {"sea": 6}
    assert counts(contents.countries) == {"Norway": 6}
    assert counts(cinewatch.statistics.data_quality().completeness)["genres"] == 0
    assert (headlines.films, headlines.median_runtime, headlines.mean_rating) == (6, 95, 6.5)
    assert ids_with(cinewatch, "genres", "Drama") == []
    assert ids_with(cinewatch, "countries", "Norway", k=3) == [1, 2, 3]


def test_a_catalogue_of_one_film_has_all_statistics_but_comparisons(build: Build) -> None:
    cinewatch = build(odd.one_film())
    over_time, contents = cinewatch.statistics.over_time(), cinewatch.statistics.contents()
    section = cinewatch.statistics.ratings_and_money()
    assert [(cell.genre, cell.decade, cell.share) for cell in over_time.genres_by_decade] == [
        ("Drama", 1980, 1.0),
        ("War", 1980, 1.0),
    ]
    assert [(cell.low, cell.films) for cell in over_time.ratings_by_year] == [(7.0, 1)]
    assert [(cell.low, cell.films) for cell in over_time.runtimes_by_year] == [(230.0, 1)]
    assert (over_time.middle_year, over_time.keyword_trends, contents.genre_keywords) == (None, (), ())
    assert [(pair.a, pair.b, pair.films, pair.lift) for pair in contents.genre_pairs] == [("Drama", "War", 1, 1.0)]
    assert [(one.title, one.year, one.revenue) for one in section.budgets] == [("Tern", 1987, 250_000)]
    assert [(one.label, one.ratio) for one in section.highest_returns] == [("Tern (1987)", 2.5)]
    assert section.lowest_returns == section.highest_returns
    assert [one.average for one in (*section.highest_rated, *section.lowest_rated)] == pytest.approx([7.3, 7.3])
    names = {"genres": "War", "keywords": "sea", "countries": "Chile", "companies": "Tern"}
    assert [ids_with(cinewatch, column, name) for column, name in names.items()] == [[7]] * len(names)


def test_without_films_everything_is_zero_or_empty(build: Build) -> None:
    cinewatch = build([film_row(n, f"Film {n}", 1990 + n, genres="Drama", budget=9, revenue=9) for n in range(1, 4)])
    later = Filters(first_year=2000)
    headlines, quality = cinewatch.statistics.headlines(later), cinewatch.statistics.data_quality(later)
    assert (headlines.films, headlines.languages, headlines.countries, headlines.total_revenue) == (0, 0, 0, 0)
    assert (headlines.first_year, headlines.last_year, headlines.median_runtime) == (None, None, None)
    assert (headlines.mean_rating, headlines.completeness, headlines.decades) == (None, None, ())
    assert filled_fields(cinewatch.statistics.over_time(later)) == {}
    assert filled_fields(cinewatch.statistics.contents(later)) == {"films": 0}
    assert filled_fields(cinewatch.statistics.ratings_and_money(later)) == {}
    assert (quality.films, quality.completeness_by_decade) == (0, ())
    assert {count.films for count in quality.completeness} == {0}
    assert {value.films for value in quality.implausible_values} == {0}
    assert ids_with(cinewatch, "genres", "Drama", later) == []


def test_films_with_nothing_but_titles_have_no_other_statistics(build: Build) -> None:
    statistics = build(odd.nothing_but_titles()).statistics
    headlines = statistics.headlines()
    assert (headlines.films, headlines.first_year, headlines.median_runtime, headlines.mean_rating) == (2, *[None] * 3)
    assert (headlines.languages, headlines.countries, headlines.total_revenue) == (0, 0, 0)
    assert filled_fields(statistics.over_time()) == {}
    assert filled_fields(statistics.contents()) == {"films": 2}
    assert filled_fields(statistics.ratings_and_money()) == {}


def test_films_of_one_year_have_no_trends(build: Build) -> None:
    over_time = build([film_row(n, f"Film {n}", 1990, keywords="sea") for n in range(1, 7)]).statistics.over_time()
    assert (over_time.middle_year, over_time.keyword_trends) == (None, ())


def test_a_budget_of_a_dollar_counts_but_has_no_return(build: Build) -> None:
    statistics = build(odd.tiny_budgets()).statistics
    section = statistics.ratings_and_money()
    assert [(one.title, one.budget, one.revenue) for one in section.budgets] == [("Cheap", 1, 2_000_000)]
    assert section.highest_returns == section.lowest_returns == ()
    assert statistics.headlines().total_revenue == 2_000_700
    assert counts(statistics.data_quality().completeness)["budget"] == 1


def test_a_cell_of_five_hundred_genres_is_five_hundred_genres(build: Build) -> None:
    cinewatch = build(odd.five_hundred_genres())
    over_time = cinewatch.statistics.over_time()
    assert counts(over_time.genres) == {"Drama": 2} | dict.fromkeys(odd.OTHER_GENRES[:19], 1)
    assert [(cell.name, cell.films) for cell in over_time.genres_by_year] == [("Drama", 2)]
    assert [(cell.genre, cell.films, cell.share) for cell in over_time.genres_by_decade] == [("Drama", 2, 1.0)]
    assert cinewatch.statistics.contents().genre_pairs == ()
    ratings = cinewatch.statistics.ratings_and_money().ratings_by_genre
    assert [(genre.name, genre.films) for genre in ratings] == [("Drama", 2)]
    assert ids_with(cinewatch, "genres", "Genre 498") == [1]
    assert ids_with(cinewatch, "genres", "Drama") == [2, 1]
    assert ids_with(cinewatch, "genres", "Drama", Filters(exclude_genres=("War",)), k=1) == [2]


def test_other_genres_do_not_crowd_out_those_of_tmdb(build: Build) -> None:
    over_time = build(odd.other_genres_more_frequent()).statistics.over_time()
    assert {cell.genre: cell.films for cell in over_time.genres_by_decade} == {"Drama": 1}
    assert [(cell.year, cell.name) for cell in over_time.genres_by_year] == [(1994, "Drama"), (2004, "Drama")]


def test_unusable_ratings_are_no_ratings(build: Build) -> None:
    statistics = build(odd.unusable_ratings()).statistics
    headlines, section = statistics.headlines(), statistics.ratings_and_money()
    assert (headlines.films, headlines.mean_rating, headlines.decades[0].mean_rating) == (5, None, None)
    assert filled_fields(section) == {}
    assert not {"ratings_by_year", "ratings_by_decade"} & {*filled_fields(statistics.over_time())}
    assert counts(statistics.data_quality().completeness)["rating"] == 0


def test_a_rating_without_votes_is_no_rating(build: Build) -> None:
    cinewatch = build(odd.ratings_without_votes())
    section = cinewatch.statistics.ratings_and_money()
    assert cinewatch.statistics.headlines().mean_rating is None
    assert filled_fields(section) == {}
    assert counts(cinewatch.statistics.over_time().genres) == {"Drama": 3}
    assert ids_with(cinewatch, "genres", "Drama") == [1, 2, 3]


def test_without_a_column_of_votes_every_rating_counts_the_same(tmp_path: Path) -> None:
    rows = odd.ratings_without_a_column_of_votes()
    statistics = odd.open_without("vote_count", rows, tmp_path).statistics
    headlines, section = statistics.headlines(), statistics.ratings_and_money()
    assert headlines.mean_rating == headlines.decades[0].mean_rating == 4
    assert [(one.id, one.rating, one.average) for one in section.highest_rated] == [(n, 2 * n, 4) for n in (1, 2, 3)]
    assert section.lowest_rated == section.highest_rated
    assert [(cell.x_low, cell.y_low, cell.films) for cell in section.votes_and_ratings] == [
        (0, 2, 1),
        (0, 4, 1),
        (0, 6, 1),
    ]


def test_titles_with_markup_and_quotes_stay_as_they_are(build: Build) -> None:
    cinewatch = build(odd.markup())
    section = cinewatch.statistics.ratings_and_money()
    titles = [title.replace("\n", " ") for title in odd.TITLES_WITH_MARKUP]
    labels = [f"{title} (1990)" for title in titles]
    assert [one.title for one in section.budgets] == titles
    assert [one.label for one in section.highest_rated] == labels
    assert [one.label for one in section.highest_returns] == labels
    assert [*counts(cinewatch.statistics.contents().companies)] == [f"<b>{n}</b>" for n in (5, 6, 7, 8)]
    assert ids_with(cinewatch, "companies", "<b>6</b>") == [3]


def test_three_equal_films_are_three_films_in_order_of_their_ids(build: Build) -> None:
    cinewatch = build(odd.three_equal_films())
    headlines, section = cinewatch.statistics.headlines(), cinewatch.statistics.ratings_and_money()
    assert (headlines.films, headlines.countries, headlines.mean_rating, headlines.total_revenue) == (
        3,
        1,
        7,
        3_000_000,
    )
    assert [one.id for one in section.highest_rated] == [one.id for one in section.lowest_rated] == [5, 7, 9]
    assert {one.average for one in section.highest_rated} == {7.0}
    pairs = cinewatch.statistics.contents().genre_pairs
    assert [(pair.a, pair.b, pair.films, pair.lift) for pair in pairs] == [("Drama", "War", 3, 1.0)]
    ratings = section.ratings_by_genre
    assert [(one.name, one.p5, one.median, one.p95) for one in ratings] == [("Drama", 7, 7, 7), ("War", 7, 7, 7)]
    assert [one.ratio for one in section.highest_returns] == [1, 1, 1]
    assert ids_with(cinewatch, "genres", "War") == [5, 7, 9]
