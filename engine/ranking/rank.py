"""The best of all films by score, without computing every score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.ranking.blend import Blend
from engine.retrieval.row_blocks import row_blocks
from engine.retrieval.top_k import top_k

_SCORED_FIRST = 500
"""Best matches that are scored first. More of them give a better bound. Never fewer than SCALE_RANK."""


def rank(
    matches: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, k: int
) -> tuple[npt.NDArray[np.int64], Blend]:
    """Return the `k` films with the highest scores, and the blend with the scale of the query.

    Parameters
    ----------
    matches
        Shape (n_films,).
    allowed
        Shape (n_films,): which films may be recommended.
    blend
        Its scale is not used.
    k
        0 or more.

    Returns
    -------
    rows
        Shape (k,) or fewer, best first; ties go to the lower row.
    blend
        With its scale.

    Notes
    -----
    The best matches give the scale, and a score that the `k` best reach at least. A film whose match is too low to
    reach that score, even with the most of every other part, is out. Only the few others are scored.

    """
    masked = np.where(allowed, matches, np.float32(-np.inf))
    best = top_k(masked, max(k + 1, _SCORED_FIRST))
    blend = blend.scaled(matches[best])
    rows = np.sort(best) if k else best[:0]
    if 0 < k < len(best):
        scores = matches[best] + blend.of(best, matches[best]).total
        bound = float(np.partition(scores, len(best) - k)[len(best) - k])
        rows = np.flatnonzero(masked >= np.float32(blend.match_needed(bound)))
    return rows[top_k(matches[rows] + blend.of(rows, matches[rows]).total, k)], blend


def ranks(
    matches: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, rows: npt.NDArray[np.integer]
) -> list[int]:
    """Return the rank of each of `rows` in the order that `rank` gives to all films allowed; the best has rank 1.

    Parameters
    ----------
    matches
        Shape (n_films,).
    allowed
        Shape (n_films,). Films of `rows` that are not allowed get the rank their score would give them.
    blend
        With its scale.
    rows
        Shape (n_rows,).

    """
    if not len(rows):
        return []
    scores = matches[rows] + blend.of(rows, matches[rows]).total
    rivals = np.flatnonzero(allowed & (matches >= np.float32(blend.match_needed(float(scores.min())))))
    rival_scores = matches[rivals] + blend.of(rivals, matches[rivals]).total
    return [
        1 + int(np.count_nonzero((rival_scores > score) | ((rival_scores == score) & (rivals < row))))
        for row, score in zip(rows.tolist(), scores, strict=True)
    ]


def percentile_ranks(
    matches: npt.NDArray[np.float32], values: npt.NDArray[np.float32], seeds: Sequence[int]
) -> list[float]:
    """Return for each of `values` the share of films with a lower match, 0 to 1; seeds are not counted.

    Parameters
    ----------
    matches
        Shape (n_films,).
    values
        Shape (n_values,).
    seeds
        Different rows.

    """
    others = len(matches) - len(seeds)
    if not len(values) or not others:
        return [0.0] * len(values)
    reaching = -np.array([np.count_nonzero(matches[seeds] >= value) for value in values])
    for block in row_blocks(len(matches)):
        candidates = matches[block]
        reached = candidates >= values.min()
        # Usually few rows reach even the lowest of the values.
        if np.count_nonzero(reached) < len(candidates) // 8:
            candidates = candidates[reached]
        reaching += [np.count_nonzero(candidates >= value) for value in values]
    shares: list[float] = (1 - reaching / others).tolist()
    return shares
