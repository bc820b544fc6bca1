"""A query -> the films to recommend, and why: the whole way from ids and words to an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.content.vectors import NO_VECTOR, SparseVector, reweighted, rocchio, weighted
from engine.entities import Answer, Film, RankChange, Recommendation
from engine.filters.filters import Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.ranking.blend import Blend
from engine.ranking.diversity import intra_list_diversity, mmr, one_each
from engine.ranking.query import Query
from engine.ranking.rank import percentile_ranks, rank, ranks

POOL = 200
"""Best films from which different ones are chosen, where that is asked for."""
KNOWN_ENOUGH = 1_000
"""Films from the best known of which one is drawn to surprise."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scored:
    """All films as a query has them."""

    query: SparseVector
    seeds: list[int]
    """Rows that the query was made of; none of them is recommended."""
    content: npt.NDArray[np.float32]
    """The similarity of every film, shape (n_films,)."""
    allowed: npt.NDArray[np.bool_]
    """Which films may be recommended, shape (n_films,)."""
    blend: Blend
    unknown: tuple[str, ...]
    """Words of the query's text that no film knows."""


class Recommender:
    """Recommends films of a build. Immutable; threads share it."""

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened

    def recommend(self, query: Query) -> Answer:
        """Return the films to recommend, best first. Raises UnknownFilm or InvalidQuery."""
        scored = self._scored(query)
        rows, blend = self._best(scored, query)
        content = scored.content[rows]
        parts = blend.of(rows, content)
        columns = (content, parts.era, parts.popularity, parts.quality)
        found = zip(
            rows.tolist(),
            self._opened.catalogue.films(rows),
            percentile_ranks(scored.content, content, scored.seeds),
            *(column.tolist() for column in columns),
            strict=True,
        )
        return Answer(
            films=tuple(
                Recommendation(
                    film=film,
                    score=sum(values),
                    content=values[0],
                    era=values[1],
                    popularity=values[2],
                    quality=values[3],
                    closer_than=share,
                    explanation=self._opened.space.explain(scored.query, row),
                )
                for row, film, share, *values in found
            ),
            diversity=intra_list_diversity(self._opened.space.similarities(rows)),
            unknown=scored.unknown,
        )

    def ranked_ids(self, query: Query) -> list[int]:
        """Return the ids of what `answer` would give, without texts and reasons: to measure many answers."""
        ids: list[int] = self._opened.columns.id[self._best(self._scored(query), query)[0]].tolist()
        return ids

    @timed
    def what_if(self, query: Query, changed: Query) -> tuple[RankChange, ...]:
        """Return the films that are among the best of either query, by score alone, with their places in both.

        They are in the order of `changed`. Raises as `answer`.
        """
        orders = [self._order(one) for one in (query, changed)]
        rows = np.unique(np.concatenate([best for _, _, best in orders]))
        before, after = (ranks(scored.content, scored.allowed, blend, rows) for scored, blend, _ in orders)
        moved = sorted(zip(after, before, rows.tolist(), strict=True))
        films = self._opened.catalogue.films([row for *_, row in moved])
        return tuple(RankChange(film, old, new) for film, (new, old, _) in zip(films, moved, strict=True))

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each of the filters removes by itself, the most first."""
        return self._opened.filter.removed_by(filters)

    def surprise(self, filters: Filters | None = None, seed: int | None = None) -> Film | None:
        """Return a random film among the 1,000 most voted that pass the filters; `None` if none does."""
        random = np.random.default_rng(seed)
        rows = np.flatnonzero(self._opened.filter.mask(filters or Filters()))[:KNOWN_ENOUGH]
        return self._opened.catalogue.films([int(random.choice(rows))])[0] if len(rows) else None

    def _order(self, query: Query) -> tuple[Scored, Blend, Rows]:
        scored = self._scored(query)
        best, blend = rank(scored.content, scored.allowed, scored.blend, query.k)
        return scored, blend, best

    def _scored(self, query: Query) -> Scored:
        query.check()
        liked, disliked = (
            [self._opened.columns.row(film_id) for film_id in dict.fromkeys(ids)]
            for ids in (query.liked, query.disliked)
        )
        vector, unknown = self._vector(query, liked, disliked)
        allowed = self._opened.filter.mask(query.filters)
        seeds = [*liked, *disliked]
        allowed[seeds] = False
        if query.franchise == "none":
            allowed &= ~np.isin(self._opened.columns.franchise, _of_a_franchise(self._opened.columns.franchise[liked]))
        content = self._opened.space.scores(vector)
        if not liked:
            # A film of which no word of the text is true is no answer to it.
            allowed &= content > 0
        blend = Blend(
            self._opened.columns.year, self._opened.priors, query.weights, self._opened.columns.year[liked].tolist()
        )
        return Scored(vector, seeds, content, allowed, blend, unknown)

    def _vector(
        self, query: Query, liked: Sequence[int], disliked: Sequence[int]
    ) -> tuple[SparseVector, tuple[str, ...]]:
        """Return the query as a vector, and the words of its text that no film knows."""
        wanted, unwanted = ([self._opened.space.vector(row) for row in rows] for rows in (liked, disliked))
        unknown: tuple[str, ...] = ()
        if query.text.strip():
            told = self._opened.space.vector_of_text(query.text)
            unknown = told.unknown
            if len(told.vector.indices):
                wanted.append(told.vector)
        vector = rocchio(wanted, unwanted) if wanted else NO_VECTOR
        vector = weighted(vector, self._opened.space.fields, query.weights.fields)
        return reweighted(vector, self._factors(query)), unknown

    def _factors(self, query: Query) -> Mapping[int, float]:
        """Return what some terms count, by column; terms that there are not do nothing."""
        columns = ((self._opened.space.column(field, term), factor) for field, term, factor in query.terms)
        return {column: factor for column, factor in columns if column is not None}

    def _best(self, scored: Scored, query: Query) -> tuple[Rows, Blend]:
        """Return the rows to recommend, best first, and the blend that they were ranked by."""
        if query.franchise != "one" and not query.diversity:
            return rank(scored.content, scored.allowed, scored.blend, query.k)
        pool, wanted = max(POOL, 2 * query.k), query.k
        while True:
            rows, blend = rank(scored.content, scored.allowed, scored.blend, pool)
            whole = len(rows) < pool
            if query.franchise == "one":
                rows = one_each(self._opened.columns.franchise, rows)
            # A franchise of many films may leave less of a pool than was asked for.
            if whole or len(rows) >= wanted:
                break
            pool *= 4
        if query.diversity and len(rows):
            content = scored.content[rows]
            relevance = content + blend.of(rows, content).total
            rows = rows[mmr(relevance, self._opened.space.similarities(rows), wanted, query.diversity)]
        return rows[:wanted], blend


def _of_a_franchise(franchises: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return franchises[franchises > 0]
