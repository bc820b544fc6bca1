"""The algebra of a community: the same as in dense float64, whatever is kept."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from engine.personalization import learning
from engine.personalization.learning import ALPHA, LAMBDA, STAGES, add_gram, film_weights

Matrix: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def dense_weights(likes: Matrix, content: Matrix) -> Matrix:
    inverse = np.linalg.inv(likes.T @ likes + ALPHA * content @ content.T + LAMBDA * np.eye(likes.shape[1]))
    weights: Matrix = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def random_case(seed: int, users: int, films: int) -> tuple[Matrix, Matrix]:
    chance = np.random.default_rng(seed)
    return (chance.random((users, films)) < 0.5).astype(float), chance.random((films, 4))


@given(st.integers(0, 2**32 - 1), st.integers(0, 300), st.integers(1, 40))
def test_the_weights_equal_the_formula_in_dense_algebra(seed: int, users: int, films: int) -> None:
    likes, content = random_case(seed, users, films)
    found = film_weights(sp.csr_array(likes, dtype=np.float32), sp.csr_array(content, dtype=np.float32), films)
    np.testing.assert_allclose(found.toarray(), dense_weights(likes, content), atol=1e-4)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    likes, content = (sp.csr_array(part, dtype=np.float32) for part in random_case(1, 60, 30))
    whole = film_weights(likes, content, 30)
    monkeypatch.setattr(learning, "_BLOCK", 7)
    np.testing.assert_allclose(film_weights(likes, content, 30).toarray(), whole.toarray(), atol=1e-6)


def test_the_strongest_weights_of_each_film_are_kept() -> None:
    likes, content = random_case(2, 200, 25)
    kept = film_weights(sp.csr_array(likes, dtype=np.float32), sp.csr_array(content, dtype=np.float32), 5).toarray()
    for column, weights in zip(kept.T, dense_weights(likes, content).T, strict=True):
        assert np.count_nonzero(column) == 5
        assert {*np.flatnonzero(column)} == {*np.argsort(-np.abs(weights))[:5]}


def test_the_likes_may_be_added_up_shard_by_shard() -> None:
    likes = sp.csr_array(random_case(3, 90, 20)[0], dtype=np.float32)
    whole, shards = (np.zeros((20, 20), dtype=np.float32, order="F") for _ in range(2))
    add_gram(whole, sp.csr_array(likes.T.tocsr()), 1.0)
    for start in range(0, 90, 40):
        add_gram(shards, sp.csr_array(likes[start : start + 40].T.tocsr()), 1.0)
    np.testing.assert_allclose(shards, whole, atol=1e-5)


def test_each_stage_is_reported() -> None:
    seen: list[str] = []
    likes, content = (sp.csr_array(part, dtype=np.float32) for part in random_case(4, 9, 3))
    film_weights(likes, content, progress=lambda stage, *_: seen.append(stage))
    assert tuple(dict.fromkeys(seen)) == STAGES
