"""The k best of many scores, exactly. Most blocks of rows are ruled out by their best score alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCK = 512
"""Rows per block."""

Rows = npt.NDArray[np.int64]


def top_k(scores: npt.NDArray[np.floating], k: int) -> Rows:
    """Return the rows of the `k` best scores, best first; ties go to the lower row.

    Parameters
    ----------
    scores : shape (n_rows,), no NaN
        Rows that score -inf are never returned.
    k
        0 or more; a negative k counts as 0.

    Returns
    -------
    shape (k,), or shorter if fewer rows can be returned

    Notes
    -----
    The k-th largest of the best scores of all blocks is a lower bound of the k-th best score, since k blocks have a row
    at least as good. So only blocks that reach it are read, and only the k best of their rows are sorted.

    """
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    maxima = block_maxima(scores)
    bound = np.partition(maxima, len(maxima) - k)[len(maxima) - k] if k <= len(maxima) else -np.inf
    # Fewer than k blocks are above the bound. Of the blocks at it, the first k are enough: they have k rows that are as
    # good and come first.
    blocks = np.sort(np.concatenate([np.flatnonzero(maxima > bound), np.flatnonzero(maxima == bound)[:k]]))
    rows = rows_of(blocks, len(scores))
    rows = rows[scores[rows] >= bound]
    values = scores[rows]
    worst = np.partition(values, len(values) - k)[len(values) - k]
    # If many rows tie, as all rows that share nothing with a query do, the first ones are taken without sorting.
    better, equal = rows[values > worst], rows[values == worst]
    chosen = np.concatenate([better, equal[: k - len(better)]])
    order = np.argsort(-scores[chosen], kind="stable")
    ranked: Rows = chosen[order]
    return ranked[scores[ranked] > -np.inf]


def top_k_allowed(
    scores: npt.NDArray[np.floating], maxima: npt.NDArray[np.floating], allowed: npt.NDArray[np.bool_], k: int
) -> Rows:
    """Return what `top_k` returns if every row that is not allowed scores -inf, in most cases without writing that.

    Parameters
    ----------
    scores : shape (n_rows,), no NaN
        Scores of all rows.
    maxima : shape (n_blocks,)
        Their `block_maxima`.
    allowed : shape (n_rows,)
        Which rows can be returned.
    k
        0 or more; a negative k counts as 0.

    Returns
    -------
    shape (k,), or shorter if fewer rows can be returned

    Notes
    -----
    The best of twice as many blocks as wanted usually have `k` rows that are allowed and at least as good as the worst
    of these blocks. Then nothing else can be better.

    """
    blocks = 2 * k
    if 0 < blocks < len(maxima):
        bound = np.partition(maxima, len(maxima) - blocks)[len(maxima) - blocks]
        reaching = np.flatnonzero(maxima >= bound)
        # If the best scores of many blocks tie, there are too many rows to look at.
        if len(reaching) <= 2 * blocks:
            rows = rows_of(reaching, len(scores))
            rows = rows[(scores[rows] >= bound) & allowed[rows]]
            if len(rows) >= k:
                best: Rows = rows[top_k(scores[rows], k)]
                return best
    allowed_rows = np.flatnonzero(allowed)
    chosen: Rows = allowed_rows[top_k(scores[allowed_rows], k)]
    return chosen


def rows_reaching(
    scores: npt.NDArray[np.floating],
    maxima: npt.NDArray[np.floating],
    allowed: npt.NDArray[np.bool_],
    least: npt.NDArray[np.floating],
) -> Rows:
    """Return the rows allowed that score at least so much, ascending; only blocks that have such a row are read.

    Parameters
    ----------
    scores, maxima, allowed
        As of `top_k_allowed`.
    least : shape (n_blocks,)
        What a row of each block has to score.

    """
    blocks, end = _blocks_reaching(maxima, least, len(scores))
    # Copying whole blocks is several times as fast as picking their rows one by one.
    reaching = scores[:end].reshape(-1, BLOCK)[blocks] >= least[blocks, None]
    reaching &= allowed[:end].reshape(-1, BLOCK)[blocks]
    places = np.flatnonzero(reaching)
    last = end + np.flatnonzero((scores[end:] >= least[-1:]) & allowed[end:])
    # How much further on each block lies than among the blocks read.
    moved = (blocks - np.arange(len(blocks))) * BLOCK
    rows: Rows = np.append(places + moved[places // BLOCK], last)
    return rows


def scores_reaching(
    scores: npt.NDArray[np.floating], maxima: npt.NDArray[np.floating], least: float
) -> npt.NDArray[np.floating]:
    """Return the scores that are at least so much, in order; only blocks that have one are read.

    Parameters
    ----------
    scores, maxima
        As of `top_k_allowed`.
    least
        The lowest score wanted.

    """
    blocks, end = _blocks_reaching(maxima, least, len(scores))
    read = np.append(scores[:end].reshape(-1, BLOCK)[blocks], scores[end:])
    reaching: npt.NDArray[np.floating] = read[read >= least]
    return reaching


def _blocks_reaching(
    maxima: npt.NDArray[np.floating], least: npt.NDArray[np.floating] | float, n_rows: int
) -> tuple[Rows, int]:
    """Return the whole blocks whose best score is at least so much, and the row at which the whole blocks end."""
    whole = n_rows // BLOCK
    return np.flatnonzero((maxima >= least)[:whole]), whole * BLOCK


def block_maxima(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the best score of each block, shape (ceil(n_rows / BLOCK),); the last block may be shorter."""
    return np.maximum.reduceat(scores, np.arange(0, len(scores), BLOCK))


def rows_of(blocks: Rows, n_rows: int) -> Rows:
    """Return the rows of ascending blocks, ascending; `n_rows` are the rows of all blocks together."""
    rows: Rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    return rows[: np.searchsorted(rows, n_rows)]
