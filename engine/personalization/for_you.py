"""For you: a user's marks -> films with reasons, and the taste behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.content.vectors import scale_fields
from engine.entities import Film
from engine.errors import InvalidQuery
from engine.logs import timed
from engine.opened import OpenBuild
from engine.personalization import learner
from engine.personalization.choices import TermChoice
from engine.personalization.community import Community
from engine.personalization.explained import explained
from engine.personalization.grades import Marks
from engine.personalization.learner import LearningPlan
from engine.personalization.parts import Scorer
from engine.personalization.profile import strength_changes, taste_profile
from engine.personalization.ratings import Ratings
from engine.personalization.store import CommunityStore
from engine.personalization.taste import NO_TASTE, Background, Taste, fit
from engine.personalization.to_rate import films_to_rate
from engine.personalization.traits import traits
from engine.personalization.user import User
from engine.personalization.values import (
    PersonalAnswer,
    PersonalQuery,
    PersonalRecommendation,
    StrengthChange,
    TasteProfile,
)
from engine.progress import Progress, no_progress
from engine.ranking.blend import Weights
from engine.ranking.diversity import intra_list_diversity, mmr, one_per_franchise
from engine.retrieval.top_k import top_k

BACKGROUND_FILMS = 20_000
"""Most voted films that a taste is told apart from."""
POOL = 200
"""Best films that a varied list, or one film per franchise, is chosen from; more if the list is longer."""

Rows = npt.NDArray[np.int64]


class ForYou:
    """Recommends films to users. Immutable but for the community; any number of threads may share one.

    A taste is fitted at every question: a rating changes the next answer. `user` may be called once and its value kept
    as long as the marks stay the same.

    Parameters
    ----------
    opened
        The catalogue.
    community
        Used in place of the one that is stored with the build, to measure it.

    """

    def __init__(self, opened: OpenBuild, community: Community | None = None) -> None:
        self._opened = opened
        self._fixed = community
        self.store = CommunityStore(opened)

    @property
    def community(self) -> Community | None:
        """The community of this catalogue, if one was learned."""
        return self._fixed or self.store.current()

    def plan(self, ratings: Ratings, min_users: int = 1) -> LearningPlan:
        """Return what can be learned from the ratings of many users. See `learner.plan`."""
        return learner.plan(self._opened, ratings, min_users)

    def learn(self, planned: LearningPlan, progress: Progress = no_progress, scheduler: str = "") -> Community:
        """Learn a community, store it in place of the one before, and return it. See `learner.learn`.

        Raises
        ------
        LearningFailed
            The memory or the disk does not suffice, or the workers fail; the community before stays.

        """
        community = learner.learn(self._opened, planned, progress, scheduler=scheduler)
        self.store.keep(community)
        return community

    @timed
    def user(self, marks: Marks) -> User:
        """Return what marks say in this catalogue: the taste is fitted here.

        Raises
        ------
        InvalidQuery
            Nothing is marked, no marked film is in the catalogue, or a rating does not exist.

        """
        grades = marks.grades()
        if not grades:
            raise InvalidQuery("rate at least one film")
        found = {film: self._opened.columns.row_of(film) for film in grades}
        unknown = tuple(film for film, row in found.items() if row is None)
        known = {row: grades[film] for film, row in found.items() if row is not None}
        if not known:
            raise InvalidQuery(f"none of the {len(grades):,} marked films is in this catalogue")
        rows = np.array(sorted(known), dtype=np.int64)
        values = np.array([known[row] for row in rows.tolist()])
        taste = fit(self._background, self._opened.space.films[rows], rows, self._traits(rows), values)
        return User(rows, values, self._opened.columns.year[rows], unknown, taste)

    @timed
    def recommend(self, query: PersonalQuery, user: User | None = None) -> PersonalAnswer:
        """Return films for a user, best first, with reasons.

        Parameters
        ----------
        query
            Whom to recommend to, and how.
        user
            What `user` returned for the marks of the query; computed if left out.

        Raises
        ------
        InvalidQuery
            As `user`, or the query makes no sense.

        """
        query.check()
        user = user or self.user(query.marks)
        scorer = self._scorer(query, user)
        rows = self._best(query, user, scorer)
        return PersonalAnswer(
            films=explained(scorer, rows),
            diversity=intra_list_diversity([self._opened.space.vector(row) for row in rows.tolist()]),
            unknown=user.unknown,
        )

    def scored(self, query: PersonalQuery, films: Iterable[int]) -> tuple[PersonalRecommendation, ...]:
        """Return these films, by TMDB id, best first for the user, with reasons; ties go to the lower row.

        Films that the catalogue does not have are left out, and so are those the user is done with, and those that the
        filters of the query leave out. Its `k`, `franchise` and `diversity` do not matter. Raises as `recommend`.
        """
        query.check()
        user = self.user(query.marks)
        allowed = self._allowed(replace(query, franchise="all"), user)
        found = (self._opened.columns.row_of(film) for film in films)
        rows = np.array(sorted({row for row in found if row is not None and allowed[row]}), dtype=np.int64)
        return tuple(sorted(explained(self._scorer(query, user), rows), key=lambda one: -one.score))

    def to_rate(self, marks: Marks, k: int) -> tuple[Film, ...]:
        """Return films to rate that tell much about a user. See `films_to_rate`."""
        return films_to_rate(self._opened, marks, k)

    def ranked_ids(self, query: PersonalQuery) -> list[int]:
        """Return only the ids that `recommend` would return: for measuring many answers. Raises as `recommend`."""
        query.check()
        user = self.user(query.marks)
        ids: list[int] = self._opened.columns.id[self._best(query, user, self._scorer(query, user))].tolist()
        return ids

    def taste(self, marks: Marks, choices: Sequence[TermChoice] = ()) -> TasteProfile:
        """Return the taste that marks show, in words; `choices` as in `PersonalQuery`. Raises as `user`."""
        user = self.user(marks)
        return taste_profile(user, user.wanted(choices, self._opened.space), self._opened.space)

    def changed_by(self, marks: Marks, film: int, choices: Sequence[TermChoice] = ()) -> tuple[StrengthChange, ...]:
        """Return what the rating of `film` changed in the taste that marks show, most first. Raises as `user`."""
        user, others, space = self.user(marks), marks.without_rating(film), self._opened.space
        has_others = any(self._opened.columns.row_of(each) is not None for each in others.grades())
        before = self.user(others).wanted(choices, space) if has_others else NO_TASTE
        return strength_changes(before, user.wanted(choices, space), space, user.rows)

    @cached_property
    def _most_votes(self) -> int:
        return int(self._opened.columns.votes.max(initial=0))

    @cached_property
    def _background(self) -> Background:
        rows = np.arange(min(BACKGROUND_FILMS, len(self._opened)), dtype=np.int64)
        return Background.of(self._opened.space.films, rows, self._traits(rows))

    def _traits(self, rows: Rows) -> npt.NDArray[np.float32]:
        columns = self._opened.columns
        return traits(columns.year[rows], columns.votes[rows], self._most_votes)

    def _scorer(self, query: PersonalQuery, user: User) -> Scorer:
        chosen = user.wanted(query.choices, self._opened.space)
        vector = scale_fields(chosen.terms, self._opened.space.fields, query.weights.fields)
        usual = Weights()
        return Scorer(
            opened=self._opened,
            community=self.community if query.community else None,
            rows=user.rows,
            grades=user.grades * query.community,
            liked_rows=user.rows[user.grades > 0],
            taste=Taste(vector, chosen.traits),
            era=query.weights.era / usual.era,
            popularity=query.weights.popularity / usual.popularity,
            quality=query.weights.quality,
            most_votes=self._most_votes,
        )

    def _allowed(self, query: PersonalQuery, user: User) -> npt.NDArray[np.bool_]:
        columns = self._opened.columns
        allowed = self._opened.filter.mask(query.filters)
        done = (columns.row_of(film) for film in query.marks.done_with())
        allowed[[row for row in done if row is not None]] = False
        if query.franchise == "none":
            franchises = columns.franchise[user.rows[user.grades > 0]]
            allowed &= ~np.isin(columns.franchise, franchises[franchises > 0])
        return allowed

    def _best(self, query: PersonalQuery, user: User, scorer: Scorer) -> Rows:
        """Return the rows to recommend, best first; ties go to the lower row."""
        scores = np.where(self._allowed(query, user), scorer.all_scores(), np.float32(-np.inf))
        if query.franchise != "one" and not query.diversity:
            return top_k(scores, query.k)
        pool = max(POOL, 2 * query.k)
        while True:
            rows = top_k(scores, pool)
            has_all_films = len(rows) < pool
            if query.franchise == "one":
                rows = one_per_franchise(self._opened.columns.franchise, rows)
            # A franchise of many films may leave fewer than `k` of the pool.
            if has_all_films or len(rows) >= query.k:
                break
            pool *= 4
        if query.diversity and len(rows):
            rows = rows[mmr(scores[rows], self._opened.space.similarities(rows), query.k, query.diversity)]
        return rows[: query.k]
