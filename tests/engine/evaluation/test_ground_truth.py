"""Which films users like together: a made-up table counted in plain Python, and files of other kinds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from engine.errors import NoFilms, SourceMissing, SourceUnreadable
from engine.evaluation.ground_truth import GroundTruth, ground_truth, read_likes
from fakes.sample_catalogue import write_csv

LEAST = 6
CATALOGUE = range(100, 110)
LINKS = [(movie, 100 + movie) for movie in range(12)]
"""Films 110 and 111 are not in the catalogue."""


def ratings() -> list[tuple[int, int, float]]:
    """Return (user, movie, stars) of 30 users, who like films of their own half of the list more often."""
    chance = np.random.default_rng(3)
    return [
        (user, movie, chance.choice([0.5, 3.5, 4.0, 5.0]) if movie % 2 == user % 2 else chance.choice([1, 4.5]))
        for user, movie in product(range(1, 31), range(12))
        if chance.random() < 0.2 + 0.05 * movie
    ]


def written(
    folder: Path, rated: list[tuple[int, int, float]], links: Sequence[tuple[int, object]]
) -> tuple[Path, Path]:
    """Write both files as MovieLens has them, and return their paths."""
    rows = [dict(zip(("userId", "movieId", "rating"), row, strict=True)) | {"timestamp": 1} for row in rated]
    linked = [{"movieId": movie, "imdbId": "0114709", "tmdbId": tmdb} for movie, tmdb in links]
    return (
        write_csv(folder / "ratings.csv", rows, ("userId", "movieId", "rating", "timestamp")),
        write_csv(folder / "links.csv", linked, ("movieId", "imdbId", "tmdbId")),
    )


@pytest.fixture
def truth(tmp_path: Path) -> GroundTruth:
    return ground_truth(read_likes(*written(tmp_path, ratings(), LINKS)), CATALOGUE, LEAST)


def likers() -> dict[int, set[int]]:
    """Return who likes which film of the catalogue, by TMDB's id."""
    films = {movie: tmdb for movie, tmdb in LINKS if tmdb in CATALOGUE}
    found: dict[int, set[int]] = {}
    for user, movie, stars in ratings():
        if stars >= 4 and movie in films:
            found.setdefault(films[movie], set()).add(user)
    return found


def test_it_is_what_a_plain_loop_counts(truth: GroundTruth) -> None:
    liked = {film: users for film, users in likers().items() if len(users) >= LEAST}
    assert 2 < len(liked) < len(likers())
    assert truth.film_ids.tolist() == sorted(liked)
    per_user = [sum(user in users for users in liked.values()) for user in range(1, 31)]
    pairs = sum(n * (n - 1) for n in per_user) / sum(per_user) ** 2
    for (i, a), (j, b) in product(enumerate(sorted(liked)), repeat=2):
        both, chance = len(liked[a] & liked[b]), len(liked[a]) * len(liked[b]) * pairs
        assert truth.liked_together[i, j] == both
        assert truth.gains[i, j] == pytest.approx(0 if a == b else max(0, math.log((both + 5) / (chance + 5))))
    assert (truth.gains > 0).any()


def test_every_film_of_the_catalogue_that_anybody_likes_is_counted(truth: GroundTruth) -> None:
    assert truth.liked_by == {film: len(users) for film, users in likers().items()}
    assert truth.n_users == len({user for user, *_ in ratings()})


def test_two_films_of_movielens_that_are_one_of_tmdb_are_liked_once(tmp_path: Path) -> None:
    rated = [(user, movie, 5.0) for user in range(1, 9) for movie in (1, 2, 3)]
    files = written(tmp_path, rated, [(1, 100), (2, 100), (3, 101)])
    found = ground_truth(read_likes(*files), CATALOGUE, LEAST)
    assert found.liked_together.tolist() == [[8, 8], [8, 8]]


def test_films_without_an_id_of_tmdb_are_left_out_and_ids_may_be_written_as_floats(tmp_path: Path) -> None:
    rated = [(user, movie, 5.0) for user in range(1, 9) for movie in (1, 2, 3)]
    likes = read_likes(*written(tmp_path, rated, [(1, ""), (2, "100.0"), (3, "101.0")]))
    assert set(likes.films.tolist()) == {100, 101}
    assert likes.n_users == 8


def test_without_films_in_common_there_is_nothing_to_compare(tmp_path: Path) -> None:
    likes = read_likes(*written(tmp_path, ratings(), LINKS))
    for catalogue, least in (([], LEAST), ([100], 1), (CATALOGUE, 31)):
        with pytest.raises(NoFilms, match="no two films"):
            ground_truth(likes, catalogue, least)
    nobody = read_likes(*written(tmp_path, [], LINKS))
    with pytest.raises(NoFilms):
        ground_truth(nobody, CATALOGUE)


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    rated, links = written(tmp_path, ratings(), LINKS)
    with pytest.raises(SourceMissing, match=r"absent\.csv"):
        read_likes(tmp_path / "absent.csv", links)
    with pytest.raises(SourceMissing, match=r"absent\.csv"):
        read_likes(rated, tmp_path / "absent.csv")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"movieId,imdbId\n1,2\n",
        b"movieId,tmdbId\nx,2\n",
        b"movieId,tmdbId\n1,2,3\n",
        b"movieId,tmdbId\n1,2.5\n",
        b"movieId,tmdbId\n1,1e300\n",
        b"\x00\xff\xfe\x00" * 9,
        "movieId,tmdbId\n1,2\n".encode("utf-16"),
    ],
)
def test_a_file_of_something_else_is_told_in_one_line_that_names_it(tmp_path: Path, content: bytes) -> None:
    rated, links = written(tmp_path, [(1, 1, 5.0)], LINKS)
    links.write_bytes(content)
    with pytest.raises(SourceUnreadable) as raised:
        read_likes(rated, links)
    assert str(links) in str(raised.value)
    assert str(raised.value).isprintable()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        read_likes(tmp_path, tmp_path)


def test_a_byte_order_mark_and_columns_in_another_order_do_not_matter(tmp_path: Path) -> None:
    rated, links = written(tmp_path, [(1, 1, 5.0)], LINKS)
    links.write_text("tmdbId,movieId\n105,1\n", encoding="utf-8-sig")
    assert read_likes(rated, links).films.tolist() == [105]
    assert np.issubdtype(read_likes(rated, links).films.dtype, np.integer)
