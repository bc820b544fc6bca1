"""Ratings of many users, and where they come from: files in MovieLens format, and files with one row per rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from engine.errors import SourceMissing, SourceUnreadable, quoted, reason

_RATINGS = {"userId": pa.int64(), "movieId": pa.int64(), "rating": pa.float64()}
# Some files write ids as 862.0, because pandas reads a column with gaps as floats.
_LINKS = {"movieId": pa.int64(), "tmdbId": pa.float64()}


@dataclass(frozen=True, slots=True)
class Ratings:
    """Who rated what, one row per rating; arrays of shape (n_ratings,)."""

    users: npt.NDArray[np.int64]
    films: npt.NDArray[np.int64]
    """TMDB ids."""
    stars: npt.NDArray[np.float64]

    def where(self, chosen: npt.NDArray[np.bool_]) -> Ratings:
        """Return the chosen rows; `chosen` has shape (n_ratings,)."""
        return Ratings(self.users[chosen], self.films[chosen], self.stars[chosen])


def ratings_of(rows: Sequence[tuple[int, int, float]]) -> Ratings:
    """Return ratings from rows of user, film and stars."""
    users, films, stars = zip(*rows, strict=True) if rows else ((), (), ())
    return Ratings(np.array(users, dtype=np.int64), np.array(films, dtype=np.int64), np.array(stars, dtype=np.float64))


def read_movielens(ratings: Path, links: Path) -> tuple[Ratings, int]:
    """Read ratings.csv (userId, movieId, rating) and links.csv (movieId, tmdbId) of a MovieLens dataset.

    Returns
    -------
    The ratings of films that have a TMDB id, and how many users rated anything at all.

    Raises
    ------
    SourceMissing, SourceUnreadable
    """
    rated = read_columns(ratings, _RATINGS)
    linked = read_columns(links, _LINKS)
    linked = linked.filter(pc.is_finite(linked["tmdbId"]))
    joined = rated.join(linked, keys="movieId", join_type="inner")
    try:
        films = joined["tmdbId"].cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise SourceUnreadable(f"{links} has a tmdbId that is not a whole number") from error
    found = Ratings(
        np.asarray(joined["userId"].to_numpy()), np.asarray(films.to_numpy()), np.asarray(joined["rating"].to_numpy())
    )
    return found, pc.count_distinct(rated["userId"]).as_py()


def read_user_ratings(path: Path) -> Mapping[int, tuple[tuple[int, float], ...]]:
    """Read a file with the columns user, id and rating: the ratings of each user, in the order of the file.

    Raises
    ------
    SourceMissing, SourceUnreadable
    """
    table = read_columns(path, {"user": pa.int64(), "id": pa.int64(), "rating": pa.float64()})
    users: dict[int, list[tuple[int, float]]] = {}
    for user, film, stars in zip(*(column.to_pylist() for column in table.columns), strict=True):
        users.setdefault(user, []).append((film, stars))
    return {user: tuple(ratings) for user, ratings in users.items()}


def read_own_ratings(path: Path) -> tuple[tuple[int, float], ...]:
    """Read a file with the columns id and rating: the ratings of one user, in the order of the file.

    Raises
    ------
    SourceMissing, SourceUnreadable
    """
    table = read_columns(path, {"id": pa.int64(), "rating": pa.float64()})
    return tuple(zip(table["id"].to_pylist(), table["rating"].to_pylist(), strict=True))


def read_columns(path: Path, columns: Mapping[str, Any]) -> pa.Table:
    """Return these columns of a CSV, in this order, without the rows in which one is empty.

    Raises
    ------
    SourceMissing, SourceUnreadable
    """
    convert = arrow_csv.ConvertOptions(column_types=dict(columns), include_columns=list(columns))
    try:
        # Given a path, Arrow would guess from the name whether the file is compressed.
        with path.open("rb") as file:
            return arrow_csv.read_csv(file, convert_options=convert).drop_null()
    except FileNotFoundError as error:
        raise SourceMissing(f"file not found: {path}") from error
    except KeyError as error:
        raise SourceUnreadable(f"{path} needs the columns {', '.join(columns)}") from error
    except pa.ArrowInvalid as error:
        raise SourceUnreadable(f"cannot read {path}: {quoted(error, 120)}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, path)}") from error
