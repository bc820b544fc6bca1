"""How far a mean would move if other films had been asked about."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1_000
CONFIDENCE = 0.95
SEED = 20_240_229
_BATCH = 50
"""Resamples in memory at a time: all of them would be gigabytes for the films of the larger MovieLens."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its confidence interval; all NaN where nothing could be measured."""

    mean: float
    low: float
    high: float
    films: int
    """Number of films the mean is over."""


def estimate(values: npt.ArrayLike, seed: int = SEED, resamples: int = RESAMPLES) -> Estimate:
    """Return the mean of a metric over films with its 95 % percentile bootstrap interval.

    Parameters
    ----------
    values
        One value per film, shape (n_films,); NaN is left out.
    seed
        The same seed draws the same films from arrays of the same length.
    resamples
        Number of bootstrap samples.

    References
    ----------
    Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
    """
    # Loading it takes a third of a second, and only an evaluation needs it.
    from scipy.stats import bootstrap

    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        return Estimate(math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    # One value has nothing to be resampled from, and the means of equal values differ in the last digit.
    if np.ptp(known) == 0:
        return Estimate(mean, mean, mean, len(known))
    interval = bootstrap(
        (known,),
        np.mean,
        n_resamples=resamples,
        batch=_BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Estimate(mean, float(interval.low), float(interval.high), len(known))
