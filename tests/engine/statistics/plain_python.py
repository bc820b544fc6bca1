"""Statistics in plain Python, film by film, and how to compare them with the engine's."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import pairwise, product
from statistics import fmean
from typing import Any

import pandas as pd

from engine.catalogue.genres import GENRES
from engine.content.term_rules import ABOUT_THE_FILE
from tests.engine.statistics.film_tables import Films, Record

Row = tuple[Any, ...]

ROUNDING = 1e-9
"""Relative."""


def known(films: Films, column: str) -> list[Any]:
    """Return the known values of a column."""
    return [film[column] for film in films if film[column] is not None]


def label(film: Record) -> str:
    return f"{film['title']} ({film['year']})" if film["year"] else str(film["title"])


def decade_of(film: Record) -> int | None:
    return film["year"] // 10 * 10 if film["year"] else None


def by_decade(films: Films) -> dict[int, list[Record]]:
    """Return the films of each decade, earliest first."""
    decades = sorted({decade for film in films if (decade := decade_of(film)) is not None})
    return {decade: [film for film in films if decade_of(film) == decade] for decade in decades}


def names(films: Films, column: str) -> Counter[str]:
    """Return how many films have each name of a column."""
    return Counter(name for film in films for name in film[column])


def content_keywords(films: Films) -> Counter[str]:
    """Return how many films have each keyword that is not about the file."""
    return Counter({name: used for name, used in names(films, "keywords").items() if name not in ABOUT_THE_FILE})


def languages(films: Films) -> Counter[str]:
    """Return how many films are in each original language."""
    return Counter(film["original_language"] for film in films if film["original_language"])


def most_frequent(counts: Mapping[str, int], limit: int | None = None) -> list[Row]:
    """Return names and counts, most frequent first, ties in alphabetical order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def mean_rating(films: Films) -> float | None:
    """Return the mean weighted by votes in exact arithmetic; the plain mean if there are no votes."""
    rated = [(film["rating"], film["votes"]) for film in films if film["rating"] is not None]
    votes = sum(number for _, number in rated)
    if votes:
        return float(sum(Fraction(rating) * number for rating, number in rated) / votes)
    return fmean(rating for rating, _ in rated) if rated else None


def bin_number(value: float, width: float, n_bins: int) -> int:
    """Return the last bin that starts at a value or below it."""
    return max(n for n in range(n_bins) if n * width <= value)


def bins_by_year(films: Films, column: str, width: float, n_bins: int) -> list[Row]:
    """Return year, both ends and count of each bin that has films."""
    with_value = [film for film in films if film[column] is not None]
    counts = Counter((film["year"], bin_number(film[column], width, n_bins)) for film in with_value)
    return [(year, n * float(width), (n + 1) * float(width), films) for (year, n), films in counts.items()]


def counted(pairs: Iterable[Row]) -> list[Row]:
    """Return how often each pair occurs."""
    return [(*pair, films) for pair, films in Counter(pairs).items()]


def quantiles(values: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return name, count and quantiles as pandas computes them, for each name with values."""
    shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    return [(name, len(own), *pd.Series(own, dtype=float).quantile(shares)) for name, own in values.items() if own]


def quantiles_by_decade(films: Films, column: str) -> list[Row]:
    return quantiles({f"{decade}s": known(own, column) for decade, own in by_decade(films).items()})


def quantiles_by_genre(films: Films, column: str) -> list[Row]:
    return quantiles({genre: known([film for film in films if genre in film["genres"]], column) for genre in GENRES})


def alike(a: object, b: object) -> bool:
    """Return whether two values are equal, except for the rounding of numbers."""
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=ROUNDING, abs_tol=1e-30)
    return a == b


def as_tuples(value: object) -> Any:
    """Return a value with every dataclass in it as a tuple of its fields."""
    if is_dataclass(value):
        return tuple(as_tuples(getattr(value, field.name)) for field in fields(value))
    return tuple(map(as_tuples, value)) if isinstance(value, tuple) else value


def in_fixed_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: [str(value) for value in row])


def assert_fields(section: object, expected: Mapping[str, Callable[[Films], object]], films: Films) -> None:
    """Assert that fields of a section have the values, in the order, that plain Python finds."""
    for name, compute in expected.items():
        actual, wanted = as_tuples(getattr(section, name)), compute(films)
        assert alike(actual, wanted), f"{name}: {actual} instead of {wanted}"


def assert_fields_in_any_order(
    section: object, expected: Mapping[str, Callable[[Films], list[Row]]], films: Films
) -> None:
    for name, compute in expected.items():
        actual, wanted = in_fixed_order(as_tuples(getattr(section, name))), in_fixed_order(compute(films))
        assert alike(actual, wanted), f"{name}: {actual} instead of {wanted}"


def assert_best(actual: Sequence[Hashable], scores: Mapping[Any, tuple[float, object]], k: int) -> None:
    """Assert that `actual` are the keys with the `k` highest scores, best first.

    Each key has its score and what the score is computed from; keys computed from the same stay in the order of
    `scores`.
    """
    position = {key: n for n, key in enumerate(scores)}
    assert len(actual) == len({*actual}) == min(k, len(scores))
    others = [key for key in scores if key not in {*actual}]
    for better, worse in [*pairwise(actual), *product(actual[-1:], others)]:
        assert scores[better][0] >= scores[worse][0] - ROUNDING * abs(scores[worse][0])
        assert scores[better][1] != scores[worse][1] or position[better] < position[worse]
