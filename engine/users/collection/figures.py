"""How a user rates, in figures: by stars, genre and decade, and beside what everybody gives the same films. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.catalogue.genres import GENRES
from engine.users.collection.rows import NO_ROW, rows_of
from engine.users.values import Mark

HALVES = 10
"""Half stars that a rating may have."""
MOST_DIFFERENT = 8
"""Films listed in which a user differs most from everybody, each way."""

Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StarCount:
    """How often a user gives a number of stars."""

    stars: float
    films: int


@dataclass(frozen=True, slots=True)
class GroupRating:
    """How a user rates the films of a genre or a decade."""

    name: str
    films: int
    """Films of the group that the user has rated."""
    mean: float
    """Stars of the user, 0.5 to 5."""
    others: float | None
    """Stars of everybody for those of these films that have a rating; `None` if none has."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A film in which a user differs from everybody."""

    film_id: int
    stars: float
    others: float
    """Stars of everybody: half the rating of 0 to 10."""


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """The ratings of one user in figures. Films that the catalogue lacks count in `films`, `mean` and `stars` only."""

    films: int
    lacking: int
    """Rated films that the catalogue lacks."""
    mean: float | None
    """`None` without ratings."""
    stars: tuple[StarCount, ...]
    """One for each number of stars, 0.5 to 5."""
    genres: tuple[GroupRating, ...]
    """The most rated first; ties in the fixed order of genres. A film counts in each of its genres."""
    decades: tuple[GroupRating, ...]
    """Ascending; named as "1990s"."""
    compared: int
    """Rated films that also have a rating of everybody."""
    difference: float | None
    """How many stars more than everybody the user gives those, on average; `None` if there are none."""
    higher: tuple[Difference, ...]
    """Films that the user rates higher than everybody, the largest difference first; ties go to the better known."""
    lower: tuple[Difference, ...]
    """The same for films that the user rates lower."""


def rating_figures(ratings: Sequence[Mark], columns: FilmColumns) -> RatingFigures:
    """Return the ratings of a user in figures.

    Parameters
    ----------
    ratings
        Marks of the kind "rating", one for each film.
    columns
        The catalogue.

    """
    given = np.array([mark.rating for mark in ratings], dtype=np.float64)
    rows = rows_of(columns, (mark.film_id for mark in ratings))
    known = np.flatnonzero(rows != NO_ROW)
    # In order of rows, so that ties go to the better known film.
    known = known[np.argsort(rows[known], kind="stable")]
    of_rows, stars = rows[known], given[known]
    others = columns.rating[of_rows].astype(np.float64) / 2
    counts = np.bincount(np.rint(2 * given).astype(np.int64), minlength=HALVES + 1)[1:]
    compared = ~np.isnan(others)
    differences = (stars - others)[compared]
    return RatingFigures(
        films=len(given),
        lacking=len(given) - len(known),
        mean=float(given.mean()) if len(given) else None,
        stars=tuple(StarCount((n + 1) / 2, int(count)) for n, count in enumerate(counts)),
        genres=_by_genre(columns.genres[of_rows], stars, others),
        decades=_by_decade(columns.year[of_rows], stars, others),
        compared=int(compared.sum()),
        difference=float(differences.mean()) if len(differences) else None,
        higher=_most_different(columns.id[of_rows], stars, others, 1),
        lower=_most_different(columns.id[of_rows], stars, others, -1),
    )


def _by_genre(genres: npt.NDArray[np.uint32], stars: Floats, others: Floats) -> tuple[GroupRating, ...]:
    groups = [(name, (genres >> bit) & 1 == 1) for bit, name in enumerate(GENRES)]
    rated = [_group(name, mask, stars, others) for name, mask in groups if mask.any()]
    return tuple(sorted(rated, key=lambda group: -group.films))


def _by_decade(years: npt.NDArray[np.int16], stars: Floats, others: Floats) -> tuple[GroupRating, ...]:
    decades = years // 10 * 10
    known = [decade for decade in np.unique(decades).tolist() if decade]
    return tuple(_group(f"{decade}s", decades == decade, stars, others) for decade in known)


def _group(name: str, mask: Masks, stars: Floats, others: Floats) -> GroupRating:
    theirs = others[mask & ~np.isnan(others)]
    mean = float(theirs.mean()) if len(theirs) else None
    return GroupRating(name, int(mask.sum()), float(stars[mask].mean()), mean)


def _most_different(ids: npt.NDArray[np.int32], stars: Floats, others: Floats, sign: int) -> tuple[Difference, ...]:
    differences = sign * (stars - others)
    order = np.argsort(-differences, kind="stable")
    chosen = [n for n in order[:MOST_DIFFERENT].tolist() if differences[n] > 0]
    return tuple(Difference(int(ids[n]), float(stars[n]), float(others[n])) for n in chosen)
