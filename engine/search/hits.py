"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Film


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A film that a typed text may mean."""

    film: Film
    score: float
    """How well its title matches, or the name of the person, 0 to 1."""
    person: str = ""
    """The person by whose name it was found; empty if it was found by its title."""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person that a typed text may mean."""

    name: str
    score: float
    """How well the name matches, 0 to 1."""
    film_count: int
    films: tuple[Film, ...]
    """Some of the films, most votes first."""
