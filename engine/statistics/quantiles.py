"""How the values of films are distributed: quantiles. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.catalogue.genres import GENRES
from engine.statistics.counting import Floats, Integers

_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """The distribution of a value, such as the rating, over some films."""

    name: str
    """What the films have in common: a genre, or a decade such as "1990s"."""
    films: int
    p5: float
    """5 % of the films have less."""
    p25: float
    median: float
    p75: float
    p95: float
    """5 % of the films have more."""


def quantiles_of(name: str, values: Floats | Integers) -> Quantiles | None:
    """Return the quantiles of values, interpolated between neighbours; `None` without values.

    Parameters
    ----------
    name
        What the films have in common.
    values
        Shape (n_films,), no NaN.
    """
    if not len(values):
        return None
    return Quantiles(name, len(values), *np.quantile(values.astype(np.float64), _SHARES).tolist())


def quantiles_by_decade(values: Floats | Integers, year: Integers) -> tuple[Quantiles, ...]:
    """Return the quantiles of each decade, earliest first.

    Parameters
    ----------
    values, year
        Shape (n_films,), both known.
    """
    decade = year // 10 * 10
    quantiles = [quantiles_of(f"{start}s", values[decade == start]) for start in np.unique(decade).tolist()]
    return tuple(filter(None, quantiles))


def quantiles_by_genre(values: Floats | Integers, genres: Integers) -> tuple[Quantiles, ...]:
    """Return the quantiles of each of TMDB's genres, highest median first.

    Parameters
    ----------
    values
        Shape (n_films,), known.
    genres
        Shape (n_films,); bit g is set if a film has GENRES[g].
    """
    quantiles = [quantiles_of(name, values[genres >> np.uint32(n) & 1 > 0]) for n, name in enumerate(GENRES)]
    return tuple(sorted(filter(None, quantiles), key=lambda genre: -genre.median))
