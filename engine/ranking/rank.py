"""The best of all films by score, without computing every score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.ranking.blend import Blend
from engine.retrieval.top_k import block_maxima, rows_of, top_k, top_k_allowed

_SCORED_FIRST = 32
"""Best matches that are scored first. More of them give a better bound. Never fewer than SCALE_RANK."""
MOST_VOTED_FIRST = 4_096
"""Most voted films that are scored first, too: few films beat them unless they are very similar."""

Rows = npt.NDArray[np.int64]


def rank(matches: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, k: int) -> tuple[Rows, Blend]:
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
    The best matches give the scale. They and the most voted films give a score that the `k` best reach at least. Blocks
    of films of which none can reach it are out, and so is a film whose match is too low to reach it, even with the most
    of every other part. Only the others are scored, and those that people like together with the films of the query:
    these are few, and to no other film the community adds anything.

    """
    maxima = block_maxima(matches)
    best = top_k_allowed(matches, maxima, allowed, max(k + 1, _SCORED_FIRST))
    blend = blend.scaled(matches[best])
    rows = np.sort(best) if k else best[:0]
    if 0 < k < len(best):
        first = np.concatenate([np.flatnonzero(allowed[:MOST_VOTED_FIRST]), best[best >= MOST_VOTED_FIRST]])
        scores = matches[first] + blend.of(first, matches[first]).total
        bound = float(np.partition(scores, len(first) - k)[len(first) - k])
        rows = _rows_that_may_reach(bound, matches, maxima, allowed, blend)
    return rows[top_k(matches[rows] + blend.of(rows, matches[rows]).total, k)], blend


def _rows_that_may_reach(
    score: float,
    matches: npt.NDArray[np.float32],
    maxima: npt.NDArray[np.float32],
    allowed: npt.NDArray[np.bool_],
    blend: Blend,
) -> Rows:
    """Return the rows of films allowed that might reach a score, ascending; the others cannot."""
    rows = _rows_that_match(score, matches, maxima, allowed, blend)
    if blend.liked_together is None:
        return rows
    liked = blend.liked_together.rows
    return np.union1d(rows, liked[allowed[liked]])


def _rows_that_match(
    score: float,
    matches: npt.NDArray[np.float32],
    maxima: npt.NDArray[np.float32],
    allowed: npt.NDArray[np.bool_],
    blend: Blend,
) -> Rows:
    """Return the rows of films allowed that might reach a score without the community, ascending."""
    needed = np.float32(blend.match_needed(score))
    reaching = blend.may_reach(score, maxima)
    blocks = np.flatnonzero(reaching)
    # Reading most blocks one by one takes longer than reading all in one go.
    if len(blocks) > len(reaching) // 4:
        return np.flatnonzero(allowed & (matches >= needed))
    rows = rows_of(blocks, len(matches))
    return rows[allowed[rows] & (matches[rows] >= needed)]


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
    rivals = _rows_that_may_reach(float(scores.min()), matches, block_maxima(matches), allowed, blend)
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
    ascending, place = np.unique(values, return_inverse=True)
    # Few rows reach even the lowest of the values, and their numbers are found faster than a mask is applied.
    candidates, own = matches[np.flatnonzero(matches >= ascending[0])], matches[seeds]
    reaching = [np.count_nonzero(candidates >= value) - np.count_nonzero(own >= value) for value in ascending]
    shares: list[float] = (1 - np.array(reaching)[place] / others).tolist()
    return shares
