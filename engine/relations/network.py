"""Which films belong to a neighbourhood, and which of them are joined by a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csgraph

Nearest = Callable[[int], tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]
"""Takes a row and returns its neighbours, the most similar first, and their similarities."""
_MIN_LENGTH = 0.05
"""Of a line, so that two equal films are drawn apart."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """The films within some steps of the centres. A node is a film's position in `rows`."""

    rows: list[int]
    """Centres first, then by steps, then by similarity to the film that led to them."""
    steps: list[int]
    """Of each node from the nearest centre."""
    parent_similarities: list[float]
    """Similarity of each node to the film that led to it; 1 for a centre."""
    neighbour_pairs: set[tuple[int, int]]
    """Pairs of nodes, the lower first, of which one is among the neighbours of the other."""
    not_shown: int
    """Neighbours that there was no room for."""


def expand(centres: Sequence[int], nearest: Nearest, depth: int, max_nodes: int) -> Subgraph:
    """Return the films around some centres: their neighbours, and so on for `depth` steps.

    Parameters
    ----------
    centres
        Different rows, at most `max_nodes`.
    nearest
        Returns the neighbours of a row.
    depth
        Number of steps, 0 or more.
    max_nodes
        Films to return at most. If the films of a step do not all fit, the most similar are taken.
    """
    node_of = {row: node for node, row in enumerate(centres)}
    steps, parent_similarities = [0] * len(node_of), [1.0] * len(node_of)
    pairs: list[tuple[int, int]] = []
    frontier, dropped = list(centres), set[int]()
    for step in range(1, depth + 1):
        best: dict[int, float] = {}
        for row in frontier:
            rows, similarities = nearest(row)
            for other, similarity in zip(rows.tolist(), similarities.tolist(), strict=True):
                pairs.append((row, other))
                if other not in node_of:
                    best[other] = max(similarity, best.get(other, similarity))
        # Of equals the lower row comes first: it is the more voted film.
        ranked = sorted(best, key=lambda row: (-best[row], row))
        frontier = ranked[: max_nodes - len(node_of)]
        dropped.update(ranked[len(frontier) :])
        node_of |= {row: node for node, row in enumerate(frontier, len(node_of))}
        steps += [step] * len(frontier)
        parent_similarities += [best[row] for row in frontier]
    shown = [(node_of[a], node_of[b]) for a, b in pairs if a in node_of and b in node_of]
    ordered = {(min(pair), max(pair)) for pair in shown}
    return Subgraph(list(node_of), steps, parent_similarities, ordered, len(dropped))


def edges(subgraph: Subgraph, similarity: npt.NDArray[np.floating]) -> list[tuple[int, int]]:
    """Return the pairs of nodes that a line joins, the most similar first.

    Two films are joined if they are neighbours, or if they are at least as similar to each other as each is to the film
    that led to it.

    Parameters
    ----------
    subgraph
        Films to join.
    similarity : shape (n_nodes, n_nodes)
        Of each node to each node.
    """
    parents = np.array(subgraph.parent_similarities)
    left, right = np.triu_indices(len(subgraph.rows), 1)
    close = similarity[left, right] >= np.maximum(parents[left], parents[right])
    pairs = set(zip(left[close].tolist(), right[close].tolist(), strict=True)) | subgraph.neighbour_pairs
    return sorted(pairs, key=lambda pair: (-similarity[pair], pair))


def path_lengths(edges: Sequence[tuple[int, int]], similarity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the length of the shortest path between any two nodes, if a line has length 1 - similarity.

    Parameters
    ----------
    edges
        Pairs of nodes that a line joins.
    similarity : shape (n_nodes, n_nodes)

    Returns
    -------
    Shape (n_nodes, n_nodes); infinite if no lines connect two nodes.
    """
    lengths = np.zeros_like(similarity)
    for a, b in edges:
        lengths[a, b] = max(_MIN_LENGTH, 1 - similarity[a, b])
    shortest: npt.NDArray[np.float64] = csgraph.shortest_path(lengths, directed=False)
    return shortest
