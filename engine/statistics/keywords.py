"""Keywords that become more or less common, and keywords that set a genre apart. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.genres import GENRES
from engine.content.term_rules import ABOUT_THE_FILE
from engine.retrieval.top_k import top_k
from engine.statistics.counting import Counts, Mask, count_bits
from engine.statistics.name_lists import NameLists

MIN_FILMS = 5
"""Keywords of fewer films are left out."""
MAX_TRENDS = 10
"""Rising keywords, and as many falling ones."""
MAX_PER_GENRE = 5
"""Keywords of a genre."""


@dataclass(frozen=True, slots=True)
class KeywordTrend:
    """How common a keyword is in two periods, as its share of their films, 0 to 1."""

    keyword: str
    before: float
    """Share of the earlier films."""
    since: float
    """Share of the later films."""
    films: int
    """In both periods together."""


@dataclass(frozen=True, slots=True)
class GenreKeyword:
    """A keyword that is more common in a genre than in others."""

    genre: str
    keyword: str
    weight: float
    """Class-based TF-IDF, above 0; only the order means anything."""
    films: int
    """Of the genre, with the keyword."""


def counts_by_content(keywords: NameLists, mask: Mask) -> Counts:
    """Return how many of the films in `mask` have each keyword, 0 for keywords about the file; shape (n_keywords,)."""
    counts = keywords.counts(mask).copy()
    counts[[code for name in ABOUT_THE_FILE if (code := keywords.names.find(name)) is not None]] = 0
    return counts


def middle_year_of(year: npt.NDArray[np.int16]) -> int | None:
    """Return the year that divides films most evenly into earlier films, and films of that year or later.

    Parameters
    ----------
    year
        Shape (n_films,); 0 if unknown.

    Returns
    -------
    middle_year
        The first such year if several are equally good, `None` if the films have fewer than two different years.
    """
    years, films = np.unique(year[year > 0], return_counts=True)
    if len(years) < 2:
        return None
    earlier = np.cumsum(films)[:-1]
    return int(years[1:][np.argmin(np.abs(2 * earlier - films.sum()))])


def keyword_trends(
    mask: Mask, year: npt.NDArray[np.int16], middle_year: int | None, keywords: NameLists
) -> tuple[KeywordTrend, ...]:
    """Return the keywords whose share of films rose most since `middle_year`, then those whose share fell most.

    Parameters
    ----------
    mask, year
        Shape (n_films,).
    middle_year
        Of the films in `mask`, from `middle_year_of`; without one there are no trends.
    keywords
        Of all films.
    """
    if middle_year is None:
        return ()
    later, earlier = mask & (year >= middle_year), mask & (year > 0) & (year < middle_year)
    since_counts, before_counts = counts_by_content(keywords, later), counts_by_content(keywords, earlier)
    since, before = since_counts / np.count_nonzero(later), before_counts / np.count_nonzero(earlier)
    films = since_counts + before_counts
    change = np.where(films >= MIN_FILMS, since - before, 0)
    rising = [code for code in top_k(change, MAX_TRENDS).tolist() if change[code] > 0]
    falling = [code for code in top_k(-change, MAX_TRENDS).tolist() if change[code] < 0]
    return tuple(
        KeywordTrend(keywords.names[code], float(before[code]), float(since[code]), int(films[code]))
        for code in (*rising, *falling)
    )


def genre_keywords(
    mask: Mask, genres: npt.NDArray[np.uint32], keywords: NameLists, counts: Counts
) -> tuple[GenreKeyword, ...]:
    """Return the keywords that set each of TMDB's genres apart, in the order of GENRES, strongest first.

    The weight of a keyword is its share of all keywords of the genre's films, times log(1 + a / u), where u is how
    often all genres use it, and a is how many keywords a genre uses on average.

    Parameters
    ----------
    mask, genres
        Shape (n_films,); bit g of `genres` is set if a film has GENRES[g].
    keywords
        Of all films.
    counts
        Films in `mask` with each keyword, from `counts_by_content`.

    References
    ----------
    Class-based TF-IDF: Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF procedure" (2022).
    """
    codes, bits = keywords.with_values(mask, genres)
    frequent = np.flatnonzero(counts >= MIN_FILMS)
    position = np.full(len(keywords.names), -1, dtype=np.int64)
    position[frequent] = np.arange(len(frequent))
    selected = position[codes] >= 0
    uses = count_bits(bits[selected], len(GENRES), position[codes[selected]], len(frequent))
    weights = _class_weights(uses)
    return tuple(
        GenreKeyword(GENRES[genre], keywords.names[int(frequent[n])], float(row[n]), int(uses[genre, n]))
        for genre, row in enumerate(weights)
        for n in top_k(row, MAX_PER_GENRE).tolist()
        if row[n] > 0
    )


def _class_weights(uses: Counts) -> npt.NDArray[np.float64]:
    """Return the class-based TF-IDF of how often each class uses each term; both of shape (n_classes, n_terms)."""
    per_class, per_term = uses.sum(axis=1), uses.sum(axis=0)
    average = per_class.sum() / max(int(np.count_nonzero(per_class)), 1)
    rarity = np.log1p(average / np.maximum(per_term, 1))
    weights: npt.NDArray[np.float64] = uses / np.maximum(per_class, 1)[:, None] * rarity
    return weights
