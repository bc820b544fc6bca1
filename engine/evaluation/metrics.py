"""One small function a metric, of one ranking each. NaN where nothing can be measured, never 0.

In all of them `found` are the gains of ranked films, best first, shape (n_ranked,), and `gains` those of all rated
films but the query itself, in any order, shape (n_rated - 1,); a gain is 0 or more. Whoever ranks among rated films
leaves the others out of `found`; whoever ranks among all films puts 0 in their place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

K = 10
"""Films that a page of recommendations shows."""

Floats = npt.NDArray[np.float64]


def ndcg(found: Floats, gains: Floats, k: int = K) -> float:
    """Return the discounted gain of the first `k`, as a share of what the best order would have, 0 to 1.

    Place n is discounted by log2(n + 1). Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
    (2002), with gains as they are.
    """
    ideal = _discounted(np.sort(gains)[::-1][:k])
    return _discounted(found[:k]) / ideal if ideal > 0 else math.nan


def _discounted(values: Floats) -> float:
    return float((values / np.log2(np.arange(2, len(values) + 2))).sum())


def recall(found: Floats, gains: Floats, k: int = K) -> float:
    """Return the share, 0 to 1, of the `k` films with the highest gains above 0 that are among the first `k`.

    A film that ties with the last of them counts as much as it; no more than there are count. A film whose gain is 0 is
    never one of them.
    """
    highest = np.sort(gains[gains > 0])[::-1][:k]
    if not len(highest):
        return math.nan
    hits = int(np.count_nonzero(found[:k] >= highest[-1]))
    return min(hits, len(highest)) / len(highest)


def reciprocal_rank(found: Floats, gains: Floats) -> float:
    """Return 1 / the place of the first film with a gain above 0, and 0 if none was found. Its mean is the MRR."""
    if not (gains > 0).any():
        return math.nan
    hits = np.flatnonzero(found > 0)
    return 1 / (int(hits[0]) + 1) if len(hits) else 0.0


def auc(found: Floats, gains: Floats) -> float:
    """Return how often a film liked together with the query ranks above one drawn from the others, 0 to 1.

    It is exact, over all such pairs. The others are the rated films with a gain of 0: drawn from the whole catalogue
    they would mostly be films that nobody knows, and only fame would be measured. Films that are not in `found` come
    after all that are, and tie with one another; a tie is half a success.

    found : among rated films
    """
    liked = int(np.count_nonzero(gains > 0))
    others = len(gains) - liked
    if not liked or not others:
        return math.nan
    is_liked = found > 0
    others_before = np.cumsum(~is_liked)[is_liked]
    missing = (liked - len(others_before)) * (others - int(np.count_nonzero(~is_liked)))
    return float((others - others_before).sum() + missing / 2) / (liked * others)


def novelty(film_ids: Sequence[int], liked_by: Mapping[int, int], people: int) -> float:
    """Return the mean over the films of -log2 of the share of people who like it: bits, 0 (all do) to log2(people).

    A film that nobody likes is taken for one that a single person does, the most novel that can be told apart: its own
    logarithm is infinite, and left out it would make a list of unknown films look like a list of the few known ones.
    Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems" (2010).

    liked_by : how many people like each film, by id
    """
    if not len(film_ids) or not people:
        return math.nan
    counts = np.array([max(1, liked_by.get(film_id, 0)) for film_id in film_ids])
    return float(np.log2(people / counts).mean())


def distinct(lists: Iterable[Sequence[int]]) -> int:
    """Return how many different films are in the lists, of which each holds the top ten of one query."""
    return len({film_id for films in lists for film_id in films})


def coverage(films: int, catalogue: int) -> float:
    """Return the share, 0 to 1, that `films` different films are of a catalogue of that many."""
    return films / catalogue if catalogue else math.nan
