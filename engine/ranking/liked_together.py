"""Films that the people like who like a query's films: a part of the score where a community was learned. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

ENOUGH = 0.05
"""Weight from which the best film of a query counts in full. Where people say less, all of it is mostly chance."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Likes(Protocol):
    """What was learned from the ratings of many users, as far as ranking needs it."""

    def liked_with(self, rows: Rows) -> tuple[Rows, Floats]:
        """Return the rows of films that are liked together with those of `rows`, ascending, and how much, above 0."""


@dataclass(frozen=True, slots=True)
class LikedTogether:
    """How much each film is liked by the people who like the films of a query."""

    rows: Rows
    """Rows of the films that are, ascending, shape (n,)."""
    shares: Floats
    """Shape (n,), above 0: 1 for the film that is liked most of all that may be recommended, if that is ENOUGH, and
    never more."""

    @classmethod
    def of(cls, likes: Likes, liked: Rows, allowed: npt.NDArray[np.bool_]) -> LikedTogether:
        """Return it for a query.

        Parameters
        ----------
        likes
            What was learned.
        liked
            Rows of the liked films, shape (n_liked,).
        allowed
            Which films may be recommended, shape (n_films,).

        """
        rows, values = likes.liked_with(liked)
        best = values[allowed[rows]].max(initial=np.float32(0))
        if not best:
            return cls(rows[:0], values[:0])
        return cls(rows, np.minimum(values / max(best, np.float32(ENOUGH)), np.float32(1)))

    def shares_of(self, rows: npt.NDArray[np.integer]) -> Floats:
        """Return the share of each of `rows`, in any order; 0 for films that it does not know."""
        if not len(self.rows):
            return np.zeros(len(rows), np.float32)
        place = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[place] == rows, self.shares[place], np.float32(0))
