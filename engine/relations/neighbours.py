"""The exact nearest neighbours of each of some films."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.top_k import top_k

N_NEIGHBOURS = 10
"""Neighbours of each film."""
_BLOCK = 250
"""Films whose similarities to all others are in memory at a time: 5 MB for 5,000 films."""

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


def similarity_blocks(vectors: sp.csr_array) -> Iterator[tuple[slice, Floats]]:
    """Yield a block of films at a time with their similarities to all films, until every film has had its turn.

    Parameters
    ----------
    vectors : shape (n_films, n_terms)

    Yields
    ------
    The rows of the block, and similarities of shape (n_rows, n_films).
    """
    transposed = vectors.T.tocsr()
    for start in range(0, vectors.shape[0], _BLOCK):
        block = slice(start, min(start + _BLOCK, vectors.shape[0]))
        yield block, (vectors[block] @ transposed).toarray()


def nearest_neighbours(vectors: sp.csr_array, k: int = N_NEIGHBOURS) -> tuple[Rows, Floats]:
    """Return the `k` most similar films of each film.

    Parameters
    ----------
    vectors : shape (n_films, n_terms)
    k : 0 or more

    Returns
    -------
    Rows and similarities, both of shape (n_films, k), the most similar first; ties go to the lower row. If there are
    fewer than `k` other films, the remaining entries are row -1 with similarity 0.
    """
    films = vectors.shape[0]
    rows, values = np.empty((films, k), dtype=np.int32), np.empty((films, k), dtype=np.float32)
    for block, similarities in similarity_blocks(vectors):
        for row, row_similarities in enumerate(similarities, block.start):
            row_similarities[row] = -np.inf
            rows[row], values[row] = most_similar(row_similarities, k)
    return rows, values


def most_similar(similarities: Floats, k: int = N_NEIGHBOURS) -> tuple[Rows, Floats]:
    """Return the rows of the `k` highest similarities, and these similarities.

    Parameters
    ----------
    similarities : shape (n_films,); -inf excludes a film
    k : 0 or more

    Returns
    -------
    Rows and similarities, both of shape (k,), in the order of `nearest_neighbours` and filled up in the same way.
    """
    rows, values = np.full(k, -1, dtype=np.int32), np.zeros(k, dtype=np.float32)
    best = top_k(similarities, k)
    rows[: len(best)], values[: len(best)] = best, similarities[best]
    return rows, values
