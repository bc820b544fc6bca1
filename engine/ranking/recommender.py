"""Rows that are liked and disliked -> the best rows, and what they were ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.catalogue.columns import FilmColumns
from engine.content.fields import FittedField
from engine.content.vectors import SparseVector, rocchio, row_vector, weighted
from engine.index.postings import score
from engine.ranking.blend import Blend, Parts, Priors, Weights
from engine.ranking.filters import Filters, mask_of, removed_by
from engine.ranking.rank import rank, shares_below


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best rows, best first."""

    rows: npt.NDArray[np.int64]
    query: SparseVector
    seeds: list[int]
    """Rows that the query was made of; none of them is in the ranking."""
    scores: npt.NDArray[np.float32]
    """Of every film by content, shape (n_films,)."""
    blend: Blend

    @property
    def content(self) -> npt.NDArray[np.float32]:
        """The content scores of the rows."""
        return self.scores[self.rows]

    def parts(self) -> Parts:
        """Return what the blend adds to the score of each row."""
        return self.blend.of(self.rows)

    def shares_below(self) -> list[float]:
        """Return for each row the share of all films but the seeds, 0 to 1, that are less similar to the query."""
        return shares_below(self.scores, self.content, self.seeds)


class Recommender:
    """Ranks the films of a build. Immutable; threads share it."""

    def __init__(
        self,
        films: sp.csr_array,
        postings: sp.csr_array,
        fields: Sequence[FittedField],
        columns: FilmColumns,
        languages: Sequence[str],
        priors: Priors,
    ) -> None:
        self._films = films
        self._postings = postings
        self._fields = fields
        self._columns = columns
        self._languages = languages
        self._priors = priors

    def rank(
        self, liked: Sequence[int], disliked: Sequence[int], k: int, weights: Weights, filters: Filters
    ) -> Ranking:
        """Return the `k` best of all films that pass the filters, seeds left out.

        liked, disliked : rows, each once; at least one is liked
        """
        query = rocchio(*([row_vector(self._films, row) for row in rows] for rows in (liked, disliked)))
        query = weighted(query, self._fields, weights.fields)
        scores = score(self._postings, query.indices, query.weights)
        seeds = [*{*liked, *disliked}]
        allowed = mask_of(filters, self._columns, self._languages)
        allowed[seeds] = False
        blend = Blend(self._columns.year, self._priors, weights, self._columns.year[list(liked)].tolist())
        return Ranking(rank(scores, allowed, blend, k), query, seeds, scores, blend)

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each of the filters removes by itself, the most first."""
        return removed_by(filters, self._columns, self._languages)
