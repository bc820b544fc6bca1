"""What the regions of a map are about: its films in groups of neighbours, each named by a typical keyword."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from engine.content.typical_keywords import typical_keywords
from engine.content.vector_space import VectorSpace
from engine.relations.projection import SEED, Points
from engine.relations.values import MapRegion

FILMS_OF_REGION = (180, 40)
"""Films of a region on average: of the regions of the whole map, and of the smaller ones in a part of it."""
_MIN_REGIONS, _MAX_REGIONS = 3, 150
_MIN_FILMS, _MIN_SHARE = 3, 0.06
"""Films of a region, and their share of it, that have a keyword which names it."""
_MAX_KEYWORDS = 3

Rows = npt.NDArray[np.integer]


def name_regions(space: VectorSpace, rows: Rows, points: Points) -> tuple[MapRegion, ...]:
    """Return the regions of a map that have a name, the largest first; those of the whole map before the smaller ones.

    Parameters
    ----------
    space
        Of all films.
    rows : shape (n_films,)
        The row of each film of the map.
    points : shape (n_films, 2)
        Where each film is.

    Returns
    -------
    Regions with different names. Films without keywords have none.

    Notes
    -----
    Regions are the clusters of k-means on the points. A region's name is its most typical keyword (`typical_keywords`)
    that no other region has taken and that enough of its films have. It is in the middle of these films, not of all.
    """
    taken: set[str] = set()
    regions: list[MapRegion] = []
    for detail, size in enumerate(FILMS_OF_REGION):
        for members in _clusters(points, size):
            if region := _named(space, rows[members], points[members], taken, detail):
                taken.add(region.name)
                regions.append(region)
    return tuple(regions)


def _clusters(points: Points, size: int) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the numbers of the films in each cluster, the largest first."""
    # Loading this takes a while, and only the map needs it.
    from scipy.cluster.vq import kmeans2

    n_regions = min(max(len(points) // size, _MIN_REGIONS), _MAX_REGIONS)
    if len(points) < n_regions * _MIN_FILMS:
        return
    _, labels = kmeans2(points.astype(np.float64), n_regions, minit="++", rng=SEED, missing="warn")
    counts = np.bincount(labels, minlength=n_regions)
    for label in np.argsort(-counts, kind="stable"):
        if counts[label]:
            yield np.flatnonzero(labels == label)


def _named(space: VectorSpace, rows: Rows, points: Points, taken: set[str], detail: int) -> MapRegion | None:
    """Return a region with its name, `None` if no keyword is left for it."""
    enough = max(_MIN_FILMS, _MIN_SHARE * len(rows))
    having = {name: np.isin(rows, space.rows_with("keywords", name)) for name in typical_keywords(space, rows)}
    common = [name for name, films in having.items() if np.count_nonzero(films) >= enough]
    name = next((name for name in common if name not in taken), None)
    if name is None:
        return None
    x, y = np.median(points[having[name]], axis=0).tolist()
    others = [other for other in common if other != name][: _MAX_KEYWORDS - 1]
    return MapRegion(name, (name, *others), len(rows), x, y, detail)
