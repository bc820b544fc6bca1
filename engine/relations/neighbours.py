"""Who is nearest to whom among some films, exactly; and the chains of neighbours from one film to another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.top_k import top_k

NEAREST = 10
"""Neighbours that each film is linked to."""
_AT_ONCE = 250
"""Films whose similarities to all others are in memory at a time: of 5,000 films five megabytes."""

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


def similarities_in_parts(vectors: sp.csr_array) -> Iterator[tuple[slice, Floats]]:
    """Yield a few films at a time with their similarities to all, shape (n_part, n_films): together all there are."""
    turned = vectors.T.tocsr()
    for start in range(0, vectors.shape[0], _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, vectors.shape[0]))
        yield part, (vectors[part] @ turned).toarray()


def nearest_of_each(vectors: sp.csr_array, k: int = NEAREST) -> tuple[Rows, Floats]:
    """Return the `k` films most similar to each film, and their similarities, both of shape (n_films, k).

    vectors : shape (n_films, n_terms)

    The most similar come first; ties go to the lower row. Where there are fewer than k others, the rest is row -1 with
    similarity 0.
    """
    films = vectors.shape[0]
    rows, values = np.empty((films, k), dtype=np.int32), np.empty((films, k), dtype=np.float32)
    for part, similarities in similarities_in_parts(vectors):
        for row, own in enumerate(similarities, part.start):
            own[row] = -np.inf
            rows[row], values[row] = nearest_among(own, k)
    return rows, values


def nearest_among(similarities: Floats, k: int = NEAREST) -> tuple[Rows, Floats]:
    """Return the `k` most similar of some films, and how similar they are: the order and the rest as above.

    similarities : shape (n_films,); -inf marks a film that is not meant
    """
    rows, values = np.full(k, -1, dtype=np.int32), np.zeros(k, dtype=np.float32)
    best = top_k(similarities, k)
    rows[: len(best)], values[: len(best)] = best, similarities[best]
    return rows, values


def chain(rows: Rows, similarities: Floats, start: int, end: int) -> list[int]:
    """Return the films of the best chain from `start` to `end`, both included; none where no chain leads there.

    rows, similarities : neighbours of each film, and how similar they are, shape (n_films, k); what has similarity 0
    is no neighbour

    A link leads both ways, and resists the less the more similar its films are: by 1 / similarity. The best chain is
    that of least resistance, found by Dijkstra's algorithm. With costs that grow more slowly, such as 1 - similarity, a
    short cut over a film that shares one studio wins over any chain of films that share much.
    """
    # Loading it takes a while, and only bridges need it.
    from scipy.sparse.csgraph import dijkstra

    films, k = rows.shape
    linked = similarities > 0
    resistance = 1 / similarities[linked].astype(np.float64)
    origin = np.repeat(np.arange(films, dtype=np.int32), k).reshape(films, k)[linked]
    graph = sp.csr_array((resistance, (origin, rows[linked])), shape=(films, films))
    _, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)  # type: ignore[call-overload]
    found = [end]
    while found[-1] != start:
        if before[found[-1]] < 0:
            return []
        found.append(int(before[found[-1]]))
    return found[::-1]
