"""`python -m benchmarks.maps CSV`: compare ways to draw the map of films, as a Markdown table.

docs/QUALITY.md shows the results.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from sklearn.manifold import MDS, TSNE
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from engine import CineWatch
from engine.relations import projection
from engine.relations.film_mapper import close_count
from engine.relations.neighbour_graph import NeighbourGraph
from engine.relations.neighbours import nearest_neighbours
from engine.relations.projection import Points

_MAX_SCALED = 2_000
"""Films that multidimensional scaling can draw: its time grows with their square."""


def main() -> None:
    """Draw the most voted films of a CSV in each way, and print how far each map can be trusted."""
    with tempfile.TemporaryDirectory() as models:
        vectors = NeighbourGraph(CineWatch.of(Path(sys.argv[1]), Path(models)).opened).vectors()
    films = vectors.shape[0]
    neighbours, _ = nearest_neighbours(vectors)
    print(f"| {films:,} films | Trustworthiness | Neighbour recall, of ten | Seconds |\n|---|---:|---:|---:|")
    for name, draw in _methods(vectors):
        start = time.perf_counter()
        with threadpool_limits(1):
            points = projection.fit_to_square(draw())
        seconds = time.perf_counter() - start
        trustworthiness = projection.trustworthiness(vectors, points)
        recall = projection.neighbour_recall(neighbours, projection.nearest_on_map(points, close_count(films)))
        print(f"| {name} | {trustworthiness:.3f} | {recall:.2f} | {seconds:.1f} |", flush=True)


def _methods(vectors: sp.csr_array) -> Iterator[tuple[str, Callable[[], Points]]]:
    films = vectors.shape[0]
    tenth = films // 10
    yield "ours: SVD to a tenth as many dimensions as films, t-SNE", partial(projection.project, vectors)
    for dimensions in (50, 100, 200, 500):
        if dimensions < films // 2:
            yield f"SVD to {dimensions} dimensions, t-SNE", partial(_by_tsne, vectors, dimensions)
    yield "ours with perplexity 15", partial(_by_tsne, vectors, tenth, perplexity=15)
    yield "ours with perplexity 50", partial(_by_tsne, vectors, tenth, perplexity=50)
    yield "rows not scaled to length 1", lambda: _tsne(_svd(vectors, tenth))
    yield "t-SNE of the exact neighbours, without SVD", partial(_by_neighbours, vectors)
    if films <= _MAX_SCALED:
        yield "multidimensional scaling of all distances", partial(_by_scaling, vectors)
    yield "SVD to 2 dimensions, nothing else", lambda: _svd(vectors, 3)[:, 1:]


def _svd(vectors: sp.csr_array, dimensions: int) -> Points:
    return np.asarray(TruncatedSVD(dimensions, random_state=0).fit_transform(vectors), dtype=np.float32)


def _by_tsne(vectors: sp.csr_array, dimensions: int, perplexity: float = projection.PERPLEXITY) -> Points:
    return _tsne(normalize(_svd(vectors, dimensions)), perplexity)


def _tsne(rows: Points, perplexity: float = projection.PERPLEXITY) -> Points:
    return np.asarray(TSNE(perplexity=perplexity, init="pca", random_state=0).fit_transform(rows))


def _by_neighbours(vectors: sp.csr_array) -> Points:
    """Draw the true distances of the nearest neighbours with t-SNE, which uses no others."""
    films = vectors.shape[0]
    k = min(films - 1, int(3 * projection.PERPLEXITY) + 2)
    rows, similarities = nearest_neighbours(vectors, k)
    # scikit-learn wants each film among its own neighbours.
    rows = np.column_stack([np.arange(films), rows])
    distances = np.column_stack([np.zeros(films), np.clip(1 - similarities, 1e-6, 1)])
    graph = sp.csr_matrix((distances.ravel(), rows.ravel(), np.arange(0, rows.size + 1, k + 1)), (films, films))
    start = _svd(vectors, 3)[:, 1:]
    start *= 1e-4 / start[:, 0].std()
    tsne = TSNE(perplexity=projection.PERPLEXITY, metric="precomputed", init=start, random_state=0)
    return np.asarray(tsne.fit_transform(graph))


def _by_scaling(vectors: sp.csr_array) -> Points:
    distances = np.clip(1 - (vectors @ vectors.T).toarray().astype(np.float64), 0, 1)
    np.fill_diagonal(distances, 0)
    return np.asarray(MDS(metric="precomputed", n_init=1, init="random", random_state=0).fit_transform(distances))


if __name__ == "__main__":
    main()
