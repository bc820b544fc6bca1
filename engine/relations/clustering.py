"""Which films of a group belong together: hierarchical clustering, by average linkage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Tree:
    """A dendrogram of n films."""

    order: npt.NDArray[np.int64]
    """The films from left to right, shape (n,): a permutation of 0 to n - 1."""
    merges: npt.NDArray[np.float64]
    """Shape (n - 1, 5), the nearest first: where the left and the right branch stand, counted in films from the left,
    at what distance each begins, and at what distance they meet."""


def cluster(similarity: npt.NDArray[np.floating]) -> Tree:
    """Return the dendrogram of two or more films, ordered so that neighbours are similar.

    similarity : shape (n_films, n_films), symmetric, 0 to 1

    The distance of two branches is 1 - the mean similarity of their films (UPGMA). Of the orders a tree may be drawn
    in, SciPy looks for the one with the least sum of distances between neighbours, after Bar-Joseph, Gifford and
    Jaakkola, "Fast optimal leaf ordering for hierarchical clustering" (2001); now and then it finds one a little worse.
    """
    # Loading it takes a third of a second, and only groups need it.
    from scipy.cluster.hierarchy import leaves_list, linkage

    films = len(similarity)
    distances = 1 - similarity[np.triu_indices(films, 1)].astype(np.float64)
    links = linkage(np.clip(distances, 0, 1), method="average", optimal_ordering=True)
    order = leaves_list(links).astype(np.int64)
    return Tree(order, _merges(links, order))


def _merges(links: npt.NDArray[np.float64], order: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return where the branches of SciPy's linkage stand: a branch in the middle between the two it is made of."""
    films = len(order)
    position, distance = np.zeros(2 * films - 1), np.zeros(2 * films - 1)
    position[order] = np.arange(films)
    merges = np.empty((films - 1, 5))
    for number, (one, other, height, _) in enumerate(links):
        left, right = sorted((int(one), int(other)), key=lambda branch: position[branch])
        merges[number] = position[left], position[right], distance[left], distance[right], height
        position[films + number] = (position[left] + position[right]) / 2
        distance[films + number] = height
    return merges
