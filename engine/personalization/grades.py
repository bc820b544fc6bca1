"""What marks say in numbers: a rating, a film watched, a film to watch, a film that is of no interest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from engine.errors import InvalidQuery

LIKED = 4.0
"""Stars out of 5. A user who gives this or more likes the film."""
LOWEST_STARS, HIGHEST_STARS = 0.5, 5.0
NEUTRAL_STARS = 2.5
"""A film with this many stars counts like a film that was not rated."""
LIKED_SHARE = 0.5
"""Share of a grade that is for liking a film at all; the rest is for how many stars it has."""
LOWEST_GRADE = -0.15
"""A low rating says less than a high one: most people rate films that they expected to like."""
WATCHED_GRADE = 0.2
"""Of a film that was watched and not rated."""
WATCHLIST_GRADE = 0.4
NOT_INTERESTED_GRADE = LOWEST_GRADE


@dataclass(frozen=True, slots=True)
class Marks:
    """What a user has marked, by TMDB id. A plain value, so it can be the key of a cache."""

    ratings: tuple[tuple[int, float], ...] = ()
    """Film and stars, 0.5 to 5. The last rating of a film counts."""
    watched: tuple[int, ...] = ()
    watchlist: tuple[int, ...] = ()
    not_interested: tuple[int, ...] = ()

    def grades(self) -> dict[int, float]:
        """Return the grade of each marked film, LOWEST_GRADE to 1.

        A rating says more than any other mark, and "not interested" more than "watchlist" or "watched".

        Raises
        ------
        InvalidQuery
            A rating is not from 0.5 to 5 stars.

        """
        grades = dict.fromkeys(self.watched, WATCHED_GRADE)
        grades |= dict.fromkeys(self.watchlist, WATCHLIST_GRADE)
        grades |= dict.fromkeys(self.not_interested, NOT_INTERESTED_GRADE)
        return grades | {film: grade_of(stars) for film, stars in self.ratings}

    def without_rating(self, film: int) -> Marks:
        """Return the marks without the rating of a film; its other marks stay."""
        return replace(self, ratings=tuple(rating for rating in self.ratings if rating[0] != film))

    def done_with(self) -> frozenset[int]:
        """Return the films that are not recommended again: rated, watched, or of no interest."""
        return frozenset(film for film, _ in self.ratings) | {*self.watched, *self.not_interested}


def grade_of(stars: float) -> float:
    """Return the grade of a rating: 5 stars are 1, 4 stars 0.8, 3.5 stars 0.2, 2.5 stars 0, fewer down to LOWEST_GRADE.

    Raises
    ------
    InvalidQuery
        The rating is not from 0.5 to 5 stars.

    """
    if not isfinite(stars) or not LOWEST_STARS <= stars <= HIGHEST_STARS:
        raise InvalidQuery(f"a rating of {stars:g} stars does not exist; it must be from 0.5 to 5")
    graded = (stars - NEUTRAL_STARS) / (HIGHEST_STARS - NEUTRAL_STARS)
    return max(LIKED_SHARE * (stars >= LIKED) + (1 - LIKED_SHARE) * graded, LOWEST_GRADE)
