"""Taste: ratings -> a weight for each term, each decade and fame, by ridge regression.

The regression says 1 for a film with five stars, 0 for every film that is not rated, and less than 0 for a bad one. It
looks at the terms of the rated films: what none of them has, their ratings say nothing about. The answer is a query
like any other: posting lists score it, and term by term it explains itself.

References
----------
Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems" (1970).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, cg

from engine.content.vectors import EMPTY_VECTOR, SparseVector
from engine.personalization.traits import N_TRAITS

RIDGE = 2.0
"""Added to the diagonal: the larger, the more the taste is simply the sum of what the liked films have."""
PRECISION = 1e-6
"""Residual at which the fit stops, as a share of where it begins."""
_MOST_STEPS = 200

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taste:
    """What a user likes, in weights. A film's score is the dot product with its terms and its traits."""

    terms: SparseVector
    traits: npt.NDArray[np.float32]
    """Shape (N_TRAITS,)."""


NO_TASTE = Taste(EMPTY_VECTOR, np.zeros(N_TRAITS, np.float32))


@dataclass(frozen=True, slots=True)
class Background:
    """The films that a taste is told apart from: all of them count as not rated, unless they are."""

    rows: Rows
    """Rows of the catalogue, ascending, shape (n_films,)."""
    terms: npt.NDArray[np.int32]
    """Columns of the terms that these films have, ascending, shape (n_terms,)."""
    postings: sp.csr_array
    """Their vectors, transposed: float64, shape (n_terms, n_films)."""
    traits: npt.NDArray[np.float32]
    """Shape (n_films, N_TRAITS)."""

    @classmethod
    def of(cls, films: sp.csr_array, rows: Rows, traits: npt.NDArray[np.float32]) -> Background:
        """Return the background of some rows of the film × term matrix, with their traits."""
        chosen = films[rows]
        terms, column = np.unique(chosen.indices, return_inverse=True)
        matrix = sp.csr_array(
            (chosen.data.astype(np.float64), column, chosen.indptr), shape=(len(rows), len(terms)), copy=False
        )
        return cls(rows, terms.astype(np.int32), sp.csr_array(matrix.T.tocsr()), traits)


def fit(
    background: Background,
    rated: sp.csr_array,
    rows: Rows,
    traits: npt.NDArray[np.float32],
    grades: Floats,
    ridge: float = RIDGE,
) -> Taste:
    """Return the taste that grades show.

    It minimises the squared errors over the background and the rated films, plus `ridge` times the squared weights.

    Parameters
    ----------
    background
        Films that are not rated; rated ones among them count once, with their grade.
    rated
        Vectors of the rated films, shape (n_rated, n_terms).
    rows
        Their rows in the catalogue, each once, shape (n_rated,).
    traits
        Their traits, shape (n_rated, N_TRAITS).
    grades
        Shape (n_rated,), as `Marks.grades` gives them.
    ridge
        Above 0.

    """
    if not len(rows):
        return NO_TASTE
    design = _Design.of(background, rated, rows, traits)
    weights = design.solution(design.targets(grades), ridge).astype(np.float32)
    return Taste(SparseVector(design.columns, weights[:-N_TRAITS]), weights[-N_TRAITS:])


@dataclass(frozen=True, slots=True)
class _Design:
    """The matrix of the regression: background and rated films by the terms of the rated ones and all traits."""

    columns: npt.NDArray[np.int32]
    """Terms of the rated films, ascending."""
    postings: sp.csr_array
    """Shape (n_columns, n_films)."""
    traits: Floats
    """Shape (n_films, N_TRAITS)."""
    position: Rows
    """Where each rated film is among the films, shape (n_rated,)."""
    squares: Floats
    """Sum of squares of each column and trait."""

    @classmethod
    def of(cls, background: Background, rated: sp.csr_array, rows: Rows, traits: npt.NDArray[np.float32]) -> _Design:
        columns = np.unique(rated.indices).astype(np.int32)
        postings = _chosen_postings(background, columns)
        place = np.searchsorted(background.rows, rows)
        new = np.append(background.rows, -1)[place] != rows
        extra = sp.csr_array(
            (
                rated.data.astype(np.float64),
                np.searchsorted(columns, rated.indices),
                rated.indptr,
            ),
            shape=(len(rows), len(columns)),
        )[np.flatnonzero(new)]
        position = np.where(new, len(background.rows) + np.cumsum(new) - 1, place)
        if new.any():
            postings = sp.csr_array(sp.hstack([postings, extra.T], format="csr"))
        joined = np.vstack([background.traits, traits[new]]).astype(np.float64)
        term_squares = np.asarray(postings.multiply(postings).sum(axis=1)).ravel()
        return cls(columns, postings, joined, position, np.append(term_squares, (joined**2).sum(axis=0)))

    def targets(self, grades: Floats) -> Floats:
        """Return what the regression says for each film, shape (n_films,)."""
        targets = np.zeros(len(self.traits))
        targets[self.position] = grades
        return targets

    def solution(self, targets: Floats, ridge: float) -> Floats:
        """Return the weights of columns and traits, by conjugate gradients on the normal equations."""
        wanted = self.transposed(targets)
        shape = (len(wanted), len(wanted))

        def normal(weights: Floats) -> Floats:
            return self.transposed(self.applied(weights)) + ridge * weights

        equations = LinearOperator(shape, normal, dtype=np.float64)
        scaling = LinearOperator(shape, lambda weights: weights / (self.squares + ridge), dtype=np.float64)
        weights: Floats = cg(equations, wanted, rtol=PRECISION, maxiter=_MOST_STEPS, M=scaling)[0]
        return weights

    def applied(self, weights: Floats) -> Floats:
        """Return the score of each film, shape (n_films,)."""
        scores: Floats = self.postings.T @ weights[:-N_TRAITS] + self.traits @ weights[-N_TRAITS:]
        return scores

    def transposed(self, values: Floats) -> Floats:
        """Return the product of the transposed matrix with a value for each film."""
        return np.concatenate([self.postings @ values, self.traits.T @ values])


def _chosen_postings(background: Background, columns: npt.NDArray[np.int32]) -> sp.csr_array:
    """Return the posting lists of the background for `columns`; a term that it lacks has an empty one."""
    place = np.searchsorted(background.terms, columns)
    known = np.append(background.terms, -1)[place] == columns
    chosen = background.postings[place[known]]
    lengths = np.zeros(len(columns), dtype=np.int64)
    lengths[known] = np.diff(chosen.indptr)
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    return sp.csr_array((chosen.data, chosen.indices, indptr), shape=(len(columns), len(background.rows)))
