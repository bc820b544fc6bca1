"""MovieLens ratings -> which films users like together more often than by chance."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.errors import NoFilms
from engine.personalization.grades import LIKED
from engine.personalization.ratings import read_movielens

MIN_LIKES = 20
"""Users who must like a film before it counts."""
PRIOR_COUNT = 5
"""Added to both counts of a gain, so that a few users do not make a rule."""

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Likes:
    """Which user likes which film, one row per pair; arrays of shape (n_likes,)."""

    users: Ids
    films: Ids
    """TMDB ids."""
    n_users: int
    """Users who rated anything at all."""


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """The films that enough users like, and how well each two go together."""

    film_ids: Ids
    """TMDB ids, ascending, shape (n_films,)."""
    gains: Floats
    """Shape (n_films, n_films), symmetric, 0 or more, 0 on the diagonal: see `gains_beyond_chance`."""
    liked_together: Floats
    """Users who like both films, shape (n_films, n_films); on the diagonal, users who like the film."""
    liked_by: Mapping[int, int]
    """Users who like each film of the catalogue that anybody likes, by TMDB id."""
    n_users: int
    """Users who rated anything at all."""


def read_likes(ratings: Path, links: Path) -> Likes:
    """Read ratings.csv (userId, movieId, rating) and links.csv (movieId, tmdbId) of a MovieLens dataset.

    Films without a TMDB id are left out.

    Raises
    ------
    SourceMissing, SourceUnreadable
    """
    found, n_users = read_movielens(ratings, links)
    liked = found.where(found.stars >= LIKED)
    return Likes(liked.users, liked.films, n_users)


def ground_truth(likes: Likes, catalogue: Container[int], min_likes: int = MIN_LIKES) -> GroundTruth:
    """Return how well the films of a catalogue go together, as far as enough users like them.

    Parameters
    ----------
    likes
        Who likes what.
    catalogue
        The TMDB ids that count.
    min_likes
        Users who must like a film.

    Raises
    ------
    NoFilms
        There are no two such films.
    """
    ids, columns = np.unique(likes.films, return_inverse=True)
    users, rows = np.unique(likes.users, return_inverse=True)
    matrix = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(users), len(ids)))
    # Two MovieLens films may be one TMDB film; a user who likes both likes it once.
    matrix.data[:] = 1
    counts: Floats = np.asarray(matrix.sum(axis=0))
    known = np.array([int(film) in catalogue for film in ids], dtype=bool)
    kept = known & (counts >= min_likes)
    if np.count_nonzero(kept) < 2:
        raise NoFilms(f"no two films of this catalogue are liked by {min_likes} of the users who rated")
    likes_of_kept = matrix[:, np.flatnonzero(kept)]
    liked_together = (likes_of_kept.T @ likes_of_kept).toarray()
    return GroundTruth(
        film_ids=ids[kept],
        gains=gains_beyond_chance(liked_together, np.asarray(likes_of_kept.sum(axis=1))),
        liked_together=liked_together,
        liked_by=dict(zip(ids[known].tolist(), counts[known].astype(int).tolist(), strict=True)),
        n_users=likes.n_users,
    )


def gains_beyond_chance(liked_together: Floats, likes_per_user: Floats) -> Floats:
    """Return how much more often than by chance each two films are liked together; shape (n_films, n_films).

    The gain is log((C + 5) / (E + 5)), 0 or more, and 0 for a film with itself. C users like both films. E users would
    by chance: if films a and b have c_a and c_b likes, and user u likes n_u films, then
    E = c_a · c_b · sum n_u (n_u - 1) / (sum n_u)². Without this correction, the best answer to every film would be the
    films that everybody has seen.

    Parameters
    ----------
    liked_together
        C, with the c on the diagonal; shape (n_films, n_films).
    likes_per_user
        n_u, shape (n_users,).
    """
    likes = liked_together.diagonal()
    by_chance = np.outer(likes, likes) * (likes_per_user * (likes_per_user - 1)).sum() / likes_per_user.sum() ** 2
    gains: Floats = np.maximum(np.log((liked_together + PRIOR_COUNT) / (by_chance + PRIOR_COUNT)), 0)
    np.fill_diagonal(gains, 0)
    return gains
