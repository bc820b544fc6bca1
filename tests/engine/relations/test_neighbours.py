"""Neighbours are those of the whole product, and the chain between two films is the one of least resistance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.neighbours import chain, nearest_among, nearest_of_each, similarities_in_parts

SEEDS = st.integers(0, 2**32 - 1)

Links = dict[int, dict[int, float]]


def films_of(seed: int, size: int, terms: int = 6) -> sp.csr_array:
    """Return vectors whose dot products are exact, with many ties among them and zeros."""
    random = np.random.default_rng(seed)
    return sp.csr_array((random.integers(0, 4, (size, terms)) * (random.random((size, terms)) < 0.5)).astype("f4") / 8)


def nearest_plainly(similarities: list[float], k: int) -> tuple[list[int], list[float]]:
    """Return the k most similar by sorting all of them, filled up."""
    meant = [row for row, value in enumerate(similarities) if value > -np.inf]
    best = sorted(meant, key=lambda row: (-similarities[row], row))[:k]
    fill = k - len(best)
    return best + [-1] * fill, [similarities[row] for row in best] + [0.0] * fill


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.integers(0, 30), st.integers(0, 12))
def test_the_nearest_of_each_are_those_of_the_whole_product(seed: int, size: int, k: int) -> None:
    vectors = films_of(seed, size)
    product = vectors.toarray() @ vectors.toarray().T
    np.fill_diagonal(product, -np.inf)
    rows, values = nearest_of_each(vectors, k)
    assert (rows.shape, values.shape) == ((size, k), (size, k))
    assert (rows.dtype, values.dtype) == (np.int32, np.float32)
    for row, similarities in enumerate(product.tolist()):
        assert (rows[row].tolist(), values[row].tolist()) == nearest_plainly(similarities, k)


@pytest.mark.parametrize("size", [250, 251, 613])
def test_the_nearest_of_many_are_those_of_the_whole_product_too(size: int) -> None:
    vectors = films_of(size, size, 20)
    product = vectors.toarray() @ vectors.toarray().T
    np.fill_diagonal(product, -np.inf)
    rows, values = nearest_of_each(vectors)
    np.testing.assert_array_equal(rows, np.argsort(-product, axis=1, kind="stable")[:, :10])
    np.testing.assert_array_equal(values, np.take_along_axis(product, rows.astype(np.int64), axis=1))


@pytest.mark.parametrize("size", [0, 1, 250, 251, 613])
def test_the_parts_are_all_films_once_with_their_similarities_to_all(size: int) -> None:
    vectors = films_of(7, size)
    parts = list(similarities_in_parts(vectors))
    assert [row for part, _ in parts for row in range(part.start, part.stop)] == [*range(size)]
    for part, similarities in parts:
        np.testing.assert_array_equal(similarities, vectors.toarray()[part] @ vectors.toarray().T)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([-np.inf, 0.0, 0.25, 0.5, 1.0]), max_size=30), st.integers(0, 12))
def test_those_that_are_not_meant_are_never_among_the_nearest(values: list[float], k: int) -> None:
    rows, similarities = nearest_among(np.array(values, dtype=np.float32), k)
    assert (rows.tolist(), similarities.tolist()) == nearest_plainly(values, k)


def some_links(seed: int, size: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return neighbours of each film, up to k of them, in the two arrays that `chain` takes."""
    random = np.random.default_rng(seed)
    likeness = random.random((size, size), dtype=np.float32) + np.float32(0.01)
    likeness = np.maximum(likeness, likeness.T)
    rows, similarities = np.full((size, k), -1, dtype=np.int32), np.zeros((size, k), dtype=np.float32)
    for row in range(size):
        others = random.permutation([other for other in range(size) if other != row])[: random.integers(0, k + 1)]
        rows[row, : len(others)], similarities[row, : len(others)] = others, likeness[row, others]
    return rows, similarities


def both_ways(rows: np.ndarray, similarities: np.ndarray) -> Links:
    """Return the resistance of each link, which leads both ways."""
    links: Links = {row: {} for row in range(len(rows))}
    for row, (others, values) in enumerate(zip(rows.tolist(), similarities.tolist(), strict=True)):
        for other, value in zip(others, values, strict=True):
            if value > 0:
                links[row][other] = links[other][row] = 1 / value
    return links


def least_resistance(links: Links, start: int, end: int) -> float:
    """Return the least sum over all paths that pass no film twice; inf where there is none."""

    def least(film: int, passed: frozenset[int]) -> float:
        if film == end:
            return 0.0
        return min(
            (cost + least(other, passed | {other}) for other, cost in links[film].items() if other not in passed),
            default=np.inf,
        )

    return least(start, frozenset({start}))


@settings(deadline=None, max_examples=120)
@given(SEEDS, st.integers(2, 7), st.integers(1, 3), st.data())
def test_a_chain_is_the_path_of_least_resistance_among_all(seed: int, size: int, k: int, data: st.DataObject) -> None:
    rows, similarities = some_links(seed, size, k)
    start, end = data.draw(st.permutations(range(size)))[:2]
    links = both_ways(rows, similarities)
    expected = least_resistance(links, start, end)
    found = chain(rows, similarities, start, end)
    if expected == np.inf:
        assert found == []
        return
    assert (found[0], found[-1]) == (start, end)
    assert len(found) == len({*found})
    assert sum(links[a][b] for a, b in pairwise(found)) == pytest.approx(expected)
    assert chain(rows, similarities, end, start) == found[::-1]


def test_a_link_leads_back_as_well() -> None:
    rows, similarities = np.array([[1], [2], [-1]], dtype=np.int32), np.array([[0.5], [0.5], [0]], dtype=np.float32)
    assert chain(rows, similarities, 0, 2) == [0, 1, 2]
    assert chain(rows, similarities, 2, 0) == [2, 1, 0]


def test_a_way_over_films_that_share_much_wins_over_a_short_cut_that_shares_little() -> None:
    rows = np.array([[1, 3], [2, -1], [3, -1], [-1, -1]], dtype=np.int32)
    for shortcut, expected in ((0.1, [0, 1, 2, 3]), (0.2, [0, 3])):
        similarities = np.array([[0.5, shortcut], [0.5, 0], [0.5, 0], [0, 0]], dtype=np.float32)
        assert chain(rows, similarities, 0, 3) == expected


@pytest.mark.filterwarnings("error")
def test_what_has_similarity_0_is_no_neighbour_and_so_there_may_be_no_chain() -> None:
    rows, nothing = np.array([[1], [0], [0]], dtype=np.int32), np.zeros((3, 1), dtype=np.float32)
    assert chain(rows, nothing, 0, 1) == []
    assert chain(rows, np.array([[1], [1], [0]], dtype=np.float32), 2, 1) == []


def test_a_film_is_its_own_chain() -> None:
    assert chain(np.array([[1], [0]], dtype=np.int32), np.ones((2, 1), dtype=np.float32), 1, 1) == [1]
