"""The baselines: each ranks all films that may be recommended, for one query film."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.catalogue.genres import GENRES
from engine.entities import Film

WORDS = 5_000
"""Words in the vocabulary of the usual recipe."""

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
System = Callable[[Film], Ids]
"""Ranks all films that may be recommended for a query film: ids, best first, without the query film."""
Scorer = Callable[[Film], Scores]
"""Returns one score per film that may be recommended, shape (n_films,); higher is better."""


def ranking_by(scorer: Scorer, film_ids: Sequence[int]) -> System:
    """Return the system that ranks `film_ids` by their scores; ties go to the earlier film, which has more votes."""
    ids = np.asarray(film_ids, dtype=np.int64)

    def ranked(film: Film) -> Ids:
        order: Ids = ids[np.argsort(-scorer(film), kind="stable")]
        return np.asarray(order[order != film.id])

    return ranked


def usual_recipe(films: Collection[Film]) -> Scorer:
    """Return what most film recommenders do: the cosine of one TF-IDF over overview, genres and keywords.

    5,000 words without English stop words, as in the tutorials.
    """
    # Loading scikit-learn takes a second; only evaluations and builds need it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(stop_words="english", max_features=WORDS)
    try:
        matrix = sp.csr_array(vectorizer.fit_transform(_text(film) for film in films))
    except ValueError:
        # No film has any words, so none is closer than another.
        return lambda _: np.zeros(len(films))

    def scores(film: Film) -> Scores:
        query = vectorizer.transform([_text(film)]).toarray()[0]
        # Rows are of length 1: the dot product is the cosine.
        return np.asarray(matrix @ query, dtype=np.float64)

    return scores


def _text(film: Film) -> str:
    return " ".join([film.overview, *film.genres, *film.keywords])


def genre_overlap(films: Collection[Film]) -> Scorer:
    """Return the Jaccard index of genres, 0 to 1: shared genres as a share of those that either film has."""
    matrix = np.array([_genres(film) for film in films]).reshape(-1, len(GENRES))
    sizes = matrix.sum(axis=1)

    def scores(film: Film) -> Scores:
        query = _genres(film)
        shared = matrix @ query
        return np.asarray(shared / np.maximum(1, sizes + query.sum() - shared), dtype=np.float64)

    return scores


def _genres(film: Film) -> npt.NDArray[np.float32]:
    return np.array([genre in film.genres for genre in GENRES], dtype=np.float32)


def popularity(votes: Sequence[int]) -> Scorer:
    """Return the votes themselves, whatever the query film."""
    scores = np.asarray(votes, dtype=np.float64)
    return lambda _: scores


def random(films: int, seed: int = 0) -> Scorer:
    """Return random scores that depend on the query film and the seed alone."""
    return lambda film: np.random.default_rng([seed, film.id]).random(films)
