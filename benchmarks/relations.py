"""What it takes to look into the model: pairs, groups, neighbourhoods, the map, chains; beside what libraries take."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform
from sklearn.manifold import trustworthiness
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestNeighbors

from benchmarks.clock import Measurements, milliseconds, summary
from engine import CineWatch
from engine.relations import pairs, projection
from engine.relations.atlas import Atlas
from engine.relations.neighbours import NEAREST, nearest_of_each

_GROUP = 40


def looks(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Return what each look takes for `count` random films; what is derived once is derived before, and told apart."""
    relations, atlas = cinewatch.relations, cinewatch.atlas
    once = {
        "pairs_s": _seconds(lambda: pairs.similarities_at_random(cinewatch.opened.space)),
        "graph_s": _seconds(lambda: nearest_of_each(atlas.vectors())),
        "map_s": _seconds(lambda: projection.project(atlas.vectors())),
    }
    once["graph_by_sklearn_s"] = _seconds(lambda: _neighbours_by_sklearn(atlas))
    films = atlas.map()
    ids = cinewatch.opened.columns.id[random.integers(0, len(cinewatch), (count, _GROUP))].tolist()
    known = [point.id for point in films.points]
    ends = [tuple(random.choice(known, 2, replace=False).tolist()) for _ in range(count)]
    cinewatch.compare(*ends[0])
    atlas.path(*ends[0])
    # Each with what it loads on first use already loaded.
    relations.group(ids[0])
    relations.neighbourhood(ids[0][:1])
    return once | {
        "films_on_map": len(films.points),
        "trustworthiness": None if math.isnan(films.trustworthiness) else round(films.trustworthiness, 4),
        "kept": None if math.isnan(films.kept) else round(films.kept, 2),
        "pair": summary(milliseconds(lambda row: cinewatch.compare(*row[:2]), ids)),
        "spectrum": summary(milliseconds(lambda row: relations.histogram(row[0]), ids)),
        "group": summary(milliseconds(relations.group, ids)),
        "group_by_libraries": summary(milliseconds(lambda row: _group_by_libraries(cinewatch, row), ids)),
        "neighbourhood": summary(milliseconds(lambda row: relations.neighbourhood(row[:1], 2, 8), ids)),
        "three_neighbourhoods": summary(milliseconds(lambda row: relations.neighbourhood(row[:3], 2, 8), ids)),
        "bridge": summary(milliseconds(lambda pair: atlas.path(*pair), ends)),
        "whereabouts": summary(milliseconds(atlas.map_neighbours, [row[0] for row in ids])),
    }


def agreement(cinewatch: CineWatch) -> float | None:
    """Return by how much our trustworthiness differs from scikit-learn's; `None` with too many films for its memory."""
    films = cinewatch.atlas.map()
    if not 2 * NEAREST < len(films.points) <= 2_000:
        return None
    vectors = cinewatch.atlas.vectors()
    distances = np.maximum(0, 1 - (vectors @ vectors.T).toarray().astype(np.float64))
    points = np.array([(point.x, point.y) for point in films.points], dtype=np.float32)
    theirs = trustworthiness(distances, points, n_neighbors=NEAREST, metric="precomputed")
    return float(abs(theirs - films.trustworthiness))


def _neighbours_by_sklearn(atlas: Atlas) -> None:
    vectors = atlas.vectors()
    NearestNeighbors(n_neighbors=NEAREST, metric="cosine", algorithm="brute").fit(vectors).kneighbors()


def _group_by_libraries(cinewatch: CineWatch, film_ids: list[int]) -> None:
    """Cluster films by the usual way: no texts, no reasons."""
    rows = [cinewatch.opened.columns.row(film_id) for film_id in dict.fromkeys(film_ids)]
    similarity = cosine_similarity(cinewatch.opened.space.films[rows])
    distances = squareform(np.clip(1 - similarity, 0, 1), checks=False)
    leaves_list(linkage(distances, method="average", optimal_ordering=True))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return round(time.perf_counter() - start, 3)
