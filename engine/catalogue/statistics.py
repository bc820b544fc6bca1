"""The whole catalogue in figures. Pure: a table of films in, frozen values out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.schema import FILM_SCHEMA, GENRES
from engine.entities import Bin, Count, GenreDecade, GridBin, Money, Statistics, YearCount

TOP = 20
"""Entries of a list of the most frequent."""
MOST_MONEY = 1_000

_RATING_EDGES = np.arange(0, 10.5, 0.5)
_RUNTIME_EDGES = np.append(np.arange(0, 240, 10), np.inf)
_VOTE_EDGES = np.arange(0, 5.25, 0.25)
# Columns that cannot be missing, or that nobody would miss.
_NOT_COUNTED = frozenset({"id", "votes", "popularity", "status", "adult", "year", "backdrop_path", "homepage"})


def statistics_of(films: pa.Table) -> Statistics:
    """Return the figures of a table of FILM_SCHEMA."""
    year = _floats(films["year"])
    rating = _floats(films["rating"])
    votes = _floats(films["votes"])
    runtime = _floats(films["runtime"])
    known_years = year[~np.isnan(year)]
    rated = ~np.isnan(rating)
    languages = _most_frequent(films["original_language"])
    countries = _most_frequent(pc.list_flatten(films["countries"]))
    return Statistics(
        films=films.num_rows,
        first_year=int(known_years.min()) if known_years.size else None,
        last_year=int(known_years.max()) if known_years.size else None,
        languages=len(languages),
        countries=len(countries),
        median_runtime=float(np.nanmedian(runtime)) if not np.isnan(runtime).all() else None,
        mean_rating=_mean(rating[rated], votes[rated]),
        total_revenue=int(pc.sum(films["revenue"]).as_py() or 0),
        films_per_year=_years(known_years),
        genres=tuple(_most_frequent(pc.list_flatten(films["genres"]))[:TOP]),
        genres_by_decade=_genres_by_decade(films["genres"], year),
        ratings=_histogram(rating, _RATING_EDGES),
        runtimes=_histogram(runtime, _RUNTIME_EDGES),
        votes_and_ratings=_grid(np.log10(np.maximum(votes, 1)), rating, _VOTE_EDGES, _RATING_EDGES),
        money=_money(films),
        top_languages=tuple(languages[:TOP]),
        top_countries=tuple(countries[:TOP]),
        top_keywords=tuple(_most_frequent(pc.list_flatten(films["keywords"]))[:TOP]),
        completeness=_completeness(films),
    )


def _floats(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return a numeric column, unknown as NaN."""
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def _mean(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float | None:
    """Return the weighted mean; the plain one where no weight is known, `None` where there is no value."""
    if not values.size:
        return None
    return float(np.average(values, weights=weights if weights.any() else None))


def _most_frequent(values: pa.ChunkedArray) -> list[Count]:
    """Return how often each value occurs, the most frequent first, then in alphabetical order; no empty ones."""
    counted = pc.value_counts(values).to_pylist()
    found = [Count(entry["values"], entry["counts"]) for entry in counted if entry["values"]]
    return sorted(found, key=lambda count: (-count.films, count.name))


def _years(known: npt.NDArray[np.float64]) -> tuple[YearCount, ...]:
    years, counts = np.unique(known.astype(int), return_counts=True)
    return tuple(YearCount(int(year), int(count)) for year, count in zip(years, counts, strict=True))


def _genres_by_decade(genres: pa.ChunkedArray, year: npt.NDArray[np.float64]) -> tuple[GenreDecade, ...]:
    """Return TMDB's genres by decade; a film of several genres counts in each."""
    decade = year // 10 * 10
    rows = np.repeat(np.arange(len(year)), pc.fill_null(pc.list_value_length(genres), 0).to_numpy())
    place = pc.index_in(pc.list_flatten(genres), pa.array(GENRES))
    codes = np.asarray(pc.fill_null(place, -1).to_numpy())
    known = (codes >= 0) & ~np.isnan(decade[rows])
    pairs = np.stack([codes[known], decade[rows[known]].astype(int)], axis=1)
    found, counts = np.unique(pairs, axis=0, return_counts=True)
    decades, totals = np.unique(decade[~np.isnan(decade)].astype(int), return_counts=True)
    total = dict(zip(decades.tolist(), totals.tolist(), strict=True))
    return tuple(
        GenreDecade(GENRES[code], int(ten), int(count), count / total[int(ten)])
        for (code, ten), count in zip(found, counts, strict=True)
    )


def _histogram(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> tuple[Bin, ...]:
    counts, _ = np.histogram(values[~np.isnan(values)], edges)
    return tuple(
        Bin(float(low), float(high), int(count)) for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )


def _grid(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    x_edges: npt.NDArray[np.float64],
    y_edges: npt.NDArray[np.float64],
) -> tuple[GridBin, ...]:
    """Return the cells that hold any film; values beyond the last edges count in the last cells."""
    known = ~np.isnan(x) & ~np.isnan(y)
    counts, _, _ = np.histogram2d(np.minimum(x[known], x_edges[-1]), y[known], (x_edges, y_edges))
    return tuple(
        GridBin(
            x_low=float(x_edges[i]),
            x_high=float(x_edges[i + 1]),
            y_low=float(y_edges[j]),
            y_high=float(y_edges[j + 1]),
            films=int(counts[i, j]),
        )
        for i, j in np.argwhere(counts)
    )


def _money(films: pa.Table) -> tuple[Money, ...]:
    known = films.filter(pc.and_(pc.is_valid(films["budget"]), pc.is_valid(films["revenue"])))
    # Films are in order of fame, and a stable sort leaves those of equal revenue in it.
    order = np.argsort(-known["revenue"].to_numpy(), kind="stable")
    best = known.take(pa.array(order[:MOST_MONEY]))
    columns: Sequence[str] = ("title", "year", "genres", "budget", "revenue")
    return tuple(
        Money(film["title"], film["year"], (film["genres"] or [""])[0], film["budget"], film["revenue"])
        for film in best.select(columns).to_pylist()
    )


def _completeness(films: pa.Table) -> tuple[Count, ...]:
    """Return in how many films each column says something, the fullest first."""
    counts = []
    for field in FILM_SCHEMA:
        if field.name in _NOT_COUNTED:
            continue
        column = films[field.name]
        if pa.types.is_list(field.type):
            present = pc.greater(pc.list_value_length(column), 0)
        elif pa.types.is_string(field.type):
            present = pc.greater(pc.utf8_length(column), 0)
        else:
            present = pc.is_valid(column)
        counts.append(Count(field.name, int(pc.sum(pc.cast(present, pa.int64())).as_py() or 0)))
    return tuple(sorted(counts, key=lambda count: -count.films))
