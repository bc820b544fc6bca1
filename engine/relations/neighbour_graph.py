"""The graph of the most voted films and their nearest neighbours, which the map and the paths share."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.opened import OpenBuild
from engine.relations.neighbours import N_NEIGHBOURS, Floats, Rows, most_similar, nearest_neighbours

MAX_FILMS = 5_000
"""Films in the graph, and so on the map."""


class NeighbourGraph:
    """The most voted films that are not hidden, and the ten nearest neighbours of each.

    A film's node is its position among these films. The neighbours are computed once and stored with the build. Any
    number of threads may share a graph.
    """

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        # A copy: the slice alone would keep the rows of all films in memory.
        self.rows: npt.NDArray[np.int64] = np.flatnonzero(opened.columns.hidden == 0)[:MAX_FILMS].copy()
        """The row of each node, ascending; shape (n_nodes,)."""
        self._neighbours: tuple[Rows, Floats] | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.rows)

    def node_of(self, row: int) -> int | None:
        """Return the node of a row, `None` if that film is not in the graph."""
        node = int(np.searchsorted(self.rows, row))
        return node if node < len(self.rows) and self.rows[node] == row else None

    def vectors(self) -> sp.csr_array:
        """Return the vectors of the films, shape (n_nodes, n_shared_terms).

        Terms that only one of the films has are left out: they add to no similarity.
        """
        films = self._opened.space.films[self.rows]
        film_counts = np.bincount(films.indices, minlength=films.shape[1])
        return sp.csr_array(films[:, np.flatnonzero(film_counts > 1)])

    def neighbours(self) -> tuple[Rows, Floats]:
        """Return the nodes of the ten nearest neighbours of each node, and their similarities.

        The first call for a build takes some seconds. See `nearest_neighbours` for shapes and order.
        """
        with self._lock:
            if self._neighbours is None:
                parameters = {"films": len(self), "neighbours": N_NEIGHBOURS}
                stored = self._opened.derived.get("neighbours", parameters, self._compute_neighbours)
                self._neighbours = stored["nodes"], stored["similarities"]
            return self._neighbours

    def neighbours_of(self, row: int) -> Rows:
        """Return the nodes of the at most ten nearest neighbours of any film, the nearest first.

        Films that have nothing in common with it are left out.
        """
        node = self.node_of(row)
        if node is None:
            nodes, similarities = most_similar(self._similarities(row)[self.rows])
        else:
            all_nodes, all_similarities = self.neighbours()
            nodes, similarities = all_nodes[node], all_similarities[node]
        return nodes[similarities > 0]

    def with_films(self, rows: Sequence[int]) -> tuple[npt.NDArray[np.int64], Rows, Floats]:
        """Return the graph with some films added that may not be in it.

        Parameters
        ----------
        rows
            Different rows. Those in the graph are not added again.

        Returns
        -------
        The row of each node, shape (n_nodes,), and what `neighbours` returns, for the graph and the films added.
        """
        added = [row for row in rows if self.node_of(row) is None]
        all_rows = np.append(self.rows, np.array(added, dtype=np.int64))
        nodes, similarities = self.neighbours()
        for row in added:
            row_similarities = self._similarities(row)[all_rows]
            row_similarities[all_rows == row] = -np.inf
            row_nodes, values = most_similar(row_similarities)
            nodes, similarities = np.vstack([nodes, row_nodes]), np.vstack([similarities, values])
        return all_rows, nodes, similarities

    def _similarities(self, row: int) -> Floats:
        """Return the similarity of a film to every film of the catalogue, shape (n_films,)."""
        return self._opened.space.scores(self._opened.space.vector(row))

    def _compute_neighbours(self) -> dict[str, npt.NDArray[np.generic]]:
        nodes, similarities = nearest_neighbours(self.vectors())
        return {"nodes": nodes, "similarities": similarities}
