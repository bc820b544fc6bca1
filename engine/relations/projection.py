"""Films as points of a plane, by truncated SVD and t-SNE, and how far such a map can be trusted."""

from __future__ import annotations

import math
import warnings

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from engine.progress import Progress, no_progress
from engine.relations.layout import kamada_kawai_layout
from engine.relations.neighbours import N_NEIGHBOURS, similarity_blocks

DIMENSIONS = (50, 500)
"""Bounds of the dimensions that t-SNE starts from, a tenth of the films. docs/QUALITY.md compares other choices."""
PERPLEXITY = 30.0
"""Of t-SNE: roughly how many neighbours pull at a film."""
SEED = 0
MIN_FILMS = 10
"""Films and terms that t-SNE needs. With fewer, the map is drawn like a small graph."""
STAGES = ("Reducing dimensions", "Placing films", "Measuring the map")
"""The names reported while a map is drawn."""
PARAMETERS = {"dimensions": list(DIMENSIONS), "perplexity": PERPLEXITY, "seed": SEED}
"""What a map depends on besides its films."""

_SAME = 1e-4
"""Coordinates of unit vectors that differ by less count as equal."""

Points = npt.NDArray[np.float32]
"""Shape (n_films, 2), -1 to 1."""
Floats = npt.NDArray[np.float32]


def project(vectors: sp.csr_array, progress: Progress = no_progress) -> Points:
    """Return a point for each film.

    Parameters
    ----------
    vectors : shape (n_films, n_terms)
    progress
        Called as each stage begins.

    Returns
    -------
    Shape (n_films, 2), -1 to 1; the same points for the same vectors.

    Notes
    -----
    Truncated SVD to a tenth as many dimensions as there are films, rows scaled to length 1, then scikit-learn's t-SNE
    [1]_ starting from the first two principal components.

    References
    ----------
    .. [1] van der Maaten, "Accelerating t-SNE using tree-based algorithms" (2014).
    """
    enough = min(vectors.shape) >= MIN_FILMS
    return fit_to_square(_by_tsne(vectors, progress) if enough else _as_graph(vectors))


def _by_tsne(vectors: sp.csr_array, progress: Progress) -> npt.NDArray[np.floating]:
    # Loading these takes a second, and only the map needs them.
    from sklearn.decomposition import TruncatedSVD
    from sklearn.manifold import TSNE
    from sklearn.preprocessing import normalize

    films, terms = vectors.shape
    # One thread takes half as long again as two on an idle machine. But threads that share the cores with a busy server
    # wait for one another, and took three to six times as long.
    with threadpool_limits(1), warnings.catch_warnings():
        # If there are few kinds of films, some components have no variance to divide by.
        warnings.simplefilter("ignore", RuntimeWarning)
        progress(STAGES[0], 0, len(STAGES))
        dimensions = min(max(DIMENSIONS[0], films // 10), DIMENSIONS[1], films - 1, terms - 1)
        reduced = normalize(TruncatedSVD(dimensions, random_state=SEED).fit_transform(vectors))
        progress(STAGES[1], 1, len(STAGES))
        # If all rows are equal, principal components have length 0, and scikit-learn would start from NaN.
        start = "pca" if np.ptp(reduced, axis=0).max() > _SAME else "random"
        tsne = TSNE(perplexity=min(PERPLEXITY, (films - 1) / 3), init=start, random_state=SEED)
        return np.asarray(tsne.fit_transform(reduced.astype(np.float32)))


def _as_graph(vectors: sp.csr_array) -> npt.NDArray[np.floating]:
    similarity = (vectors @ vectors.T).toarray().astype(np.float64)
    distances = np.clip(1 - similarity, 1e-3, 1)
    np.fill_diagonal(distances, 0)
    return kamada_kawai_layout(distances)


def fit_to_square(points: npt.NDArray[np.floating]) -> Points:
    """Return points moved and scaled to lie between -1 and 1, by the same factor in both directions."""
    if not len(points):
        return points.astype(np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    fitted: Points = ((points - (low + high) / 2) / (max(high - low) / 2 or 1.0)).astype(np.float32)
    return fitted


def nearest_on_map(points: Points, k: int = N_NEIGHBOURS) -> npt.NDArray[np.int64]:
    """Return the `k` films nearest to each film on the map, the nearest first.

    Parameters
    ----------
    points : shape (n_films, 2)
    k : 1 or more

    Returns
    -------
    Shape (n_films, min(k, n_films - 1)).
    """
    from scipy.spatial import KDTree

    if not len(points):
        return np.empty((0, 0), dtype=np.int64)
    k = min(k, len(points) - 1)
    found = np.asarray(KDTree(points).query(points, np.arange(1, k + 2))[1])
    # If several films are at one point, a film need not be its own first result.
    others = found != np.arange(len(points))[:, None]
    others[others.all(axis=1), -1] = False
    nearest: npt.NDArray[np.int64] = found[others].reshape(len(points), k)
    return nearest


def trustworthiness(vectors: sp.csr_array, points: Points, k: int = N_NEIGHBOURS) -> float:
    """Return how far films that are close on a map are truly similar.

    Parameters
    ----------
    vectors : shape (n_films, n_terms)
    points : shape (n_films, 2)
    k
        Films that count as close to a film.

    Returns
    -------
    0 to 1, where 1 is perfect; NaN with 2 k films or fewer.

    Notes
    -----
    The k nearest films on the map have ranks r among all other films by similarity; ties go to the lower row. The
    result is 1 - 2 / (n k (2n - 3k - 1)) · sum of max(0, r - k) [1]_. scikit-learn's function returns the same up to
    the order of equals, but needs 570 MiB for 5,000 films.

    References
    ----------
    .. [1] Venna and Kaski, "Neighborhood preservation in nonlinear projection methods" (2001).
    """
    films = len(points)
    if films <= 2 * k:
        return math.nan
    near = nearest_on_map(points, k)
    penalty = 0
    for block, similarities in similarity_blocks(vectors):
        penalty += int(np.maximum(0, _ranks(similarities, near[block], block.start) - k).sum())
    return 1 - 2 * penalty / (films * k * (2 * films - 3 * k - 1))


def neighbour_recall(neighbours: npt.NDArray[np.integer], close: npt.NDArray[np.integer]) -> float:
    """Return how many of a film's true neighbours are close to it on the map, as the mean over all films.

    Parameters
    ----------
    neighbours : shape (n_films, k)
        The true neighbours of each film; -1 stands for none.
    close : shape (n_films, m)
        The films close to each film on the map.

    Returns
    -------
    A number of films, 0 to k; NaN if there are no films.
    """
    if not len(neighbours):
        return math.nan
    return float((neighbours[:, :, None] == close[:, None, :]).any(axis=2).sum() / len(neighbours))


def _ranks(similarities: Floats, films: npt.NDArray[np.int64], first: int) -> npt.NDArray[np.int64]:
    """Return the rank, from 1, of some films among all others of each row; shape as `films`, (n_rows, k).

    `similarities` has shape (n_rows, n_films) and holds the rows from `first`.
    """
    rows = np.arange(len(similarities))
    similarities[rows, first + rows] = -np.inf
    columns = np.arange(similarities.shape[1])
    ranks = np.empty(films.shape, dtype=np.int64)
    for place, film in enumerate(films.T):
        value = similarities[rows, film][:, None]
        before = (similarities > value) | ((similarities == value) & (columns < film[:, None]))
        ranks[:, place] = 1 + before.sum(axis=1)
    return ranks
