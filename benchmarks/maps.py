"""`python -m benchmarks.maps CSV`: other ways to draw the map of films, measured as ours is; a Markdown table.

The figures are those of docs/QUALITY.md.
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
from engine.relations.atlas import NEAR_SHARE
from engine.relations.neighbours import NEAREST, nearest_of_each
from engine.relations.projection import Points

_FEW = 2_000
"""Films that multidimensional scaling, whose time grows with their square, can draw."""


def main() -> None:
    """Draw the most voted films of a CSV in each way, and print how far each map can be trusted."""
    with tempfile.TemporaryDirectory() as models:
        vectors = CineWatch.of(Path(sys.argv[1]), Path(models)).atlas.vectors()
    films = vectors.shape[0]
    nearest, _ = nearest_of_each(vectors)
    print(f"| {films:,} films | Trustworthiness | Of ten nearest, near on the map | Seconds |\n|---|---:|---:|---:|")
    for name, draw in _ways(vectors):
        start = time.perf_counter()
        with threadpool_limits(1):
            points = projection.centred(draw())
        seconds = time.perf_counter() - start
        near = projection.nearest_on_map(points, max(NEAREST, films // NEAR_SHARE))
        trust, kept = projection.trustworthiness(vectors, points), projection.kept(nearest, near)
        print(f"| {name} | {trust:.3f} | {kept:.2f} | {seconds:.1f} |", flush=True)


def _ways(vectors: sp.csr_array) -> Iterator[tuple[str, Callable[[], Points]]]:
    films = vectors.shape[0]
    tenth = films // 10
    yield "ours: SVD to a tenth as many dimensions as films, t-SNE", partial(projection.project, vectors)
    for dimensions in (50, 100, 200, 500):
        if dimensions < films // 2:
            yield f"SVD to {dimensions} dimensions, t-SNE", partial(_by_tsne, vectors, dimensions)
    yield "ours with perplexity 15", partial(_by_tsne, vectors, tenth, perplexity=15)
    yield "ours with perplexity 50", partial(_by_tsne, vectors, tenth, perplexity=50)
    yield "rows not stretched to length 1", lambda: _tsne(_svd(vectors, tenth))
    yield "t-SNE of the exact neighbours, without SVD", partial(_by_neighbours, vectors)
    if films <= _FEW:
        yield "multidimensional scaling of all distances", partial(_by_scaling, vectors)
    yield "SVD to 2 dimensions, nothing else", lambda: _svd(vectors, 3)[:, 1:]


def _svd(vectors: sp.csr_array, dimensions: int) -> Points:
    return np.asarray(TruncatedSVD(dimensions, random_state=0).fit_transform(vectors), dtype=np.float32)


def _by_tsne(vectors: sp.csr_array, dimensions: int, perplexity: float = projection.PERPLEXITY) -> Points:
    return _tsne(normalize(_svd(vectors, dimensions)), perplexity)


def _tsne(rows: Points, perplexity: float = projection.PERPLEXITY) -> Points:
    return np.asarray(TSNE(perplexity=perplexity, init="pca", random_state=0).fit_transform(rows))


def _by_neighbours(vectors: sp.csr_array) -> Points:
    """Draw what t-SNE makes of the true distances of the nearest, which are all that it looks at."""
    films = vectors.shape[0]
    k = min(films - 1, int(3 * projection.PERPLEXITY) + 2)
    places, similarities = nearest_of_each(vectors, k)
    # scikit-learn wants each film among its own neighbours.
    places = np.column_stack([np.arange(films), places])
    distances = np.column_stack([np.zeros(films), np.clip(1 - similarities, 1e-6, 1)])
    graph = sp.csr_matrix((distances.ravel(), places.ravel(), np.arange(0, places.size + 1, k + 1)), (films, films))
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
