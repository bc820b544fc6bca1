"""Every film is in one bin of a spectrum, and pairs drawn by chance stand for all pairs."""

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
from engine.relations.pairs import BINS, histogram, share_less, similarities_at_random
from engine.retrieval.row_blocks import ROWS_PER_BLOCK
from engine.storage.strings import StringArray
from tests.engine.reference import Reference, dot

ABOVE = float(np.nextafter(np.float32(1), np.float32(2)))
EDGES = st.integers(0, BINS).map(lambda n: n / BINS)
BELOW_EDGES = EDGES.map(lambda edge: float(np.nextafter(np.float32(edge), np.float32(0))))
SIMILARITIES = st.one_of(st.floats(0, 1, width=32), EDGES, BELOW_EDGES, st.sampled_from([0.0, 1.0, ABOVE]))


def counted_plainly(similarities: np.ndarray, row: int) -> tuple[list[int], int]:
    """Return the counts of a spectrum and who is apart, one film after the other, in fractions."""
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
    """Return films with these vectors, of no fields and without words."""
    films = sp.csr_array(vectors.astype(np.float32))
    return VectorSpace(films, films.T.tocsr(), StringArray(np.empty(0, np.uint8), np.zeros(1, np.int64)), ())


@settings(deadline=None, max_examples=150)
@given(st.lists(SIMILARITIES, min_size=1, max_size=60), st.data())
def test_a_spectrum_is_a_count_over_all_other_films(values: list[float], data: st.DataObject) -> None:
    similarities = np.array(values, dtype=np.float32)
    row = data.draw(st.integers(0, len(values) - 1))
    counts, unrelated = histogram(similarities, row)
    assert (counts.tolist(), unrelated) == counted_plainly(similarities, row)
    assert counts.dtype == np.int64
    assert counts.sum() + unrelated == len(values) - 1


def test_each_edge_of_a_bin_belongs_to_the_bin_above_it_and_what_is_under_it_to_the_one_below() -> None:
    edges = np.arange(1, BINS, dtype=np.float32) / BINS
    under = np.nextafter(edges, np.float32(0))
    assert histogram(np.append(edges, 0).astype(np.float32), BINS - 1)[0].tolist() == [0] + [1] * (BINS - 1)
    assert histogram(np.append(under, 0).astype(np.float32), BINS - 1)[0].tolist() == [1] * (BINS - 1) + [0]


def test_a_similarity_that_rounding_made_more_than_1_is_in_the_last_bin() -> None:
    counts, unrelated = histogram(np.array([ABOVE, ABOVE, 1, 0.5], dtype=np.float32), 0)
    assert (counts[-1], counts[BINS // 2], counts.sum(), unrelated) == (2, 1, 3, 0)


@pytest.mark.parametrize("row", [0, ROWS_PER_BLOCK - 1, ROWS_PER_BLOCK, 2 * ROWS_PER_BLOCK + 4])
def test_a_spectrum_of_many_films_counts_all_of_them(row: int) -> None:
    similarities = np.random.default_rng(7).integers(0, 9, 2 * ROWS_PER_BLOCK + 5).astype(np.float32) / 8
    counts, unrelated = histogram(similarities, row)
    others = np.delete(similarities, row)
    expected = {n / 8: int((others == n / 8).sum()) for n in range(9)}
    assert unrelated == expected[0]
    assert {n / 8: counts[min(n * BINS // 8, BINS - 1)] for n in range(1, 9)} == {
        n: count for n, count in expected.items() if n
    }


def test_pairs_by_chance_come_in_order_and_are_the_same_for_the_same_seed(cinewatch: CineWatch) -> None:
    space = cinewatch.opened.space
    drawn = similarities_at_random(space, 25_001, seed=3)
    assert (len(drawn), drawn.dtype) == (25_001, np.float32)
    assert (np.diff(drawn) >= 0).all()
    np.testing.assert_array_equal(drawn, similarities_at_random(space, 25_001, seed=3))
    assert not np.array_equal(drawn, similarities_at_random(space, 25_001, seed=4))


def test_pairs_by_chance_are_distributed_as_all_pairs_are(plain: Reference) -> None:
    drawn = similarities_at_random(plain.cinewatch.opened.space, 40_000).astype(np.float64)
    pairs = [dot(plain.vectors[a], plain.vectors[b]) for a, b in combinations(plain.vectors, 2)]
    # Five standard errors, of a mean and of shares.
    assert drawn.mean() == pytest.approx(np.mean(pairs), abs=5 * np.std(pairs) / 200)
    for level in (0.001, 0.01, 0.05, 0.2, 0.5):
        expected = np.mean([value < level for value in pairs])
        assert (drawn < level).mean() == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / 40_000))


def test_every_pair_is_drawn_as_often_as_any_other_and_no_film_with_itself() -> None:
    # Films 0 to 4 share with each of the others one term of its own, so that the similarity tells the pair.
    pairs = list(combinations(range(5), 2))
    vectors = np.zeros((5, len(pairs)))
    for term, pair in enumerate(pairs):
        vectors[pair, term] = math.sqrt(term + 1)
    values, counts = np.unique(np.round(similarities_at_random(space_of(vectors), 30_000) * 10), return_counts=True)
    assert len(values) == len(counts) == 1
    assert values[0] == 10  # `of_pairs` gives 1 at most
    values, counts = np.unique(np.round(similarities_at_random(space_of(vectors / 4), 30_000) * 16), return_counts=True)
    assert values.tolist() == [*range(1, 11)]
    # 3,000 of each are expected, with a standard deviation of 52.
    assert ((counts > 2_700) & (counts < 3_300)).all()


@pytest.mark.parametrize("films", [0, 1])
def test_without_two_films_there_is_no_pair(films: int) -> None:
    drawn = similarities_at_random(space_of(np.ones((films, 3))), 100)
    assert (drawn.tolist(), drawn.dtype) == ([], np.float32)


def test_of_two_films_there_is_one_pair() -> None:
    assert similarities_at_random(space_of(np.array([[0.5, 0], [0.5, 1]])), 20).tolist() == [0.25] * 20


@settings(deadline=None, max_examples=100)
@given(st.lists(SIMILARITIES, min_size=1, max_size=40).map(sorted), SIMILARITIES)
def test_a_share_counts_what_is_less_and_not_what_is_equal(values: list[float], value: float) -> None:
    ascending = np.array(values, dtype=np.float32)
    assert share_less(ascending, value) == bisect_left(values, value) / len(values)
    assert share_less(ascending, values[0]) == 0


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert math.isnan(share_less(np.empty(0, dtype=np.float32), 0.5))
