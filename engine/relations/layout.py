"""Positions for the nodes of a small graph, so that distances in the drawing match distances in the graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

Points = npt.NDArray[np.float64]
"""Shape (n, 2)."""
Stress = Callable[[npt.NDArray[np.float64]], tuple[float, npt.NDArray[np.float64]]]
"""Takes coordinates, shape (2 n,), and returns the stress and its gradient, shape (2 n,)."""

_TOLERANCE = 1e-4
"""A step that reduces the stress by a smaller share ends the search: nobody would see the difference."""
_JITTER = 0.001
"""Random displacement of the starting points, as a share of the greatest distance."""
_UNCONNECTED = 1.25
"""Distance of nodes that no path connects, in multiples of the greatest distance of connected ones."""


def kamada_kawai_layout(distances: npt.NDArray[np.float64]) -> Points:
    """Return a point for each node, from 0 to 1 in both directions and to the same scale.

    Parameters
    ----------
    distances : shape (n, n), symmetric, above 0 off the diagonal
        Infinite if no path connects two nodes.

    Returns
    -------
    Shape (n, 2); the same points for the same distances.

    Notes
    -----
    The points minimise the stress [1]_ from a start by classical scaling. The stress is the sum over pairs of nodes of
    (distance of the points - d)² / d².

    References
    ----------
    .. [1] Kamada and Kawai, "An algorithm for drawing general undirected graphs" (1989).
    """
    # Loading this takes a tenth of a second, and only drawings need it.
    from scipy.optimize import minimize

    nodes = len(distances)
    if nodes < 2:
        return np.full((nodes, 2), 0.5)
    longest = distances[np.isfinite(distances)].max() or 1.0
    finite = np.where(np.isfinite(distances), distances, _UNCONNECTED * longest)
    # Nodes that start at one point, as some do if all are equally far apart, would stay together.
    start = _classical_scaling(finite) + np.random.default_rng(0).normal(scale=_JITTER * longest, size=(nodes, 2))
    # On matrices as small as these, threads that wait for one another take three times as long as one thread.
    with _thread_pools().limit(limits=1):
        result = minimize(_stress(finite), start.ravel(), jac=True, method="L-BFGS-B", options={"ftol": _TOLERANCE})
    points: Points = result.x.reshape(-1, 2)
    points -= points.min(axis=0)
    return points / (points.max() or 1.0)


def _stress(distances: npt.NDArray[np.float64]) -> Stress:
    """Return the function to minimise; `distances` are finite."""
    nodes = len(distances)
    left, right = np.triu_indices(nodes, 1)
    lengths = np.maximum(distances[left, right], 1e-6)

    def stress(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        points = flat.reshape(-1, 2)
        differences = points[left] - points[right]
        drawn = np.maximum(np.hypot(differences[:, 0], differences[:, 1]), 1e-12)
        errors = drawn / lengths - 1
        pulls = differences * (2 * errors / (lengths * drawn))[:, None]
        gradient = np.zeros_like(points)
        for axis in (0, 1):
            gradient[:, axis] = np.bincount(left, pulls[:, axis], nodes) - np.bincount(right, pulls[:, axis], nodes)
        return float(errors @ errors), gradient.ravel()

    return stress


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()


def _classical_scaling(distances: npt.NDArray[np.float64]) -> Points:
    """Return points by classical scaling: the two strongest axes of the doubly centred squared distances."""
    squares = distances**2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    values, vectors = np.linalg.eigh(centred)
    axes = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-9))
    # An eigenvector may have either sign; which of the two comes out differs between machines.
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    points: Points = axes * np.where(signs == 0, 1, signs)
    return points
