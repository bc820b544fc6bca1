"""Rows with a link between them -> films with the reason for it."""

from __future__ import annotations

from collections.abc import Sequence

from engine.catalogue.catalogue import Catalogue
from engine.content.space import Space
from engine.relations.values import Neighbour


def neighbours(catalogue: Catalogue, space: Space, links: Sequence[tuple[int, int]]) -> tuple[Neighbour, ...]:
    """Return the film at the end of each link between two rows, with its similarity to the one at the beginning."""
    films = catalogue.films([row for _, row in links])
    told = (space.explain(space.vector(start), row) for start, row in links)
    return tuple(
        Neighbour(film, min(1.0, sum(part.value for part in one.fields)), one.because)
        for film, one in zip(films, told, strict=True)
    )
