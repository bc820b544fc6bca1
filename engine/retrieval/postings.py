"""Posting lists: for each term the rows that have it. Scoring reads the lists of the query's terms and no others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse import _sparsetools


def invert(matrix: sp.csr_array) -> sp.csr_array:
    """Return the posting lists of a matrix: its transpose, shape (n_terms, n_rows) for (n_rows, n_terms)."""
    return sp.csr_array(matrix.T.tocsr())


def score(
    postings: sp.csr_array,
    terms: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    before: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]:
    """Return the dot product of a query with every row.

    Parameters
    ----------
    postings : shape (n_terms, n_rows)
        Posting lists.
    terms : shape (n,)
        Numbers of the query's terms.
    weights : shape (n,)
        Weight of each of these terms in the query.
    before : shape (n_rows,)
        Scores of other terms, to add to; they stay as they are.

    Returns
    -------
    shape (n_rows,)

    """
    n_rows = postings.shape[1]
    scores = np.zeros(n_rows, dtype=np.float32) if before is None else before.copy()
    indptr, rows, values = postings.indptr, postings.indices, postings.data
    # A posting list is a sparse matrix of one column, and this is the kernel behind SciPy's `matrix @ vector`; it adds
    # to `scores`. The public way, `postings[terms].T @ weights`, copies every list first and takes twice as long.
    for term, weight in zip(terms.tolist(), weights.reshape(-1, 1), strict=True):
        _sparsetools.csc_matvec(n_rows, 1, indptr[term : term + 2], rows, values, weight, scores)
    return scores
