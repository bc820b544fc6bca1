"""Nearest neighbours are those that sorting the whole product of all vectors gives."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.neighbours import most_similar, nearest_neighbours, similarity_blocks

BLOCK = 250


def exact_vectors(seed: int, size: int, terms: int = 6) -> sp.csr_array:
    """Return vectors whose dot products are exact, with many ties and zeros among them."""
    random = np.random.default_rng(seed)
    return sp.csr_array((random.integers(0, 4, (size, terms)) * (random.random((size, terms)) < 0.5)).astype("f4") / 8)


def sorted_similarities(similarities: list[float], k: int) -> tuple[list[int], list[float]]:
    """Return the k most similar rows and their similarities by sorting all of them, filled up."""
    allowed = [row for row, value in enumerate(similarities) if value > -np.inf]
    best = sorted(allowed, key=lambda row: (-similarities[row], row))[:k]
    missing = k - len(best)
    return best + [-1] * missing, [similarities[row] for row in best] + [0.0] * missing


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 30), st.integers(0, 12))
def test_nearest_neighbours_are_those_of_the_whole_product(seed: int, size: int, k: int) -> None:
    vectors = exact_vectors(seed, size)
    product = vectors.toarray() @ vectors.toarray().T
    np.fill_diagonal(product, -np.inf)
    rows, values = nearest_neighbours(vectors, k)
    assert (rows.shape, values.shape) == ((size, k), (size, k))
    assert rows.dtype == np.int32
    assert values.dtype == np.float32
    for row, similarities in enumerate(product.tolist()):
        assert (rows[row].tolist(), values[row].tolist()) == sorted_similarities(similarities, k)


def test_films_of_several_blocks_have_the_same_neighbours() -> None:
    for size in (BLOCK, BLOCK + 1, 2 * BLOCK + 113):
        vectors = exact_vectors(size, size, 20)
        product = vectors.toarray() @ vectors.toarray().T
        np.fill_diagonal(product, -np.inf)
        rows, values = nearest_neighbours(vectors)
        np.testing.assert_array_equal(rows, np.argsort(-product, axis=1, kind="stable")[:, :10])
        np.testing.assert_array_equal(values, np.take_along_axis(product, rows.astype(np.int64), axis=1))


@pytest.mark.parametrize("size", [0, 1, BLOCK, BLOCK + 1, 2 * BLOCK + 113])
def test_blocks_are_all_films_once_with_their_similarities_to_all_films(size: int) -> None:
    vectors = exact_vectors(7, size)
    blocks = list(similarity_blocks(vectors))
    assert [row for block, _ in blocks for row in range(block.start, block.stop)] == [*range(size)]
    for block, similarities in blocks:
        assert len(similarities) <= BLOCK
        np.testing.assert_array_equal(similarities, vectors.toarray()[block] @ vectors.toarray().T)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([-np.inf, 0.0, 0.25, 0.5, 1.0]), max_size=30), st.integers(0, 12))
def test_excluded_films_are_never_among_the_most_similar(values: list[float], k: int) -> None:
    rows, similarities = most_similar(np.array(values, dtype=np.float32), k)
    assert (rows.tolist(), similarities.tolist()) == sorted_similarities(values, k)
