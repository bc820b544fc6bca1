"""Made-up users of a catalogue, and slow answers to compare the engine's with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine import CineWatch
from engine.personalization import Marks
from engine.personalization.community import Community
from engine.personalization.first_guess import (
    BESIDE_COMMUNITY,
    BESIDE_TASTE,
    FADING_MARKS,
    FAMILIAR_BESIDE_LIKED,
    FEW_MARKS,
    YEARS_APART,
)
from engine.personalization.grades import NEUTRAL_STARS
from engine.personalization.ratings import Ratings
from engine.personalization.taste import RIDGE
from engine.personalization.traits import traits
from engine.personalization.user import User

Floats = npt.NDArray[np.float64]


def random_ratings(cinewatch: CineWatch, users: int, per_user: int, seed: int = 5) -> Ratings:
    """Return ratings of films of a catalogue; users with even numbers like odd rows better."""
    chance = np.random.default_rng(seed)
    rows = np.concatenate([chance.permutation(len(cinewatch))[:per_user] for _ in range(users)])
    owner = np.repeat(np.arange(users), min(per_user, len(cinewatch)))
    stars = np.where(rows % 2 == owner % 2, chance.choice([0.5, 3.0], len(rows)), chance.choice([4.0, 5.0], len(rows)))
    return Ratings(owner + 1, cinewatch.opened.columns.id[rows].astype(np.int64), stars)


def marks_of(ratings: Ratings, user: int) -> Marks:
    """Return the ratings of one user as marks."""
    own = ratings.where(ratings.users == user)
    return Marks(tuple(zip(own.films.tolist(), own.stars.tolist(), strict=True)))


def dense_taste_scores(cinewatch: CineWatch, rows: npt.NDArray[np.int64], grades: Floats) -> Floats:
    """Return terms, decades and fame of every film by ridge regression in dense algebra, shape (n_films,)."""
    columns = cinewatch.opened.columns
    films = cinewatch.opened.space.films.toarray().astype(np.float64)
    marked = films[rows].any(axis=0)
    beside = traits(columns.year, columns.votes, int(columns.votes.max())).astype(np.float64)
    design = np.hstack([films[:, marked], beside])
    targets = np.zeros(len(films))
    targets[rows] = grades
    weights = np.linalg.solve(design.T @ design + RIDGE * np.eye(design.shape[1]), design.T @ targets)
    scores: Floats = design @ weights
    return scores


def dense_first_guess(cinewatch: CineWatch, user: User, community: Community | None) -> Floats:
    """Return what every film gains by being known to many and from the years the user likes, shape (n_films,)."""
    columns = cinewatch.opened.columns
    years = columns.year.astype(np.float64)
    rows, liked_rows = user.rows, user.rows[user.grades > 0]
    close = np.exp(-np.abs(years[:, None] - years[liked_rows]) / YEARS_APART)
    close *= (years[liked_rows] > 0) * (years[:, None] > 0)
    familiar: Floats = np.sqrt(columns.votes / columns.votes.max()) * close.sum(axis=1) / max(1, len(liked_rows))
    if community is None:
        return BESIDE_TASTE / (1 + len(rows) / FADING_MARKS) * familiar
    liked = np.zeros(len(cinewatch))
    liked[community.rows] = community.liked
    guess: Floats = BESIDE_COMMUNITY * np.exp(-len(rows) / FEW_MARKS) * (liked + FAMILIAR_BESIDE_LIKED * familiar)
    return guess


def all_neutral(cinewatch: CineWatch) -> Marks:
    """Return the same rating, which says nothing, of every film but the last two."""
    return Marks(tuple((film, NEUTRAL_STARS) for film in cinewatch.opened.columns.id[:-2].tolist()))
