"""What is known of each film before anybody asks: how popular it is, and how highly rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns

KNOWN_VOTES = 100
"""Votes at which a film counts as half known."""
PRIOR_VOTES = 100
"""Votes at the catalogue's mean rating that are added to a film's own votes."""

Floats = npt.NDArray[np.float32]


def popularity_prior(votes: npt.NDArray[np.int32]) -> Floats:
    """Return votes / (votes + KNOWN_VOTES), from 0 to 1, of shape (n_films,).

    It saturates: a film that a thousand have rated is not less fit to be recommended than one that a million have.
    """
    return (votes / (votes + np.float32(KNOWN_VOTES))).astype(np.float32)


def quality_prior(ratings: Floats, votes: npt.NDArray[np.int32], mean: float) -> Floats:
    """Return the Bayesian average of each film's rating, as a share of 10, from 0 to 1, of shape (n_films,).

    It is (votes · rating + m · mean) / (votes + m) with m = PRIOR_VOTES: a rating counts as far as votes stand behind
    it, and what lacks is made up by the mean rating of the catalogue. `ratings` are 0 to 10, NaN where unknown.
    """
    known = np.where(np.isnan(ratings), 0, votes).astype(np.float64)
    summed = known * np.nan_to_num(ratings) + PRIOR_VOTES * mean
    return (summed / (10 * (known + PRIOR_VOTES))).astype(np.float32)


def mean_rating(columns: FilmColumns) -> float:
    """Return the mean of all votes of the catalogue, 0 to 10; the middle, 5.0, where nobody has voted."""
    votes = np.where(np.isnan(columns.rating), 0, columns.votes)
    return float(np.average(np.nan_to_num(columns.rating), weights=votes)) if votes.any() else 5.0


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known of each film before anybody asks; each of shape (n_films,), 0 to 1. Computed by the build."""

    popularity: Floats
    quality: Floats

    @classmethod
    def of(cls, columns: FilmColumns) -> Priors:
        """Return the priors of all films."""
        quality = quality_prior(columns.rating, columns.votes, mean_rating(columns))
        return cls(popularity_prior(columns.votes), quality)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        return {"priors/popularity": self.popularity, "priors/quality": self.quality}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Priors:
        """Return what `to_arrays` gave. Raises KeyError if it is not whole."""
        return cls(arrays["priors/popularity"], arrays["priors/quality"])
