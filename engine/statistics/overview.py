"""The films that pass filters, in figures: joins the columns of the index with the facts of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.catalogue.schema import GENRES
from engine.entities import Bin, Count
from engine.statistics import comparisons, data_quality
from engine.statistics.counting import Counts, Floats, Integers, by_step, by_two, steps, weighted_mean
from engine.statistics.facts import COUNTED, Facts, Mask, NameLists
from engine.statistics.values import (
    BinInYear,
    Decade,
    GenreDecade,
    GridBin,
    Money,
    NameInYear,
    Statistics,
    YearCount,
)

TOP = 20
"""Entries of a list of the most frequent."""
MAX_MONEY = 1_000
RATING_STEP, RATING_BINS = 0.5, 20
RUNTIME_STEP, RUNTIME_BINS = 10, 24
MAX_LANGUAGES = 10
"""Of those that are told by year."""
VOTES_STEP, VOTES_BINS = 0.25, 20
"""Of the logarithm to base 10."""


def statistics_of(
    mask: Mask,
    catalogue: Catalogue,
    columns: FilmColumns,
    languages: Sequence[str],
    facts: Facts,
    this_year: int,
) -> Statistics:
    """Return the figures of the films that `mask`, of shape (n_films,), marks; years after `this_year` are to come."""
    year, runtime = columns.year[mask], columns.runtime[mask]
    known_years, known_runtimes = year[year > 0], runtime[runtime > 0]
    rated = mask & ~np.isnan(columns.rating)
    rating, votes = columns.rating[rated], columns.votes[rated]
    spoken = _most_frequent(np.bincount(columns.language[mask], minlength=len(languages)), languages)
    countries = _names(facts.lists["countries"], mask)
    middle, shifts = comparisons.keyword_shifts(mask, columns.year, facts.lists["keywords"])
    best, worst = comparisons.best_and_worst(mask, catalogue, columns)
    best_multiples, worst_multiples = comparisons.multiples(mask, catalogue, columns, facts)
    return Statistics(
        films=int(np.count_nonzero(mask)),
        first_year=int(known_years.min()) if len(known_years) else None,
        last_year=int(known_years.max()) if len(known_years) else None,
        languages=len(spoken),
        countries=len(countries),
        median_runtime=_median(known_runtimes),
        mean_rating=weighted_mean(rating, votes),
        total_revenue=int(facts.revenue[mask].sum()),
        decades=_decades(mask, columns, facts),
        films_per_year=tuple(
            YearCount(number, count) for number, count in enumerate(np.bincount(known_years).tolist()) if count
        ),
        genres=tuple(_names(facts.lists["genres"], mask)[:TOP]),
        genres_by_decade=_genres_by_decade(facts.lists["genres"], mask, columns.year),
        ratings=_bins(by_step(rating, RATING_STEP, RATING_BINS), RATING_STEP),
        runtimes=_open_ended(_bins(by_step(known_runtimes, RUNTIME_STEP, RUNTIME_BINS), RUNTIME_STEP)),
        genres_by_year=_names_by_year(facts.lists["genres"], GENRES, mask, columns.year),
        languages_by_year=_languages_by_year(spoken[:MAX_LANGUAGES], columns, languages, mask),
        ratings_by_year=_bins_by_year(rating, columns.year[rated], RATING_STEP, RATING_BINS),
        runtimes_by_year=_bins_by_year(known_runtimes, year[runtime > 0], RUNTIME_STEP, RUNTIME_BINS),
        votes_and_ratings=_votes_and_ratings(votes, rating),
        money=_money(mask, catalogue, columns, facts),
        best_multiples=best_multiples,
        worst_multiples=worst_multiples,
        genre_pairs=comparisons.genre_pairs(columns.genres[mask]),
        ratings_by_genre=comparisons.ratings_by_genre(mask, columns),
        runtimes_by_decade=comparisons.runtimes_by_decade(mask, columns),
        ratings_by_decade=comparisons.ratings_by_decade(mask, columns),
        middle_year=middle,
        keyword_shifts=shifts,
        typical_keywords=comparisons.typical_keywords(mask, columns.genres, facts.lists["keywords"]),
        best=best,
        worst=worst,
        top_companies=tuple(_names(facts.lists["companies"], mask, TOP)),
        top_directors=tuple(_names(facts.lists["director"], mask, TOP)),
        top_cast=tuple(_names(facts.lists["cast"], mask, TOP)),
        top_languages=tuple(spoken[:TOP]),
        top_countries=tuple(countries[:TOP]),
        top_keywords=tuple(_names(facts.lists["keywords"], mask, TOP)),
        countries_named=tuple(countries),
        completeness=_completeness(facts.present[mask]),
        completeness_by_decade=data_quality.completeness_by_decade(mask, columns.year, facts.present),
        implausible_values=data_quality.implausible_values(mask, catalogue, columns, facts, this_year),
    )


def _decades(mask: Mask, columns: FilmColumns, facts: Facts) -> tuple[Decade, ...]:
    rows = np.flatnonzero(mask & (columns.year > 0))
    decade = columns.year // 10
    # In the order of decades each of them is one piece of every column.
    rows = rows[np.argsort(decade[rows], kind="stable")]
    numbers, starts = np.unique(decade[rows], return_index=True)
    runtime, language = columns.runtime[rows], columns.language[rows]
    rating, votes, revenue = columns.rating[rows], columns.votes[rows], facts.revenue[rows]
    countries, of_country = facts.lists["countries"].of_films(mask, decade)
    told = []
    for number, (start, stop) in zip(numbers.tolist(), pairwise([*starts.tolist(), len(rows)]), strict=True):
        own = slice(start, stop)
        rated = ~np.isnan(rating[own])
        told.append(
            Decade(
                decade=number * 10,
                films=stop - start,
                languages=len(np.unique(language[own][language[own] > 0])),
                countries=len(np.unique(countries[of_country == number])),
                median_runtime=_median(runtime[own][runtime[own] > 0]),
                mean_rating=weighted_mean(rating[own][rated], votes[own][rated]),
                revenue=int(revenue[own].sum()),
            )
        )
    return tuple(told)


def _median(values: Integers) -> float | None:
    return float(np.median(values)) if len(values) else None


def _names(lists: NameLists, mask: Mask, limit: int | None = None) -> list[Count]:
    return _most_frequent(lists.counts(mask), lists.names, limit)


def _most_frequent(counts: Counts, names: Sequence[str], limit: int | None = None) -> list[Count]:
    """Return how often each name occurs, the most frequent first, then in alphabetical order; no empty ones."""
    # A stable sort leaves equals in the order of the names, which ascend.
    order = np.argsort(-counts, kind="stable")
    order = order[: np.count_nonzero(counts)][:limit]
    return [Count(name, int(counts[code])) for code in order.tolist() if (name := names[code])]


def _genres_by_decade(genres: NameLists, mask: Mask, year: npt.NDArray[np.int16]) -> tuple[GenreDecade, ...]:
    """Return TMDB's genres by decade; a film of several genres counts in each."""
    known = mask & (year > 0)
    if not known.any():
        return ()
    decade = year // 10
    first, last = int(decade[known].min()), int(decade[known].max())
    totals = np.bincount(decade[known] - first)
    codes, of_entry = genres.of_films(known, decade)
    counts = by_two(codes, of_entry - first, (len(genres.names), last - first + 1))
    places = {name: place for place, name in enumerate(genres.names)}
    return tuple(
        GenreDecade(name, (first + n) * 10, count, count / int(totals[n]))
        for name in GENRES
        if name in places
        for n, count in enumerate(counts[places[name]].tolist())
        if count
    )


def _names_by_year(
    lists: NameLists, names: Sequence[str], mask: Mask, year: npt.NDArray[np.int16]
) -> tuple[NameInYear, ...]:
    """Return in how many films of each year each of `names` is."""
    counts, first = _by_year(*lists.of_films(mask, year), len(lists.names))
    places = {name: place for place, name in enumerate(lists.names)}
    return tuple(
        NameInYear(first + n if n else None, name, count)
        for name in names
        if name in places
        for n, count in enumerate(counts[places[name]].tolist())
        if count
    )


def _languages_by_year(
    spoken: Sequence[Count], columns: FilmColumns, languages: Sequence[str], mask: Mask
) -> tuple[NameInYear, ...]:
    counts, first = _by_year(columns.language[mask], columns.year[mask], len(languages))
    return tuple(
        NameInYear(first + n if n else None, one.name, count)
        for one in spoken
        for n, count in enumerate(counts[languages.index(one.name)].tolist())
        if count
    )


def _bins_by_year(
    values: Floats | Integers, year: npt.NDArray[np.int16], step: float, bins: int
) -> tuple[BinInYear, ...]:
    counts, first = _by_year(steps(values, step, bins), year, bins)
    return tuple(
        BinInYear(first + n if n else None, place * float(step), (place + 1) * float(step), int(counts[place, n]))
        for place, n in np.argwhere(counts).tolist()
    )


def _by_year(places: npt.NDArray[np.integer], year: npt.NDArray[np.int16], n_places: int) -> tuple[Counts, int]:
    """Return how often each place occurs in each year, shape (n_places, 1 + years), and the year before the first.

    Column n is n years after that, and column 0 for what has no year.
    """
    known = year[year > 0]
    before, last = (int(known.min()) - 1, int(known.max())) if len(known) else (0, 0)
    n = np.where(year > 0, year.astype(np.int64) - before, 0)
    return by_two(places, n, (n_places, last - before + 1)), before


def _bins(counts: Counts, step: float) -> tuple[Bin, ...]:
    edges = [n * float(step) for n in range(len(counts) + 1)]
    return tuple(Bin(low, high, count) for (low, high), count in zip(pairwise(edges), counts.tolist(), strict=True))


def _open_ended(bins: tuple[Bin, ...]) -> tuple[Bin, ...]:
    """Return the bins, the last without an end: it holds everything beyond."""
    return (*bins[:-1], Bin(bins[-1].low, float("inf"), bins[-1].films))


def _votes_and_ratings(votes: npt.NDArray[np.int32], rating: npt.NDArray[np.float32]) -> tuple[GridBin, ...]:
    """Return the cells that hold any film; more votes than the last cell is for count in it."""
    x = np.minimum((np.log10(np.maximum(votes, 1)) / VOTES_STEP).astype(np.int64), VOTES_BINS - 1)
    y = np.minimum((rating / RATING_STEP).astype(np.int64), RATING_BINS - 1)
    counts = by_two(x, y, (VOTES_BINS, RATING_BINS))
    return tuple(
        GridBin(
            x_low=i * VOTES_STEP,
            x_high=(i + 1) * VOTES_STEP,
            y_low=j * RATING_STEP,
            y_high=(j + 1) * RATING_STEP,
            films=int(counts[i, j]),
        )
        for i, j in np.argwhere(counts).tolist()
    )


def _money(mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts) -> tuple[Money, ...]:
    # Films are in order of fame.
    rows = np.flatnonzero(mask & (facts.budget > 0) & (facts.revenue > 0))[:MAX_MONEY]
    titles, genres = catalogue.column("title", rows), catalogue.column("genres", rows)
    years, budgets, revenues = (values[rows].tolist() for values in (columns.year, facts.budget, facts.revenue))
    return tuple(
        Money(title, year or None, next(iter(own), ""), budget, revenue)
        for title, year, own, budget, revenue in zip(titles, years, genres, budgets, revenues, strict=True)
    )


def _completeness(present: npt.NDArray[np.uint32]) -> tuple[Count, ...]:
    """Return in how many films each column says something, the fullest first."""
    counts = [
        Count(name, int(np.count_nonzero(present & np.uint32(1 << number)))) for number, name in enumerate(COUNTED)
    ]
    return tuple(sorted(counts, key=lambda count: -count.films))
