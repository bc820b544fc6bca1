"""Variety in a list of films: less of the same, and at most one film per franchise.

Maximal marginal relevance chooses the most relevant film first. Each next film has the highest (1 - diversity) ·
relevance - diversity · similarity to the most similar film chosen so far; ties go to the lower position.

Both terms are divided by a unit, the average over the ten most relevant films: of relevance above the lowest of all
films, and of similarity to the nearest of the ten. So at 0.5 the same share of either weighs the same. Without units,
the effect of `diversity` would depend on the weights of a blend and on how well a query's films match. The units do not
depend on `k`, so a longer list begins with the shorter one.

References
----------
Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing summaries"
(1998).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.content.vectors import SparseVector
from engine.retrieval.top_k import top_k

_REFERENCE_FILMS = 10
"""Most relevant films, from which the units of relevance and of similarity are taken."""

Positions = npt.NDArray[np.int64]
Similarity = npt.NDArray[np.floating]


def mmr(relevance: npt.NDArray[np.float32], similarity: Similarity, k: int, diversity: float) -> Positions:
    """Return the positions of `k` films, chosen one by one by maximal marginal relevance.

    Parameters
    ----------
    relevance
        Shape (n_films,), finite.
    similarity
        Shape (n_films, n_films), symmetric, 0 to 1. The diagonal is not used.
    k
        0 or more; if there are fewer films, all come back.
    diversity
        From 0, plain order of relevance, to 1, where after the first film only difference counts.

    Returns
    -------
    positions
        Shape (min(k, n_films),), in the order chosen.

    """
    k = min(k, len(relevance))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    first = top_k(relevance, _REFERENCE_FILMS)
    gain = relevance.astype(np.float64)
    gain *= (1 - diversity) / _unit(gain[first] - gain.min())
    penalty = diversity / _unit(_nearest(similarity[np.ix_(first, first)]))
    closest = np.zeros(len(gain))
    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = first[0]
    for rank in range(1, k):
        last = chosen[rank - 1]
        gain[last] = -np.inf
        np.maximum(closest, similarity[last], out=closest)
        chosen[rank] = np.argmax(gain - penalty * closest)
    return chosen


def _nearest(similarity: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the similarity of each film to the nearest of the others."""
    others = similarity * ~np.eye(len(similarity), dtype=bool)
    nearest: npt.NDArray[np.floating] = others.max(axis=1)
    return nearest


def _unit(values: npt.NDArray[np.floating]) -> float:
    """Return the mean of `values`, or 1 if it is 0 and cannot be divided by."""
    return float(values.mean(dtype=np.float64)) or 1.0


def one_per_franchise(franchises: npt.NDArray[np.int32], order: Positions) -> Positions:
    """Return the films of `order` without those whose franchise has come before, in the same order.

    Parameters
    ----------
    franchises
        Shape (n_films,): the number of each film's franchise. 0 means none, and such films always stay.
    order
        Positions of films, best first, each once.

    """
    numbers = franchises[order]
    is_first = np.zeros(len(order), dtype=bool)
    is_first[np.unique(numbers, return_index=True)[1]] = True
    remaining: Positions = order[(numbers == 0) | is_first]
    return remaining


def intra_list_diversity(films: Sequence[SparseVector]) -> float:
    """Return how different the films of a list are from one another: the mean of 1 - similarity over all pairs.

    Parameters
    ----------
    films
        The vectors of the list; their dot products are the similarities, 0 to 1.

    Returns
    -------
    diversity
        From 0, all the same, to 1; NaN if there is no pair.

    Notes
    -----
    All products, those of films with themselves included, add up to the square of the sum of the vectors. So no product
    is computed alone.

    References
    ----------
    Ziegler et al., "Improving recommendation lists through topic diversification" (2005).

    """
    pairs = len(films) * (len(films) - 1)
    if not pairs:
        return math.nan
    weights = np.concatenate([film.weights for film in films]).astype(np.float64)
    _, column = np.unique(np.concatenate([film.indices for film in films]), return_inverse=True)
    total = np.bincount(column, weights)
    return 1 - float(total @ total - weights @ weights) / pairs
