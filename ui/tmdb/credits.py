"""Director and age rating of a film, in one line."""

from __future__ import annotations

from engine.tmdb import FilmDetails
from ui.text.markdown import literal
from ui.text.numbers import listed


def credits_of(details: FilmDetails, country: str) -> str:
    """Return the first two directors and the age rating in a country, as Markdown on one line."""
    directors = f"By {literal(listed(details.directors[:2]))}" if details.directors else ""
    rating = details.rating_in(country)
    return " · ".join(filter(None, (directors, f"rated {literal(rating)}" if rating else "")))
