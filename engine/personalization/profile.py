"""A taste in words: the terms, decades and fame that a user likes and dislikes."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from engine.content.fields import FittedField
from engine.content.vector_space import VectorSpace
from engine.personalization.taste import Taste
from engine.personalization.traits import DECADES, ERA_SIZE, FAME_SIZE
from engine.personalization.user import User
from engine.personalization.values import StrengthChange, TasteProfile, TasteTerm

MOST_TERMS = 200
"""Terms shown of either kind: far more than fit on a screen, few enough to send to one."""


def taste_profile(user: User, taste: Taste, space: VectorSpace) -> TasteProfile:
    """Return the taste of a user in words.

    The strength of a term is what it adds to the scores of the marked films on average, so that a rare word does not
    outweigh a genre that the user meets in every film.

    Parameters
    ----------
    user
        Who has marked films. Decades without any of them are left out: the user does not know their films.
    taste
        As it was learned, or as the user wants it.
    space
        Knows the terms and who has them.

    """
    strengths, counts = _strengths(taste, taste.terms.indices, space, user.rows)
    order = np.argsort(-strengths, kind="stable")
    liked = [n for n in order[:MOST_TERMS].tolist() if strengths[n] > 0]
    disliked = [n for n in order[::-1][:MOST_TERMS].tolist() if strengths[n] < 0]

    def term(n: int) -> TasteTerm:
        field, name = _named(space, int(taste.terms.indices[n]))
        return TasteTerm(field.name, field.label, name, float(strengths[n]), int(counts[n]))

    weights = (taste.traits[: len(DECADES)] - np.float32(user.usual_decade)) * np.sqrt(np.float32(ERA_SIZE))
    met = set((user.years // 10 * 10).tolist())
    decades = [(decade, float(weight)) for decade, weight in zip(DECADES, weights, strict=True) if decade in met]
    return TasteProfile(
        liked=tuple(map(term, liked)),
        disliked=tuple(map(term, disliked)),
        decades=tuple((decade, weight) for decade, weight in decades if weight),
        fame=float(taste.traits[-1] * np.sqrt(FAME_SIZE)),
    )


def strength_changes(
    before: Taste, after: Taste, space: VectorSpace, rows: npt.NDArray[np.int64]
) -> tuple[StrengthChange, ...]:
    """Return the terms whose strength differs between two tastes, the largest change first; ties in fixed order.

    Parameters
    ----------
    before, after
        Two tastes of one user.
    space
        Knows the terms and who has them.
    rows
        Rows of the marked films; strengths of both are over these.

    """
    columns = np.union1d(before.terms.indices, after.terms.indices)
    old, new = (_strengths(taste, columns, space, rows)[0] for taste in (before, after))
    order = np.argsort(-np.abs(new - old), kind="stable")[:MOST_TERMS]

    def change(n: int) -> StrengthChange:
        field, name = _named(space, int(columns[n]))
        return StrengthChange(field.name, field.label, name, float(old[n]), float(new[n]))

    return tuple(change(n) for n in order.tolist() if new[n] != old[n])


def _strengths(
    taste: Taste, columns: npt.NDArray[np.integer], space: VectorSpace, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the strength of some terms in a taste and how many of the marked films have them.

    `columns` are ascending, and the taste has no others; both results are of shape (n_columns,).
    """
    marked = space.films[rows]
    place = np.searchsorted(columns, marked.indices)
    known = np.append(columns, -1)[place] == marked.indices
    place, data = place[known], marked.data[known]
    weights = np.zeros(len(columns))
    weights[np.searchsorted(columns, taste.terms.indices)] = taste.terms.weights
    counts = np.bincount(place, minlength=len(columns))
    return np.bincount(place, data, minlength=len(columns)) * weights / max(1, len(rows)), counts


def _named(space: VectorSpace, column: int) -> tuple[FittedField, str]:
    """Return the field and the term of a column."""
    stops = [field.stop for field in space.fields]
    return space.fields[bisect_right(stops, column)], space.terms[column]
