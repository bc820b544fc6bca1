"""Counting: arrays of values in, counts out. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Integers = npt.NDArray[np.integer]
Floats = npt.NDArray[np.floating]


def by_step(values: Floats | Integers, step: float, bins: int) -> Counts:
    """Return how many values lie in each of `bins` bins of width `step` from 0; the last takes all beyond it.

    values : finite, 0 or more
    step : a power of two, or whole where the values are, so that no edge is rounded
    """
    return np.bincount(steps(values, step, bins), minlength=bins)


def steps(values: Floats | Integers, step: float, bins: int) -> Counts:
    """Return in which of those bins each value lies."""
    return np.minimum(np.floor_divide(values, step).astype(np.int64), bins - 1)


def by_two(x: Integers, y: Integers, shape: tuple[int, int]) -> Counts:
    """Return how often each pair of places occurs; `x` is below shape[0], `y` below shape[1]."""
    return np.bincount(x.astype(np.int64) * shape[1] + y, minlength=shape[0] * shape[1]).reshape(shape)


def weighted_mean(values: Floats, weights: Integers) -> float | None:
    """Return the weighted mean; the plain one where no weight is known, `None` where there is no value."""
    if not len(values):
        return None
    return float(np.average(values.astype(np.float64), weights=weights if weights.any() else None))
