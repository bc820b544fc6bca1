"""Ratings and money: what people think of films, what films cost, and what they earned. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.catalogue.priors import PRIOR_VOTES
from engine.entities import label_of
from engine.retrieval.top_k import top_k
from engine.statistics.counting import Counts, Floats, Mask, count_pairs, weighted_mean
from engine.statistics.facts import Facts
from engine.statistics.quantiles import Quantiles, quantiles_by_genre

VOTES_WIDTH, VOTES_BINS = 0.25, 20
"""Of the logarithm to base 10."""
RATING_WIDTH, RATING_BINS = 0.5, 20
MAX_RATED = 15
"""Highest rated films, and as many lowest rated ones."""
MAX_RETURNS = 5
"""Highest returns, and as many lowest ones."""
MAX_BUDGETS = 1_000
MIN_BUDGET = 100_000
"""US dollars, for a return to count. Less is mostly a missing unit."""
MIN_REVENUE = 1_000
"""US dollars, for a return to count."""


@dataclass(frozen=True, slots=True)
class GridBin:
    """How many films have two values in [x_low, x_high) and [y_low, y_high)."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float
    films: int


@dataclass(frozen=True, slots=True)
class RatedFilm:
    """A film with its rating, weighted so that a few votes don't decide."""

    id: int
    label: str
    """Title and year."""
    rating: float
    """Mean vote, 0 to 10."""
    votes: int
    average: float
    """Bayesian average, 0 to 10."""


@dataclass(frozen=True, slots=True)
class FilmBudget:
    """A film whose budget and revenue are both known, in US dollars."""

    id: int
    title: str
    year: int | None
    genre: str
    """The first one, "" if none is known."""
    budget: int
    revenue: int


@dataclass(frozen=True, slots=True)
class ReturnOnBudget:
    """What a film earned, compared with what it cost."""

    id: int
    label: str
    """Title and year."""
    budget: int
    """US dollars."""
    revenue: int
    """US dollars."""
    ratio: float
    """Revenue / budget."""


@dataclass(frozen=True, slots=True)
class RatingsAndMoney:
    """What people think of films, what films cost, and what they earned."""

    votes_and_ratings: tuple[GridBin, ...]
    """x: logarithm of the votes to base 10, one bin for all of 10^4.75 or more; y: rating. Only bins with films."""
    ratings_by_genre: tuple[Quantiles, ...]
    """Of TMDB's genres, highest median first."""
    highest_rated: tuple[RatedFilm, ...]
    """By Bayesian average, highest first."""
    lowest_rated: tuple[RatedFilm, ...]
    """By Bayesian average, lowest first."""
    budgets: tuple[FilmBudget, ...]
    """At most 1,000 films whose budget and revenue are known, those with most votes first."""
    highest_returns: tuple[ReturnOnBudget, ...]
    """Highest first. Films with a budget below $100,000 or a revenue below $1,000 are left out."""
    lowest_returns: tuple[ReturnOnBudget, ...]
    """Lowest first, of the same films."""


def compute_ratings_and_money(mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts) -> RatingsAndMoney:
    """Return what people think of films, what films cost, and what they earned.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    catalogue, columns, facts
        Of all films.
    """
    rated = np.flatnonzero(mask & ~np.isnan(columns.rating))
    rating, votes = columns.rating[rated], columns.votes[rated]
    average = bayesian_average(rating, votes)
    paid = np.flatnonzero(mask & (facts.budget >= MIN_BUDGET) & (facts.revenue >= MIN_REVENUE))
    ratio = facts.revenue[paid] / facts.budget[paid]
    return RatingsAndMoney(
        votes_and_ratings=_votes_and_ratings(votes, rating),
        ratings_by_genre=quantiles_by_genre(rating, columns.genres[rated]),
        highest_rated=_rated_films(top_k(average, MAX_RATED), rated, average, catalogue, columns),
        lowest_rated=_rated_films(top_k(-average, MAX_RATED), rated, average, catalogue, columns),
        budgets=_budgets(mask, catalogue, columns, facts),
        highest_returns=_returns(paid[top_k(ratio, MAX_RETURNS)], catalogue, columns, facts),
        lowest_returns=_returns(paid[top_k(-ratio, MAX_RETURNS)], catalogue, columns, facts),
    )


def bayesian_average(rating: Floats, votes: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Return ratings pulled towards the mean of all votes, the more the fewer votes a film has.

    Each film gets PRIOR_VOTES more votes, at the mean rating.

    Parameters
    ----------
    rating
        Shape (n_films,), 0 to 10, no NaN.
    votes
        Shape (n_films,).

    Returns
    -------
    average
        Shape (n_films,), 0 to 10.
    """
    rating, weight = rating.astype(np.float64), votes.astype(np.int64)
    mean = weighted_mean(rating, weight) or 0.0
    average: npt.NDArray[np.float64] = (weight * rating + PRIOR_VOTES * mean) / (weight + PRIOR_VOTES)
    return average


def _rated_films(
    best: Counts, rated: Counts, average: npt.NDArray[np.float64], catalogue: Catalogue, columns: FilmColumns
) -> tuple[RatedFilm, ...]:
    """Return films by their positions in `rated`, which has the rows of all rated films."""
    rows = rated[best]
    values = (columns.id, columns.year, columns.rating, columns.votes)
    own = zip(*(column[rows].tolist() for column in values), average[best].tolist(), strict=True)
    return tuple(
        RatedFilm(film_id, label_of(title, year), rating, votes, weighted)
        for title, (film_id, year, rating, votes, weighted) in zip(catalogue.column("title", rows), own, strict=True)
    )


def _votes_and_ratings(votes: npt.NDArray[np.int32], rating: Floats) -> tuple[GridBin, ...]:
    x = np.minimum((np.log10(np.maximum(votes, 1)) / VOTES_WIDTH).astype(np.int64), VOTES_BINS - 1)
    y = np.minimum((rating / RATING_WIDTH).astype(np.int64), RATING_BINS - 1)
    counts = count_pairs(x, y, (VOTES_BINS, RATING_BINS))
    return tuple(
        GridBin(
            x_low=i * VOTES_WIDTH,
            x_high=(i + 1) * VOTES_WIDTH,
            y_low=j * RATING_WIDTH,
            y_high=(j + 1) * RATING_WIDTH,
            films=int(counts[i, j]),
        )
        for i, j in np.argwhere(counts).tolist()
    )


def _budgets(mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts) -> tuple[FilmBudget, ...]:
    # Films are in order of votes.
    rows = np.flatnonzero(mask & (facts.budget > 0) & (facts.revenue > 0))[:MAX_BUDGETS]
    titles, genres = catalogue.column("title", rows), catalogue.column("genres", rows)
    own = zip(*_id_year_and_money(rows, columns, facts), strict=True)
    return tuple(
        FilmBudget(film_id, title, year or None, next(iter(names), ""), budget, revenue)
        for title, names, (film_id, year, budget, revenue) in zip(titles, genres, own, strict=True)
    )


def _returns(rows: Counts, catalogue: Catalogue, columns: FilmColumns, facts: Facts) -> tuple[ReturnOnBudget, ...]:
    titles = catalogue.column("title", rows)
    own = zip(*_id_year_and_money(rows, columns, facts), strict=True)
    return tuple(
        ReturnOnBudget(film_id, label_of(title, year), budget, revenue, revenue / budget)
        for title, (film_id, year, budget, revenue) in zip(titles, own, strict=True)
    )


def _id_year_and_money(rows: Counts, columns: FilmColumns, facts: Facts) -> list[list[int]]:
    """Return the ids, years, budgets and revenues of films; a year is 0 if unknown."""
    return [values[rows].tolist() for values in (columns.id, columns.year, facts.budget, facts.revenue)]
