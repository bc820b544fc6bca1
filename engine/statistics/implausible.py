"""Values that are probably wrong, such as a budget of $5. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import UNRELEASED, FilmColumns
from engine.entities import label_of
from engine.statistics.counting import Mask
from engine.statistics.facts import Facts

MIN_DOLLARS = 1_000
"""A budget or revenue below it is mostly a missing unit."""
MAX_RUNTIME = 600
"""Minutes. What is longer is mostly a series."""
HIGH_REVENUE, FEW_VOTES = 1_000_000, 10
"""A film that earned so many US dollars has at least so many votes, or it earned less."""
MAX_EXAMPLES = 3
MAX_FILMS = 10_000
"""Films listed for each problem."""

Problem = Literal["budget", "revenue", "votes", "runtime", "year", "duplicate"]
"""Why a value is implausible. "budget", "revenue": below $1,000. "votes": fewer than ten, with a revenue of $1 million
or more. "runtime": more than ten hours. "year": released, but in the future. "duplicate": title and year of another
film."""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ImplausibleValue:
    """A problem, and how many films have it."""

    problem: Problem
    films: int
    examples: tuple[str, ...]
    """Labels of up to three films, those with most votes."""


@dataclass(frozen=True, slots=True)
class ImplausibleFilm:
    """A film with a problem."""

    problem: Problem
    id: int
    label: str
    """Title and year."""


def implausible_values(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts, this_year: int
) -> tuple[ImplausibleValue, ...]:
    """Return every problem, in a fixed order, and how many films have it.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    catalogue, columns, facts
        Of all films.
    this_year
        Later years are in the future.
    """
    return tuple(
        ImplausibleValue(problem, len(rows), tuple(_labels(rows[:MAX_EXAMPLES], catalogue, columns)))
        for problem, rows in _rows_by_problem(mask, columns, facts, this_year).items()
    )


def list_implausible_films(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts, this_year: int
) -> tuple[ImplausibleFilm, ...]:
    """Return the films with each problem, at most MAX_FILMS of each, those with most votes first.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    catalogue, columns, facts
        Of all films.
    this_year
        Later years are in the future.
    """
    return tuple(
        ImplausibleFilm(problem, film_id, label)
        for problem, rows in _rows_by_problem(mask, columns, facts, this_year).items()
        for film_id, label in zip(
            columns.id[rows[:MAX_FILMS]].tolist(), _labels(rows[:MAX_FILMS], catalogue, columns), strict=True
        )
    )


def _rows_by_problem(mask: Mask, columns: FilmColumns, facts: Facts, this_year: int) -> dict[Problem, Rows]:
    released = columns.hidden & UNRELEASED == 0
    implausible: dict[Problem, Mask] = {
        "budget": (facts.budget > 0) & (facts.budget < MIN_DOLLARS),
        "revenue": (facts.revenue > 0) & (facts.revenue < MIN_DOLLARS),
        # If no film has votes, the dataset has no column of them.
        "votes": (facts.revenue >= HIGH_REVENUE) & (columns.votes < FEW_VOTES) & columns.votes.any(),
        "runtime": columns.runtime > MAX_RUNTIME,
        "year": released & (columns.year > this_year),
        "duplicate": facts.duplicate > 0,
    }
    return {problem: np.flatnonzero(mask & films) for problem, films in implausible.items()}


def _labels(rows: Rows, catalogue: Catalogue, columns: FilmColumns) -> Sequence[str]:
    titles = catalogue.column("title", rows)
    return [label_of(title, year) for title, year in zip(titles, columns.year[rows].tolist(), strict=True)]
