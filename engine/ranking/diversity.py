"""Different films in a list: less of the same by a dial, and of each group one at most."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.retrieval.top_k import top_k

_FIRST = 10
"""Films of the plain list that the units of relevance and of similarity are taken from."""

Positions = npt.NDArray[np.int64]
Similarity = npt.NDArray[np.floating]


def mmr(relevance: npt.NDArray[np.float32], similarity: Similarity, k: int, diversity: float) -> Positions:
    """Return the positions of `k` films of a pool, as chosen one by one for maximal marginal relevance.

    relevance : shape (n_films,), finite
    similarity : shape (n_films, n_films), symmetric, 0 to 1; a film's similarity to itself does not matter
    k : 0 or more; all films come back where there are fewer
    dial : 0, the order of relevance, to 1, where after the first film only difference counts

    The first is the most relevant. Each further one has the highest (1 - dial) · relevance - dial · similarity to the
    most similar of those chosen; ties go to the lower position. Carbonell and Goldstein, "The use of MMR,
    diversity-based reranking for reordering documents and producing summaries" (1998).

    Both count in units of what the ten most relevant have of them on average: relevance beyond the least of the pool,
    and similarity to the nearest of the ten. At the middle of the dial a share of the one thus weighs as much as the
    same share of the other. As they are, what the dial does would depend on the weights of a blend, and on how near to
    a query its films lie. The units do not depend on k: a longer list begins with the shorter one.
    """
    k = min(k, len(relevance))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    first = top_k(relevance, _FIRST)
    worth = relevance.astype(np.float64)
    worth *= (1 - diversity) / _unit(worth[first] - worth.min())
    price = diversity / _unit(_nearest(similarity[np.ix_(first, first)]))
    closest = np.zeros(len(worth))
    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = first[0]
    for place in range(1, k):
        last = chosen[place - 1]
        worth[last] = -np.inf
        np.maximum(closest, similarity[last], out=closest)
        chosen[place] = np.argmax(worth - price * closest)
    return chosen


def _nearest(alike: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the similarity of each film to the nearest of the others."""
    others = alike * ~np.eye(len(alike), dtype=bool)
    nearest: npt.NDArray[np.floating] = others.max(axis=1)
    return nearest


def _unit(values: npt.NDArray[np.floating]) -> float:
    """Return the mean, or 1 where it is 0 and there is nothing to measure by."""
    return float(values.mean(dtype=np.float64)) or 1.0


def one_each(groups: npt.NDArray[np.int32], order: Positions) -> Positions:
    """Return those of `order` whose group has not come before, in the same order.

    groups : shape (n_films,); 0 is no group, and such films are always kept
    order : positions, best first
    """
    found = groups[order]
    first = np.zeros(len(order), dtype=bool)
    first[np.unique(found, return_index=True)[1]] = True
    kept: Positions = order[(found == 0) | first]
    return kept


def intra_list_diversity(similarity: Similarity) -> float:
    """Return the mean of 1 - similarity, 0 (all the same) to 1, over the pairs of films of one list.

    similarity : shape (n_films, n_films), symmetric, 0 to 1

    NaN where there is no pair. Ziegler et al., "Improving recommendation lists through topic diversification" (2005).
    """
    pairs = similarity[np.triu_indices(similarity.shape[0], 1)]
    return 1 - float(pairs.mean(dtype=np.float64)) if len(pairs) else math.nan
