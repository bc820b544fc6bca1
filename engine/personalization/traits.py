"""What a taste can be about besides terms: the decade of a film, and how well known it is.

Both are dense columns beside the film × term matrix, so that one regression weighs them all, user by user.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FIRST_DECADE, LAST_DECADE = 1870, 2050
DECADES = tuple(range(FIRST_DECADE, LAST_DECADE + 1, 10))
N_TRAITS = len(DECADES) + 1
"""Columns of `traits`: the decades, then fame."""
ERA_SIZE = 0.5
"""Squared length of the decades of a film, where the terms of a film that is known well have about 0.7."""
FAME_SIZE = 1.7
"""Squared length of the fame of the film with the most votes."""

Floats = npt.NDArray[np.float32]


def traits(years: npt.NDArray[np.integer], votes: npt.NDArray[np.integer], most_votes: int) -> Floats:
    """Return decades and fame of films, shape (n_films, N_TRAITS).

    Fame is the square root of a film's share of `most_votes`.

    Parameters
    ----------
    years
        Shape (n_films,); 0 where unknown.
    votes
        Shape (n_films,).
    most_votes
        Votes of the film that has the most.

    """
    fame = np.sqrt(FAME_SIZE * votes / max(1, most_votes))
    return np.column_stack([year_traits(years), fame]).astype(np.float32)


def year_traits(years: npt.NDArray[np.integer]) -> Floats:
    """Return how much films of these years belong to each decade, shape (n_years, n_decades).

    A year lies between the middles of two decades and counts for both: 1997 is 0.8 of the 1990s and 0.2 of the 2000s,
    before both are scaled to the common length. So neighbouring years are alike, and no step lies between two decades.

    Parameters
    ----------
    years
        Shape (n_years,); 0 where unknown, which counts for no decade.

    """
    middles = np.array(DECADES, dtype=np.float32) + 5
    known = np.clip(years, middles[0], middles[-1]).astype(np.float32)
    decades = np.maximum(0, 1 - np.abs(known[:, None] - middles) / 10)
    decades *= np.sqrt(ERA_SIZE) / np.linalg.norm(decades, axis=1, keepdims=True)
    decades[np.asarray(years) == 0] = 0
    rounded: Floats = decades.astype(np.float32)
    return rounded
