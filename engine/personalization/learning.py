"""Learns a community: EASE with the content of the films, on the films that most users rated.

With A the likes (users × films), X the films' vectors (terms, decades and fame) and

    G = A'A + alpha X X' + lambda I        P = G⁻¹

what liking film i adds to film j is W[i, j] = -P[i, j] / P[j, j], and nothing to itself. Without content this is EASE;
with it, a film that few users rated, or nobody, is known by what it is about. Of each film's column the strongest
weights are kept.

References
----------
Steck, "Embarrassingly shallow autoencoders for sparse data" (WWW 2019).
Jeunen, Van Balen and Goethals, "Closed-form models for collaborative filtering with side-information" (RecSys 2020).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import lapack

from engine.errors import LearningFailed
from engine.personalization.workers import add_likes
from engine.progress import Progress, no_progress

MAX_FILMS = 20_000
"""Films that a community knows at most: their matrix has 1.6 GB."""
ALPHA = 150.0
"""How much content counts, compared with one user's likes."""
LAMBDA = 175.0
"""Ridge: the larger, the fewer users make no rule."""
KEPT = 500
"""Strongest weights kept of each film."""
STAGES = ("Counting likes", "Adding content", "Inverting", "Keeping the strongest")
_BLOCK = 512
"""Films whose rows are worked on at a time."""

Floats = npt.NDArray[np.float32]


def memory_needed(n_films: int) -> int:
    """Return the bytes that learning needs for so many films: their matrix and a few blocks of it."""
    return 4 * n_films * (n_films + 8 * _BLOCK)


def film_weights(
    likes: sp.csr_array,
    content: sp.csr_array,
    kept: int = KEPT,
    progress: Progress = no_progress,
    scheduler: str = "",
) -> sp.csr_array:
    """Return W with the `kept` strongest weights of each column; float32, shape (n_films, n_films).

    Parameters
    ----------
    likes : shape (n_users, n_films)
        How much each user likes each film, 0 or more.
    content : shape (n_films, n_columns)
        Vectors of the films.
    kept
        1 or more.
    progress
        Called with each of STAGES as it begins.
    scheduler
        Address of a dask.distributed scheduler whose workers count the likes; if empty, this process does.

    Raises
    ------
    LearningFailed
        The memory does not suffice, or the workers fail.

    """
    try:
        gram = _gram_of(likes, content, progress, scheduler)
        progress(STAGES[2], 2, len(STAGES))
        inverse = _inverted(gram)
        progress(STAGES[3], 3, len(STAGES))
        weights = _strongest(inverse, kept)
    except MemoryError as error:
        gigabytes = memory_needed(likes.shape[1]) / 1e9
        raise LearningFailed(f"learning {likes.shape[1]:,} films needs {gigabytes:.1f} GB of memory") from error
    progress(STAGES[3], len(STAGES), len(STAGES))
    return weights


def _gram_of(likes: sp.csr_array, content: sp.csr_array, progress: Progress, scheduler: str) -> Floats:
    """Return G, the matrix to be inverted."""
    gram = np.zeros((likes.shape[1],) * 2, dtype=np.float32, order="F")
    progress(STAGES[0], 0, len(STAGES))
    if scheduler:
        add_likes(gram, likes, scheduler)
    else:
        add_gram(gram, sp.csr_array(likes.T.tocsr()), 1.0)
    progress(STAGES[1], 1, len(STAGES))
    add_gram(gram, content, ALPHA)
    gram[np.diag_indices_from(gram)] += np.float32(LAMBDA)
    return gram


def add_gram(gram: Floats, films: sp.csr_array, factor: float) -> None:
    """Add `factor` times the dot products of all pairs of films to `gram`, in place.

    Parameters
    ----------
    gram
        Shape (n_films, n_films), symmetric. A sum over users may be added shard by shard.
    films
        Shape (n_films, n).

    """
    transposed = sp.csr_array(films.T.tocsr())
    for block in _blocks(films.shape[0]):
        # The matrix is symmetric, and its columns lie in one piece of memory.
        gram[:, block] += np.float32(factor) * (films[block] @ transposed).toarray().T


def _inverted(gram: Floats) -> Floats:
    """Return the inverse of a positive definite matrix in its own memory; only the upper triangle is filled in."""
    factor, failed = lapack.spotrf(gram, lower=0, clean=0, overwrite_a=1)
    if failed:
        raise LearningFailed("the ratings and the films' content have no solution; please report this")
    inverse: Floats = lapack.spotri(factor, lower=0, overwrite_c=1)[0]
    return inverse


def _strongest(inverse: Floats, kept: int) -> sp.csr_array:
    """Return -P[i, j] / P[j, j] without the diagonal, only the `kept` strongest of each column j."""
    n_films = len(inverse)
    kept = min(kept, max(n_films - 1, 0))
    values = np.empty((n_films, kept), dtype=np.float32)
    rows = np.empty((n_films, kept), dtype=np.int32)
    for block in _blocks(n_films):
        chunk = inverse[:, block].T.copy()
        for place, film in enumerate(range(block.start, block.stop)):
            # Only the upper triangle is filled in: below the diagonal, a column is the row of the same film.
            chunk[place, film + 1 :] = inverse[film, film + 1 :]
            chunk[place] /= -inverse[film, film]
            chunk[place, film] = 0
        strongest = np.argpartition(-np.abs(chunk), kept - 1, axis=1)[:, :kept] if kept else rows[block]
        strongest.sort(axis=1)
        rows[block], values[block] = strongest, np.take_along_axis(chunk, strongest, axis=1)
    indptr = np.arange(n_films + 1, dtype=np.int64) * kept
    by_target = sp.csr_array((values.ravel(), rows.ravel(), indptr), shape=(n_films, n_films))
    return sp.csr_array(by_target.T.tocsr())


def _blocks(n_films: int) -> Iterator[slice]:
    for start in range(0, n_films, _BLOCK):
        yield slice(start, min(start + _BLOCK, n_films))
