"""The best of all films by score, and the rank of any film, without computing every score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ranking.blend import Blend
from engine.retrieval.top_k import block_maxima, rows_reaching, scores_reaching, top_k, top_k_allowed

_SCORED_FIRST = 32
"""Best matches that are scored first. More of them give a better bound. Never fewer than SCALE_RANK."""
MOST_VOTED_FIRST = 4_096
"""Most voted films that are scored first, too: few films beat them unless they are very similar."""

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All films in the order of their scores for a query."""

    matches: Floats
    """Shape (n_films,)."""
    maxima: Floats
    """Their `block_maxima`."""
    allowed: Mask
    """Which films may be recommended, shape (n_films,)."""
    blend: Blend
    """With the scale of the query."""
    nearest: Rows
    """Films allowed that match best, best first."""

    @classmethod
    def of(cls, matches: Floats, allowed: Mask, blend: Blend) -> Ranking:
        """Return the ranking of a query; the scale of `blend` is not used."""
        maxima = block_maxima(matches)
        nearest = top_k_allowed(matches, maxima, allowed, _SCORED_FIRST)
        return cls(matches, maxima, allowed, blend.scaled(matches[nearest]), nearest)

    def scores(self, rows: npt.NDArray[np.integer]) -> Floats:
        """Return the scores of some films, shape (n_rows,)."""
        matches = self.matches[rows]
        scores: Floats = matches + self.blend.of(rows, matches).total
        return scores

    def best(self, k: int) -> Rows:
        """Return the `k` films allowed with the highest scores, best first; ties go to the lower row.

        Parameters
        ----------
        k
            0 or more; if there are fewer films, all come back.

        Notes
        -----
        The best matches and the most voted films give a score that the `k` best reach at least. Blocks of films of
        which none can reach it are out, and so is a film whose match is too low to reach it, even with the most of
        every other part that a film of its block has. Only the others are scored, and those that people like together
        with the films of the query: these are few, and to no other film the community adds anything.

        """
        nearest = self.nearest if k < _SCORED_FIRST else top_k_allowed(self.matches, self.maxima, self.allowed, k)
        voted = np.flatnonzero(self.allowed[:MOST_VOTED_FIRST])
        first = np.concatenate([voted, nearest[nearest >= MOST_VOTED_FIRST]])
        if 0 < k < len(first):
            bound = float(np.partition(self.scores(first), len(first) - k)[len(first) - k])
            rows = self._rows_that_may_reach(bound)
        else:
            rows = np.flatnonzero(self.allowed) if k else first[:0]
        return rows[top_k(self.scores(rows), k)]

    def ranks(self, rows: npt.NDArray[np.integer]) -> list[int]:
        """Return the rank of each of `rows`, shape (n_rows,); the best film allowed has rank 1.

        Films that are not allowed get the rank their score would give them.
        """
        if not len(rows):
            return []
        scores = self.scores(rows)
        rivals = self._rows_that_may_reach(float(scores.min()))
        rival_scores = self.scores(rivals)
        ahead = len(rivals) - np.searchsorted(np.sort(rival_scores), scores, side="right")
        even = (np.count_nonzero(rivals[rival_scores == score] < row) for score, row in zip(scores, rows, strict=True))
        return [1 + better + int(before) for better, before in zip(ahead.tolist(), even, strict=True)]

    def _rows_that_may_reach(self, score: float) -> Rows:
        """Return the rows of films allowed that might reach a score, ascending; the others cannot."""
        rows = rows_reaching(self.matches, self.maxima, self.allowed, self.blend.matches_needed(score))
        if self.blend.liked_together is None:
            return rows
        liked = self.blend.liked_together.rows
        return np.union1d(rows, liked[self.allowed[liked]])


def percentile_ranks(matches: Floats, maxima: Floats, values: Floats, seeds: Sequence[int]) -> list[float]:
    """Return for each of `values` the share of films with a lower match, 0 to 1; seeds are not counted.

    Parameters
    ----------
    matches
        Shape (n_films,).
    maxima
        Their `block_maxima`.
    values
        Shape (n_values,).
    seeds
        Different rows.

    """
    others = len(matches) - len(seeds)
    if not len(values) or not others:
        return [0.0] * len(values)
    ascending, place = np.unique(values, return_inverse=True)
    # Few films reach even the lowest of the values.
    candidates, own = scores_reaching(matches, maxima, ascending[0]), matches[seeds]
    reaching = [np.count_nonzero(candidates >= value) - np.count_nonzero(own >= value) for value in ascending]
    shares: list[float] = (1 - np.array(reaching)[place] / others).tolist()
    return shares
