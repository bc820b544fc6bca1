"""Ratings, budgets and box office are what plain Python and pandas find over the same films."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, Filters
from engine.catalogue.priors import PRIOR_VOTES
from engine.statistics import RatingsAndMoney
from engine.statistics.quantiles import quantiles_of
from engine.statistics.ratings_and_money import MAX_RATED, MAX_RETURNS
from fakes.sample_catalogue import Build, Row, film_row
from tests.engine.statistics.film_tables import MAX_VOTES, Films, Selection, numbered, selections
from tests.engine.statistics.pandas_counts import with_genres
from tests.engine.statistics.plain_python import (
    Row as Values,
)
from tests.engine.statistics.plain_python import (
    alike,
    assert_best,
    assert_fields,
    assert_fields_in_any_order,
    bin_number,
    label,
    mean_rating,
    quantiles_by_genre,
)


def budgets(films: Films) -> list[Values]:
    both = [film for film in films if film["budget"] and film["revenue"]]
    return [
        (film["id"], film["title"], film["year"], (*film["genres"], "")[0], film["budget"], film["revenue"])
        for film in both
    ]


def returns(films: Films, sign: int) -> list[Values]:
    paid = [film for film in films if (film["budget"] or 0) >= 100_000 and (film["revenue"] or 0) >= 1_000]
    rows = [
        (film["id"], label(film), film["budget"], film["revenue"], film["revenue"] / film["budget"]) for film in paid
    ]
    return sorted(rows, key=lambda row: sign * row[-1])[:MAX_RETURNS]


def votes_and_ratings(films: Films) -> list[Values]:
    rated = [(film["votes"], film["rating"]) for film in films if film["rating"] is not None]
    # A bin of votes is the fourth root of ten wide: in whole numbers its edges need no rounding.
    bins = Counter(
        (max(x for x in range(20) if 10**x <= max(votes, 1) ** 4), bin_number(rating, 0.5, 20))
        for votes, rating in rated
    )
    return [(x / 4, (x + 1) / 4, y / 2, (y + 1) / 2, films) for (x, y), films in bins.items()]


EXPECTED: dict[str, Callable[[Films], object]] = {
    "budgets": budgets,
    "highest_returns": lambda films: returns(films, -1),
    "lowest_returns": lambda films: returns(films, 1),
}
IN_ANY_ORDER: dict[str, Callable[[Films], list[Values]]] = {
    "votes_and_ratings": votes_and_ratings,
    "ratings_by_genre": lambda films: quantiles_by_genre(films, "rating"),
}


@given(selections())
@settings(deadline=None, max_examples=30)
def test_ratings_and_money_are_those_of_plain_python(selection: Selection) -> None:
    assert {*EXPECTED, *IN_ANY_ORDER, "highest_rated", "lowest_rated"} == {*RatingsAndMoney.__slots__}
    section, films = selection.ratings_and_money(), selection.films()
    assert_fields(section, EXPECTED, films)
    assert_fields_in_any_order(section, IN_ANY_ORDER, films)
    medians = [genre.median for genre in section.ratings_by_genre]
    assert medians == sorted(medians, reverse=True)


@given(selections())
@settings(deadline=None, max_examples=30)
def test_the_highest_and_lowest_rated_have_the_bayesian_averages_of_exact_arithmetic(selection: Selection) -> None:
    films = {film["id"]: film for film in selection.films() if film["rating"] is not None}
    mean = Fraction(mean_rating([*films.values()]) or 0)
    average = {
        key: float((film["votes"] * Fraction(film["rating"]) + PRIOR_VOTES * mean) / (film["votes"] + PRIOR_VOTES))
        for key, film in films.items()
    }
    computed_from = {key: (film["votes"], film["votes"] and film["rating"]) for key, film in films.items()}
    section = selection.ratings_and_money()
    for rated, sign in ((section.highest_rated, 1), (section.lowest_rated, -1)):
        scores = {key: (sign * average[key], computed_from[key]) for key in films}
        assert_best([one.id for one in rated], scores, MAX_RATED)
        rows = [(label(film := films[one.id]), film["rating"], film["votes"], average[one.id]) for one in rated]
        assert alike([(one.label, one.rating, one.votes, one.average) for one in rated], rows)


def rated_films(*pairs: tuple[int, float]) -> RatingsAndMoney:
    """Return the section of films with these votes and ratings, most votes first."""
    return Selection.of(numbered([{"votes": votes, "rating": mean} for votes, mean in pairs])).ratings_and_money()


def test_a_film_with_as_many_votes_as_possible_has_its_own_rating() -> None:
    films = rated_films((MAX_VOTES, 8.0), (5, 3.0)).highest_rated
    assert [one.votes for one in films] == [MAX_VOTES, 5]
    assert [one.average for one in films] == pytest.approx([8, 8], abs=0.3)


@pytest.mark.parametrize("rating", [5.0, 6.9, 10.0])
def test_films_with_the_same_rating_are_in_order_of_votes(rating: float) -> None:
    section = rated_films(*((votes, rating) for votes in (900, 711, 503, 341, 97, 33, 11, 7, 3)))
    assert [one.id for one in section.highest_rated] == [one.id for one in section.lowest_rated] == [*range(1, 10)]


@given(st.lists(st.floats(0, 500, width=32), min_size=1, max_size=40))
@settings(deadline=None)
def test_quantiles_are_those_of_pandas(values: list[float]) -> None:
    quantiles = quantiles_of("some", np.array(values, dtype=np.float32))
    assert quantiles is not None
    expected = pd.Series(values).quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    actual = [quantiles.p5, quantiles.p25, quantiles.median, quantiles.p75, quantiles.p95]
    assert actual == pytest.approx(expected)
    assert (quantiles.name, quantiles.films) == ("some", len(values))


def test_without_values_there_are_no_quantiles() -> None:
    assert quantiles_of("none", np.empty(0)) is None


@pytest.fixture(scope="module")
def section(cinewatch: CineWatch, filters: Filters) -> RatingsAndMoney:
    return cinewatch.statistics.ratings_and_money(filters)


def test_ratings_by_genre_are_those_of_pandas(section: RatingsAndMoney, rows: pd.DataFrame) -> None:
    groups = with_genres(rows).dropna(subset="vote_average").groupby("genres")["vote_average"]
    assert {one.name: one.films for one in section.ratings_by_genre} == groups.size().to_dict()
    for one in section.ratings_by_genre:
        expected = groups.get_group(one.name).quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
        assert [one.p5, one.p25, one.median, one.p75, one.p95] == pytest.approx(expected, abs=1e-5)


def test_the_grid_of_votes_and_ratings_has_every_rated_film(section: RatingsAndMoney, rows: pd.DataFrame) -> None:
    rated = rows.dropna(subset="vote_average")
    x, y = np.log10(rated["vote_count"]), rated["vote_average"]
    for cell in section.votes_and_ratings:
        within = (x >= cell.x_low) & (x < cell.x_high) & (y >= cell.y_low) & (y < cell.y_high)
        assert cell.films == within.sum() > 0
    assert sum(cell.films for cell in section.votes_and_ratings) == len(rated)


def test_the_highest_and_lowest_rated_are_those_of_pandas(section: RatingsAndMoney, rows: pd.DataFrame) -> None:
    rated = rows.dropna(subset="vote_average").set_index("id")
    mean = np.average(rated["vote_average"], weights=rated["vote_count"])
    average = (rated["vote_count"] * rated["vote_average"] + 100 * mean) / (rated["vote_count"] + 100)
    highest, lowest = section.highest_rated, section.lowest_rated
    assert [one.average for one in highest] == pytest.approx(average.nlargest(15).tolist(), abs=1e-5)
    assert [one.average for one in lowest] == pytest.approx(average.nsmallest(15).tolist(), abs=1e-5)
    both = (*highest, *lowest)
    assert [one.average for one in both] == pytest.approx([average[one.id] for one in both], abs=1e-5)


def test_budgets_are_of_films_with_both_values_most_votes_first(section: RatingsAndMoney, rows: pd.DataFrame) -> None:
    both = rows.dropna(subset=["budget", "revenue"]).sort_values(["vote_count", "id"], ascending=[False, True])
    assert [(one.title, one.budget, one.revenue) for one in section.budgets] == [
        (row.title, row.budget, row.revenue) for row in both.itertuples()
    ]
    assert [one.genre for one in section.budgets] == [genres[0] for genres in both["genres"]]


def test_budgets_are_in_order_of_votes(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", votes=n * 7 % 41, budget=5, revenue=1_000) for n in range(1, 41)]
    titles = [one.title for one in build(rows).statistics.ratings_and_money().budgets]
    assert titles == [row["title"] for row in sorted(rows, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]


def paid(n: int, budget: int, revenue: int) -> Row:
    return film_row(n, f"Film {n}", 1990, budget=budget, revenue=revenue)


def test_returns_need_a_plausible_budget_and_revenue(build: Build) -> None:
    rows = [paid(n, 1_000_000, n * 1_000_000) for n in range(1, 13)]
    rows += [paid(20, 1, 9_000_000), paid(21, 99_999, 9_000_000), paid(22, 100_000, 0), paid(23, 100_000, 999)]
    section = build(rows).statistics.ratings_and_money()
    assert [(one.label, one.ratio) for one in section.highest_returns] == [
        (f"Film {n} (1990)", n) for n in (12, 11, 10, 9, 8)
    ]
    assert [one.ratio for one in section.lowest_returns] == [1, 2, 3, 4, 5]


def test_the_last_bin_of_votes_includes_everything_beyond(build: Build) -> None:
    (cell,) = (
        build([film_row(1, "Seen", votes=2_000_000, vote_average=10)]).statistics.ratings_and_money().votes_and_ratings
    )
    assert (cell.x_high, cell.y_high) == (5.0, 10.0)
