"""How similar films are to one another at large: of any two, and of one to all others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.content.vector_space import VectorSpace
from engine.retrieval.row_blocks import row_blocks

PAIRS = 100_000
"""Drawn by chance to stand for all. A share of 0.5 is then known to 0.003, one of 0.99 to 0.0006, nineteen times of
twenty."""
BINS = 128
"""Of a spectrum, from 0 to 1. A power of two, so that no edge of a bin is rounded."""

_AT_ONCE = 10_000
"""Pairs whose films' vectors are in memory at a time."""


def similarities_at_random(space: VectorSpace, pairs: int = PAIRS, seed: int = 0) -> npt.NDArray[np.float32]:
    """Return the similarities of pairs of different films drawn by chance, ascending.

    There are `pairs` of them, each pair of films as likely as any other and any of them maybe more than once; none
    where there are no two films.
    """
    films = space.films.shape[0]
    if films < 2:
        return np.empty(0, dtype=np.float32)
    random = np.random.default_rng(seed)
    left = random.integers(0, films, pairs)
    right = (left + random.integers(1, films, pairs)) % films
    parts = [
        space.of_pairs(left[start : start + _AT_ONCE], right[start : start + _AT_ONCE])
        for start in range(0, pairs, _AT_ONCE)
    ]
    return np.sort(np.concatenate(parts).astype(np.float32))


def share_less(ascending: npt.NDArray[np.float32], value: float) -> float:
    """Return the share of values, 0 to 1, that are less than `value`; NaN where there are none."""
    return float(np.searchsorted(ascending, np.float32(value)) / len(ascending)) if len(ascending) else float("nan")


def histogram(similarities: npt.NDArray[np.float32], row: int) -> tuple[npt.NDArray[np.int64], int]:
    """Return how many rows but `row` lie in each bin of [0, 1], shape (BINS,), and how many are 0, which lie in none.

    similarities : shape (n_films,), from 0 to 1 but for rounding

    Bin b holds what is at least b / BINS and less than (b + 1) / BINS, the last 1 as well.
    """
    counts = np.zeros(BINS, dtype=np.int64)
    shared = 0
    for part in row_blocks(len(similarities)):
        near = similarities[part]
        found = np.bincount((near * np.float32(BINS)).astype(np.int64), minlength=BINS)
        found[BINS - 1] += found[BINS:].sum()
        counts += found[:BINS]
        shared += int(np.count_nonzero(near))
    unrelated = len(similarities) - shared
    counts[0] -= unrelated
    own = float(similarities[row])
    if not own:
        return counts, unrelated - 1
    counts[min(int(own * BINS), BINS - 1)] -= 1
    return counts, unrelated
