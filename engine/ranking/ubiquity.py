"""Which films would come up with too many others, and how much less their popularity counts for it.

Some films are near to everything: a known romantic comedy of the middle of its period is like every other one. Such
hubs are a property of nearest neighbours, not a fault of a film, and they hide what is more specific.

References
----------
Radovanović, Nanopoulos and Ivanović, "Hubs in Space", Journal of Machine Learning Research 11 (2010). Instead of
changing distances, a film pays a price that grows while it comes up too often, as in an auction (Bertsekas, 1979).
"""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.catalogue.priors import Priors
from engine.content.fields import FittedField
from engine.entities import CATEGORY_FIELDS
from engine.ranking.blend import Blend, Weights
from engine.retrieval.postings import invert
from engine.retrieval.top_k import top_k

QUERIES = 3_000
"""Most voted films whose tens are counted."""
CANDIDATES = 10_000
"""Most voted films that these tens are drawn from: others do not come up too often."""
TEN = 10
"""Films of an answer. It is also how often each film would come up if all came up equally often."""
TIMES = 15
"""How often a film may come up before it pays."""
PRICE = 0.033
"""What is added to the price in each round, for a film that comes up e times too often, in units of popularity."""
ROUNDS = 10
_POOL = 100
"""Best films of each query that are looked at again in each round."""
_QUERIES_AT_ONCE = 250

_WEIGHTS = {name: weight for name, weight in asdict(Weights()).items() if name != "community"}
"""A build knows no community: it is learned later."""
PARAMETERS = [QUERIES, CANDIDATES, TIMES, PRICE, ROUNDS, _WEIGHTS]
"""What the result depends on, besides the films."""

Floats = npt.NDArray[np.float32]


def ubiquity(
    postings: sp.csr_array, fields: tuple[FittedField, ...], years: npt.NDArray[np.int16], priors: Priors
) -> Floats:
    """Return how much less the popularity of each film counts, shape (n_films,), 0 or more.

    Parameters
    ----------
    postings
        The terms of all films, shape (n_terms, n_films), most voted films first.
    fields
        Of the terms.
    years
        Of all films, 0 where unknown.
    priors
        Of all films; their ubiquity is not used.

    """
    n_films = postings.shape[1]
    prices = np.zeros(n_films, np.float32)
    if n_films <= TIMES:
        return prices
    candidates = min(n_films, CANDIDATES)
    films = invert(_first_columns(postings, candidates))
    blend = Blend(
        years[:candidates],
        Priors(priors.popularity[:candidates], priors.quality[:candidates], prices[:candidates]),
        Weights(),
        (),
    )
    rows, scores, worth = _pools(films, fields, blend, min(candidates, QUERIES))
    for _ in range(ROUNDS):
        now = scores - worth * np.minimum(prices[rows], priors.popularity[rows])
        best = np.argpartition(-now, TEN - 1, axis=1)[:, :TEN]
        times = np.bincount(np.take_along_axis(rows, best, axis=1).ravel(), minlength=n_films)
        prices += np.float32(PRICE) * np.log(np.maximum(times, TIMES) / TIMES).astype(np.float32)
    return prices


def _first_columns(matrix: sp.csr_array, count: int) -> sp.csr_array:
    """Return the first columns of a matrix with sorted indices."""
    kept = np.flatnonzero(matrix.indices < count)
    indptr = np.searchsorted(kept, matrix.indptr)
    return sp.csr_array((matrix.data[kept], matrix.indices[kept], indptr), shape=(matrix.shape[0], count))


def _pools(
    films: sp.csr_array, fields: tuple[FittedField, ...], blend: Blend, queries: int
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """Return the best films of each query, their scores, and what a whole unit of popularity adds to these.

    Each has the shape (queries, _POOL), or less if there are fewer films.
    """
    is_category = np.zeros(films.shape[1], dtype=bool)
    for field in fields:
        is_category[field.start : field.stop] = field.name in CATEGORY_FIELDS
    category, specific = films[:, np.flatnonzero(is_category)], films[:, np.flatnonzero(~is_category)]
    pool = min(_POOL, films.shape[0] - 1)
    rows = np.empty((queries, pool), np.int64)
    scores, worth = np.empty((queries, pool), np.float32), np.empty((queries, pool), np.float32)
    for start in range(0, queries, _QUERIES_AT_ONCE):
        block = slice(start, min(start + _QUERIES_AT_ONCE, queries))
        of_words, of_category = ((part[block] @ part.T).toarray() for part in (specific, category))
        for n, (told, shelf) in enumerate(zip(of_words, of_category, strict=True), start):
            rows[n], scores[n], worth[n] = _pool(told + shelf, told, n, blend, pool)
    return rows, scores, worth


def _pool(
    matches: Floats, specific: Floats, query: int, blend: Blend, size: int
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """Return one row of each array of `_pools`."""
    matches[query] = -np.inf
    scaled = replace(blend, seed_years=[int(blend.years[query])], specific=specific).scaled(
        matches[top_k(matches, TEN)]
    )
    scores = matches + scaled.of(np.arange(len(matches)), matches).total
    best = top_k(scores, size)
    known = replace(blend.priors, popularity=np.ones(len(matches), np.float32))
    return best, scores[best], replace(scaled, priors=known).of(best, matches[best]).popularity
