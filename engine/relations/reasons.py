"""Why two rows lie near each other, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.catalogue.catalogue import Catalogue
from engine.content.vector_space import VectorSpace
from engine.relations.values import Neighbour

Link = tuple[int, int]
"""Two different rows."""


def reasons(space: VectorSpace, links: Sequence[Link]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the similarity of the two films of each link, 0 to 1, and the strongest terms that they share."""
    for start, end in links:
        told = space.explain(space.vector(start), end)
        yield min(1.0, sum(part.value for part in told.fields)), told.reasons


def neighbours(catalogue: Catalogue, space: VectorSpace, links: Sequence[Link]) -> tuple[Neighbour, ...]:
    """Return the film at the end of each link, with what it shares with the one at the beginning."""
    films = catalogue.films([end for _, end in links])
    return tuple(Neighbour(film, *told) for film, told in zip(films, reasons(space, links), strict=True))
