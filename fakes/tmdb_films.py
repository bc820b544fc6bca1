"""The films that the fake TMDB has: four with known facts, and any other made up from its id alone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Film:
    """The facts of a film. Of one without a release date, nothing but the title is known."""

    id: int
    title: str
    release_date: str = ""
    runtime: int = 0
    imdb_id: str = ""
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    original_title: str = ""
    language: str = "en"


ACTION, FAMILY = ("Action", "Science Fiction"), ("Animation", "Family")
WACHOWSKIS, NOLAN, MIYAZAKI = ("Lilly Wachowski", "Lana Wachowski"), ("Christopher Nolan",), ("Hayao Miyazaki",)
MATRIX = Film(603, "The Matrix", "1999-03-30", 136, "tt0133093", ACTION, WACHOWSKIS, ("Keanu Reeves", "Hugo Weaving"))
INCEPTION = Film(27205, "Inception", "2010-07-15", 148, "tt1375666", ACTION, NOLAN, ("Leonardo DiCaprio", "Tom Hardy"))
SPIRITED_AWAY = Film(
    129, "Spirited Away", "2001-07-20", 125, "tt0245429", FAMILY, MIYAZAKI, ("Rumi Hiiragi",), "千と千尋の神隠し", "ja"
)
BARE = Film(990_001, "The Film Nobody Described")
KNOWN = {film.id: film for film in (MATRIX, INCEPTION, SPIRITED_AWAY, BARE)}

GENRES = {"Action": 28, "Animation": 16, "Drama": 18, "Family": 10751, "Mystery": 9648, "Science Fiction": 878}
COUNTRIES = {
    "DE": "Germany",
    "FR": "France",
    "GB": "United Kingdom",
    "IN": "India",
    "JP": "Japan",
    "US": "United States of America",
}
LANGUAGES = {"de": ("German", "Deutsch"), "en": ("English", "English"), "ja": ("Japanese", "日本語")}
"""Code: the name in English, the name in the language itself."""


def number_of(text: str) -> int:
    """Return a number for a text, the same in every run."""
    return zlib.crc32(text.encode())


def film_of(film_id: int) -> Film:
    """Return the known film with this id, or one made up from the id."""
    if film_id in KNOWN:
        return KNOWN[film_id]
    return Film(
        id=film_id,
        title=f"Film {film_id}",
        release_date=f"{1960 + film_id % 60}-{1 + film_id % 12:02d}-{1 + film_id % 28:02d}",
        runtime=80 + film_id % 80,
        imdb_id=f"tt{film_id:08d}",
        genres=tuple(sorted(GENRES)[film_id % 3 :: 3]),
        directors=(f"Director {film_id % 97}",),
        cast=tuple(f"Player {(film_id + part) % 500}" for part in range(4)),
    )


def film_with(imdb_id: str) -> Film | None:
    """Return the film with an IMDb id: the inverse of `film_of(…).imdb_id`."""
    digits = imdb_id.removeprefix("tt")
    candidates = [*KNOWN.values(), film_of(int(digits) if digits.isdecimal() else BARE.id)]
    return next((film for film in candidates if film.imdb_id and film.imdb_id == imdb_id), None)
