"""Where to draw the nodes of a small graph, so that lengths on paper are like lengths in the graph."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

Points = npt.NDArray[np.float64]
"""Shape (n, 2)."""

_SETTLED = 1e-4
"""Share of the stress by which a step must lessen it, else nothing that an eye could see is to be gained."""
_SHAKEN = 0.001
"""How far nodes are moved by chance before they are placed, as a share of the greatest distance."""
_APART = 1.25
"""How much farther than the farthest that are connected nodes are drawn that are not."""


def place(distances: npt.NDArray[np.float64]) -> Points:
    """Return a point for each node, x and y from 0 to 1 with the same unit, the same for the same distances.

    distances : shape (n, n), symmetric, above 0 beside the diagonal; inf where no path leads

    The points make the sum over pairs of (|p - q| - d)² / d² as small as can be found from a start by classical
    scaling: Kamada and Kawai, "An algorithm for drawing general undirected graphs" (1989).
    """
    # Loading it takes a tenth of a second, and only pictures need it.
    from scipy.optimize import minimize

    nodes = len(distances)
    if nodes < 2:
        return np.full((nodes, 2), 0.5)
    known = distances[np.isfinite(distances)].max() or 1.0
    wanted = np.where(np.isfinite(distances), distances, _APART * known)
    one, other = np.triu_indices(nodes, 1)
    lengths = np.maximum(wanted[one, other], 1e-6)

    def stress(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        points = flat.reshape(-1, 2)
        unrelated = points[one] - points[other]
        drawn = np.maximum(np.hypot(unrelated[:, 0], unrelated[:, 1]), 1e-12)
        off = drawn / lengths - 1
        pull = unrelated * (2 * off / (lengths * drawn))[:, None]
        slope = np.zeros_like(points)
        for axis in (0, 1):
            slope[:, axis] = np.bincount(one, pull[:, axis], nodes) - np.bincount(other, pull[:, axis], nodes)
        return float(off @ off), slope.ravel()

    # Nodes that begin at one point, as some do where all are equally far apart, would never part.
    start = _scaled(wanted) + np.random.default_rng(0).normal(scale=_SHAKEN * known, size=(nodes, 2))
    # Threads that wait for one another take three times as long as one that works, on matrices as small as these.
    with _pools().limit(limits=1):
        found = minimize(stress, start.ravel(), jac=True, method="L-BFGS-B", options={"ftol": _SETTLED})
    points: Points = found.x.reshape(-1, 2)
    points -= points.min(axis=0)
    return points / (points.max() or 1.0)


@cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


def _scaled(distances: npt.NDArray[np.float64]) -> Points:
    """Return points by classical scaling: the two strongest axes of the doubly centred squares of distances."""
    squares = distances**2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    values, vectors = np.linalg.eigh(centred)
    axes = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-9))
    # An eigenvector is as good with the other sign; which of the two comes out differs between machines.
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    points: Points = axes * np.where(signs == 0, 1, signs)
    return points
