"""How well users are served whom nobody has seen: the split, the systems and the metrics."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from engine import CineWatch
from engine.errors import NoFilms
from engine.evaluation import user_systems, users
from engine.evaluation.user_systems import als, ease, has_implicit, liked_matrix, mean_of_vectors, popularity, ranked_by
from engine.evaluation.users import GIVEN, Stranger, evaluate_users, markdown, split, top
from engine.personalization import Marks
from engine.personalization.ratings import Ratings
from fakes.sample_catalogue import HARBOUR, LOW_TIDE, NIGHTJAR_1974, write_csv
from tests.engine.command_outcomes import Run
from tests.engine.personalization.random_users import random_ratings


@pytest.fixture(scope="module")
def rated(cinewatch: CineWatch) -> Ratings:
    """Return what forty users think of most films of the small catalogue."""
    return random_ratings(cinewatch, users=40, per_user=28)


def test_a_fifth_of_the_users_are_strangers_and_a_fifth_of_their_likes_is_hidden(rated: Ratings) -> None:
    community, strangers = split(rated)
    assert len(np.unique(community.users)) == 32
    assert 0 < len(strangers) <= 8
    for stranger in strangers:
        given = dict(stranger.marks.ratings)
        liked = [film for film, stars in given.items() if stars >= 4]
        assert len(stranger.hidden) == max(2, (len(stranger.hidden) + len(liked)) // 5)
        assert stranger.hidden.isdisjoint(given)


def test_a_split_without_strangers_is_an_error(rated: Ratings) -> None:
    with pytest.raises(NoFilms, match="none likes 10 films"):
        split(rated.where(rated.stars < 4))


def test_a_system_that_knows_what_is_hidden_reaches_everything() -> None:
    stranger = Stranger(Marks(((1, 5.0), (2, 3.0))), frozenset({5, 6}))
    films = top(lambda _, k: [1, 2, 5, 6, 7, 8][:k], stranger, 1)
    assert films == [5, 6, 7, 8]


def test_the_number_of_ratings_given_is_what_a_system_sees() -> None:
    seen: list[int] = []

    def recommend(marks: Marks, _: int) -> list[int]:
        seen.append(len(marks.ratings))
        return []

    stranger = Stranger(Marks(tuple((film, 4.0) for film in range(8))), frozenset({9}))
    for given in (1, 3, 50, None):
        top(recommend, stranger, given)
    assert seen == [1, 3, 8, 8]


def test_the_baselines_are_what_they_are_called(cinewatch: CineWatch, rated: Ratings) -> None:
    likes = liked_matrix(cinewatch, rated)
    counts = np.asarray(likes.sum(axis=0))
    marks, columns = Marks(((HARBOUR, 5.0),)), cinewatch.opened.columns
    best = ranked_by(cinewatch, popularity(likes))(marks, 3)
    assert [counts[columns.row(film)] for film in best] == sorted(np.delete(counts, columns.row(HARBOUR)))[:-4:-1]
    assert ranked_by(cinewatch, mean_of_vectors(cinewatch))(marks, 1) == [LOW_TIDE]
    dense = likes.toarray()
    inverse = np.linalg.inv(dense.T @ dense + 200 * np.eye(dense.shape[1]))
    row = columns.row(HARBOUR)
    expected = -inverse[row] / np.diag(inverse)
    expected[row] = 0
    found = ease(likes)([row])
    known = np.isfinite(found)
    np.testing.assert_allclose(found[known], expected[known], atol=1e-5)


@pytest.mark.skipif(not has_implicit(), reason="the package implicit is not installed")
def test_als_knows_who_likes_even_rows(cinewatch: CineWatch) -> None:
    rows = np.arange(len(cinewatch))
    users = [rows[rows % 2 == user % 2][user // 2 % 3 :] for user in range(30)]
    owner = np.repeat(np.arange(30), list(map(len, users)))
    likes = sp.csr_array((np.ones(len(owner)), (owner, np.concatenate(users))), shape=(30, len(rows)))
    scores = als(likes)([4])
    assert scores[rows % 2 == 0].min() > scores[rows % 2 == 1].max()


def test_without_implicit_als_is_left_out(
    cinewatch: CineWatch, rated: Ratings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_systems, "has_implicit", lambda: False)
    assert not [name for name in user_systems.user_systems(cinewatch, rated) if "ALS" in name]


def test_every_system_is_measured_for_every_number_of_ratings(cinewatch: CineWatch, rated: Ratings) -> None:
    results = evaluate_users(cinewatch, rated)
    names = list(dict.fromkeys(one.system for one in results))
    als = ["ALS (implicit)"] if has_implicit() else []
    assert names == ["CineWatch", "CineWatch, no community", "EASE", *als, "popularity", "mean of vectors"]
    assert [one.given for one in results if one.system == "EASE"] == [*GIVEN, None]
    assert all(0 <= one.ndcg.low <= one.ndcg.mean <= one.ndcg.high <= 1 for one in results)
    assert all(0 <= one.recall.mean <= 1 and one.distinct > 0 and one.novelty >= 0 for one in results)
    by_name = {one.system: one for one in results if one.given is None}
    # Users like either the odd or the even rows; only a community can know that.
    assert by_name["CineWatch"].ndcg.mean > by_name["popularity"].ndcg.mean
    table = markdown(results, cinewatch)
    assert table.count("| CineWatch |") == len(GIVEN) + 1


def test_the_command_prints_a_table_or_json(
    run_small: Run, cinewatch: CineWatch, rated: Ratings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "GIVEN", (3,))
    rows = zip(rated.users.tolist(), rated.films.tolist(), rated.stars.tolist(), strict=True)
    ratings = write_csv(
        tmp_path / "ratings.csv",
        [{"userId": user, "movieId": film, "rating": stars} for user, film, stars in rows],
        ("userId", "movieId", "rating"),
    )
    films = {*rated.films.tolist()} | {NIGHTJAR_1974}
    links = write_csv(
        tmp_path / "links.csv", [{"movieId": film, "tmdbId": film} for film in films], ("movieId", "tmdbId")
    )
    options = ("evaluate", "users", "--ratings", ratings, "--links", links)
    measured = json.loads(run_small(*options, "--json").out)["systems"]
    assert [one["given"] for one in measured] == [3, None] * (5 + has_implicit())
    assert markdown(evaluate_users(cinewatch, rated), cinewatch) in run_small(*options).out
