"""What looking around returns."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Film


@dataclass(frozen=True, slots=True)
class FilmPage:
    """One page of the films that pass filters, in some order."""

    films: tuple[Film, ...]
    total: int
    """Films on all pages."""
    page: int
    """1 is the first. Beyond the last page, this is the last."""
    pages: int
    """1 or more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a film stands among all films of its catalogue."""

    fewer_votes: float
    """Share of the other films, 0 to 1, with fewer votes."""
    rated_lower: float | None
    """Share of the other films with a rating, 0 to 1, whose weighted rating is lower; `None` without a rating."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has directed films or acted in them."""

    name: str
    directed: tuple[Film, ...]
    """In the order that was asked for, by default the newest first."""
    acted_in: tuple[Film, ...]
    """In the same order."""
    keywords: tuple[str, ...]
    """What their films are about more often than other films are, the most typical first."""
    best_known: tuple[Film, ...]
    """Some of all these films, those with most votes first."""

    @property
    def films(self) -> int:
        """The number of different films."""
        return len({film.id for film in (*self.directed, *self.acted_in)})
