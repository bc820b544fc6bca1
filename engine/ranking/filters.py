"""Which films may be recommended at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.catalogue.schema import GENRES
from engine.errors import InvalidQuery, quoted


@dataclass(frozen=True, slots=True)
class Filters:
    """What a film must be like; nothing is asked for by default. An unknown year or genre fits no filter on it."""

    genres: tuple[str, ...] = ()
    """One of these at least."""
    first_year: int | None = None
    last_year: int | None = None


def mask_of(filters: Filters, columns: FilmColumns) -> npt.NDArray[np.bool_]:
    """Return which films pass, and are neither adult nor unreleased; shape (n_films,).

    Raises InvalidQuery for a genre that there is not.
    """
    mask = ~columns.hidden
    for passed in _masks(filters, columns):
        mask &= passed
    return mask


def _masks(filters: Filters, columns: FilmColumns) -> Iterator[npt.NDArray[np.bool_]]:
    if filters.genres:
        yield (columns.genres & _bits(filters.genres)) != 0
    if filters.first_year is not None:
        yield columns.year >= max(filters.first_year, 1)
    if filters.last_year is not None:
        yield (columns.year <= filters.last_year) & (columns.year > 0)


def _bits(genres: tuple[str, ...]) -> np.uint32:
    if unknown := [name for name in genres if name not in GENRES]:
        raise InvalidQuery(f"{quoted(unknown[0])} is no genre; there are {', '.join(GENRES)}")
    return np.uint32(sum(1 << GENRES.index(name) for name in set(genres)))
