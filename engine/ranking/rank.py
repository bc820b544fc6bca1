"""The best of all films by content and blend together, without blending them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.index.top_k import top_k
from engine.ranking.blend import Blend

# float32 rounds sums of a few numbers near 1 by less.
_ROUNDING = 1e-5


def rank(
    content: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], blend: Blend, k: int
) -> npt.NDArray[np.int64]:
    """Return the rows of the `k` best of `content + blend` among those allowed, best first; ties go to the lower row.

    content : shape (n_films,)
    allowed : shape (n_films,)

    The blend adds between `blend.least` and `blend.most`. The k best by content alone show what score the k best must
    reach at least; a row whose content falls short of that by more than the blend can add is out, and the few others
    are blended and sorted.
    """
    masked = np.where(allowed, content, np.float32(-np.inf))
    best = top_k(masked, k)
    if not len(best) or blend.least == blend.most:
        return best
    reached = float((content[best] + blend.of(best).total).min()) - _ROUNDING
    rows = np.flatnonzero(masked >= reached - blend.most)
    return rows[top_k(content[rows] + blend.of(rows).total, k)]


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
    # Hardly any row reaches what the best have in common with a query: the rest is looked at once.
    near = content[content >= values.min()]
    own = content[seeds]
    return [1 - (int((near >= value).sum()) - int((own >= value).sum())) / others for value in values]
