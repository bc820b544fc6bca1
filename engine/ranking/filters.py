"""Which films may be recommended at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.catalogue.schema import GENRES
from engine.errors import InvalidQuery, quoted
from engine.index.runs import runs


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
    bits = _bits(filters.genres)
    first = 1 if filters.first_year is None else max(1, filters.first_year)
    last = filters.last_year
    mask = ~columns.hidden
    for part in runs(len(mask)):
        if bits:
            mask[part] &= (columns.genres[part] & bits) != 0
        if filters.first_year is not None or last is not None:
            mask[part] &= columns.year[part] >= first
        if last is not None:
            mask[part] &= columns.year[part] <= last
    return mask


def _bits(genres: tuple[str, ...]) -> np.uint32:
    if unknown := [name for name in genres if name not in GENRES]:
        raise InvalidQuery(f"{quoted(unknown[0])} is no genre; there are {', '.join(GENRES)}")
    return np.uint32(sum(1 << GENRES.index(name) for name in set(genres)))
