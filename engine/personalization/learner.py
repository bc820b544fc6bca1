"""Learns the community of a catalogue: which films and which likes count, and then `learning` does the algebra."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.errors import LearningFailed
from engine.opened import OpenBuild
from engine.personalization.community import Community, CommunityInfo
from engine.personalization.grades import LIKED
from engine.personalization.learning import KEPT, MAX_FILMS, film_weights, memory_needed
from engine.personalization.ratings import Ratings
from engine.personalization.traits import traits
from engine.progress import Progress, no_progress

INDIFFERENT = 2.0
"""Stars at which a rating says nothing about what goes together."""
FILLED_UP_TO = 5_000
"""Films that a community knows at least, if the catalogue has them. More that nobody rated add time and no accuracy."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LearningPlan:
    """What is about to be learned: everything but the algebra, which takes the time and the memory."""

    rows: Rows
    """Rows of the films, ascending, shape (n_films,)."""
    likes: sp.csr_array
    """Shape (n_users, n_films): how much each user likes each film, as `likes_of` says it."""
    ratings: int
    """Ratings of these films."""
    rated: int
    """Films with enough users."""

    @property
    def memory(self) -> int:
        """Bytes that learning needs."""
        return memory_needed(len(self.rows))


def plan(opened: OpenBuild, ratings: Ratings, min_users: int = 1, max_films: int = MAX_FILMS) -> LearningPlan:
    """Return what can be learned from ratings about the films of a catalogue.

    Films that `min_users` different users rated count, at most `max_films` of them, the most rated ones. If there are
    fewer than FILLED_UP_TO, the most voted of the others are added: the community knows them by their content.

    Raises
    ------
    LearningFailed
        No film of the catalogue has enough ratings.

    """
    rows = _rows_of(opened, ratings.films)
    known = rows >= 0
    number = np.unique(ratings.users[known], return_inverse=True)[1]
    # A user who rated a film twice counts once, with the last rating.
    keys = number.astype(np.int64) * len(opened) + rows[known]
    keys, last = np.unique(keys[::-1], return_index=True)
    stars = ratings.stars[known][::-1][last]
    number, rows = np.divmod(keys, max(1, len(opened)))
    counts = np.bincount(rows, minlength=len(opened))
    rated = np.flatnonzero(counts >= max(1, min_users))
    if not len(rated):
        raise LearningFailed(
            f"no film of this catalogue has ratings of {max(1, min_users)} or more users: "
            "there are too few ratings, or they are of other films"
        )
    films = _chosen_films(counts, rated, max_films)
    kept = np.isin(rows, np.intersect1d(rated, films))
    users, number = np.unique(number[kept], return_inverse=True)
    likes = _likes(number, np.searchsorted(films, rows[kept]), stars[kept], (len(users), len(films)))
    return LearningPlan(films, likes, len(number), min(len(rated), max_films))


def _rows_of(opened: OpenBuild, films: npt.NDArray[np.int64]) -> Rows:
    """Return the row of each film in the catalogue, -1 if it has none, shape (n_films,)."""
    ids, place = np.unique(films, return_inverse=True)
    rows = [-1 if (row := opened.columns.row_of(film)) is None else row for film in ids.tolist()]
    return np.array(rows, dtype=np.int64)[place]


def _likes(users: Rows, films: Rows, stars: npt.NDArray[np.float64], shape: tuple[int, int]) -> sp.csr_array:
    values = likes_of(stars)
    liked = values > 0
    return sp.csr_array((values[liked], (users[liked], films[liked])), shape=shape)


def likes_of(stars: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return how much ratings say that a user likes a film: 4 stars are 1, 5 stars 1.5, 3 stars 0.5, 2 or fewer 0.

    To have seen a film and found it fair says much about what one chooses to see.
    """
    likes: npt.NDArray[np.float32] = np.maximum((stars - INDIFFERENT) / (LIKED - INDIFFERENT), 0).astype(np.float32)
    return likes


def _chosen_films(counts: npt.NDArray[np.int64], rated: Rows, max_films: int) -> Rows:
    most_rated = rated[np.argsort(-counts[rated], kind="stable")][:max_films]
    chosen = np.zeros(len(counts), dtype=bool)
    chosen[most_rated] = True
    # Rows are in order of votes.
    others = np.flatnonzero(~chosen)[: max(0, min(FILLED_UP_TO, max_films) - len(most_rated))]
    chosen[others] = True
    return np.flatnonzero(chosen)


def learn(
    opened: OpenBuild,
    planned: LearningPlan,
    progress: Progress = no_progress,
    kept: int = KEPT,
    scheduler: str = "",
) -> Community:
    """Return the community that a plan describes. See `learning.film_weights`.

    Raises
    ------
    LearningFailed
        The memory does not suffice, or the workers fail.

    """
    start = time.perf_counter()
    rows = planned.rows
    columns = opened.columns
    seen = traits(columns.year[rows], columns.votes[rows], int(columns.votes.max(initial=0)))
    content = sp.csr_array(sp.hstack([opened.space.films[rows], sp.csr_array(seen)], format="csr"))
    weights = film_weights(planned.likes, content, kept, progress, scheduler)
    info = CommunityInfo(
        users=planned.likes.shape[0],
        ratings=planned.ratings,
        rated=planned.rated,
        films=len(rows),
        learned_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - start, 3),
    )
    return Community(rows, weights, liked_shares(planned.likes), info)


def liked_shares(likes: sp.csr_array) -> npt.NDArray[np.float32]:
    """Return the share of users who like each film, that is, gave it 4 stars or more; shape (n_films,)."""
    counts = np.bincount(likes.indices[likes.data >= likes_of(np.array([LIKED]))[0]], minlength=likes.shape[1])
    return (counts / max(1, likes.shape[0])).astype(np.float32)
