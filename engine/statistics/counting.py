"""Counting: arrays of values in, counts out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.entities import Count

Counts = npt.NDArray[np.int64]
Integers = npt.NDArray[np.integer]
Floats = npt.NDArray[np.floating]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Periods:
    """The years or decades of some films. Each film has the number of its period: 0 if its year is unknown."""

    numbers: Integers
    """Shape (n_films,); 1 is the earliest period of any film."""
    starts: tuple[int | None, ...]
    """First year of each period, without gaps, by its number; `None` for number 0."""


def periods_of(year: npt.NDArray[np.int16], length: int = 1) -> Periods:
    """Return the periods of films.

    Parameters
    ----------
    year
        Shape (n_films,); 0 if unknown.
    length
        Years of a period: 1 for years, 10 for decades. Periods start at multiples of it.
    """
    known = year[year > 0] // length
    if not len(known):
        return Periods(np.zeros(len(year), dtype=np.int16), (None,))
    before, last = int(known.min()) - 1, int(known.max())
    # `before` fits the type of the years, and what stays small sorts fast.
    numbers = np.where(year > 0, year // length - before, 0).astype(np.int16)
    return Periods(numbers, (None, *(period * length for period in range(before + 1, last + 1))))


def bin_numbers(values: Floats | Integers, width: float, n_bins: int) -> Counts:
    """Return the number of the bin that each value is in. The first bin starts at 0; the last one has no end.

    Parameters
    ----------
    values
        Finite, 0 or more.
    width
        A power of two, or a whole number if the values are whole, so that no edge is rounded.
    n_bins
        Number of bins.
    """
    return np.minimum(np.floor_divide(values, width).astype(np.int64), n_bins - 1)


def count_pairs(x: Integers, y: Integers, shape: tuple[int, int]) -> Counts:
    """Return how often each pair of numbers occurs; `x` is below shape[0], `y` below shape[1]."""
    return np.bincount(x.astype(np.int64) * shape[1] + y, minlength=shape[0] * shape[1]).reshape(shape)


def count_bits(bits: npt.NDArray[np.uint32], n_bits: int, numbers: Integers, n_numbers: int) -> Counts:
    """Return how often each bit is set by number, shape (n_bits, n_numbers).

    Parameters
    ----------
    bits, numbers
        The bits of each film, and the number of the group it is in; both of shape (n_films,).
    n_bits, n_numbers
        How many bits and groups there are.
    """
    return np.stack(
        [np.bincount(numbers[bits >> np.uint32(bit) & 1 > 0], minlength=n_numbers) for bit in range(n_bits)]
    )


def most_frequent(counts: Counts, names: Sequence[str], limit: int | None = None) -> tuple[Count, ...]:
    """Return the names that occur and how often, most frequent first, ties in alphabetical order.

    Parameters
    ----------
    counts
        Shape (n_names,).
    names
        In alphabetical order. The empty name is left out.
    limit
        Names to look at; all by default.
    """
    # A stable sort leaves ties in the order of the names.
    order = np.argsort(-counts, kind="stable")
    order = order[: np.count_nonzero(counts)][:limit]
    return tuple(Count(name, int(counts[code])) for code in order.tolist() if (name := names[code]))


def weighted_mean(values: Floats, weights: Integers) -> float | None:
    """Return the weighted mean; the plain one if all weights are 0, `None` without values."""
    if not len(values):
        return None
    return float(np.average(values.astype(np.float64), weights=weights if weights.any() else None))
