"""Comparisons, histograms and most similar films are those of looking at every film of the catalogue."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from engine import CineWatch, Filters
from engine.errors import InvalidQuery, UnknownFilm
from engine.relations.pairs import PAIRS_SAMPLED
from fakes.sample_catalogue import ABSENT, BARE, HARBOUR, HIDDEN, LANTERNS, LANTERNS_TWIN, WHALES, Build, film_row
from tests.engine.reference import ROUNDING, Reference, assert_best, dot, passes
from tests.engine.relations.similar_films import random_ids, related, similarities


def test_the_share_of_pairs_below_is_that_of_all_pairs_within_the_error_of_a_sample(reference: Reference) -> None:
    pairs = {(a, b): dot(reference.vectors[a], reference.vectors[b]) for a, b in combinations(reference.vectors, 2)}
    values = np.array([*pairs.values()])
    for a, b in [*pairs][::9]:
        comparison = reference.cinewatch.compare(a, b)
        low, high = ((values < comparison.similarity + shift).mean() for shift in (-ROUNDING, ROUNDING))
        # Five standard errors at most.
        assert low - 0.008 <= comparison.share_of_pairs_below <= high + 0.008
        assert comparison.pairs_sampled == PAIRS_SAMPLED
    assert reference.cinewatch.compare(BARE, HARBOUR).share_of_pairs_below == 0


def test_the_share_of_pairs_below_is_the_same_both_ways_and_grows_with_similarity(catalogue: Reference) -> None:
    cinewatch = catalogue.cinewatch
    comparisons = [cinewatch.compare(a, b) for a, b in combinations(random_ids(catalogue, 12), 2)]
    shares = [one.share_of_pairs_below for one in sorted(comparisons, key=lambda one: one.similarity)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    for one in comparisons:
        back = cinewatch.compare(one.b.id, one.a.id).share_of_pairs_below
        assert one.share_of_pairs_below == pytest.approx(back, abs=1e-4)
    assert cinewatch.relations.share_of_pairs_below(0) == 0
    assert cinewatch.relations.share_of_pairs_below(1.1) == 1


def test_one_film_alone_makes_no_pair(build: Build) -> None:
    assert math.isnan(build([film_row(1, "Alone")]).compare(1, 1).share_of_pairs_below)


def test_unique_terms_are_terms_that_the_other_film_does_not_have(catalogue: Reference) -> None:
    for a, b in combinations(random_ids(catalogue, 16), 2):
        comparison = catalogue.cinewatch.compare(a, b)
        for terms, one, other in ((comparison.unique_to_a, a, b), (comparison.unique_to_b, b, a)):
            missing = catalogue.vectors[one].keys() - catalogue.vectors[other].keys()
            assert {*terms} <= {term for _, term in missing}
            assert len({*terms}) == len(terms) <= 12
            assert bool(terms) == bool(missing)


def test_unique_terms_include_the_strongest(cinewatch: CineWatch) -> None:
    comparison = cinewatch.compare(HARBOUR, WHALES)
    assert {"harbour town", "lighthouse", "smuggling", "missing brother"} <= {*comparison.unique_to_a}
    assert {"whale", "sea", "ocean"} <= {*comparison.unique_to_b}
    assert "Drama" not in {*comparison.unique_to_a, *comparison.unique_to_b}
    assert cinewatch.compare(WHALES, HARBOUR).unique_to_a == comparison.unique_to_b


def test_equal_films_have_no_unique_terms(cinewatch: CineWatch) -> None:
    for a, b in ((HARBOUR, HARBOUR), (LANTERNS, LANTERNS_TWIN)):
        comparison = cinewatch.compare(a, b)
        assert (comparison.unique_to_a, comparison.unique_to_b) == ((), ())


def test_a_histogram_counts_every_other_film_once(catalogue: Reference) -> None:
    for film_id in random_ids(catalogue, 25):
        histogram = catalogue.cinewatch.relations.histogram(film_id)
        values = np.array([*similarities(catalogue, film_id).values()])
        assert histogram.film.id == film_id
        assert histogram.other_films == len(values) == histogram.unrelated + sum(one.films for one in histogram.bins)
        assert histogram.unrelated == (values <= 0).sum()
        counted = histogram.unrelated
        for n, one in enumerate(histogram.bins):
            assert (one.low, one.high) == (n / 128, (n + 1) / 128)
            counted += one.films
            high = one.high if n < 127 else 2.0
            assert (values < high - ROUNDING).sum() <= counted <= (values < high + ROUNDING).sum()
        assert not histogram.bins or histogram.bins[-1].films > 0


def test_the_films_listed_with_a_histogram_are_the_most_similar_that_are_not_hidden(catalogue: Reference) -> None:
    for film_id in [*random_ids(catalogue, 15), *(HIDDEN & catalogue.film.keys())]:
        nearest = catalogue.cinewatch.relations.histogram(film_id).nearest
        assert_best([one.film.id for one in nearest], related(catalogue, film_id), 10)
        for one in nearest:
            comparison = catalogue.cinewatch.compare(film_id, one.film.id)
            assert (one.similarity, one.reasons) == (comparison.similarity, comparison.explanation.reasons)


def test_the_films_of_a_bar_are_the_most_voted_in_its_span_that_are_not_hidden(catalogue: Reference) -> None:
    relations = catalogue.cinewatch.relations
    for film_id in random_ids(catalogue, 15):
        wanted = related(catalogue, film_id)
        for one in relations.histogram(film_id).bins:
            films = relations.films_between(film_id, one.low, one.high, 1_000)
            near = {other for other, value in wanted.items() if one.low + ROUNDING < value < one.high - ROUNDING}
            assert near <= {film.id for film in films} <= wanted.keys()
            assert [film.votes for film in films] == sorted((film.votes for film in films), reverse=True)
            assert relations.films_between(film_id, one.low, one.high, 1) == films[:1]


def test_a_histogram_ends_at_the_most_similar_film(cinewatch: CineWatch) -> None:
    bins = cinewatch.relations.histogram(LANTERNS).bins
    highest = cinewatch.compare(LANTERNS, LANTERNS_TWIN).similarity
    assert bins[-1].films == 1
    assert bins[-1].low <= highest < bins[-1].high


def test_a_film_without_terms_is_unrelated_to_all_films(build: Build) -> None:
    # A title of one letter is no term either.
    cinewatch = build([film_row(1, "A"), film_row(2, "B"), film_row(3, "C", genres="Drama", overview="A harbour.")])
    for film_id in (1, 2, 3):
        histogram = cinewatch.relations.histogram(film_id)
        assert (histogram.other_films, histogram.unrelated, histogram.bins, histogram.nearest) == (2, 2, (), ())
        assert cinewatch.relations.nearest(film_id, 10) == ()
    comparison = cinewatch.compare(1, 3)
    assert (comparison.similarity, comparison.share_of_pairs_below, comparison.unique_to_a) == (0, 0, ())
    assert {"Drama", "harbour"} <= {*comparison.unique_to_b}


def test_the_nearest_films_are_the_most_similar_that_are_not_hidden(catalogue: Reference) -> None:
    for k in (0, 1, 7, 2_000):
        for film_id in random_ids(catalogue, 8):
            nearest = catalogue.cinewatch.relations.nearest(film_id, k)
            assert_best([one.id for one in nearest], related(catalogue, film_id), k)
            assert [*nearest] == [catalogue.film[one.id] for one in nearest]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(genres=("Drama",)),
        Filters(last_year=1990, exclude_genres=("Comedy",)),
        Filters(include_adult=True, include_unreleased=True),
        Filters(first_year=2300),
    ],
)
def test_the_most_voted_films_are_the_first_that_pass_the_filters(catalogue: Reference, filters: Filters) -> None:
    expected = [one for one in catalogue.films if passes(filters, one)]
    for k in (-1, 0, 3, 2_000):
        assert [*catalogue.cinewatch.relations.most_voted(filters, k)] == expected[: max(0, k)]


def test_a_genre_that_does_not_exist_is_an_invalid_query(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.relations.most_voted(Filters(genres=("Opera",)), 3)


def test_an_unknown_id_is_an_unknown_film(cinewatch: CineWatch) -> None:
    relations = cinewatch.relations
    calls: list[Callable[[], object]] = [
        lambda: relations.histogram(ABSENT),
        lambda: relations.nearest(ABSENT, 3),
        lambda: relations.diversity([HARBOUR, ABSENT]),
        lambda: relations.group([HARBOUR, ABSENT]),
        lambda: relations.neighbourhood([HARBOUR, ABSENT]),
    ]
    for call in calls:
        with pytest.raises(UnknownFilm):
            call()
