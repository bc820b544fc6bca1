"""What joins content in a score: closeness in time, being known, being liked. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.index.arrays import Arrays

ERA_YEARS = 10
"""Years after which closeness in time has fallen to 1/e."""
KNOWN_VOTES = 100
"""Votes at which a film counts as half known."""
PRIOR_VOTES = 100
"""Votes that the mean of all ratings counts for in a film's own rating."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a full mark in each part adds to a score, or takes from it; content adds its similarity as it is."""

    era: float = 0.1
    popularity: float = 0.1
    quality: float = 0.0
    fields: tuple[tuple[str, float], ...] = ()
    """Names of fields, and what their share of the similarity is multiplied by: 0 or more; 1 for all others."""


PRESETS = {
    "Balanced": Weights(),
    "Story": Weights(era=0.06, fields=(("overview", 2.5), ("keywords", 1.5), ("genres", 0.3), ("companies", 0.0))),
    "Mood and genre": Weights(fields=(("genres", 2.5), ("keyword_words", 2.0), ("director", 0.5), ("cast", 0.5))),
    "Hidden gems": Weights(era=0.05, popularity=-0.1, quality=0.15),
    "Crowd-pleasers": Weights(popularity=0.3, quality=0.4),
}
"""Ways of weighing, by what people want. The first is the default, which is measured; the others are choices."""


def era_closeness(years: npt.NDArray[np.int16], seed_years: Sequence[int]) -> Floats:
    """Return the mean over the seeds of exp(-years apart / ERA_YEARS), from 0 to 1, of shape (n_films,).

    0 stands for an unknown year, on either side; it is so far from every year that nothing is close to it.
    """
    last = int(years.max(initial=0))
    by_year = np.zeros(last + 1)
    for seed in seed_years:
        if seed:
            by_year += np.exp(-np.abs(np.arange(last + 1) - seed) / ERA_YEARS)
    return (by_year / max(1, len(seed_years))).astype(np.float32)[years]


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

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {"priors/popularity": self.popularity, "priors/quality": self.quality}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Priors:
        """Return what `to_arrays` gave. Raises KeyError if it is not whole."""
        return cls(arrays["priors/popularity"], arrays["priors/quality"])


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score consists of beside content, for some rows; each of shape (n_rows,), weighted."""

    era: Floats
    popularity: Floats
    quality: Floats

    @property
    def total(self) -> Floats:
        """Their sum."""
        return self.era + self.popularity + self.quality


@dataclass(frozen=True, slots=True)
class Blend:
    """Everything in a score that does not depend on content, computed for the rows that need it."""

    years: npt.NDArray[np.int16]
    """Of all films, 0 where unknown."""
    priors: Priors
    weights: Weights
    seed_years: Sequence[int]

    def beforehand(self, rows: slice) -> Floats:
        """Return all that it adds to the scores of a run of rows but closeness in time; a new array."""
        added = np.float32(self.weights.popularity) * self.priors.popularity[rows]
        if self.weights.quality:
            added += np.float32(self.weights.quality) * self.priors.quality[rows]
        return added

    def of(self, rows: npt.NDArray[np.integer]) -> Parts:
        """Return the parts of the scores of `rows`."""
        return Parts(
            era=np.float32(self.weights.era) * era_closeness(self.years[rows], self.seed_years),
            popularity=np.float32(self.weights.popularity) * self.priors.popularity[rows],
            quality=np.float32(self.weights.quality) * self.priors.quality[rows],
        )
