"""Films as points of a plane: drawn by truncated SVD and t-SNE, and measured for how far the picture can be trusted."""

from __future__ import annotations

import math
import warnings

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from engine.progress import Progress, no_progress
from engine.relations.layout import place
from engine.relations.neighbours import NEAREST, similarities_in_parts

DIMENSIONS = (50, 500)
"""That t-SNE looks at: a tenth of the films, within these bounds. docs/QUALITY.md has others beside it."""
PERPLEXITY = 30.0
"""Of t-SNE: about how many neighbours a film is drawn to."""
SEED = 0
FEWEST = 10
"""Films for t-SNE. Fewer are drawn as a small graph is."""

_SAME = 1e-4
"""Coordinates of rows of length 1 that differ by less are the same."""
STAGES = ("Reducing dimensions", "Placing films", "Measuring the map")
"""What is told while a map is made."""

PARAMETERS = {"dimensions": list(DIMENSIONS), "perplexity": PERPLEXITY, "seed": SEED}
"""What a map depends on besides its films."""

Points = npt.NDArray[np.float32]
"""Shape (n_films, 2), from -1 to 1."""
Floats = npt.NDArray[np.float32]


def project(vectors: sp.csr_array, progress: Progress = no_progress) -> Points:
    """Return a point for each film; each stage is reported as it begins.

    vectors : shape (n_films, n_terms)

    Truncated SVD to a tenth as many dimensions as there are films, rows of length 1, and t-SNE of scikit-learn from the
    first two principal components; the same for the same vectors. van der Maaten, "Accelerating t-SNE using tree-based
    algorithms" (2014).
    """
    films, terms = vectors.shape
    if films < FEWEST or terms < FEWEST:
        return _drawn_as_graph(vectors)
    # Loading these takes a second, and only the map needs them.
    from sklearn.decomposition import TruncatedSVD
    from sklearn.manifold import TSNE
    from sklearn.preprocessing import normalize

    # One thread, whatever there is: on two cores it takes half as long again, but threads that share them with a server
    # at work wait for one another, and took three to six times as long.
    with threadpool_limits(1), warnings.catch_warnings():
        # Where films are few of a kind, components have no variance to be divided by.
        warnings.simplefilter("ignore", RuntimeWarning)
        progress(STAGES[0], 0, len(STAGES))
        dimensions = min(max(DIMENSIONS[0], films // 10), DIMENSIONS[1], films - 1, terms - 1)
        reduced = normalize(TruncatedSVD(dimensions, random_state=SEED).fit_transform(vectors))
        progress(STAGES[1], 1, len(STAGES))
        # Components of rows that are all the same have no length to begin from: scikit-learn would begin from NaN.
        start = "pca" if np.ptp(reduced, axis=0).max() > _SAME else "random"
        tsne = TSNE(perplexity=min(PERPLEXITY, (films - 1) / 3), init=start, random_state=SEED)
        points = tsne.fit_transform(reduced.astype(np.float32))
    return centred(points)


def _drawn_as_graph(vectors: sp.csr_array) -> Points:
    similarity = (vectors @ vectors.T).toarray().astype(np.float64)
    distances = np.clip(1 - similarity, 1e-3, 1)
    np.fill_diagonal(distances, 0)
    return centred(place(distances))


def centred(points: npt.NDArray[np.floating]) -> Points:
    """Return the points moved and scaled alike in both directions to lie between -1 and 1."""
    if not len(points):
        return points.astype(np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    centred: Points = ((points - (low + high) / 2) / (max(high - low) / 2 or 1.0)).astype(np.float32)
    return centred


def nearest_on_map(points: Points, k: int = NEAREST) -> npt.NDArray[np.int64]:
    """Return the `k` films nearest to each on the map, or all others if they are fewer, the nearest first.

    The shape is (n_films, min(k, n_films - 1)).
    """
    from scipy.spatial import KDTree

    if not len(points):
        return np.empty((0, 0), dtype=np.int64)
    k = min(k, len(points) - 1)
    found = np.asarray(KDTree(points).query(points, np.arange(1, k + 2))[1])
    # Of films at one point a film need not come first itself.
    others = found != np.arange(len(points))[:, None]
    others[others.all(axis=1), -1] = False
    nearest: npt.NDArray[np.int64] = found[others].reshape(len(points), k)
    return nearest


def trustworthiness(vectors: sp.csr_array, points: Points, k: int = NEAREST) -> float:
    """Return how far the `k` nearest on a map are near in truth, 0 to 1; NaN with 2 k films or fewer.

    vectors : shape (n_films, n_terms)

    The k nearest of a film on the map have ranks r among all others by similarity, ties by the lower row; the figure is
    1 - 2 / (n k (2n - 3k - 1)) · sum of max(0, r - k): Venna and Kaski, "Neighborhood preservation in nonlinear
    projection methods" (2001). scikit-learn's function gives the same but for the order of equals, and needs 570 MiB
    for 5,000 films.
    """
    films = len(points)
    if films <= 2 * k:
        return math.nan
    near = nearest_on_map(points, k)
    intruders = 0
    for part, similarities in similarities_in_parts(vectors):
        intruders += int(np.maximum(0, _ranks(similarities, near[part], part.start) - k).sum())
    return 1 - 2 * intruders / (films * k * (2 * films - 3 * k - 1))


def kept(nearest: npt.NDArray[np.integer], near: npt.NDArray[np.integer]) -> float:
    """Return how many of the true nearest of a film are near it on the map, in the mean over films; NaN without films.

    nearest : the true nearest of each film, shape (n_films, k); -1 is none
    near : those near it on the map, shape (n_films, m)
    """
    if not len(nearest):
        return math.nan
    return float((nearest[:, :, None] == near[:, None, :]).any(axis=2).sum() / len(nearest))


def _ranks(similarities: Floats, chosen: npt.NDArray[np.int64], first: int) -> npt.NDArray[np.int64]:
    """Return the rank, from 1, of some films among all others of each row; shape as `chosen`, (n_rows, k).

    similarities : shape (n_rows, n_films), of rows from `first`
    """
    rows = np.arange(len(similarities))
    similarities[rows, first + rows] = -np.inf
    places = np.arange(similarities.shape[1])
    ranks = np.empty(chosen.shape, dtype=np.int64)
    for column, other in enumerate(chosen.T):
        value = similarities[rows, other][:, None]
        before = (similarities > value) | ((similarities == value) & (places < other[:, None]))
        ranks[:, column] = 1 + before.sum(axis=1)
    return ranks
