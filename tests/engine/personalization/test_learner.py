"""Learning a community: which ratings count, where it is kept, and what stays when learning fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import CineWatch
from engine.errors import LearningFailed
from engine.personalization import Marks, PersonalQuery, learner
from engine.personalization.community import Community
from engine.personalization.learner import likes_of, plan
from engine.personalization.ratings import Ratings
from engine.storage.derived import Derived
from fakes.sample_catalogue import ABSENT, HARBOUR, LOW_TIDE, NIGHTJAR_1974

KNOWN = (HARBOUR, LOW_TIDE, NIGHTJAR_1974)


def rated(*rows: tuple[int, int, float]) -> Ratings:
    users, films, stars = zip(*rows, strict=True)
    return Ratings(np.array(users), np.array(films), np.array(stars, dtype=float))


@pytest.fixture
def own(folder: Path) -> CineWatch:
    """Return a catalogue that a test may learn for."""
    return CineWatch.open(folder)


def test_a_user_counts_once_per_film_with_the_last_rating(cinewatch: CineWatch) -> None:
    planned = plan(cinewatch.opened, rated((1, HARBOUR, 5), (2, HARBOUR, 1), (1, HARBOUR, 2), (2, HARBOUR, 4)))
    (row,) = np.flatnonzero(planned.likes.sum(axis=0))
    assert (planned.ratings, planned.rated, planned.likes.shape[0]) == (2, 1, 2)
    assert planned.rows[row] == cinewatch.opened.columns.row(HARBOUR)
    assert planned.likes.sum() == 1.0


def test_the_share_of_users_who_like_a_film_is_kept_and_older_communities_do_without(
    own: CineWatch,
) -> None:
    few = rated((1, HARBOUR, 5), (2, HARBOUR, 4), (3, HARBOUR, 3.5), (4, LOW_TIDE, 4))
    community = own.for_you.learn(plan(own.opened, few))
    rows = np.array([own.opened.columns.row(film) for film in (HARBOUR, LOW_TIDE, NIGHTJAR_1974)])
    assert community.liked_share(rows).tolist() == [0.5, 0.25, 0.0]
    stored = community.to_arrays()
    del stored["liked"]
    assert not Community.from_arrays(stored, community.parameters()).liked.any()


def test_ratings_say_how_much_a_film_is_liked() -> None:
    stars = np.array([0.5, 2.0, 3.0, 3.5, 4.0, 5.0])
    np.testing.assert_allclose(likes_of(stars), [0, 0, 0.5, 0.75, 1, 1.5])


def test_only_films_with_enough_users_count_and_the_most_voted_fill_up(
    cinewatch: CineWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner, "FILLED_UP_TO", 3)
    ratings = rated(*((user, HARBOUR, 5) for user in range(5)), *((user, NIGHTJAR_1974, 5) for user in range(6, 10)))
    planned = plan(cinewatch.opened, ratings, min_users=5)
    assert planned.rated == 1
    assert planned.ratings == 5
    assert planned.likes.shape == (5, 3)
    assert float(planned.likes.sum()) == 7.5
    others = [row for row in range(3) if row != cinewatch.opened.columns.row(HARBOUR)][:2]
    assert {*planned.rows} == {cinewatch.opened.columns.row(HARBOUR), *others}


def test_where_many_films_are_rated_no_other_is_learned_and_the_most_rated_come_first(
    cinewatch: CineWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner, "FILLED_UP_TO", 1)
    ratings = rated((1, HARBOUR, 5), (2, HARBOUR, 5), (1, LOW_TIDE, 4), (2, LOW_TIDE, 4), (1, NIGHTJAR_1974, 3))
    rows = [cinewatch.opened.columns.row(film) for film in (HARBOUR, LOW_TIDE, NIGHTJAR_1974)]
    assert [*plan(cinewatch.opened, ratings).rows] == sorted(rows)
    assert [*plan(cinewatch.opened, ratings, max_films=2).rows] == sorted(rows[:2])


def test_ratings_that_name_no_film_of_the_catalogue_are_an_error(cinewatch: CineWatch) -> None:
    for ratings in (rated((1, ABSENT, 5)), Ratings(*(np.empty(0, dtype=t) for t in (np.int64, np.int64, float)))):
        with pytest.raises(LearningFailed, match="no film of this catalogue"):
            plan(cinewatch.opened, ratings)


def test_a_running_server_picks_up_what_is_learned_and_forgotten(own: CineWatch, ratings: Ratings) -> None:
    running = CineWatch.open(own.opened.path)
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)), k=100)
    before = running.for_you.recommend(query)
    assert running.for_you.community is None
    own.for_you.learn(own.for_you.plan(ratings))
    found = running.for_you.community
    assert found is not None
    assert found.info.users == 40
    assert any(film.community for film in running.for_you.recommend(query).films)
    assert own.for_you.store.forget()
    assert not own.for_you.store.forget()
    assert running.for_you.recommend(query) == before


def test_a_community_of_one_user_gets_an_answer(own: CineWatch) -> None:
    own.for_you.learn(own.for_you.plan(rated(*((1, film, 5) for film in KNOWN))))
    found = own.for_you.recommend(PersonalQuery(Marks(((HARBOUR, 5.0),)), k=100))
    assert len(found.films) > 10


def test_a_learning_that_is_stopped_leaves_the_old_community(
    own: CineWatch, ratings: Ratings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = own.for_you.learn(own.for_you.plan(ratings))

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for place in ("engine.storage.derived.digest_of_file", "engine.personalization.learning.lapack.spotri"):
        planned = own.for_you.plan(rated((1, HARBOUR, 5)))
        with monkeypatch.context() as patch:
            patch.setattr(place, stop)
            with pytest.raises(KeyboardInterrupt):
                own.for_you.learn(planned)
    kept = CineWatch.open(own.opened.path).for_you.community
    assert kept is not None
    assert kept.info == first.info


def test_a_disk_that_refuses_is_a_named_error(
    own: CineWatch, ratings: Ratings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Derived, "put", refuse)
    with pytest.raises(LearningFailed, match="No space left"):
        own.for_you.learn(own.for_you.plan(ratings))


def test_a_damaged_community_counts_as_none(own: CineWatch, ratings: Ratings) -> None:
    own.for_you.learn(own.for_you.plan(ratings))
    (path,) = own.opened.path.glob("community-*.h5")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert CineWatch.open(own.opened.path).for_you.community is None
