"""How far a mean would move had other films been asked about."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1_000
CONFIDENCE = 0.95
SEED = 20_240_229


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and the interval it is in; all NaN where nothing could be measured."""

    mean: float
    low: float
    high: float
    films: int
    """That the mean is over."""


def estimate(values: npt.ArrayLike, seed: int = SEED, resamples: int = RESAMPLES) -> Estimate:
    """Return the mean of `values` over films, shape (n,), with its 95 % percentile bootstrap interval; NaN is left out.

    Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13. The same seed draws the same films of
    arrays of the same length.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        return Estimate(math.nan, math.nan, math.nan, 0)
    random = np.random.default_rng(seed)
    # One draw at a time: all of them at once would be gigabytes for the films of the larger MovieLens.
    means = [known[random.integers(len(known), size=len(known))].mean() for _ in range(resamples)]
    mean, tail = float(known.mean()), (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    # Of values that are all the same, the means differ in the last digit.
    return Estimate(mean, min(float(low), mean), max(float(high), mean), len(known))
