"""The k best of many scores, exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BLOCK = 512


def top_k(scores: npt.NDArray[np.floating], k: int) -> npt.NDArray[np.int64]:
    """Return the rows of the `k` best scores, best first; ties go to the lower row.

    scores : shape (n_films,), no NaN; -inf marks a row that must not be returned
    k : 0 or more; fewer rows come back where there are fewer

    The k-th largest of the maxima of blocks of rows is a lower bound of the k-th best score: k blocks have a row at
    least as good. Only rows that reach it are sorted.
    """
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    candidates = np.flatnonzero((scores >= _lower_bound(scores, k)) & (scores > -np.inf))
    order = np.argsort(-scores[candidates], kind="stable")
    return candidates[order[:k]]


def _lower_bound(scores: npt.NDArray[np.floating], k: int) -> np.floating:
    """Return a value that at least `k` of the scores reach; 1 <= k <= n_films."""
    maxima = np.maximum.reduceat(scores, np.arange(0, len(scores), _BLOCK))
    values = maxima if len(maxima) >= k else scores
    bound: np.floating = np.partition(values, len(values) - k)[len(values) - k]
    return bound
