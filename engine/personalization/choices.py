"""What a user says about their own taste: terms and decades that count for nothing, or twice as much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

import numpy as np
import numpy.typing as npt

from engine.content.vector_space import VectorSpace
from engine.content.vectors import SparseVector
from engine.entities import Choice
from engine.personalization.taste import Taste
from engine.personalization.traits import DECADES

CHOICES: tuple[Choice, ...] = get_args(Choice)
TermChoice = tuple[str, str, Choice]
"""Name of a field, a term of it, and what the user wants of films with it."""
DECADE = "decade"
"""The name of decades, beside those of the fields. Their terms are "1990" and the like."""
STRENGTHENED = 2.0
"""What the weight of a term is multiplied by."""


def with_choices(taste: Taste, choices: Iterable[TermChoice], space: VectorSpace) -> Taste:
    """Return a taste as its owner wants it.

    An ignored term weighs 0. "More" doubles what is liked, "less" what is disliked; each weighs 0 if the marks say the
    opposite. Fields of one name on screen are one. What the taste or the catalogue does not have changes nothing.

    Parameters
    ----------
    taste
        As it was learned.
    choices
        The last one of a term counts.
    space
        Knows the columns of terms.

    """
    wanted = {(field, term): choice for field, term, choice in choices}
    if not wanted:
        return taste
    terms, traits = taste.terms.weights.copy(), taste.traits.copy()
    indices = taste.terms.indices
    for (field, term), choice in wanted.items():
        if field == DECADE:
            chosen = np.array([n for n, decade in enumerate(DECADES) if str(decade) == term], dtype=np.int64)
            traits[chosen] *= _factors(traits[chosen], choice)
            continue
        columns = np.fromiter(_columns(space, field, term), dtype=indices.dtype)
        chosen = np.flatnonzero(np.isin(indices, columns))
        terms[chosen] *= _factors(terms[chosen], choice)
    return Taste(SparseVector(indices, terms), traits)


def _factors(weights: npt.NDArray[np.float32], choice: Choice) -> npt.NDArray[np.float32]:
    """Return what weights are multiplied by."""
    if choice == "ignore":
        return np.zeros_like(weights)
    is_wanted = weights > 0 if choice == "more" else weights < 0
    return np.where(is_wanted, STRENGTHENED, 0.0).astype(np.float32)


def _columns(space: VectorSpace, field: str, term: str) -> Iterator[int]:
    """Yield the columns of a term in all fields that people see as one."""
    labels = {each.label for each in space.fields if each.name == field}
    for each in space.fields:
        if each.label in labels and (column := space.column(each.name, term)) is not None:
            yield column
