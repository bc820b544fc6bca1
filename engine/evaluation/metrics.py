"""One small function per metric, each of one ranking. NaN where nothing can be measured, never 0.

In all of them `ranked` holds the gains of the ranked films, best rank first, shape (n_ranked,), and `gains` those of
all rated films except the query itself, in any order, shape (n_rated - 1,). A gain is 0 or more. To rank among rated
films, leave the others out of `ranked`; to rank among all films, give them a gain of 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

K = 10
"""Films on a page of recommendations."""

Floats = npt.NDArray[np.float64]


def ndcg(ranked: Floats, gains: Floats, k: int = K) -> float:
    """Return the discounted gain of the first `k` as a share of the best possible, 0 to 1.

    Rank n is discounted by log2(n + 1); gains count as they are.

    References
    ----------
    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002).
    """
    ideal = _discounted(np.sort(gains)[::-1][:k])
    return _discounted(ranked[:k]) / ideal if ideal > 0 else math.nan


def _discounted(values: Floats) -> float:
    return float((values / np.log2(np.arange(2, len(values) + 2))).sum())


def recall(ranked: Floats, gains: Floats, k: int = K) -> float:
    """Return the share, 0 to 1, of the `k` films with the highest positive gains that rank among the first `k`.

    A film that ties with the last of them counts like it. A film whose gain is 0 never counts.
    """
    highest = np.sort(gains[gains > 0])[::-1][:k]
    if not len(highest):
        return math.nan
    hits = int(np.count_nonzero(ranked[:k] >= highest[-1]))
    return min(hits, len(highest)) / len(highest)


def reciprocal_rank(ranked: Floats, gains: Floats) -> float:
    """Return 1 / the rank of the first film with a positive gain, 0 if none is ranked. Its mean is the MRR."""
    if not (gains > 0).any():
        return math.nan
    hits = np.flatnonzero(ranked > 0)
    return 1 / (int(hits[0]) + 1) if len(hits) else 0.0


def auc(ranked: Floats, gains: Floats) -> float:
    """Return how often a film liked together with the query ranks above one that is not, 0 to 1.

    It is exact, over all such pairs. The films that are not liked together are the rated ones with a gain of 0: drawn
    from the whole catalogue, they would mostly be unknown films, and the metric would measure fame. Films that are not
    ranked come after all that are, and tie with one another; a tie is half a success.

    Parameters
    ----------
    ranked
        Gains of the ranked films, rated ones only.
    gains
        Gains of all rated films except the query.
    """
    liked = int(np.count_nonzero(gains > 0))
    others = len(gains) - liked
    if not liked or not others:
        return math.nan
    is_liked = ranked > 0
    others_before = np.cumsum(~is_liked)[is_liked]
    missing = (liked - len(others_before)) * (others - int(np.count_nonzero(~is_liked)))
    return float((others - others_before).sum() + missing / 2) / (liked * others)


def novelty(film_ids: Sequence[int], liked_by: Mapping[int, int], n_users: int) -> float:
    """Return the mean over films of -log2 of the share of users who like it, in bits.

    It runs from 0, if all users like every film, to log2(n_users). A film that nobody likes counts as liked by one
    user: its own logarithm is infinite, and leaving it out would hide the unknown films of a list.

    Parameters
    ----------
    film_ids
        The films of one list.
    liked_by
        Users who like each film, by id.
    n_users
        All users.

    References
    ----------
    Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems" (2010).
    """
    if not len(film_ids) or not n_users:
        return math.nan
    counts = np.array([max(1, liked_by.get(film_id, 0)) for film_id in film_ids])
    return float(np.log2(n_users / counts).mean())


def distinct(lists: Iterable[Sequence[int]]) -> int:
    """Return how many different films the lists hold, each of them the top ten of one query."""
    return len({film_id for films in lists for film_id in films})


def coverage(films: int, catalogue: int) -> float:
    """Return the share, 0 to 1, that `films` different films are of a catalogue of that size."""
    return films / catalogue if catalogue else math.nan
