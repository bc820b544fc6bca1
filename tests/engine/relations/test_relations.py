"""Questions about films among films are answered as a count over all films would answer them."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from scipy.sparse.csgraph import floyd_warshall

from engine import CineWatch, Filters
from engine.errors import InvalidQuery, UnknownFilm
from engine.relations import MAX_CENTRES, MAX_MEMBERS, layout
from engine.relations.pairs import PAIRS
from engine.relations.relations import MAX_NODES
from fakes.sample_catalogue import (
    ABSENT,
    ADULT,
    BARE,
    HARBOUR,
    HIDDEN,
    HIGH_WATER,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    NIGHTJAR_2015,
    UNDERTOW,
    WHALES,
    Build,
    film,
)
from tests.engine.reference import ROUNDING, Reference, assert_best, dot, is_shown, passes

MET = 149
"""A comedy, which shares nothing with a harbour but that it has a genre."""


def likeness(plain: Reference, film_id: int) -> dict[int, float]:
    """Return the similarity of every other film to a film, in the order of the rows."""
    own = plain.vectors[film_id]
    return {other: dot(own, vector) for other, vector in plain.vectors.items() if other != film_id}


def near(plain: Reference, film_id: int) -> dict[int, float]:
    """Return the similarity of every film that may be a neighbour of a film."""
    shown = {one.id for one in plain.films if is_shown(Filters(), one)}
    return {other: value for other, value in likeness(plain, film_id).items() if other in shown and value > 0}


@pytest.fixture(params=["plain", "plain_sample"])
def some(request: pytest.FixtureRequest) -> Reference:
    """Return the small catalogue, then the sample."""
    found: Reference = request.getfixturevalue(request.param)
    return found


def drawn(plain: Reference, films: int, seed: int = 7) -> list[int]:
    """Return ids of films, drawn by chance."""
    return np.random.default_rng(seed).permutation([*plain.film])[:films].tolist()


def test_above_pairs_is_the_share_of_all_pairs_but_for_the_error_of_a_sample(plain: Reference) -> None:
    pairs = {(a, b): dot(plain.vectors[a], plain.vectors[b]) for a, b in combinations(plain.vectors, 2)}
    values = np.array([*pairs.values()])
    for a, b in [*pairs][::9]:
        result = plain.cinewatch.compare(a, b)
        low, high = ((values < result.similarity + shift).mean() for shift in (-ROUNDING, ROUNDING))
        # Five standard errors at most.
        assert low - 0.008 <= result.above_pairs <= high + 0.008
        assert result.pairs_drawn == PAIRS
    assert plain.cinewatch.compare(BARE, HARBOUR).above_pairs == 0


def test_above_pairs_is_the_same_for_the_same_pair_and_grows_with_similarity(
    sample: CineWatch, some: Reference
) -> None:
    told = [some.cinewatch.compare(a, b) for a, b in combinations(drawn(some, 12), 2)]
    ordered = [one.above_pairs for one in sorted(told, key=lambda one: one.similarity)]
    assert ordered == sorted(ordered)
    assert all(0 <= one.above_pairs <= 1 for one in told)
    a, b = drawn(some, 2)
    assert some.cinewatch.compare(a, b).above_pairs == pytest.approx(some.cinewatch.compare(b, a).above_pairs, abs=1e-4)
    assert sample.relations.share_of_pairs_below(0) == 0
    assert sample.relations.share_of_pairs_below(1.1) == 1


def test_in_a_catalogue_of_one_film_no_pair_is_below(build: Build) -> None:
    assert math.isnan(build([film(1, "Alone")]).compare(1, 1).above_pairs)


def test_what_only_one_of_two_films_is_about_the_other_does_not_have(some: Reference) -> None:
    for a, b in combinations(drawn(some, 16), 2):
        result = some.cinewatch.compare(a, b)
        for told, own, other in ((result.unique_to_a, a, b), (result.unique_to_b, b, a)):
            lacking = some.vectors[own].keys() - some.vectors[other].keys()
            assert {*told} <= {term for _, term in lacking}
            assert len({*told}) == len(told) <= 12
            assert bool(told) == bool(lacking)


def test_what_only_one_film_is_about_is_told_by_the_strongest_of_its_own_terms(cinewatch: CineWatch) -> None:
    result = cinewatch.compare(HARBOUR, WHALES)
    assert {"harbour town", "lighthouse", "smuggling", "missing brother"} <= {*result.unique_to_a}
    assert {"whale", "sea", "ocean"} <= {*result.unique_to_b}
    assert "Drama" not in {*result.unique_to_a, *result.unique_to_b}
    assert cinewatch.compare(WHALES, HARBOUR).unique_to_a == result.unique_to_b


def test_films_that_are_about_the_same_have_nothing_of_their_own(cinewatch: CineWatch) -> None:
    for a, b in ((HARBOUR, HARBOUR), (LANTERNS, LANTERNS_TWIN)):
        result = cinewatch.compare(a, b)
        assert (result.unique_to_a, result.unique_to_b) == ((), ())


def test_a_spectrum_counts_every_other_film_once(some: Reference) -> None:
    for film_id in drawn(some, 25):
        histogram = some.cinewatch.relations.histogram(film_id)
        values = np.array([*likeness(some, film_id).values()])
        assert histogram.film.id == film_id
        assert histogram.others == len(values) == histogram.unrelated + sum(one.films for one in histogram.bins)
        assert histogram.unrelated == (values <= 0).sum()
        counted = histogram.unrelated
        for n, one in enumerate(histogram.bins):
            assert (one.low, one.high) == (n / 128, (n + 1) / 128)
            counted += one.films
            high = one.high if n < 127 else 2.0
            assert (values < high - ROUNDING).sum() <= counted <= (values < high + ROUNDING).sum()
        assert not histogram.bins or histogram.bins[-1].films > 0


def test_the_films_a_spectrum_names_are_the_nearest_that_are_shown(some: Reference) -> None:
    for film_id in [*drawn(some, 15), *(HIDDEN & some.film.keys())]:
        found = some.cinewatch.relations.histogram(film_id).nearest
        assert_best([one.film.id for one in found], near(some, film_id), 10)
        for one in found:
            told = some.cinewatch.compare(film_id, one.film.id)
            assert (one.similarity, one.reasons) == (told.similarity, told.explanation.reasons)


def test_a_spectrum_ends_at_the_nearest_film(cinewatch: CineWatch) -> None:
    bins = cinewatch.relations.histogram(LANTERNS).bins
    nearest = cinewatch.compare(LANTERNS, LANTERNS_TWIN).similarity
    assert bins[-1].films == 1
    assert bins[-1].low <= nearest < bins[-1].high


def test_a_film_of_which_nothing_is_known_is_apart_from_all(build: Build) -> None:
    # A title of one letter says nothing either.
    cinewatch = build([film(1, "A"), film(2, "B"), film(3, "C", genres="Drama", overview="A harbour.")])
    for film_id in (1, 2, 3):
        histogram = cinewatch.relations.histogram(film_id)
        assert (histogram.others, histogram.unrelated, histogram.bins, histogram.nearest) == (2, 2, (), ())
        assert cinewatch.relations.nearest(film_id, 10) == ()
    result = cinewatch.compare(1, 3)
    assert (result.similarity, result.above_pairs, result.unique_to_a) == (0, 0, ())
    assert {"Drama", "harbour"} <= {*result.unique_to_b}


@pytest.mark.parametrize("k", [0, 1, 7, 2_000])
def test_the_nearest_are_the_most_similar_that_are_shown(some: Reference, k: int) -> None:
    for film_id in drawn(some, 8):
        found = some.cinewatch.relations.nearest(film_id, k)
        assert_best([one.id for one in found], near(some, film_id), k)
        assert [*found] == [some.film[one.id] for one in found]


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
def test_the_most_voted_are_the_first_of_those_that_pass(some: Reference, filters: Filters) -> None:
    expected = [one for one in some.films if passes(filters, one)]
    for k in (-1, 0, 3, 2_000):
        assert [*some.cinewatch.relations.most_voted(filters, k)] == expected[: max(0, k)]


def test_the_most_voted_of_a_genre_that_there_is_not_are_an_invalid_query(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.relations.most_voted(Filters(genres=("Opera",)), 3)


def test_a_group_is_what_every_comparison_of_two_of_it_gives(plain_sample: Reference) -> None:
    cinewatch = plain_sample.cinewatch
    group = cinewatch.relations.group(drawn(plain_sample, MAX_MEMBERS))
    ids = [member.film.id for member in group.members]
    assert sorted(ids) == sorted(drawn(plain_sample, MAX_MEMBERS))
    told = np.eye(MAX_MEMBERS)
    for a, b in combinations(range(MAX_MEMBERS), 2):
        told[a, b] = told[b, a] = cinewatch.compare(ids[a], ids[b]).similarity
    np.testing.assert_allclose(group.similarities, told, rtol=0, atol=1e-6)
    assert [group.similarities[n][n] for n in range(MAX_MEMBERS)] == [1.0] * MAX_MEMBERS
    closeness = (told.sum(axis=1) - 1) / (MAX_MEMBERS - 1)
    assert [member.closeness for member in group.members] == pytest.approx(closeness.tolist(), abs=1e-6)
    assert group.mean == pytest.approx(closeness.mean(), abs=1e-6)
    assert group.typical is not None
    assert group.outlier is not None
    assert group.typical.id == ids[closeness.argmax()]
    assert group.outlier.id == ids[closeness.argmin()]
    assert len(group.merges) == MAX_MEMBERS - 1
    assert group.merges[0].distance == pytest.approx(1 - (told - np.eye(MAX_MEMBERS)).max(), abs=1e-6)


def test_the_order_in_which_a_group_is_named_does_not_matter_nor_who_is_named_twice(plain_sample: Reference) -> None:
    ids = drawn(plain_sample, 12)
    relations = plain_sample.cinewatch.relations
    assert relations.group(ids) == relations.group(ids[::-1]) == relations.group([*ids[5:], *ids])


def test_films_of_a_series_stand_beside_each_other(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, NIGHTJAR_2015, LOW_TIDE, MET, HIGH_WATER])
    places = [n for n, member in enumerate(group.members) if "Harbour" in member.film.title]
    assert places in ([0, 1, 2], [1, 2, 3], [2, 3, 4])
    assert group.typical in [group.members[n].film for n in places]


@pytest.mark.parametrize("votes", [(5, 9, 8, 7, 6), (9, 5, 6, 7, 8), (7, 6, 5, 9, 8)])
def test_of_films_equally_close_the_most_voted_is_typical_and_the_least_voted_the_outlier(
    build: Build, votes: tuple[int, ...]
) -> None:
    tale = {"genres": "Fantasy", "keywords": "lantern, twins", "overview": "Twins carry a lantern."}
    cells = [tale, tale, {}, {}, {}]
    rows = [film(n, "ABCDE"[n - 1], votes=votes[n - 1], **cells[n - 1]) for n in range(1, 6)]
    group = build(rows).relations.group([1, 2, 3, 4, 5])
    assert group.typical is not None
    assert group.outlier is not None
    assert group.typical.votes == max(votes[:2])
    assert group.outlier.votes == min(votes[2:])


def test_of_two_films_neither_is_typical(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, LOW_TIDE])
    similarity = cinewatch.compare(HARBOUR, LOW_TIDE).similarity
    assert (group.typical, group.outlier) == (None, None)
    assert group.mean == pytest.approx(similarity, abs=1e-6)
    assert [member.closeness for member in group.members] == pytest.approx([similarity] * 2, abs=1e-6)
    assert [(one.left, one.right) for one in group.merges] == [(0, 1)]


def test_films_of_which_nothing_is_known_are_a_group_that_shares_nothing(build: Build) -> None:
    cinewatch = build([film(1, "A"), film(2, "B"), film(3, "C"), film(4, "D", genres="Drama", overview="A harbour.")])
    for ids in ([1, 2], [1, 2, 3], [1, 2, 3, 4]):
        group = cinewatch.relations.group(ids)
        assert group.similarities == tuple(map(tuple, np.eye(len(ids)).tolist()))
        assert (group.mean, group.typical, group.outlier) == (0, None, None)
        assert {one.distance for one in group.merges} == {1.0}
    assert cinewatch.compare(1, 2).similarity == 0


@pytest.mark.parametrize("ids", [[], [HARBOUR], [HARBOUR, HARBOUR]])
def test_a_group_of_fewer_than_two_films_is_an_invalid_query(cinewatch: CineWatch, ids: list[int]) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.relations.group(ids)


def test_a_group_of_too_many_films_is_an_invalid_query(plain_sample: Reference) -> None:
    with pytest.raises(InvalidQuery, match="41"):
        plain_sample.cinewatch.relations.group(drawn(plain_sample, MAX_MEMBERS + 1))


@pytest.mark.parametrize(
    "ask",
    [
        lambda cinewatch: cinewatch.relations.histogram(ABSENT),
        lambda cinewatch: cinewatch.relations.nearest(ABSENT, 3),
        lambda cinewatch: cinewatch.relations.group([HARBOUR, ABSENT]),
        lambda cinewatch: cinewatch.relations.neighbourhood([HARBOUR, ABSENT]),
    ],
)
def test_an_unknown_id_is_an_unknown_film(cinewatch: CineWatch, ask: Callable[[CineWatch], object]) -> None:
    with pytest.raises(UnknownFilm):
        ask(cinewatch)


@pytest.mark.parametrize(("links", "least"), [(1, 0.0), (6, 0.0), (8, 0.15), (20, 0.0)])
def test_a_neighbourhood_is_the_film_and_its_neighbours(some: Reference, links: int, least: float) -> None:
    for film_id in drawn(some, 5):
        around = some.cinewatch.relations.neighbourhood([film_id], links=links, least=least)
        allowed = {other: value for other, value in near(some, film_id).items() if value >= least}
        first, *rest = around.nodes
        assert (first.film.id, first.steps, around.left_out) == (film_id, 0, 0)
        assert {one.steps for one in rest} <= {1}
        assert_best([one.film.id for one in rest], allowed, links)
        assert all(0 <= one.x <= 1 and 0 <= one.y <= 1 for one in around.nodes)
        spokes = {edge.b for edge in around.edges if edge.a == film_id}
        assert spokes == {one.film.id for one in rest}


@pytest.mark.parametrize(("centres", "depth"), [(1, 1), (1, 2), (2, 1), (MAX_CENTRES, 2)])
def test_every_line_of_a_neighbourhood_is_a_comparison(plain_sample: Reference, centres: int, depth: int) -> None:
    ids = drawn(plain_sample, centres)
    around = plain_sample.cinewatch.relations.neighbourhood(ids, depth, least=0.05)
    steps = {one.film.id: one.steps for one in around.nodes}
    assert [one.film.id for one in around.nodes[:centres]] == ids
    assert [one.steps for one in around.nodes] == sorted(one.steps for one in around.nodes)
    assert max(steps.values()) == depth
    assert len(steps) == len(around.nodes) <= MAX_NODES
    assert around.edges
    for edge in around.edges:
        told = plain_sample.cinewatch.compare(edge.a, edge.b)
        assert (edge.similarity, edge.reasons) == (pytest.approx(told.similarity, abs=1e-6), told.explanation.reasons)
        assert edge.similarity >= 0.05 - ROUNDING
        assert steps[edge.a] <= steps[edge.b]
    strength = [edge.similarity for edge in around.edges]
    assert strength == pytest.approx(sorted(strength, reverse=True), abs=1e-6)
    linked = {end for edge in around.edges for end in (edge.a, edge.b)}
    assert {film_id for film_id, step in steps.items() if step} <= linked


def test_a_neighbourhood_is_drawn_by_the_ways_along_its_lines(plain_sample: Reference) -> None:
    around = plain_sample.cinewatch.relations.neighbourhood(drawn(plain_sample, 2), links=5)
    place = {one.film.id: n for n, one in enumerate(around.nodes)}
    lengths = np.full((len(place), len(place)), np.inf)
    for edge in around.edges:
        a, b = place[edge.a], place[edge.b]
        lengths[a, b] = lengths[b, a] = 1 - edge.similarity
    expected = layout.place(floyd_warshall(lengths))
    np.testing.assert_allclose([(one.x, one.y) for one in around.nodes], expected, atol=0.02)


def test_a_neighbourhood_that_is_too_large_says_how_many_films_are_left_out(plain_sample: Reference) -> None:
    (film_id,) = drawn(plain_sample, 1)
    around = plain_sample.cinewatch.relations.neighbourhood([film_id], links=100)
    assert (len(around.nodes), around.left_out) == (MAX_NODES, 101 - MAX_NODES)


def test_hidden_films_are_in_a_neighbourhood_only_where_they_were_asked_for(cinewatch: CineWatch) -> None:
    around = cinewatch.relations.neighbourhood([HARBOUR], 2, 31)
    assert not {one.film.id for one in around.nodes} & HIDDEN
    around = cinewatch.relations.neighbourhood([ADULT, UNDERTOW])
    assert {one.film.id for one in around.nodes if one.steps == 0} == HIDDEN
    assert HARBOUR in {one.film.id for one in around.nodes}


def test_a_film_named_twice_is_in_the_middle_once(cinewatch: CineWatch) -> None:
    relations = cinewatch.relations
    assert relations.neighbourhood([HARBOUR, WHALES, HARBOUR]) == relations.neighbourhood([HARBOUR, WHALES])


@pytest.mark.parametrize(("film_id", "least"), [(HARBOUR, 1.0), (BARE, 0.0)])
def test_where_no_film_is_near_enough_there_is_only_the_middle(
    cinewatch: CineWatch, film_id: int, least: float
) -> None:
    for depth in (1, 2):
        around = cinewatch.relations.neighbourhood([film_id], depth, least=least)
        assert [one.film.id for one in around.nodes] == [film_id]
        assert (around.edges, around.left_out) == ((), 0)
        assert math.isfinite(around.nodes[0].x + around.nodes[0].y)


@pytest.mark.parametrize(
    ("ids", "options"),
    [
        ([], {}),
        (IDS[: MAX_CENTRES + 1], {}),
        ([HARBOUR], {"depth": 0}),
        ([HARBOUR], {"depth": 3}),
        ([HARBOUR], {"links": 0}),
        ([HARBOUR], {"least": 2}),
        ([HARBOUR], {"least": -0.1}),
        ([HARBOUR], {"least": math.nan}),
    ],
)
def test_a_neighbourhood_of_what_there_is_not_is_an_invalid_query(
    cinewatch: CineWatch, ids: list[int], options: dict[str, int]
) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.relations.neighbourhood(ids, **options)
