"""Genres of other sites are understood, alone, together, and parted by spaces."""

from __future__ import annotations

import pytest

from engine.catalogue.genres import GENRE_OF_NUMBER, GENRES, genres_in_words, genres_meant, is_genre


@pytest.mark.parametrize("genre", GENRES)
def test_a_genre_of_tmdb_means_itself_in_any_case(genre: str) -> None:
    assert genres_meant(genre) == genres_meant(genre.upper()) == {genre}
    assert genre in GENRE_OF_NUMBER.values()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Sci-Fi", {"Science Fiction"}),
        ("Sci-Fi & Fantasy", {"Science Fiction", "Fantasy"}),
        ("Children & Family Movies", {"Family"}),
        ("Romantic Comedies", {"Romance", "Comedy"}),
        ("TV Dramas", {"Drama"}),
        ("Sport", set()),
        ("Mumblecore", set()),
    ],
)
def test_a_genre_of_another_site_means_those_of_tmdb(name: str, meant: set[str]) -> None:
    assert genres_meant(name) == meant


def test_known_genres_are_told_from_other_words() -> None:
    assert all(map(is_genre, ("Drama", "Film-Noir", "Stand-Up Comedy", "28")))
    assert not any(map(is_genre, ("Xylo", "29", "")))


def test_spaces_part_genres_only_if_every_word_belongs_to_one() -> None:
    assert genres_in_words("Action Science Fiction War") == ("Action", "Science Fiction", "War")
    assert genres_in_words("Action Xylo") == ()
