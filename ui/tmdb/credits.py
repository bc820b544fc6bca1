"""Director and age rating of a film, in one line."""

from __future__ import annotations

from engine.tmdb import FilmDetails
from ui.text.numbers import listed


def credits_of(details: FilmDetails, country: str) -> str:
    """Return the first two directors and the age rating in a country, as plain text on one line."""
    directors = f"By {listed(details.directors[:2])}" if details.directors else ""
    rating = details.rating_in(country)
    return " · ".join(filter(None, (directors, f"rated {rating}" if rating else "")))
