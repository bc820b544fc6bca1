"""What somebody likes of whom little is known: films that many know, from the years of the films liked.

One or two ratings say little about taste, and everybody likes some of what most people like. So this counts most at the
first rating, and fades with every other one.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

BESIDE_TASTE, FADING_MARKS = 0.15, 20
"""Where there is no community: what it is worth with no marks, and the marks with which it is worth half."""
BESIDE_COMMUNITY, FEW_MARKS = 0.3, 7
"""Where there is one: the same, and the marks with which a third is left. The ratings of others soon know better."""
FAMILIAR_BESIDE_LIKED = 0.5
"""How much the votes and the years of a film count, where it is known how many of the community like it."""
YEARS_APART = 10
"""Years between two films at which their closeness has fallen to a third, as in a search from films."""

Floats = npt.NDArray[np.float32]


def worth(marks: int, has_community: bool) -> float:
    """Return how much the guess counts with so many marks."""
    if has_community:
        return BESIDE_COMMUNITY * math.exp(-marks / FEW_MARKS)
    return BESIDE_TASTE * FADING_MARKS / (marks + FADING_MARKS)


def closeness_by_year(years: npt.NDArray[np.integer], last: int) -> Floats:
    """Return how close each year is to those of the liked films, from 0 to 1; shape (last + 1,), by year.

    Parameters
    ----------
    years
        Of the liked films, shape (n_liked,); 0 where unknown, which is close to none.
    last
        The last year asked for.

    """
    asked = np.arange(last + 1, dtype=np.float64)
    known, counts = np.unique(years[years > 0], return_counts=True)
    apart = np.abs(asked[:, None] - known)
    closeness = np.exp(-apart / YEARS_APART) @ counts / max(1, len(years))
    closeness[0] = 0
    return np.asarray(closeness, dtype=np.float32)
