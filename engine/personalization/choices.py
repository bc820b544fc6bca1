"""What a user says about their own taste: terms and decades that count for nothing, or twice as much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from engine.content.vector_space import VectorSpace
from engine.content.vectors import SparseVector
from engine.entities import Choice
from engine.personalization.taste import Taste
from engine.personalization.traits import DECADES

TermChoice = tuple[str, str, Choice]
"""Name of a field, a term of it, and what the user wants of films with it."""
DECADE = "decade"
"""The name of decades, beside those of the fields. Their terms are "1990" and the like."""
STRENGTHENED = 2.0
"""What the weight of a term is multiplied by."""


def usual_decade(taste: Taste, years: npt.NDArray[np.integer]) -> float:
    """Return the mean weight of the decades of some years, 0 if none is known.

    Nearly every film has a decade, so only what sets decades apart is liked or disliked.
    """
    weights = taste.traits[: len(DECADES)][np.isin(DECADES, years // 10 * 10)]
    return float(weights.mean()) if len(weights) else 0.0


def with_choices(taste: Taste, choices: Iterable[TermChoice], space: VectorSpace, usual: float) -> Taste:
    """Return a taste as its owner wants it.

    An ignored term weighs 0. "More" doubles what is liked, "less" what is disliked; each weighs 0 if the marks say the
    opposite. Fields of one name on screen are one. What the taste or the catalogue does not have changes nothing. For
    decades, `usual` stands in the place of 0.

    Parameters
    ----------
    taste
        As it was learned.
    choices
        The last one of a term counts.
    space
        Knows the columns of terms.
    usual
        Of `usual_decade`.

    """
    wanted = {(field, term): choice for field, term, choice in choices}
    if not wanted:
        return taste
    terms, traits = taste.terms.weights.copy(), taste.traits.copy()
    indices = taste.terms.indices
    for (field, term), choice in wanted.items():
        if field == DECADE:
            chosen = np.array([n for n, decade in enumerate(DECADES) if str(decade) == term], dtype=np.int64)
            above = traits[chosen] - np.float32(usual)
            traits[chosen] = np.float32(usual) + above * _factors(above, choice)
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
