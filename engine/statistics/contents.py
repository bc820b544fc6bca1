"""Contents: what films are about, where they were made, and by whom. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.catalogue.genres import GENRES
from engine.entities import Count
from engine.statistics.counting import Mask, most_frequent
from engine.statistics.facts import Facts
from engine.statistics.keywords import GenreKeyword, counts_by_content, genre_keywords

MAX_NAMES = 20
"""Most frequent keywords, companies, directors and actors."""


@dataclass(frozen=True, slots=True)
class GenrePair:
    """Two of TMDB's genres that films have together."""

    a: str
    b: str
    films: int
    """With both."""
    lift: float
    """Films with both, divided by how many there would be by chance; above 0."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What films are about, where they were made, and by whom. Names are ordered by films, most first."""

    films: int
    countries: tuple[Count, ...]
    """All of them."""
    keywords: tuple[Count, ...]
    companies: tuple[Count, ...]
    directors: tuple[Count, ...]
    cast: tuple[Count, ...]
    genre_pairs: tuple[GenrePair, ...]
    """In the order of GENRES."""
    genre_keywords: tuple[GenreKeyword, ...]
    """In the order of GENRES, strongest first."""


def compute_contents(mask: Mask, columns: FilmColumns, facts: Facts) -> Contents:
    """Return what films are about, where they were made, and by whom.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    columns, facts
        Of all films.
    """
    keywords = facts.names["keywords"]
    keyword_counts = counts_by_content(keywords, mask)
    return Contents(
        films=int(np.count_nonzero(mask)),
        countries=_frequent_names("countries", mask, facts, None),
        keywords=most_frequent(keyword_counts, keywords.names, MAX_NAMES),
        companies=_frequent_names("companies", mask, facts, MAX_NAMES),
        directors=_frequent_names("director", mask, facts, MAX_NAMES),
        cast=_frequent_names("cast", mask, facts, MAX_NAMES),
        genre_pairs=genre_pairs(columns.genres[mask]),
        genre_keywords=genre_keywords(mask, columns.genres, keywords, keyword_counts),
    )


def genre_pairs(genres: npt.NDArray[np.uint32]) -> tuple[GenrePair, ...]:
    """Return the pairs of TMDB's genres that films have together, in the order of GENRES.

    Parameters
    ----------
    genres
        Shape (n_films,); bit g is set if a film has GENRES[g]. Films without genres do not count.

    Notes
    -----
    Lift is P(a and b) / (P(a) P(b)): 1 if the genres are independent of one another.
    """
    # Of 2^19 combinations a few thousand occur.
    combinations, films = np.unique(genres[genres > 0], return_counts=True)
    has_genre = (combinations[:, None] >> np.arange(len(GENRES), dtype=np.uint32) & 1).astype(np.int64)
    together = has_genre.T @ (has_genre * films[:, None])
    total = int(films.sum())
    return tuple(
        GenrePair(GENRES[a], GENRES[b], both, total * both / int(together[a, a] * together[b, b]))
        for a in range(len(GENRES))
        for b in range(a + 1, len(GENRES))
        if (both := int(together[a, b]))
    )


def _frequent_names(column: str, mask: Mask, facts: Facts, limit: int | None) -> tuple[Count, ...]:
    return most_frequent(facts.names[column].counts(mask), facts.names[column].names, limit)
