"""The best of all films by content and blend together, without blending them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.index.runs import runs
from engine.index.top_k import top_k
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

    The films nearest by content show what score the k best must reach at least. A film that content and what is known
    of it beforehand leave further below than closeness in time can lift it is out; the few others are looked at.
    """
    masked = np.where(allowed, content, np.float32(-np.inf))
    near = top_k(masked, max(k + 1, _NEAR))
    if len(near) <= k:
        rows = np.sort(near)
    else:
        blended = content[near] + blend.of(near).total
        reached = float(np.partition(blended, len(near) - k)[len(near) - k]) if k else np.inf
        rows = _within_reach(content, allowed, blend, reached - max(0.0, blend.weights.era) - _ROUNDING)
    return rows[top_k(content[rows] + blend.of(rows).total, k)]


def _within_reach(
    content: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, least: float
) -> npt.NDArray[np.int64]:
    """Return the allowed rows, ascending, that have `least` without closeness in time."""
    found = []
    for part in runs(len(content)):
        lifted = blend.beforehand(part)
        lifted += content[part]
        found.append(part.start + np.flatnonzero((lifted >= least) & allowed[part]))
    return np.concatenate(found)


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
    reaching = -np.array([np.count_nonzero(content[seeds] >= value) for value in values])
    for part in runs(len(content)):
        near = content[part]
        reached = near >= values.min()
        # Mostly few rows reach even the least of the values.
        if np.count_nonzero(reached) < len(near) // 8:
            near = near[reached]
        reaching += [np.count_nonzero(near >= value) for value in values]
    shares: list[float] = (1 - reaching / others).tolist()
    return shares
