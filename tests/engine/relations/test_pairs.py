"""Every film is in one bin of a histogram, and random pairs stand for all pairs."""

from __future__ import annotations

import math
from bisect import bisect_left
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch
from engine.content.vector_space import VectorSpace
from engine.relations.pairs import BINS, histogram, sample_similarities, share_below
from engine.retrieval.row_blocks import ROWS_PER_BLOCK
from engine.storage.strings import StringArray
from tests.engine.reference import Reference, dot

ABOVE_1 = float(np.nextafter(np.float32(1), np.float32(2)))
EDGES = st.integers(0, BINS).map(lambda n: n / BINS)
BELOW_EDGES = EDGES.map(lambda edge: float(np.nextafter(np.float32(edge), np.float32(0))))
SIMILARITIES = st.one_of(st.floats(0, 1, width=32), EDGES, BELOW_EDGES, st.sampled_from([0.0, 1.0, ABOVE_1]))


def exact_counts(similarities: np.ndarray, row: int) -> tuple[list[int], int]:
    """Return the counts of a histogram and the number of unrelated films, one film after the other, in fractions."""
    counts, unrelated = [0] * BINS, 0
    for other, value in enumerate(similarities.tolist()):
        if other == row:
            continue
        if value == 0:
            unrelated += 1
        else:
            counts[min(math.floor(Fraction(value) * BINS), BINS - 1)] += 1
    return counts, unrelated


def space_of(vectors: np.ndarray) -> VectorSpace:
    """Return a space of these vectors, without fields or terms."""
    films = sp.csr_array(vectors.astype(np.float32))
    return VectorSpace(films, films.T.tocsr(), StringArray(np.empty(0, np.uint8), np.zeros(1, np.int64)), ())


@settings(deadline=None, max_examples=60)
@given(st.lists(SIMILARITIES, min_size=1, max_size=60), st.data())
def test_a_histogram_counts_all_other_films(values: list[float], data: st.DataObject) -> None:
    similarities = np.array(values, dtype=np.float32)
    row = data.draw(st.integers(0, len(values) - 1))
    counts, unrelated = histogram(similarities, row)
    assert (counts.tolist(), unrelated) == exact_counts(similarities, row)
    assert counts.dtype == np.int64
    assert counts.sum() + unrelated == len(values) - 1


def test_an_edge_belongs_to_the_bin_above_it() -> None:
    edges = np.arange(1, BINS, dtype=np.float32) / np.float32(BINS)
    below = np.nextafter(edges, np.float32(0))
    zero = np.zeros(1, dtype=np.float32)
    assert histogram(np.concatenate([edges, zero]), BINS - 1)[0].tolist() == [0] + [1] * (BINS - 1)
    assert histogram(np.concatenate([below, zero]), BINS - 1)[0].tolist() == [1] * (BINS - 1) + [0]


def test_a_similarity_that_rounding_made_larger_than_1_is_in_the_last_bin() -> None:
    counts, unrelated = histogram(np.array([ABOVE_1, ABOVE_1, 1, 0.5], dtype=np.float32), 0)
    assert (counts[-1], counts[BINS // 2], counts.sum(), unrelated) == (2, 1, 3, 0)


def test_films_of_several_blocks_are_all_counted() -> None:
    similarities = np.random.default_rng(7).integers(0, 9, 2 * ROWS_PER_BLOCK + 5).astype(np.float32) / np.float32(8)
    for row in (0, ROWS_PER_BLOCK - 1, ROWS_PER_BLOCK, 2 * ROWS_PER_BLOCK + 4):
        counts, unrelated = histogram(similarities, row)
        others = np.delete(similarities, row)
        expected = {n / 8: int((others == n / 8).sum()) for n in range(9)}
        assert unrelated == expected.pop(0.0)
        assert {n / 8: counts[min(n * BINS // 8, BINS - 1)] for n in range(1, 9)} == expected


def test_random_pairs_are_sorted_and_the_same_for_the_same_seed(cinewatch: CineWatch) -> None:
    space = cinewatch.opened.space
    sample = sample_similarities(space, 25_001, seed=3)
    assert len(sample) == 25_001
    assert sample.dtype == np.float32
    assert (np.diff(sample) >= 0).all()
    np.testing.assert_array_equal(sample, sample_similarities(space, 25_001, seed=3))
    assert not np.array_equal(sample, sample_similarities(space, 25_001, seed=4))


def test_random_pairs_are_distributed_like_all_pairs(reference: Reference) -> None:
    sample = sample_similarities(reference.cinewatch.opened.space, 40_000).astype(np.float64)
    pairs = [dot(reference.vectors[a], reference.vectors[b]) for a, b in combinations(reference.vectors, 2)]
    # Five standard errors, of a mean and of shares.
    assert sample.mean() == pytest.approx(np.mean(pairs), abs=5 * float(np.std(pairs)) / 200)
    for level in (0.001, 0.01, 0.05, 0.2, 0.5):
        expected = float(np.mean([value < level for value in pairs]))
        assert (sample < level).mean() == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / 40_000))


def test_all_pairs_are_equally_likely_and_no_film_is_paired_with_itself() -> None:
    # Each pair of films shares one term of its own, so the similarity identifies the pair.
    pairs = list(combinations(range(5), 2))
    vectors = np.zeros((5, len(pairs)))
    for term, pair in enumerate(pairs):
        vectors[pair, term] = math.sqrt(term + 1) / 4
    values, counts = np.unique(np.round(sample_similarities(space_of(vectors), 30_000) * 16), return_counts=True)
    assert values.tolist() == [*range(1, 11)]
    # The expected count is 3,000, with a standard deviation of 52.
    assert ((counts > 2_700) & (counts < 3_300)).all()


def test_a_sampled_similarity_is_1_at_most() -> None:
    assert sample_similarities(space_of(np.full((2, 3), 9.0)), 10).tolist() == [1.0] * 10


def test_two_films_have_one_pair_and_fewer_films_have_none() -> None:
    assert sample_similarities(space_of(np.array([[0.5, 0], [0.5, 1]])), 20).tolist() == [0.25] * 20
    for films in (0, 1):
        sample = sample_similarities(space_of(np.ones((films, 3))), 100)
        assert sample.tolist() == []
        assert sample.dtype == np.float32


@settings(deadline=None, max_examples=40)
@given(st.lists(SIMILARITIES, min_size=1, max_size=40).map(sorted), SIMILARITIES)
def test_a_share_counts_what_is_less_and_not_what_is_equal(values: list[float], value: float) -> None:
    ascending = np.array(values, dtype=np.float32)
    assert share_below(ascending, value) == bisect_left(values, value) / len(values)
    assert share_below(ascending, values[0]) == 0


def test_a_share_of_no_values_is_nan() -> None:
    assert math.isnan(share_below(np.empty(0, dtype=np.float32), 0.5))
