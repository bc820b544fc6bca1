"""The smoothest path from one film to another, over films that are neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp


def smoothest_path(
    neighbours: npt.NDArray[np.int32], similarities: npt.NDArray[np.float32], start: int, end: int
) -> list[int]:
    """Return the films of the shortest path from `start` to `end` if a step costs 1 / similarity.

    Parameters
    ----------
    neighbours : shape (n_films, k)
        Rows of the neighbours of each film. A step may go from a film to its neighbour or back.
    similarities : shape (n_films, k), 0 to 1
        A neighbour with similarity 0 does not count.
    start, end
        Rows of the first and the last film.

    Returns
    -------
    Rows from `start` to `end`, both included; empty if no path leads there.

    Notes
    -----
    Dijkstra's algorithm finds the path. The cost makes it prefer several steps between similar films to one step
    between films that share little. With costs that grow more slowly, such as 1 - similarity, it would take a short cut
    over a film that shares nothing but a studio.
    """
    # Loading this takes a while, and only paths need it.
    from scipy.sparse.csgraph import dijkstra

    films, k = neighbours.shape
    related = similarities > 0
    costs = 1 / similarities[related].astype(np.float64)
    sources = np.repeat(np.arange(films, dtype=np.int32), k).reshape(films, k)[related]
    graph = sp.csr_array((costs, (sources, neighbours[related])), shape=(films, films))
    _, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)  # type: ignore[call-overload]
    path = [end]
    while path[-1] != start:
        if before[path[-1]] < 0:
            return []
        path.append(int(before[path[-1]]))
    return path[::-1]
