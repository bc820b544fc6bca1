"""How long it takes to compare films: pairs, groups, neighbourhoods, the map and paths; with libraries beside it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform
from sklearn.manifold import trustworthiness
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestNeighbors

from benchmarks.clock import Measurements, milliseconds, summary
from engine import CineWatch
from engine.relations import pairs, projection
from engine.relations.neighbour_graph import NeighbourGraph
from engine.relations.neighbours import N_NEIGHBOURS, nearest_neighbours

_GROUP_SIZE = 40


def similarity(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Return the time of each kind of comparison for `count` random films.

    What is computed once for a build is timed separately, and is ready before the others are timed.
    """
    relations, mapper, paths = cinewatch.relations, cinewatch.mapper, cinewatch.path_finder
    once = _once(cinewatch)
    films = mapper.film_map()
    ids = cinewatch.opened.columns.id[random.integers(0, len(cinewatch), (count, _GROUP_SIZE))].tolist()
    on_map = [point.id for point in films.points]
    ends = [tuple(random.choice(on_map, 2, replace=False).tolist()) for _ in range(count)]
    # The first call of each also loads libraries and what is computed once.
    cinewatch.compare(*ends[0])
    paths.path(*ends[0])
    relations.group(ids[0])
    relations.neighbourhood(ids[0][:1])
    return once | {
        "films_on_map": len(films.points),
        "trustworthiness": _rounded(films.trustworthiness, 4),
        "neighbour_recall": _rounded(films.neighbour_recall, 2),
        "pair": summary(milliseconds(lambda row: cinewatch.compare(*row[:2]), ids)),
        "histogram": summary(milliseconds(lambda row: relations.histogram(row[0]), ids)),
        "group": summary(milliseconds(relations.group, ids)),
        "group_by_libraries": summary(milliseconds(lambda row: _group_by_libraries(cinewatch, row), ids)),
        "neighbourhood": summary(milliseconds(lambda row: relations.neighbourhood(row[:1], 2, 8), ids)),
        "three_neighbourhoods": summary(milliseconds(lambda row: relations.neighbourhood(row[:3], 2, 8), ids)),
        "path": summary(milliseconds(lambda pair: paths.path(*pair), ends)),
        "map_neighbours": summary(milliseconds(mapper.map_neighbours, [row[0] for row in ids])),
    }


def agreement(cinewatch: CineWatch) -> float | None:
    """Return how far our trustworthiness is from scikit-learn's; `None` if it needs too much memory, or more films."""
    films = cinewatch.mapper.film_map()
    if not 2 * N_NEIGHBOURS < len(films.points) <= 2_000:
        return None
    vectors = NeighbourGraph(cinewatch.opened).vectors()
    distances = np.maximum(0, 1 - (vectors @ vectors.T).toarray().astype(np.float64))
    points = np.array([(point.x, point.y) for point in films.points], dtype=np.float32)
    expected = trustworthiness(distances, points, n_neighbors=N_NEIGHBOURS, metric="precomputed")
    return float(abs(expected - films.trustworthiness))


def _once(cinewatch: CineWatch) -> Measurements:
    """Return the seconds of what is computed once for a build."""
    graph = NeighbourGraph(cinewatch.opened)
    return {
        "pairs_s": _seconds(lambda: pairs.sample_similarities(cinewatch.opened.space)),
        "graph_s": _seconds(lambda: nearest_neighbours(graph.vectors())),
        "map_s": _seconds(lambda: projection.project(graph.vectors())),
        "graph_by_sklearn_s": _seconds(lambda: _neighbours_by_sklearn(graph.vectors())),
    }


def _neighbours_by_sklearn(vectors: sp.csr_array) -> None:
    NearestNeighbors(n_neighbors=N_NEIGHBOURS, metric="cosine", algorithm="brute").fit(vectors).kneighbors()


def _group_by_libraries(cinewatch: CineWatch, film_ids: list[int]) -> None:
    """Cluster films with scikit-learn and SciPy alone, without films' data or reasons."""
    rows = [cinewatch.opened.columns.row(film_id) for film_id in dict.fromkeys(film_ids)]
    distances = squareform(np.clip(1 - cosine_similarity(cinewatch.opened.space.films[rows]), 0, 1), checks=False)
    leaves_list(linkage(distances, method="average", optimal_ordering=True))


def _rounded(value: float, digits: int) -> float | None:
    # JSON has no NaN.
    return None if math.isnan(value) else round(value, digits)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return round(time.perf_counter() - start, 3)
