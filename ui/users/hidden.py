"""Films that a visitor does not want to see: the part of the filters that comes from their marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine import Film, Filters
from ui.users import marks


def without_hidden(filters: Filters, watched: bool | None = None, unwanted: bool = True) -> Filters:
    """Return filters that also leave out films of the visitor.

    Parameters
    ----------
    filters
        The other filters.
    watched
        Whether to leave out films that they have watched or rated; `None` for what they prefer on all pages.
    unwanted
        Whether to leave out films that they are not interested in.

    """
    found = marks.marks()
    if watched is None:
        watched = marks.preferences().hide_watched
    kinds = ((found.watched, watched), (found.rating, watched), (found.not_interested, unwanted))
    return replace(
        filters, exclude_films=tuple(sorted({mark.film_id for films, out in kinds if out for mark in films}))
    )


def wanted(films: Iterable[Film]) -> list[Film]:
    """Return the films but those that the visitor is not interested in."""
    films = list(films)
    found = marks.film_marks(film.id for film in films)
    return [film for film in films if film.id not in found or not found[film.id].not_interested]
