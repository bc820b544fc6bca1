"""A taste in words: the terms, decades and fame that a user likes and dislikes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.content.vector_space import VectorSpace
from engine.personalization.taste import Taste
from engine.personalization.traits import DECADES, ERA_SIZE, FAME_SIZE
from engine.personalization.values import TasteProfile, TasteTerm

MOST_TERMS = 200
"""Terms shown of either kind: far more than fit on a screen, few enough to send to one."""


def taste_profile(taste: Taste, space: VectorSpace, rows: npt.NDArray[np.int64]) -> TasteProfile:
    """Return a taste in words.

    The strength of a term is what it adds to the scores of the marked films on average, so that a rare word does not
    outweigh a genre that the user meets in every film.

    Parameters
    ----------
    taste
        Weights of terms and traits.
    space
        Knows the terms and who has them.
    rows
        Rows of the marked films.

    """
    marked = space.films[rows]
    place = np.searchsorted(taste.terms.indices, marked.indices)
    counts = np.bincount(place, minlength=len(taste.terms.indices))
    strengths = np.bincount(place, marked.data, minlength=len(counts)) * taste.terms.weights / max(1, len(rows))
    order = np.argsort(-strengths, kind="stable")
    liked = [n for n in order[:MOST_TERMS].tolist() if strengths[n] > 0]
    disliked = [n for n in order[::-1][:MOST_TERMS].tolist() if strengths[n] < 0]
    stops = np.array([field.stop for field in space.fields])

    def term(n: int) -> TasteTerm:
        column = int(taste.terms.indices[n])
        field = space.fields[int(np.searchsorted(stops, column, side="right"))]
        return TasteTerm(field.name, field.label, space.terms[column], float(strengths[n]), int(counts[n]))

    decades = taste.traits[: len(DECADES)] * np.sqrt(np.float32(ERA_SIZE))
    return TasteProfile(
        liked=tuple(map(term, liked)),
        disliked=tuple(map(term, disliked)),
        decades=tuple((decade, float(weight)) for decade, weight in zip(DECADES, decades, strict=True) if weight),
        fame=float(taste.traits[-1] * np.sqrt(FAME_SIZE)),
    )
