"""Posting lists: for each term the rows that have it. Scoring reads the lists of the query's terms, and no other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp


def invert(matrix: sp.csr_array) -> sp.csr_array:
    """Return the posting lists, shape (n_terms, n_rows), of a matrix of shape (n_rows, n_terms)."""
    return sp.csr_array(matrix.T.tocsr())


def score(
    postings: sp.csr_array, terms: npt.NDArray[np.int32], weights: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return the dot product of a query with every row: float32, shape (n_rows,).

    postings : shape (n_terms, n_rows)
    terms, weights : the query's terms and their weights, shape (n,)
    """
    if len(terms) == 0:
        return np.zeros(postings.shape[1], dtype=np.float32)
    scores: npt.NDArray[np.float32] = postings[terms].T @ weights
    return scores
