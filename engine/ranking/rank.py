"""The best of all films by content and blend together, without blending them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.index.top_k import block_maxima, rows_of, top_k
from engine.ranking.blend import Blend

# float32 rounds sums of a few numbers near 1 by less.
_ROUNDING = 1e-5
_NEAR = 500
"""Films nearest by content, blended first: the more, the better the bound they give."""


def rank(
    content: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, k: int
) -> npt.NDArray[np.int64]:
    """Return the rows of the `k` best of `content + blend` among those allowed, best first; ties go to the lower row.

    content : shape (n_films,)
    allowed : shape (n_films,)

    The films nearest by content show what score the k best must reach at least. A block of rows whose best content
    falls short of that by more than the blend can add to any of them is out; the rows of the others are blended.
    """
    masked = np.where(allowed, content, np.float32(-np.inf))
    near = top_k(masked, max(k, _NEAR))
    if len(near) <= k:
        rows = np.sort(near)
    else:
        blended = content[near] + blend.of(near).total
        reached = float(np.partition(blended, len(near) - k)[len(near) - k]) if k else np.inf
        blocks = np.flatnonzero(block_maxima(masked) + blend.most_of_blocks() >= reached - _ROUNDING)
        rows = rows_of(blocks, len(masked))
    return rows[top_k(masked[rows] + blend.of(rows).total, k)]


def shares_below(
    content: npt.NDArray[np.float32], values: npt.NDArray[np.float32], seeds: Sequence[int]
) -> list[float]:
    """Return for each of `values` the share of all rows but `seeds`, 0 to 1, whose content is less.

    content : shape (n_films,)
    seeds : different rows
    """
    others = len(content) - len(seeds)
    if not len(values) or not others:
        return [0.0] * len(values)
    own = content[seeds]
    # Mostly few rows reach the least of the values.
    reaching = content[content >= values.min()]
    return [
        1 - (int(np.count_nonzero(reaching >= value)) - int(np.count_nonzero(own >= value))) / others
        for value in values
    ]
