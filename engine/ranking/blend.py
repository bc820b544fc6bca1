"""What joins content in a score: closeness in time, and being known. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ERA_YEARS = 10
"""Years after which closeness in time has fallen to 1/e."""
KNOWN_VOTES = 100
"""Votes at which a film counts as half known."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a full mark in each part adds to a score; content adds its cosine, 0 to 1, as it is."""

    era: float = 0.1
    popularity: float = 0.1


def era_closeness(years: npt.NDArray[np.int16], seed_years: Sequence[int]) -> npt.NDArray[np.float32]:
    """Return the mean over the seeds of exp(-years apart / ERA_YEARS), from 0 to 1, of shape (n_films,).

    0 stands for an unknown year, on either side; it is so far from every year that nothing is close to it.
    """
    last = int(years.max(initial=0))
    by_year = np.zeros(last + 1)
    for seed in seed_years:
        if seed:
            by_year += np.exp(-np.abs(np.arange(last + 1) - seed) / ERA_YEARS)
    return (by_year / max(1, len(seed_years))).astype(np.float32)[years]


def popularity_prior(votes: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Return votes / (votes + KNOWN_VOTES), from 0 to 1, of shape (n_films,).

    It saturates: a film that a thousand have rated is not less fit to be recommended than one that a million have.
    """
    return (votes / (votes + np.float32(KNOWN_VOTES))).astype(np.float32)
