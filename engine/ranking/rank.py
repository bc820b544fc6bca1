"""The best of all films by content and blend together, without blending them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.ranking.blend import Blend
from engine.retrieval.row_blocks import row_blocks
from engine.retrieval.top_k import top_k

_NEAR = 500
"""Films nearest by content, blended first: the more, the better the bound they give. Never fewer than SCALE_PLACE."""


def rank(
    content: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, k: int
) -> tuple[npt.NDArray[np.int64], Blend]:
    """Return the rows of the `k` best of `content + blend` among those allowed, and the blend with its scale.

    The best come first; ties go to the lower row.

    content : shape (n_films,)
    allowed : shape (n_films,)

    The films nearest by content show the scale, and what score the k best must reach at least. A film that is too
    little similar to reach it, were it the best in all else, is out; the few others are looked at.
    """
    masked = np.where(allowed, content, np.float32(-np.inf))
    near = top_k(masked, max(k + 1, _NEAR))
    blend = blend.scaled(content[near])
    rows = np.sort(near) if k else near[:0]
    if 0 < k < len(near):
        blended = content[near] + blend.of(near, content[near]).total
        reached = float(np.partition(blended, len(near) - k)[len(near) - k])
        rows = np.flatnonzero(masked >= np.float32(blend.content_needed(reached)))
    return rows[top_k(content[rows] + blend.of(rows, content[rows]).total, k)], blend


def ranks(
    content: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, rows: npt.NDArray[np.integer]
) -> list[int]:
    """Return the place, from 1, of each of `rows` in the order that `rank` gives to all films allowed.

    content, allowed : shape (n_films,)
    blend : with its scale
    """
    if not len(rows):
        return []
    scores = content[rows] + blend.of(rows, content[rows]).total
    rivals = np.flatnonzero(allowed & (content >= np.float32(blend.content_needed(float(scores.min())))))
    rival_scores = content[rivals] + blend.of(rivals, content[rivals]).total
    return [
        1 + int(np.count_nonzero((rival_scores > value) | ((rival_scores == value) & (rivals < row))))
        for row, value in zip(rows.tolist(), scores, strict=True)
    ]


def percentile_ranks(
    content: npt.NDArray[np.float32], values: npt.NDArray[np.float32], seeds: Sequence[int]
) -> list[float]:
    """Return for each of `values` the share of all rows but `seeds`, 0 to 1, whose content is less.

    content : shape (n_films,)
    seeds : different rows
    """
    others = len(content) - len(seeds)
    if not len(values) or not others:
        return [0.0] * len(values)
    reaching = -np.array([np.count_nonzero(content[seeds] >= value) for value in values])
    for part in row_blocks(len(content)):
        near = content[part]
        reached = near >= values.min()
        # Mostly few rows reach even the least of the values.
        if np.count_nonzero(reached) < len(near) // 8:
            near = near[reached]
        reaching += [np.count_nonzero(near >= value) for value in values]
    shares: list[float] = (1 - reaching / others).tolist()
    return shares
