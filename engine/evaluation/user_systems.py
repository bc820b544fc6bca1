"""The systems that recommend to users: CineWatch with and without a community, and baselines."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from engine.cinewatch import CineWatch
from engine.content.vectors import rocchio
from engine.personalization import Marks, PersonalQuery
from engine.personalization.for_you import ForYou
from engine.personalization.grades import LIKED
from engine.personalization.learner import learn, plan
from engine.personalization.ratings import Ratings
from engine.retrieval.top_k import top_k

Recommend = Callable[[Marks, int], list[int]]
"""From marks to so many ids, best first, without the marked films."""
EASE_LAMBDA = 200.0
ALS: dict[str, float] = {"factors": 64, "regularization": 0.1, "alpha": 1.0, "iterations": 15}
SEED = 7

Floats = npt.NDArray[np.float64]
Score = Callable[[list[int]], Floats]
"""From the rows of liked films to a score for each film of the catalogue."""


def user_systems(cinewatch: CineWatch, community: Ratings) -> dict[str, Recommend]:
    """Return each system by name; what has to be learned is learned from the ratings of `community`."""
    opened = cinewatch.opened
    learned = ForYou(opened, learn(opened, plan(opened, community)))
    likes = liked_matrix(cinewatch, community)

    def own(for_you: ForYou, weight: float) -> Recommend:
        return lambda marks, k: for_you.ranked_ids(PersonalQuery(marks, k, community=weight))

    factors = {"ALS (implicit)": ranked_by(cinewatch, als(likes))} if has_implicit() else {}
    return {
        "CineWatch": own(learned, 1.0),
        "CineWatch, no community": own(learned, 0.0),
        "EASE": ranked_by(cinewatch, ease(likes)),
        **factors,
        "popularity": ranked_by(cinewatch, popularity(likes)),
        "mean of vectors": ranked_by(cinewatch, mean_of_vectors(cinewatch)),
    }


def has_implicit() -> bool:
    """Return whether the package implicit is installed; without it, ALS is not measured."""
    return find_spec("implicit") is not None


def liked_matrix(cinewatch: CineWatch, ratings: Ratings) -> sp.csr_array:
    """Return 1 where a user likes a film, shape (n_users, n_films)."""
    liked = ratings.where(ratings.stars >= LIKED)
    users, number = np.unique(liked.users, return_inverse=True)
    rows = [cinewatch.opened.columns.row(film) for film in liked.films.tolist()]
    matrix = sp.csr_array((np.ones(len(rows)), (number, rows)), shape=(len(users), len(cinewatch)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def popularity(likes: sp.csr_array) -> Score:
    """Return how many users like each film, whoever asks."""
    counts: Floats = np.asarray(likes.sum(axis=0), dtype=np.float64)
    return lambda _: counts


def ease(likes: sp.csr_array) -> Score:
    """Return plain EASE over the films that anybody likes (Steck 2019)."""
    films = np.unique(likes.indices)
    chosen = likes[:, films]
    gram = (chosen.T @ chosen).toarray().astype(np.float32)
    gram[np.diag_indices_from(gram)] += EASE_LAMBDA
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)

    def scores(rows: list[int]) -> Floats:
        found = np.full(likes.shape[1], -np.inf)
        found[films] = weights[np.isin(films, rows)].sum(axis=0)
        return found

    return scores


def als(likes: sp.csr_array) -> Score:
    """Return alternating least squares by the package implicit (Hu, Koren and Volinsky 2008), on what anybody likes.

    A user nobody has seen before gets factors from the liked films, as the package does it.
    """
    films = np.unique(likes.indices)
    with threadpool_limits(1, "blas"):
        model = import_module("implicit.als").AlternatingLeastSquares(**ALS, random_state=SEED)
        model.fit(sp.csr_matrix(likes[:, films], dtype=np.float32), show_progress=False)

    def scores(rows: list[int]) -> Floats:
        given = sp.csr_matrix(np.isin(films, rows)[None, :].astype(np.float32))
        found = np.full(likes.shape[1], -np.inf)
        found[films] = model.item_factors @ model.recalculate_user(0, given)
        return found

    return scores


def mean_of_vectors(cinewatch: CineWatch) -> Score:
    """Return the similarity to the mean of the liked films, as a search from several films has it."""
    space = cinewatch.opened.space

    def scores(rows: list[int]) -> Floats:
        if not rows:
            return np.zeros(len(cinewatch))
        return space.scores(rocchio([space.vector(row) for row in rows])).astype(np.float64)

    return scores


def ranked_by(cinewatch: CineWatch, score: Score) -> Recommend:
    """Return the system that recommends the films with the highest scores; ties go to the more voted film."""
    columns = cinewatch.opened.columns

    def recommend(marks: Marks, k: int) -> list[int]:
        scores = score([columns.row(film) for film, stars in marks.ratings if stars >= LIKED]).copy()
        scores[[columns.row(film) for film, _ in marks.ratings]] = -np.inf
        ids: list[int] = columns.id[top_k(scores, k)].tolist()
        return ids

    return recommend
