"""The map is the same each time, lies within its square, and is measured as others measure such maps."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import manifold

from engine import CineWatch
from engine.relations.projection import STAGES, nearest_on_map, neighbour_recall, project, trustworthiness

SEEDS = st.integers(0, 2**32 - 1)


def unit_vectors(seed: int, size: int, terms: int = 30) -> sp.csr_array:
    """Return vectors of length 1 with hardly any ties among their similarities."""
    vectors = np.random.default_rng(seed).random((size, terms), dtype=np.float32)
    return sp.csr_array(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def tied_vectors(seed: int, size: int) -> sp.csr_array:
    """Return vectors whose dot products are exact, with many ties among them."""
    return sp.csr_array(np.random.default_rng(seed).integers(0, 3, (size, 5)).astype(np.float32) / 4)


def random_points(seed: int, size: int) -> np.ndarray:
    return np.random.default_rng(seed + 1).random((size, 2), dtype=np.float32) * 2 - 1


def trustworthiness_by_definition(vectors: sp.csr_array, points: np.ndarray, k: int) -> float:
    """Return the trustworthiness film by film, as the paper defines it."""
    films = len(points)
    similarity = (vectors @ vectors.T).toarray().tolist()
    penalty = 0
    for film in range(films):
        others = [other for other in range(films) if other != film]
        by_similarity = sorted(others, key=lambda other: (-similarity[film][other], other))
        on_map = sorted(others, key=lambda other: math.dist(points[film], points[other]))[:k]
        penalty += sum(by_similarity.index(other) + 1 - k for other in {*on_map} - {*by_similarity[:k]})
    return 1 - 2 / (films * k * (2 * films - 3 * k - 1)) * penalty


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(7, 60), st.integers(1, 3))
def test_trustworthiness_is_that_of_scikit_learn(seed: int, size: int, k: int) -> None:
    vectors, points = unit_vectors(seed, size), random_points(seed, size)
    similarity = (vectors @ vectors.T).toarray()
    # scikit-learn orders equals differently.
    assume(all(len(np.unique(row)) == size for row in similarity))
    distances = np.clip(1 - similarity.astype(np.float64), 0, None)
    expected = manifold.trustworthiness(distances, points, n_neighbors=k, metric="precomputed")
    assert trustworthiness(vectors, points, k) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(7, 40), st.integers(1, 3), st.sampled_from([unit_vectors, tied_vectors]))
def test_trustworthiness_is_that_of_its_definition_with_ties_by_the_lower_row(
    seed: int, size: int, k: int, make: Callable[[int, int], sp.csr_array]
) -> None:
    vectors, points = make(seed, size), random_points(seed, size)
    expected = trustworthiness_by_definition(vectors, points, k)
    assert trustworthiness(vectors, points, k) == pytest.approx(expected, abs=1e-12)


def test_films_of_several_blocks_are_measured_alike() -> None:
    vectors, points = unit_vectors(7, 320), random_points(7, 320)
    expected = trustworthiness_by_definition(vectors, points, 10)
    assert trustworthiness(vectors, points) == pytest.approx(expected, abs=1e-12)


def test_a_map_on_which_nothing_has_moved_is_perfect() -> None:
    angles = np.sort(np.random.default_rng(7).random(40) * 1.5)
    points = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    assert trustworthiness(sp.csr_array(points), points) == 1


def test_trustworthiness_needs_more_than_twice_as_many_films_as_neighbours() -> None:
    for films in (0, 1, 2, 3, 10, 20):
        assert math.isnan(trustworthiness(unit_vectors(7, films), random_points(7, films)))
    assert not math.isnan(trustworthiness(unit_vectors(7, 21), random_points(7, 21)))


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(1, 12), st.integers(0, 5), st.integers(0, 8))
def test_neighbour_recall_counts_film_by_film(seed: int, films: int, k: int, m: int) -> None:
    random = np.random.default_rng(seed)
    neighbours = np.array([random.permutation(np.arange(-1, 12))[:k] for _ in range(films)], dtype=np.int32)
    close = np.array([random.permutation(12)[:m] for _ in range(films)])
    counts = [len({*a} & {*b}) for a, b in zip(neighbours.tolist(), close.tolist(), strict=True)]
    recall = neighbour_recall(neighbours.reshape(films, k), close.reshape(films, m))
    assert recall == pytest.approx(sum(counts) / films)


def test_neighbour_recall_of_no_films_is_nan() -> None:
    assert math.isnan(neighbour_recall(np.empty((0, 10), np.int32), np.empty((0, 0), np.int64)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), max_size=25), st.integers(1, 6))
def test_nearest_on_the_map_are_the_nearest_even_if_films_share_a_point(
    positions: list[tuple[int, int]], k: int
) -> None:
    points = np.array(positions, dtype=np.float32).reshape(-1, 2)
    nearest = nearest_on_map(points, k)
    assert nearest.shape == (len(points), max(0, min(k, len(points) - 1)))
    for film, others in enumerate(nearest.tolist()):
        assert film not in others
        assert len({*others}) == len(others)
        distances = [math.dist(points[film], points[other]) for other in others]
        expected = sorted(math.dist(points[film], point) for other, point in enumerate(points) if other != film)
        assert distances == expected[: len(others)]


@pytest.mark.parametrize("films", [0, 1, 2, 3, 9, 10, 11, 40])
def test_a_map_fills_its_square_and_is_the_same_each_time(films: int) -> None:
    vectors = unit_vectors(films, films)
    points = project(vectors)
    assert points.shape == (films, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()
    assert (np.abs(points) <= 1).all()
    if films > 1:
        extent = points.max(axis=0) - points.min(axis=0)
        assert extent.max() == pytest.approx(2)
        np.testing.assert_allclose(points.max(axis=0) + points.min(axis=0), 0, atol=1e-6)
    np.testing.assert_array_equal(project(vectors), points)


def test_films_without_terms_and_films_that_are_all_equal_have_finite_points() -> None:
    some_empty = [unit_vectors(7, films).toarray() for films in (4, 30)]
    for vectors in some_empty:
        vectors[[0, len(vectors) // 2]] = 0
    all_equal = [np.zeros((16, 20), dtype=np.float32) for _ in range(2)]
    all_equal[1][:, 0] = 0.5
    for vectors in [*some_empty, *all_equal]:
        points = project(sp.csr_array(vectors))
        assert points.shape == (len(vectors), 2)
        assert np.isfinite(points).all()
        assert (np.abs(points) <= 1).all()


def test_a_few_films_that_share_nothing_are_drawn_apart() -> None:
    for shape in ((3, 0), (9, 0), (9, 4), (3, 12)):
        points = project(sp.csr_array(np.zeros(shape, dtype=np.float32)))
        assert np.isfinite(points).all()
        assert len(np.unique(points.round(2), axis=0)) == shape[0]


def test_a_few_films_are_drawn_to_scale() -> None:
    similarity = np.array([[1, 0.6, 0.3], [0.6, 1, 0.5], [0.3, 0.5, 1]])
    points = project(sp.csr_array(np.linalg.cholesky(similarity).astype(np.float32)))
    drawn = [math.dist(points[a], points[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    expected = np.array([0.4, 0.7, 0.5])
    np.testing.assert_allclose(drawn, expected * sum(drawn) / expected.sum(), rtol=0.01)


def test_two_kinds_of_films_are_apart() -> None:
    for films in (6, 60):
        vectors = unit_vectors(7, films).toarray()
        vectors[::2, :15], vectors[1::2, 15:] = 0, 0
        (nearest,) = nearest_on_map(project(sp.csr_array(vectors)), 1).T
        assert (nearest % 2 == np.arange(films) % 2).all()


def test_each_stage_is_reported_unless_there_are_too_few_films_or_terms_for_it() -> None:
    stages: list[str] = []
    few_terms = [sp.csr_array(np.eye(12, terms, dtype=np.float32)) for terms in (0, 1, 3)]
    for vectors in [*few_terms, unit_vectors(7, 9)]:
        points = project(vectors, lambda stage, *_: stages.append(stage))
        assert points.shape == (vectors.shape[0], 2)
        assert np.isfinite(points).all()
    assert stages == []
    project(unit_vectors(7, 12), lambda stage, *_: stages.append(stage))
    assert stages == [*STAGES[:2]]


def test_the_map_of_the_sample_can_be_trusted(sample: CineWatch) -> None:
    drawn = sample.mapper.film_map()
    assert drawn.trustworthiness >= 0.95
    # Of ten true neighbours among 1,050 films. With random points it would be 0.1.
    assert drawn.close_count == 10
    assert drawn.neighbour_recall >= 4
