"""The k best of many scores, exactly. Scores are looked at in blocks of rows: most blocks are out at a glance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCK = 512
"""Rows of a block."""

Rows = npt.NDArray[np.int64]


def top_k(scores: npt.NDArray[np.floating], k: int) -> Rows:
    """Return the rows of the `k` best scores, best first; ties go to the lower row.

    scores : shape (n_films,), no NaN; -inf marks a row that must not be returned
    k : 0 or more; fewer rows come back where there are fewer

    The k-th largest of the maxima of blocks of rows is a lower bound of the k-th best score, since k blocks have a row
    at least as good. Only blocks that reach it are looked into, and only the k best of their rows are sorted.
    """
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    maxima = block_maxima(scores)
    bound = np.partition(maxima, len(maxima) - k)[len(maxima) - k] if k <= len(maxima) else -np.inf
    # Fewer than k blocks are above the bound; of those at it, the first k have k rows as good, and lower than others.
    blocks = np.sort(np.concatenate([np.flatnonzero(maxima > bound), np.flatnonzero(maxima == bound)[:k]]))
    rows = rows_of(blocks, len(scores))
    rows = rows[scores[rows] >= bound]
    values = scores[rows]
    worst = np.partition(values, len(values) - k)[len(values) - k]
    # Where many are equally good, as all are that share nothing with a query, the first will do: none is sorted.
    better, equal = rows[values > worst], rows[values == worst]
    chosen = np.concatenate([better, equal[: k - len(better)]])
    order = np.argsort(-scores[chosen], kind="stable")
    ranked: Rows = chosen[order]
    return ranked[scores[ranked] > -np.inf]


def block_maxima(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the best score of each block, the last of which may be shorter; shape (ceil(n_films / BLOCK),)."""
    whole = len(scores) // BLOCK * BLOCK
    maxima = scores[:whole].reshape(-1, BLOCK).max(axis=1)
    return maxima if whole == len(scores) else np.append(maxima, scores[whole:].max())


def rows_of(blocks: Rows, n_rows: int) -> Rows:
    """Return the rows of ascending blocks, ascending; `n_rows` is the number of rows of all blocks."""
    rows: Rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    return rows[: np.searchsorted(rows, n_rows)]
