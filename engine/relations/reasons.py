"""Why two films are similar: their similarity, and the terms they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.catalogue.catalogue import Catalogue
from engine.content.vector_space import VectorSpace
from engine.relations.values import Neighbour

RowPair = tuple[int, int]
"""Two different rows."""


def similarities_with_reasons(space: VectorSpace, pairs: Sequence[RowPair]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the similarity of each pair of films, 0 to 1, and the strongest terms that they share."""
    for a, b in pairs:
        explanation = space.explain(space.vector(a), b)
        yield min(1.0, sum(field.value for field in explanation.fields)), explanation.reasons


def neighbours_with_reasons(
    catalogue: Catalogue, space: VectorSpace, pairs: Sequence[RowPair]
) -> tuple[Neighbour, ...]:
    """Return the second film of each pair as a neighbour of the first."""
    films = catalogue.films([b for _, b in pairs])
    explained = similarities_with_reasons(space, pairs)
    return tuple(Neighbour(film, *reasons) for film, reasons in zip(films, explained, strict=True))
