"""Ratings of MovieLens -> which films people like together, more often than chance would have it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from pyarrow import csv as arrow_csv

from engine.errors import NoFilms, SourceMissing, SourceUnreadable, quoted, reason

LIKED = 4.0
"""Stars, of 5, from which on a rating says that a person likes the film."""
MIN_LIKES = 20
"""People who must like a film before anything is concluded from what else they like."""
PRIOR_COUNT = 5
"""Added to both counts of a gain, so that a few people are not taken for a rule."""

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]

_RATINGS = {"userId": pa.int64(), "movieId": pa.int64(), "rating": pa.float64()}
# Some files write ids with a fraction of zero, because a column with gaps is one of floats to pandas.
_LINKS = {"movieId": pa.int64(), "tmdbId": pa.float64()}


@dataclass(frozen=True, slots=True)
class Likes:
    """Who likes which film, one row a pair; arrays of the same shape (n_likes,)."""

    people: Ids
    films: Ids
    """TMDB's ids."""
    asked: int
    """How many people rated anything at all."""


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """The films that enough people like, and how well each goes with each."""

    film_ids: Ids
    """TMDB's ids, ascending, shape (n,)."""
    gains: Floats
    """Shape (n, n), symmetric, at least 0, 0 on the diagonal: see `gains_beyond_chance`."""
    together: Floats
    """How many people like both of two films, shape (n, n); on the diagonal how many like the one."""
    liked_by: Mapping[int, int]
    """How many people like each film of the catalogue that anybody likes, by TMDB's id."""
    people: int
    """How many people rated anything at all."""


def read_likes(ratings: Path, links: Path) -> Likes:
    """Read the files ratings.csv (userId, movieId, rating) and links.csv (movieId, tmdbId) of a MovieLens dataset.

    Films without a TMDB id are left out. Raises SourceMissing or SourceUnreadable.
    """
    rated = _read(ratings, _RATINGS)
    linked = _read(links, _LINKS)
    linked = linked.filter(pc.is_finite(linked["tmdbId"]))
    liked = rated.filter(pc.greater_equal(rated["rating"], LIKED)).join(linked, keys="movieId", join_type="inner")
    try:
        films = liked["tmdbId"].cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise SourceUnreadable(f"{links} has a tmdbId that is no whole number") from error
    people = pc.count_distinct(rated["userId"]).as_py()
    return Likes(np.asarray(liked["userId"].to_numpy()), np.asarray(films.to_numpy()), people)


def _read(path: Path, columns: dict[str, Any]) -> pa.Table:
    """Return these columns of a CSV, rows in which one is empty left out."""
    convert = arrow_csv.ConvertOptions(column_types=columns, include_columns=list(columns))
    try:
        # Arrow would guess from the name whether a file is compressed, and words its errors for itself.
        with path.open("rb") as file:
            return arrow_csv.read_csv(file, convert_options=convert).drop_null()
    except FileNotFoundError as error:
        raise SourceMissing(f"there is no file {path}") from error
    except KeyError as error:
        raise SourceUnreadable(f"{path} needs the columns {', '.join(columns)}") from error
    except pa.ArrowInvalid as error:
        raise SourceUnreadable(f"cannot read {path}: {quoted(error, 120)}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, path)}") from error


def ground_truth(likes: Likes, catalogue: Container[int], least: int = MIN_LIKES) -> GroundTruth:
    """Return what `likes` tell of the films of `catalogue`, by TMDB's id, that at least `least` people like.

    Raises NoFilms if there are not two such films.
    """
    ids, columns = np.unique(likes.films, return_inverse=True)
    people, rows = np.unique(likes.people, return_inverse=True)
    matrix = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(people), len(ids)))
    # Two films of MovieLens may be one of TMDB; whoever likes both likes it once.
    matrix.data[:] = 1
    counts: Floats = np.asarray(matrix.sum(axis=0))
    known = np.array([int(film) in catalogue for film in ids], dtype=bool)
    kept = known & (counts >= least)
    if np.count_nonzero(kept) < 2:
        raise NoFilms(f"there are no two films of this catalogue that {least} people of the ratings like")
    likes_of_kept = matrix[:, np.flatnonzero(kept)]
    together = (likes_of_kept.T @ likes_of_kept).toarray()
    return GroundTruth(
        film_ids=ids[kept],
        gains=gains_beyond_chance(together, np.asarray(likes_of_kept.sum(axis=1))),
        together=together,
        liked_by=dict(zip(ids[known].tolist(), counts[known].astype(int).tolist(), strict=True)),
        people=likes.asked,
    )


def gains_beyond_chance(together: Floats, per_person: Floats) -> Floats:
    """Return log((C + 5) / (E + 5)) of each two films, at least 0, and 0 for a film with itself; shape (n, n).

    C people like both. E would by chance: if films a and b have c_a and c_b likes, and person p likes n_p films,
    E = c_a · c_b · sum n_p (n_p - 1) / (sum n_p)². Without the correction, recommending to everybody what everybody
    has seen is best, whatever it is about.

    together : C, and on the diagonal the c, shape (n, n)
    per_person : n_p, shape (n_people,)
    """
    count = together.diagonal()
    by_chance = np.outer(count, count) * (per_person * (per_person - 1)).sum() / per_person.sum() ** 2
    gains: Floats = np.maximum(np.log((together + PRIOR_COUNT) / (by_chance + PRIOR_COUNT)), 0)
    np.fill_diagonal(gains, 0)
    return gains
