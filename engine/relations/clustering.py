"""Which films of a group belong together: hierarchical clustering by average linkage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Dendrogram:
    """The tree of a hierarchical clustering of n films."""

    order: npt.NDArray[np.int64]
    """The films from left to right, shape (n,): a permutation of 0 to n - 1."""
    merges: npt.NDArray[np.float64]
    """Shape (n - 1, 5), the nearest first: the positions of the left and the right branch, counted in films from the
    left, the distances at which the two begin, and the distance at which they meet."""


def cluster(similarity: npt.NDArray[np.floating]) -> Dendrogram:
    """Return the dendrogram of two or more films, ordered so that similar films are next to each other.

    Parameters
    ----------
    similarity : shape (n_films, n_films), symmetric, 0 to 1
        The diagonal does not matter.

    Notes
    -----
    The distance of two branches is 1 - the mean similarity of their films (UPGMA). A tree can be drawn in many orders;
    SciPy searches the one with the smallest sum of distances between adjacent films [1]_. Occasionally it returns a
    slightly worse one.

    References
    ----------
    .. [1] Bar-Joseph, Gifford and Jaakkola, "Fast optimal leaf ordering for hierarchical clustering" (2001).
    """
    # Loading this takes a third of a second, and only groups need it.
    from scipy.cluster.hierarchy import leaves_list, linkage

    films = len(similarity)
    distances = 1 - similarity[np.triu_indices(films, 1)].astype(np.float64)
    links = linkage(np.clip(distances, 0, 1), method="average", optimal_ordering=True)
    order = leaves_list(links).astype(np.int64)
    return Dendrogram(order, _merges(links, order))


def _merges(links: npt.NDArray[np.float64], order: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the merges of SciPy's linkage with positions: a branch is midway between the two it is made of."""
    films = len(order)
    position, distance = np.zeros(2 * films - 1), np.zeros(2 * films - 1)
    position[order] = np.arange(films)
    merges = np.empty((films - 1, 5))
    for number, (a, b, height, _) in enumerate(links):
        left, right = sorted((int(a), int(b)), key=lambda branch: position[branch])
        merges[number] = position[left], position[right], distance[left], distance[right], height
        position[films + number] = (position[left] + position[right]) / 2
        distance[films + number] = height
    return merges
