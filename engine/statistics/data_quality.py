"""How far the films of a mask can be trusted: what is missing when, and what can hardly be true."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import UNRELEASED, FilmColumns
from engine.entities import label_of
from engine.statistics.facts import COUNTED, Facts, Mask
from engine.statistics.values import Completeness, ImplausibleFilm, ImplausibleValue

MIN_MONEY = 1_000
"""US dollars. A budget or box office of less is a unit forgotten."""
LONGEST_FILM = 600
"""Minutes. What is longer is mostly a series."""
MUCH_MONEY, FEW_VOTES = 1_000_000, 10
"""A film that took so many US dollars has more votes than that, or took less."""
MAX_EXAMPLES = 3
MAX_DOUBTFUL = 10_000
"""Films that are named for one doubt."""

Rows = npt.NDArray[np.int64]


def completeness_by_decade(
    mask: Mask, year: npt.NDArray[np.int16], present: npt.NDArray[np.uint32]
) -> tuple[Completeness, ...]:
    """Return for each decade and column in how many of its films the column says something, decades ascending."""
    known = mask & (year > 0)
    if not known.any():
        return ()
    decade, present = year[known] // 10, present[known]
    first = int(decade.min())
    place = (decade - first).astype(np.int64)
    films = np.bincount(place)
    counts = np.stack(
        [np.bincount(place[present >> np.uint32(n) & 1 > 0], minlength=len(films)) for n in range(len(COUNTED))]
    )
    return tuple(
        Completeness((first + n) * 10, name, int(counts[column, n]), int(counts[column, n]) / int(films[n]))
        for n in np.flatnonzero(films).tolist()
        for column, name in enumerate(COUNTED)
    )


def implausible_values(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts, this_year: int
) -> tuple[ImplausibleValue, ...]:
    """Return what can hardly be true of films, each doubt with the most voted of its films, in a fixed order.

    this_year : later years are to come
    """
    found = _doubtful(mask, columns, facts, this_year)
    return tuple(
        ImplausibleValue(name, len(rows), tuple(_labels(rows[:MAX_EXAMPLES], catalogue, columns)))
        for name, rows in found.items()
    )


def implausible_films(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts, this_year: int
) -> tuple[ImplausibleFilm, ...]:
    """Return the films behind each of `doubts`, the most voted of each first: at most MOST_DOUBTFUL for each."""
    found = _doubtful(mask, columns, facts, this_year)
    return tuple(
        ImplausibleFilm(name, int(columns.id[row]), label)
        for name, rows in found.items()
        for row, label in zip(rows[:MAX_DOUBTFUL], _labels(rows[:MAX_DOUBTFUL], catalogue, columns), strict=True)
    )


def _doubtful(mask: Mask, columns: FilmColumns, facts: Facts, this_year: int) -> dict[str, Rows]:
    """Return the rows of which something can hardly be true, by what it is."""
    budget, revenue = facts.budget, facts.revenue
    released = columns.hidden & UNRELEASED == 0
    implausible = {
        "budget": (budget > 0) & (budget < MIN_MONEY),
        "revenue": (revenue > 0) & (revenue < MIN_MONEY),
        # Where no film has a vote, the dataset has none to tell.
        "unseen": (revenue >= MUCH_MONEY) & (columns.votes < FEW_VOTES) & columns.votes.any(),
        "runtime": columns.runtime > LONGEST_FILM,
        "to come": released & (columns.year > this_year),
        "twice": facts.twice > 0,
    }
    return {name: np.flatnonzero(mask & marks) for name, marks in implausible.items()}


def _labels(rows: Rows, catalogue: Catalogue, columns: FilmColumns) -> Sequence[str]:
    titles = catalogue.column("title", rows)
    return [label_of(title, year) for title, year in zip(titles, columns.year[rows].tolist(), strict=True)]
