"""What belongs together, changes and stands out is what plain pandas and plain Python find over the same CSV."""

from __future__ import annotations

from itertools import combinations
from math import log1p

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import GENRES, CineWatch, Filters
from engine.errors import InvalidQuery
from engine.statistics import Quantiles, Statistics
from engine.statistics.comparisons import MIN_FILMS, genre_pairs, spread
from fakes.sample_catalogue import Build, Row, film_row
from tests.engine.reference import Reference, passes
from tests.engine.statistics.test_overview import ASKED, asked, figures, frame, whole

__all__ = ["ASKED", "asked", "figures", "frame", "whole"]


@pytest.fixture(scope="module", params=[Filters(), Filters(genres=("Drama",)), Filters(first_year=1990)], ids=str)
def told(request: pytest.FixtureRequest, sample: CineWatch) -> tuple[Statistics, pd.DataFrame]:
    """Return the figures of some films of the sample, and these films as a table of pandas."""
    films = sample.opened.catalogue.table.select(["id", "year", "genres", "keywords"]).to_pandas()
    films = films[[passes(request.param, sample.film(film_id)) for film_id in films["id"]]]
    return sample.statistics.of(request.param), films


def test_pairs_of_genres_have_the_lift_of_counting_films(figures: Statistics, frame: pd.DataFrame) -> None:
    lists = [set(genres) & set(GENRES) for genres in frame["genres"]]
    lists = [genres for genres in lists if genres]
    expected = {}
    for a, b in combinations(GENRES, 2):
        both = sum({a, b} <= genres for genres in lists)
        if both:
            unrelated = sum(a in genres for genres in lists) * sum(b in genres for genres in lists)
            expected[a, b] = (both, pytest.approx(both * len(lists) / unrelated))
    assert {(one.a, one.b): (one.films, one.lift) for one in figures.genre_pairs} == expected


def test_films_without_genres_are_in_no_pair() -> None:
    assert genre_pairs(np.zeros(3, dtype=np.uint32)) == ()
    assert genre_pairs(np.empty(0, dtype=np.uint32)) == ()


@given(st.lists(st.floats(0, 500, width=32), min_size=1, max_size=40))
def test_a_spread_is_five_quantiles_as_pandas_has_them(values: list[float]) -> None:
    found = spread("some", np.array(values, dtype=np.float32))
    assert found is not None
    quantiles = pd.Series(values).quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    assert [found.low, found.quarter, found.median, found.three_quarters, found.high] == pytest.approx(quantiles)
    assert found.films == len(values)


def test_of_nothing_there_is_no_spread() -> None:
    assert spread("none", np.empty(0)) is None


def quantiles(values: pd.Series) -> tuple[float, ...]:
    return tuple(values.quantile([0.05, 0.25, 0.5, 0.75, 0.95]))


def as_tuple(one: Quantiles) -> tuple[object, ...]:
    return (one.films, pytest.approx((one.low, one.quarter, one.median, one.three_quarters, one.high), abs=1e-5))


def test_ratings_spread_by_genre_the_highest_median_first(figures: Statistics, frame: pd.DataFrame) -> None:
    each = frame.explode("genres").dropna(subset="vote_average")
    each = each[each["genres"].isin(GENRES)].groupby("genres")["vote_average"]
    got = {one.name: as_tuple(one) for one in figures.ratings_by_genre}
    assert got == {genre: (len(values), quantiles(values)) for genre, values in each}
    medians = [one.median for one in figures.ratings_by_genre]
    assert medians == sorted(medians, reverse=True)


def test_runtimes_spread_by_decade(figures: Statistics, frame: pd.DataFrame) -> None:
    known = frame.dropna(subset=["runtime", "decade"]).groupby("decade")["runtime"]
    expected = [(f"{decade:.0f}s", (len(values), quantiles(values))) for decade, values in known]
    assert [(one.name, as_tuple(one)) for one in figures.runtimes_by_decade] == expected


def test_keywords_rise_and_fall_by_their_share_of_the_films_before_and_since(
    told: tuple[Statistics, pd.DataFrame],
) -> None:
    figures, films = told
    dated = films.dropna(subset="year")
    halves = {year: abs((dated["year"] < year).mean() - 0.5) for year in sorted(dated["year"].unique())[1:]}
    assert figures.middle_year == min(halves, key=halves.__getitem__)
    new = dated["year"] >= figures.middle_year
    counts = [part.explode("keywords")["keywords"].value_counts() for part in (dated[~new], dated[new])]
    table = pd.concat(counts, axis=1, keys=["then", "now"]).fillna(0)
    table = table[table.sum(axis=1) >= MIN_FILMS]
    change = table["now"] / new.sum() - table["then"] / (~new).sum()
    rising = [one for one in figures.keyword_shifts if one.since > one.before]
    falling = figures.keyword_shifts[len(rising) :]
    assert [one.since - one.before for one in rising] == pytest.approx(change.nlargest(10).tolist())
    assert [one.since - one.before for one in falling] == pytest.approx(change.nsmallest(10).tolist())
    for one in figures.keyword_shifts:
        assert one.films == table.loc[one.name].sum()
        assert one.since - one.before == pytest.approx(change[one.name])


def test_typical_keywords_have_the_greatest_weights_of_their_genre(told: tuple[Statistics, pd.DataFrame]) -> None:
    figures, films = told
    often = films.explode("keywords")["keywords"].value_counts()
    each = films.explode("genres").explode("keywords").dropna(subset="keywords")
    each = each[each["genres"].isin(GENRES) & each["keywords"].isin(often[often >= MIN_FILMS].index)]
    uses = each.groupby(["genres", "keywords"]).size().unstack(fill_value=0)
    mean = uses.to_numpy().sum() / len(uses)
    weights = uses.div(uses.sum(axis=1), axis=0) * uses.sum(axis=0).map(lambda used: log1p(mean / used))
    for genre, row in weights.iterrows():
        own = [one for one in figures.typical_keywords if one.genre == genre]
        assert [one.weight for one in own] == pytest.approx(row[row > 0].nlargest(5).tolist())
        assert all(one.weight == pytest.approx(row[one.keyword]) for one in own)
        assert all(one.films == uses.loc[genre, one.keyword] for one in own)
    assert {one.genre for one in figures.typical_keywords} == set(uses.index)


def test_the_best_and_the_worst_are_those_of_the_bayesian_average(figures: Statistics, frame: pd.DataFrame) -> None:
    rated = frame.dropna(subset="vote_average")
    mean = np.average(rated["vote_average"], weights=rated["vote_count"])
    average = (rated["vote_count"] * rated["vote_average"] + 100 * mean) / (rated["vote_count"] + 100)
    by_id = dict(zip(rated["id"], average, strict=True))
    assert [one.average for one in figures.best] == pytest.approx(average.nlargest(15).tolist(), abs=1e-5)
    assert [one.average for one in figures.worst] == pytest.approx(average.nsmallest(15).tolist(), abs=1e-5)
    for one in (*figures.best, *figures.worst):
        assert one.average == pytest.approx(by_id[one.id], abs=1e-5)


def paid(n: int, budget: int, revenue: int) -> Row:
    return film_row(n, f"Film {n}", 1990, budget=budget, revenue=revenue)


def test_multiples_are_of_budgets_worth_the_name(build: Build) -> None:
    rows = [paid(n, 1_000_000, n * 1_000_000) for n in range(1, 13)]
    rows += [paid(20, 1, 9_000_000), paid(21, 99_999, 9_000_000), paid(22, 100_000, 0)]
    figures = build(rows).statistics.of()
    assert [(one.label, one.ratio) for one in figures.best_multiples] == [
        (f"Film {n} (1990)", n) for n in (12, 11, 10, 9, 8)
    ]
    assert [one.ratio for one in figures.worst_multiples] == [1, 2, 3, 4, 5]


def test_companies_and_people_are_counted(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", production_companies="Tern, Auk" if n % 2 else "Tern") for n in range(1, 6)]
    assert [(one.name, one.films) for one in build(rows).statistics.of().top_companies] == [("Tern", 5), ("Auk", 3)]


def test_of_films_of_which_little_is_known_little_is_said(build: Build) -> None:
    bare = {"vote_count": "0", "vote_average": "", "runtime": ""}
    figures = build([film_row(1, "Tern", 1990) | bare, film_row(2, "Auk", 1990) | bare]).statistics.of()
    # All films are of one year: there is no before.
    assert (figures.middle_year, figures.keyword_shifts, figures.typical_keywords) == (None, (), ())
    assert figures.genre_pairs == figures.ratings_by_genre == figures.runtimes_by_decade == ()
    assert figures.best == figures.worst == figures.best_multiples == figures.worst_multiples == ()


@pytest.mark.parametrize("column", ["genres", "keywords", "companies", "countries", "director", "cast"])
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(include_adult=True, include_unreleased=True), Filters(first_year=1980)], ids=str
)
def test_the_films_behind_a_name_are_the_most_voted_that_have_it_and_pass(
    sample_reference: Reference, column: str, filters: Filters
) -> None:
    names = {name for one in sample_reference.films[::97] for name in getattr(one, column)}
    for name in sorted(names):
        expected = [one.id for one in sample_reference.films if name in getattr(one, column) and passes(filters, one)]
        found = sample_reference.cinewatch.statistics.films_with(column, name, filters, 8)
        assert [one.id for one in found] == expected[:8]


def test_behind_a_name_that_no_film_has_there_is_none_and_a_column_without_names_is_refused(
    cinewatch: CineWatch,
) -> None:
    assert cinewatch.statistics.films_with("countries", "Atlantis") == ()
    assert cinewatch.statistics.films_with("countries", "") == ()
    with pytest.raises(InvalidQuery, match="no column of names"):
        cinewatch.statistics.films_with("title", "Tern")
