"""The columns that a pivot can group films by: which films are in which group. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.catalogue.columns import FilmColumns
from engine.statistics.counting import Integers, Mask, bin_numbers
from engine.statistics.facts import Facts

RUNTIME_WIDTH, RUNTIME_BINS = 15, 17
"""Minutes; the last group includes everything longer."""
N_POWERS = 12
"""Amounts are grouped by powers of ten; the last group includes everything from 10^11."""
_MONTHS = (
    "unknown",
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class FilmData:
    """What is known of every film."""

    columns: FilmColumns
    languages: Sequence[str]
    """The code that each number in `columns.language` stands for."""
    facts: Facts


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which groups each film is in: one, several, or none."""

    rows: Integers
    """A film per entry, shape (n_entries,)."""
    codes: Integers
    """The group of each entry, as a position in `names`; shape (n_entries,)."""
    names: Sequence[str]
    ordered: bool
    """Whether groups have an order of their own, such as years."""

    def selects(self, n_films: int) -> Mask:
        """Return which films are in any group, shape (n_films,)."""
        mask = np.zeros(n_films, dtype=bool)
        mask[self.rows] = True
        return mask

    def members(self, code: int, n_films: int) -> Mask:
        """Return which films are in a group, shape (n_films,)."""
        mask = np.zeros(n_films, dtype=bool)
        mask[self.rows[self.codes == code]] = True
        return mask


def _by_names(column: str) -> Callable[[FilmData], Grouping]:
    def group(films: FilmData) -> Grouping:
        lists = films.facts.names[column]
        rows = np.repeat(np.arange(len(lists.starts) - 1, dtype=np.int32), np.diff(lists.starts))
        return Grouping(rows, lists.codes, lists.names, ordered=False)

    return group


def _one_per_film(codes: Integers, known: Mask, names: Sequence[str], ordered: bool = True) -> Grouping:
    """Return a grouping that has each known film in one group; arrays of shape (n_films,)."""
    rows = np.flatnonzero(known)
    return Grouping(rows, codes[rows].astype(np.int64), names, ordered)


def _by_year(films: FilmData) -> Grouping:
    year = films.columns.year
    return _one_per_film(year, year > 0, [str(number) for number in range(int(year.max(initial=0)) + 1)])


def _by_decade(films: FilmData) -> Grouping:
    year = films.columns.year
    names = [f"{number}0s" for number in range(int(year.max(initial=0)) // 10 + 1)]
    return _one_per_film(year // 10, year > 0, names)


def _by_month(films: FilmData) -> Grouping:
    return _one_per_film(films.facts.month, films.facts.month > 0, _MONTHS)


def _by_language(films: FilmData) -> Grouping:
    return _one_per_film(films.columns.language, films.columns.language > 0, films.languages, ordered=False)


def _by_rating(films: FilmData) -> Grouping:
    known = ~np.isnan(films.columns.rating)
    codes = bin_numbers(np.where(known, films.columns.rating, 0), 1, 10)
    return _one_per_film(codes, known, [f"{low} to {low + 1}" for low in range(10)])


def _by_runtime(films: FilmData) -> Grouping:
    lows = range(0, RUNTIME_WIDTH * RUNTIME_BINS, RUNTIME_WIDTH)
    names = [*(f"{low} to {low + RUNTIME_WIDTH - 1} min" for low in lows[:-1]), f"{lows[-1]} min or more"]
    runtime = films.columns.runtime
    return _one_per_film(bin_numbers(runtime, RUNTIME_WIDTH, RUNTIME_BINS), runtime > 0, names)


def _by_powers_of_ten(amounts: Integers, unit: str = "") -> Grouping:
    """Return a grouping of the films whose amount is above 0."""
    powers = 10 ** np.arange(N_POWERS, dtype=np.int64)
    lows = powers.tolist()
    names = [f"{unit}{_short(low)} to {_short(low * 10)}" for low in lows[:-1]] + [f"{unit}{_short(lows[-1])} or more"]
    return _one_per_film(np.searchsorted(powers, amounts, side="right") - 1, amounts > 0, names)


def _short(amount: int) -> str:
    """Return an amount as in "10K"."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if amount >= size:
            return f"{amount // size}{letter}"
    return str(amount)


GROUPS: dict[str, Callable[[FilmData], Grouping]] = {
    "year": _by_year,
    "decade": _by_decade,
    "month": _by_month,
    "genre": _by_names("genres"),
    "language": _by_language,
    "country": _by_names("countries"),
    "company": _by_names("companies"),
    "director": _by_names("director"),
    "cast": _by_names("cast"),
    "keyword": _by_names("keywords"),
    "rating": _by_rating,
    "runtime": _by_runtime,
    "votes": lambda films: _by_powers_of_ten(films.columns.votes),
    "budget": lambda films: _by_powers_of_ten(films.facts.budget, "$"),
    "revenue": lambda films: _by_powers_of_ten(films.facts.revenue, "$"),
}
"""How to group films, by name of the column."""
