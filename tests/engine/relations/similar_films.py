"""Which films are similar, the slow way: in plain Python, one film after the other."""

from __future__ import annotations

import numpy as np

from engine import Filters
from tests.engine.reference import Reference, dot, is_shown

N_NEIGHBOURS = 10


def shown(reference: Reference) -> list[int]:
    """Return the ids of the films that are not hidden, in the order of the rows."""
    return [film.id for film in reference.films if is_shown(Filters(), film)]


def similarities(reference: Reference, film_id: int) -> dict[int, float]:
    """Return the similarity of every other film to a film, in the order of the rows."""
    vector = reference.vectors[film_id]
    return {other: dot(vector, other_vector) for other, other_vector in reference.vectors.items() if other != film_id}


def related(reference: Reference, film_id: int) -> dict[int, float]:
    """Return those of them that are not hidden and have anything in common with the film."""
    allowed = {*shown(reference)}
    return {other: value for other, value in similarities(reference, film_id).items() if other in allowed and value > 0}


def neighbours(reference: Reference, film_id: int) -> dict[int, float]:
    """Return the ten most similar of those, the most similar first."""
    # Sorting is stable: equals keep the order of the rows.
    return dict(sorted(related(reference, film_id).items(), key=lambda item: -item[1])[:N_NEIGHBOURS])


def random_ids(reference: Reference, count: int, seed: int = 7) -> list[int]:
    """Return the ids of some films."""
    ids: list[int] = np.random.default_rng(seed).permutation([*reference.film])[:count].tolist()
    return ids
