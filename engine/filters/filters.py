"""What a film must be like to be shown: a value, so that it can be the key of a cache."""

from __future__ import annotations

from dataclasses import dataclass

BEST_RATING = 10.0


@dataclass(frozen=True, slots=True)
class Filters:
    """What a film must be like; nothing is asked for by default. What is not known of a film fits no filter on it."""

    genres: tuple[str, ...] = ()
    """One of these at least."""
    all_genres: bool = False
    """All of `genres` instead."""
    exclude_genres: tuple[str, ...] = ()
    """None of these."""
    keywords: tuple[str, ...] = ()
    """One of these at least, to the letter."""
    exclude_keywords: tuple[str, ...] = ()
    """None of these."""
    first_year: int | None = None
    last_year: int | None = None
    min_runtime: int | None = None
    """Minutes."""
    max_runtime: int | None = None
    """Minutes."""
    languages: tuple[str, ...] = ()
    """Codes, one of which is the original language."""
    min_votes: int = 0
    min_rating: float = 0.0
    """0 to 10."""
    max_rating: float = BEST_RATING
    """0 to 10."""
    include_adult: bool = False
    """Whether adult films may be there as well."""
    include_unreleased: bool = False
    """Whether films that are not released may be there as well."""


EVERY_FILM = Filters(include_adult=True, include_unreleased=True)
"""Leaves none out."""
