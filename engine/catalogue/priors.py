"""How popular and how highly rated each film is, whatever the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.retrieval.top_k import block_maxima

KNOWN_VOTES = 300
"""Votes at which the popularity of a film is 0.5."""
PRIOR_VOTES = 100
"""Votes at the catalogue's mean rating that are added to the votes of each film."""

Floats = npt.NDArray[np.float32]


def popularity_prior(votes: npt.NDArray[np.int32]) -> Floats:
    """Return the popularity of each film: votes / (votes + KNOWN_VOTES).

    It saturates: a film with a million votes is hardly more worth recommending than one with a thousand.

    Parameters
    ----------
    votes : shape (n_films,)
        Number of votes.

    Returns
    -------
    shape (n_films,), 0 to 1

    """
    return (votes / (votes + np.float32(KNOWN_VOTES))).astype(np.float32)


def quality_prior(ratings: Floats, votes: npt.NDArray[np.int32], mean: float) -> Floats:
    """Return the Bayesian average of each film's rating, divided by 10.

    Parameters
    ----------
    ratings : shape (n_films,), 0 to 10
        Mean vote; NaN if unknown.
    votes : shape (n_films,)
        Number of votes.
    mean
        Mean of all votes of the catalogue, 0 to 10.

    Returns
    -------
    shape (n_films,), 0 to 1

    Notes
    -----
    It is (votes · rating + m · mean) / (votes + m), with m = PRIOR_VOTES: the fewer votes a film has, the nearer its
    average is to the mean of the catalogue.

    """
    counted = np.where(np.isnan(ratings), 0, votes).astype(np.float64)
    total = counted * np.nan_to_num(ratings) + PRIOR_VOTES * mean
    return (total / (10 * (counted + PRIOR_VOTES))).astype(np.float32)


def mean_rating(columns: FilmColumns) -> float:
    """Return the mean of all votes of the catalogue, 0 to 10; 5.0 if there are no votes."""
    votes = np.where(np.isnan(columns.rating), 0, columns.votes)
    return float(np.average(np.nan_to_num(columns.rating), weights=votes)) if votes.any() else 5.0


# Without slots, because what is computed on first use needs a place.
@dataclass(frozen=True)
class Priors:
    """Popularity, quality and ubiquity of all films; each of shape (n_films,), 0 to 1. Computed once, by the build."""

    popularity: Floats
    quality: Floats
    ubiquity: Floats
    """How much less the popularity of a film counts, because it would come up with too many others."""

    @classmethod
    def of(cls, columns: FilmColumns) -> Priors:
        """Return the priors of all films, as if none of them came up too often."""
        quality = quality_prior(columns.rating, columns.votes, mean_rating(columns))
        return cls(popularity_prior(columns.votes), quality, np.zeros(len(columns.id), np.float32))

    @cached_property
    def block_limits(self) -> tuple[Priors, Priors]:
        """The lowest and the highest priors of each block of `top_k`, each of shape (n_blocks,)."""
        return self._limits(lambda values: -block_maxima(-values)), self._limits(block_maxima)

    def _limits(self, limit: Callable[[Floats], npt.NDArray[np.floating]]) -> Priors:
        return Priors(*(limit(values).astype(np.float32) for values in (self.popularity, self.quality, self.ubiquity)))

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        return {f"priors/{field.name}": getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Priors:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.

        """
        return cls(**{field.name: arrays[f"priors/{field.name}"] for field in fields(cls)})
