"""The vectors of all films of a build: the matrix in both directions, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.content import explanation
from engine.content.fields import FittedField
from engine.content.vectors import SparseVector
from engine.entities import CATEGORY_FIELDS, Explanation
from engine.retrieval.postings import score
from engine.storage import arrays
from engine.storage.strings import StringArray

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.integer] | Sequence[int]


class VectorSpace:
    """The vectors of all films of a build. Immutable; any number of threads may share one.

    Parameters
    ----------
    films : shape (n_films, n_terms)
        Films as rows.
    postings : shape (n_terms, n_films)
        The same matrix transposed.
    terms : length n_terms
        Text of each column, ascending within each field.
    fields
        In order of their columns.

    """

    def __init__(
        self, films: sp.csr_array, postings: sp.csr_array, terms: StringArray, fields: tuple[FittedField, ...]
    ) -> None:
        self.films = films
        self.postings = postings
        self.terms = terms
        self.fields = fields

    @classmethod
    def from_arrays(cls, stored: arrays.Arrays, header: Mapping[str, Any]) -> VectorSpace:
        """Return the vector space of an index.

        Raises
        ------
        IndexCorrupt
            A matrix is damaged.
        KeyError, TypeError
            An array or a part of the header is missing.

        """
        shape = (header["films"], header["terms"])
        return cls(
            films=arrays.matrix_of(stored, "content/films", shape),
            postings=arrays.matrix_of(stored, "content/postings", shape[::-1]),
            terms=StringArray(stored["content/terms/text"], stored["content/terms/offsets"]),
            fields=tuple(FittedField(**field) for field in header["fields"]),
        )

    def vector(self, row: int) -> SparseVector:
        """Return the vector of the film in a row."""
        low, high = self.films.indptr[row : row + 2]
        return SparseVector(self.films.indices[low:high], self.films.data[low:high])

    def scores(self, query: SparseVector) -> Floats:
        """Return the similarity of every film to a query, shape (n_films,)."""
        return score(self.postings, query.indices, query.weights)

    def parted_scores(self, query: SparseVector) -> tuple[Floats, Floats]:
        """Return `scores`, and the part of each that is more than genre and company; each of shape (n_films,)."""
        is_category = np.zeros(len(query.indices), dtype=bool)
        for field in self.fields:
            if field.name in CATEGORY_FIELDS:
                low, high = np.searchsorted(query.indices, [field.start, field.stop])
                is_category[low:high] = True
        specific = score(self.postings, query.indices[~is_category], query.weights[~is_category])
        if not is_category.any():
            return specific, specific
        return score(self.postings, query.indices[is_category], query.weights[is_category], specific), specific

    def similarities(self, rows: Rows) -> Floats:
        """Return the similarities of all pairs of these films, shape (n_rows, n_rows), 0 to 1."""
        chosen = self.films[rows]
        # Without the columns that none of them has: a product takes time for each column of the whole matrix.
        used, columns = np.unique(chosen.indices, return_inverse=True)
        chosen = sp.csr_array((chosen.data, columns, chosen.indptr), shape=(len(rows), len(used)))
        dense: Floats = (chosen @ chosen.T).toarray()
        return dense

    def pair_similarities(self, left: Rows, right: Rows) -> list[float]:
        """Return the similarity of each film of `left` to the film at the same position of `right`, 0 to 1."""
        dots = np.asarray(self.films[left].multiply(self.films[right]).sum(axis=1), dtype=np.float64).ravel()
        return [1.0 if a == b else min(1.0, dot) for a, b, dot in zip(left, right, dots.tolist(), strict=True)]

    def explain(self, query: SparseVector, row: int) -> Explanation:
        """Return why the film in a row is similar to a query."""
        return explanation.explain(query, self.vector(row), self.fields, self.terms)

    def explain_itself(self, row: int) -> Explanation:
        """Return why the film in a row is similar to itself."""
        return explanation.explain_itself(self.vector(row), self.fields, self.terms)

    def unique_terms(self, row: int, other: int) -> tuple[str, ...]:
        """Return the strongest terms that the film in `row` has and the film in `other` does not have."""
        return explanation.unique_terms(self.vector(row), self.vector(other), self.fields, self.terms)

    def column(self, field: str, term: str) -> int | None:
        """Return the column of a term in a field, both by name; `None` if there is none."""
        fitted = self._field(field)
        return self.terms.find(term, fitted.start, fitted.stop) if fitted else None

    def rows_with(self, field: str, term: str) -> npt.NDArray[np.integer]:
        """Return the rows of the films that have a term in a field, ascending, shape (n,)."""
        column = self.column(field, term)
        if column is None:
            return np.empty(0, dtype=np.int32)
        low, high = self.postings.indptr[column : column + 2]
        rows: npt.NDArray[np.integer] = self.postings.indices[low:high]
        return rows

    def most_frequent_terms(self, field: str, limit: int) -> tuple[str, ...]:
        """Return at most `limit` terms of a field, those of most films first, ties in order of terms."""
        fitted = self._field(field)
        if fitted is None:
            return ()
        counts = np.diff(self.postings.indptr[fitted.start : fitted.stop + 1])
        return tuple(self.terms[fitted.start + int(n)] for n in np.argsort(-counts, kind="stable")[:limit])

    def _field(self, name: str) -> FittedField | None:
        return next((field for field in self.fields if field.name == name), None)
