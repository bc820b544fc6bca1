"""The k best of many scores, exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BLOCK = 512


def top_k(scores: npt.NDArray[np.floating], k: int) -> npt.NDArray[np.int64]:
    """Return the rows of the `k` best scores, best first; ties go to the lower row.

    scores : shape (n_films,), no NaN; -inf marks a row that must not be returned
    k : 0 or more; fewer rows come back where there are fewer

    The k-th largest of the maxima of blocks of rows is a lower bound of the k-th best score, since k blocks have a row
    at least as good. Only blocks that reach it are looked into, and only rows that reach it are sorted.
    """
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    rows = _rows_of_best_blocks(scores, k)
    values = scores[rows]
    worst = np.partition(values, len(values) - k)[len(values) - k]
    # Where many are equally good, as all are that share nothing with a query, the first will do: none is sorted.
    better, equal = rows[values > worst], rows[values == worst]
    chosen = np.concatenate([better, equal[: k - len(better)]])
    order = np.argsort(-scores[chosen], kind="stable")
    ranked: npt.NDArray[np.int64] = chosen[order]
    return ranked[scores[ranked] > -np.inf]


def _rows_of_best_blocks(scores: npt.NDArray[np.floating], k: int) -> npt.NDArray[np.int64]:
    """Return ascending rows among which the k best are, the lowest of equals included; 1 <= k <= n_films."""
    whole = len(scores) // _BLOCK
    maxima = scores[: whole * _BLOCK].reshape(whole, _BLOCK).max(axis=1)
    if whole <= k:
        return np.arange(len(scores))
    best = np.flatnonzero(maxima >= np.partition(maxima, whole - k)[whole - k])
    rows = (best[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    # The rows behind the last whole block.
    return np.concatenate([rows, np.arange(whole * _BLOCK, len(scores))])
