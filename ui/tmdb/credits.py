"""Who made a film, and for what age it is, in one line."""

from __future__ import annotations

from engine.tmdb import FilmDetails
from ui.text.markdown import literal
from ui.text.numbers import listed


def credits_of(details: FilmDetails, country: str) -> str:
    """Return who directed a film and for what age it is, as Markdown on one line."""
    directed = f"By {literal(listed(details.directors[:2]))}" if details.directors else ""
    rating = details.rating_in(country)
    return " · ".join(filter(None, (directed, f"rated {literal(rating)}" if rating else "")))
