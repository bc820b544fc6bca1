"""From a query to an answer: scores, ranks and explains the films of a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.entities import Answer, Film, RankChange, Recommendation, ScoredFilm
from engine.filters.filters import Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.ranking.blend import Blend
from engine.ranking.diversity import intra_list_diversity, mmr, one_per_franchise
from engine.ranking.liked_together import LikedTogether, Likes
from engine.ranking.matching import Match, match
from engine.ranking.query import Query
from engine.ranking.rank import Ranking, percentile_ranks

POOL = 200
"""Best films that a varied list, or one film per franchise, is chosen from; more if the list is longer."""
SURPRISES = 1_000
"""Most voted films, one of which is drawn as a surprise."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scored:
    """All films as a query sees them."""

    match: Match
    seeds: list[int]
    """Rows of the liked and disliked films; they are never recommended."""
    ranking: Ranking


class Recommender:
    """Recommends films of a build. Immutable; any number of threads may share one.

    Parameters
    ----------
    opened
        The catalogue.
    likes
        Returns what was learned from the ratings of many users, as it is now; `None` if nothing was.

    """

    def __init__(self, opened: OpenBuild, likes: Callable[[], Likes | None] = lambda: None) -> None:
        self._opened = opened
        self._likes = likes

    def recommend(self, query: Query) -> Answer:
        """Return the films most like a query, best first, with reasons.

        Raises
        ------
        UnknownFilm
            No film has one of the ids.
        InvalidQuery
            The query makes no sense, or filters by a genre that does not exist.

        """
        scored = self._scored(query)
        ranking = scored.ranking
        rows = self._best(ranking, query)
        films = zip(
            rows.tolist(),
            self._opened.catalogue.films(rows),
            percentile_ranks(ranking.matches, ranking.maxima, ranking.matches[rows], scored.seeds),
            *_parts_of(ranking, rows),
            strict=True,
        )
        return Answer(
            films=tuple(
                Recommendation(
                    film=film,
                    score=sum(values),
                    match=values[0],
                    era=values[1],
                    popularity=values[2],
                    quality=values[3],
                    closer_than=closer_than,
                    explanation=scored.match.explain(row),
                    community=None if ranking.blend.liked_together is None else values[4],
                )
                for row, film, closer_than, *values in films
            ),
            diversity=intra_list_diversity([self._opened.space.vector(row) for row in rows.tolist()]),
            unknown=scored.match.description.unknown,
            corrected=scored.match.description.corrected,
        )

    @timed
    def scored_films(self, query: Query) -> tuple[ScoredFilm, ...]:
        """Return only the films and scores that `recommend` would return, in a third of its time. Raises as it."""
        ranking = self._scored(query).ranking
        rows = self._best(ranking, query)
        values = zip(*_parts_of(ranking, rows), strict=True)
        films = self._opened.catalogue.summaries(rows)
        return tuple(ScoredFilm(film, sum(value)) for film, value in zip(films, values, strict=True))

    def ranked_ids(self, query: Query) -> list[int]:
        """Return only the ids that `recommend` would return: for measuring many answers. Raises as `recommend`."""
        ids: list[int] = self._opened.columns.id[self._best(self._scored(query).ranking, query)].tolist()
        return ids

    @timed
    def what_if(self, query: Query, changed: Query) -> tuple[RankChange, ...]:
        """Return how ranks change when `query` becomes `changed`.

        Covers the `k` best films of either query, by score alone: `diversity` and one film per franchise move no
        film. They come in the order of `changed`. Raises as `recommend`.
        """
        rankings = [self._scored(either).ranking for either in (query, changed)]
        best = [ranking.best(either.k) for ranking, either in zip(rankings, (query, changed), strict=True)]
        rows = np.union1d(*best)
        before, after = (ranking.ranks(rows) for ranking in rankings)
        changes = sorted(zip(after, before, rows.tolist(), strict=True))
        films = self._opened.catalogue.films([row for *_, row in changes])
        return tuple(RankChange(film, old, new) for film, (new, old, _) in zip(films, changes, strict=True))

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each of the filters removes by itself, the most first."""
        return self._opened.filter.removed_by(filters)

    def surprise(self, filters: Filters | None = None, seed: int | None = None) -> Film | None:
        """Return a random film among the SURPRISES most voted that match the filters.

        Parameters
        ----------
        filters
            The default filters if left out.
        seed
            Of the random choice: the same seed gives the same film.

        Returns
        -------
        film
            `None` if no film matches the filters.

        """
        random = np.random.default_rng(seed)
        rows = np.flatnonzero(self._opened.filter.mask(filters or Filters()))[:SURPRISES]
        return self._opened.catalogue.films([int(random.choice(rows))])[0] if len(rows) else None

    def _scored(self, query: Query) -> Scored:
        query.check()
        columns = self._opened.columns
        liked, disliked = (
            [columns.row(film_id) for film_id in dict.fromkeys(ids)] for ids in (query.liked, query.disliked)
        )
        allowed = self._opened.filter.mask(query.filters)
        seeds = [*liked, *disliked]
        allowed[seeds] = False
        if query.franchise == "none":
            franchises = columns.franchise[liked]
            allowed &= ~np.isin(columns.franchise, franchises[franchises > 0])
        matched = match(self._opened, query, liked, disliked, allowed)
        if matched.fitting is not None:
            # A film that none of the description fits is no answer to it.
            allowed &= matched.fitting
        weights = query.weights if liked else query.weights.for_description()
        blend = Blend(
            columns.year,
            self._opened.priors,
            weights,
            columns.year[liked].tolist(),
            specific=matched.specific,
            liked_together=self._liked_together(liked if weights.community else [], allowed),
        )
        return Scored(matched, seeds, Ranking.of(matched.values, allowed, blend))

    def _liked_together(self, liked: list[int], allowed: npt.NDArray[np.bool_]) -> LikedTogether | None:
        likes = self._likes()
        return None if likes is None else LikedTogether.of(likes, np.array(liked, dtype=np.int64), allowed)

    def _best(self, ranking: Ranking, query: Query) -> Rows:
        """Return the rows to recommend, best first."""
        if query.franchise != "one" and not query.diversity:
            return ranking.best(query.k)
        pool = max(POOL, 2 * query.k)
        while True:
            rows = ranking.best(pool)
            has_all_films = len(rows) < pool
            if query.franchise == "one":
                rows = one_per_franchise(self._opened.columns.franchise, rows)
            # A franchise of many films may leave fewer than `k` of the pool.
            if has_all_films or len(rows) >= query.k:
                break
            pool *= 4
        if query.diversity and len(rows):
            rows = rows[mmr(ranking.scores(rows), self._opened.space.similarities(rows), query.k, query.diversity)]
        return rows[: query.k]


def _parts_of(ranking: Ranking, rows: Rows) -> tuple[list[float], ...]:
    """Return match, era, popularity, quality and community of `rows`, whose sum is the score."""
    matches = ranking.matches[rows]
    parts = ranking.blend.of(rows, matches)
    columns = (matches, parts.era, parts.popularity, parts.quality, parts.community)
    return tuple(column.tolist() for column in columns)
