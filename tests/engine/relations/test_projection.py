"""The map is the same each time, lies within its frame, and is measured as others measure such maps."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import manifold

from engine import CineWatch
from engine.relations.projection import STAGES, kept, nearest_on_map, project, trustworthiness

SEEDS = st.integers(0, 2**32 - 1)


def films_of(seed: int, size: int, terms: int = 30) -> sp.csr_array:
    """Return vectors of length 1, seldom two of them as similar as two others."""
    vectors = np.random.default_rng(seed).random((size, terms), dtype=np.float32)
    return sp.csr_array(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def with_ties(seed: int, size: int) -> sp.csr_array:
    """Return vectors whose dot products are exact, with many ties among them."""
    return sp.csr_array(np.random.default_rng(seed).integers(0, 3, (size, 5)).astype(np.float32) / 4)


def points_of(seed: int, size: int) -> np.ndarray:
    return np.random.default_rng(seed + 1).random((size, 2), dtype=np.float32) * 2 - 1


def measured_plainly(vectors: sp.csr_array, points: np.ndarray, k: int) -> float:
    """Return the trustworthiness, film by film, as the paper defines it."""
    films = len(points)
    similarity = (vectors @ vectors.T).toarray().tolist()
    intruders = 0
    for film in range(films):
        others = [other for other in range(films) if other != film]
        in_truth = sorted(others, key=lambda other: (-similarity[film][other], other))
        on_map = sorted(others, key=lambda other: math.dist(points[film], points[other]))[:k]
        intruders += sum(in_truth.index(other) + 1 - k for other in {*on_map} - {*in_truth[:k]})
    return 1 - 2 / (films * k * (2 * films - 3 * k - 1)) * intruders


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.integers(7, 60), st.integers(1, 3))
def test_trustworthiness_is_that_of_scikit_learn(seed: int, size: int, k: int) -> None:
    vectors, points = films_of(seed, size), points_of(seed, size)
    similarity = (vectors @ vectors.T).toarray()
    # Of equals scikit-learn's order is another.
    assume(all(len(np.unique(row)) == size for row in similarity))
    unrelated = np.clip(1 - similarity.astype(np.float64), 0, None)
    expected = manifold.trustworthiness(unrelated, points, n_neighbors=k, metric="precomputed")
    assert trustworthiness(vectors, points, k) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.integers(7, 40), st.integers(1, 3), st.sampled_from([films_of, with_ties]))
def test_a_map_is_measured_as_its_definition_says_ties_by_the_lower_row(
    seed: int, size: int, k: int, some: type[sp.csr_array]
) -> None:
    vectors, points = some(seed, size), points_of(seed, size)
    assert trustworthiness(vectors, points, k) == pytest.approx(measured_plainly(vectors, points, k), abs=1e-12)


def test_a_map_of_more_films_than_are_measured_at_once_is_measured_alike() -> None:
    vectors, points = films_of(7, 320), points_of(7, 320)
    assert trustworthiness(vectors, points) == pytest.approx(measured_plainly(vectors, points, 10), abs=1e-12)


def test_a_map_on_which_nothing_has_moved_is_trusted() -> None:
    angles = np.sort(np.random.default_rng(7).random(40) * 1.5)
    points = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    assert trustworthiness(sp.csr_array(points), points) == 1


@pytest.mark.parametrize("films", [0, 1, 2, 3, 10, 20])
def test_with_too_few_films_there_is_nothing_to_measure(films: int) -> None:
    assert math.isnan(trustworthiness(films_of(7, films), points_of(7, films)))
    assert not math.isnan(trustworthiness(films_of(7, 21), points_of(7, 21)))


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.integers(1, 12), st.integers(0, 5), st.integers(0, 8))
def test_what_is_kept_of_the_nearest_is_counted_film_by_film(seed: int, films: int, k: int, m: int) -> None:
    random = np.random.default_rng(seed)
    nearest = np.array([random.permutation(np.arange(-1, 12))[:k] for _ in range(films)], dtype=np.int32)
    near = np.array([random.permutation(12)[:m] for _ in range(films)])
    counts = [len({*a} & {*b}) for a, b in zip(nearest.tolist(), near.tolist(), strict=True)]
    assert kept(nearest.reshape(films, k), near.reshape(films, m)) == pytest.approx(sum(counts) / films)


def test_without_films_nothing_is_kept() -> None:
    assert math.isnan(kept(np.empty((0, 10), np.int32), np.empty((0, 0), np.int64)))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), max_size=25), st.integers(1, 6))
def test_the_nearest_on_the_map_are_nearest_even_where_films_share_a_point(
    places: list[tuple[int, int]], k: int
) -> None:
    points = np.array(places, dtype=np.float32).reshape(-1, 2) / 2
    found = nearest_on_map(points, k)
    assert found.shape == (len(points), max(0, min(k, len(points) - 1)))
    for film, near in enumerate(found.tolist()):
        assert film not in near
        assert len({*near}) == len(near)
        far = [math.dist(points[film], points[other]) for other in near]
        everyone = sorted(math.dist(points[film], point) for other, point in enumerate(points) if other != film)
        assert far == everyone[: len(near)]


@pytest.mark.parametrize("films", [0, 1, 2, 3, 9, 10, 11, 40])
def test_a_map_fills_its_frame_and_is_the_same_each_time(films: int) -> None:
    vectors = films_of(films, films)
    points = project(vectors)
    assert (points.shape, points.dtype) == ((films, 2), np.float32)
    assert np.isfinite(points).all()
    assert (np.abs(points) <= 1).all()
    if films > 1:
        extent = points.max(axis=0) - points.min(axis=0)
        assert extent.max() == pytest.approx(2)
        np.testing.assert_allclose(points.max(axis=0) + points.min(axis=0), 0, atol=1e-6)
    np.testing.assert_array_equal(project(vectors), points)


@pytest.mark.parametrize("films", [4, 30])
def test_films_of_which_nothing_is_known_are_drawn_somewhere(films: int) -> None:
    vectors = films_of(7, films).toarray()
    vectors[[0, films // 2]] = 0
    points = project(sp.csr_array(vectors))
    assert np.isfinite(points).all()
    assert (np.abs(points) <= 1).all()


@pytest.mark.parametrize("value", [0, 0.5])
def test_films_that_are_all_the_same_are_drawn_somewhere(value: float) -> None:
    vectors = np.zeros((16, 20), dtype=np.float32)
    vectors[:, 0] = value
    points = project(sp.csr_array(vectors))
    assert np.isfinite(points).all()
    assert (np.abs(points) <= 1).all()


@pytest.mark.parametrize("shape", [(3, 0), (9, 0), (9, 4), (3, 12)])
def test_a_few_films_that_share_nothing_are_drawn_apart(shape: tuple[int, int]) -> None:
    points = project(sp.csr_array(shape, dtype=np.float32))
    assert np.isfinite(points).all()
    assert len(np.unique(points.round(2), axis=0)) == len(points)


@pytest.mark.parametrize("terms", [0, 1, 3])
def test_films_with_few_terms_are_drawn_as_a_graph_is(terms: int) -> None:
    told: list[str] = []
    points = project(sp.csr_array(np.eye(12, terms, dtype=np.float32)), lambda stage, *_: told.append(stage))
    assert points.shape == (12, 2)
    assert np.isfinite(points).all()
    assert told == []


def test_a_few_films_are_drawn_to_scale() -> None:
    likeness = np.array([[1, 0.6, 0.3], [0.6, 1, 0.5], [0.3, 0.5, 1]])
    points = project(sp.csr_array(np.linalg.cholesky(likeness).astype(np.float32)))
    drawn = [math.dist(points[a], points[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    wanted = np.array([0.4, 0.7, 0.5])
    np.testing.assert_allclose(drawn, wanted * sum(drawn) / wanted.sum(), rtol=0.01)


def test_of_two_kinds_of_films_each_lies_on_its_own_side() -> None:
    for films in (6, 60):
        vectors = films_of(7, films).toarray()
        vectors[::2, :15], vectors[1::2, 15:] = 0, 0
        (near,) = nearest_on_map(project(sp.csr_array(vectors)), 1).T
        assert (near % 2 == np.arange(films) % 2).all()


def test_each_stage_of_a_map_is_told_and_few_films_need_none() -> None:
    told: list[str] = []
    project(films_of(7, 12), lambda stage, *_: told.append(stage))
    assert told == [*STAGES[:2]]
    project(films_of(7, 9), lambda stage, *_: told.append(stage))
    assert told == [*STAGES[:2]]


def test_the_map_of_the_sample_can_be_trusted(sample: CineWatch) -> None:
    drawn = sample.atlas.map()
    assert drawn.trustworthiness >= 0.95
    # Of ten true neighbours among 1,050 films; points by chance keep a tenth of one.
    assert drawn.near == 10
    assert drawn.kept >= 4
