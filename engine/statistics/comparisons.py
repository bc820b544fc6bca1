"""What belongs together, what changes, and what stands out among the films of a mask."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.catalogue.priors import PRIOR_VOTES
from engine.catalogue.schema import GENRES
from engine.entities import label_of
from engine.retrieval.top_k import top_k
from engine.statistics.counting import Floats, Integers, weighted_mean
from engine.statistics.facts import Facts, Mask, NameLists
from engine.statistics.values import GenreKeyword, GenrePair, KeywordTrend, Quantiles, RatedFilm, ReturnOnBudget

MIN_FILMS = 5
"""That must have a keyword before anything is said of it."""
MAX_SHIFTS = 10
"""Keywords that rise, and as many that fall."""
MAX_TYPICAL = 5
"""Keywords of a genre."""
MAX_RATED = 15
"""Of the best films, and of the worst."""
MAX_MULTIPLES = 5
"""Of the best ratios of revenue to budget, and of the worst."""
MIN_BUDGET = 100_000
"""US dollars. Less is mostly a unit forgotten."""
MIN_REVENUE = 1_000
"""US dollars, likewise."""

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def genre_pairs(genres: npt.NDArray[np.uint32]) -> tuple[GenrePair, ...]:
    """Return how often two of TMDB's genres occur together, those before the others in the fixed order first.

    genres : bits of the films' genres, shape (n,)

    Lift is the share of films that have both, divided by what it would be if one did not depend on the other; films
    without any genre do not count.
    """
    # Of 2^19 combinations a few thousand occur.
    combinations, films = np.unique(genres[genres > 0], return_counts=True)
    having = (combinations[:, None] >> np.arange(len(GENRES), dtype=np.uint32) & 1).astype(np.int64)
    together = having.T @ (having * films[:, None])
    total = int(films.sum())
    return tuple(
        GenrePair(GENRES[a], GENRES[b], both, total * both / int(together[a, a] * together[b, b]))
        for a in range(len(GENRES))
        for b in range(a + 1, len(GENRES))
        if (both := int(together[a, b]))
    )


def ratings_by_genre(mask: Mask, columns: FilmColumns) -> tuple[Quantiles, ...]:
    """Return how ratings spread in each of TMDB's genres, the highest median first."""
    rated = mask & ~np.isnan(columns.rating)
    rating, genres = columns.rating[rated], columns.genres[rated]
    found = [spread(name, rating[genres >> np.uint32(n) & 1 > 0]) for n, name in enumerate(GENRES)]
    return tuple(sorted(filter(None, found), key=lambda one: -one.median))


def runtimes_by_decade(mask: Mask, columns: FilmColumns) -> tuple[Quantiles, ...]:
    """Return how runtimes spread in each decade, the first first."""
    known = mask & (columns.runtime > 0) & (columns.year > 0)
    return _by_decade(columns.runtime[known], columns.year[known])


def ratings_by_decade(mask: Mask, columns: FilmColumns) -> tuple[Quantiles, ...]:
    """Return how ratings spread in each decade, the first first."""
    known = mask & ~np.isnan(columns.rating) & (columns.year > 0)
    return _by_decade(columns.rating[known], columns.year[known])


def _by_decade(values: Floats | Integers, year: npt.NDArray[np.int16]) -> tuple[Quantiles, ...]:
    decade = year // 10 * 10
    found = [spread(f"{number}s", values[decade == number]) for number in np.unique(decade).tolist()]
    return tuple(filter(None, found))


def spread(name: str, values: Floats | Integers) -> Quantiles | None:
    """Return five quantiles of values, interpolated between neighbours; `None` where there is no value."""
    if not len(values):
        return None
    return Quantiles(name, len(values), *np.quantile(values.astype(np.float64), _QUANTILES).tolist())


def keyword_shifts(
    mask: Mask, year: npt.NDArray[np.int16], keywords: NameLists
) -> tuple[int | None, tuple[KeywordTrend, ...]]:
    """Return the middle year, and the keywords whose share of films has risen most since, then those that fell most.

    The share of the films from that year on is compared with that of the films before. It is the year that divides
    the films most evenly, `None` where all are of one.
    """
    known = mask & (year > 0)
    years, films = np.unique(year[known], return_counts=True)
    if len(years) < 2:
        return None, ()
    earlier = np.cumsum(films)[:-1]
    middle = int(years[1:][np.argmin(np.abs(2 * earlier - films.sum()))])
    since, before = known & (year >= middle), known & (year < middle)
    now, then = keywords.counts(since), keywords.counts(before)
    shares = now / np.count_nonzero(since), then / np.count_nonzero(before)
    change = np.where(now + then >= MIN_FILMS, shares[0] - shares[1], 0)
    rising = [code for code in top_k(change, MAX_SHIFTS).tolist() if change[code] > 0]
    falling = [code for code in top_k(-change, MAX_SHIFTS).tolist() if change[code] < 0]
    return middle, tuple(
        KeywordTrend(keywords.names[code], float(shares[1][code]), float(shares[0][code]), int(now[code] + then[code]))
        for code in (*rising, *falling)
    )


def typical_keywords(mask: Mask, genres: npt.NDArray[np.uint32], keywords: NameLists) -> tuple[GenreKeyword, ...]:
    """Return the keywords most typical of each of TMDB's genres, the most typical first.

    The weight is the keyword's share of all keywords of the genre's films, times log(1 + a / u), where u is how often
    it is used in all genres, and a how many uses a genre has in the mean: class-based TF-IDF, after Grootendorst,
    "BERTopic: neural topic modeling with a class-based TF-IDF procedure" (2022).
    """
    codes, bits = keywords.of_films(mask, genres)
    often = np.flatnonzero(keywords.counts(mask) >= MIN_FILMS)
    place = np.full(len(keywords.names), -1, dtype=np.int64)
    place[often] = np.arange(len(often))
    kept = place[codes] >= 0
    places, bits = place[codes[kept]], bits[kept]
    uses = np.stack(
        [np.bincount(places[bits >> np.uint32(g) & 1 > 0], minlength=len(often)) for g in range(len(GENRES))]
    )
    per_genre, per_keyword = uses.sum(axis=1), uses.sum(axis=0)
    used = int(np.count_nonzero(per_genre))
    if not used:
        return ()
    rarity = np.log1p(per_genre.sum() / used / np.maximum(per_keyword, 1))
    weights = uses / np.maximum(per_genre, 1)[:, None] * rarity
    return tuple(
        GenreKeyword(GENRES[g], keywords.names[int(often[n])], float(weight[n]), int(uses[g, n]))
        for g, weight in enumerate(weights)
        for n in top_k(weight, MAX_TYPICAL).tolist()
        if weight[n] > 0
    )


def best_and_worst(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns
) -> tuple[tuple[RatedFilm, ...], tuple[RatedFilm, ...]]:
    """Return the films rated best, the best first, and those rated worst, the worst first, by Bayesian average.

    It is the mean of the film's own votes and of PRIOR_VOTES more at the mean rating of all the films; equals are in
    order of votes.
    """
    rows = np.flatnonzero(mask & ~np.isnan(columns.rating))
    rating, votes = columns.rating[rows].astype(np.float64), columns.votes[rows].astype(np.int64)
    mean = weighted_mean(rating, votes) or 0.0
    average = (votes * rating + PRIOR_VOTES * mean) / (votes + PRIOR_VOTES)

    def told(chosen: npt.NDArray[np.int64]) -> tuple[RatedFilm, ...]:
        titles = catalogue.column("title", rows[chosen])
        return tuple(
            RatedFilm(
                int(columns.id[row]),
                label_of(title, int(columns.year[row])),
                float(rating[n]),
                int(votes[n]),
                float(average[n]),
            )
            for n, row, title in zip(chosen.tolist(), rows[chosen].tolist(), titles, strict=True)
        )

    return told(top_k(average, MAX_RATED)), told(top_k(-average, MAX_RATED))


def multiples(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts
) -> tuple[tuple[ReturnOnBudget, ...], tuple[ReturnOnBudget, ...]]:
    """Return the films that took most for what they cost, and those that took least, of sums worth the name."""
    rows = np.flatnonzero(mask & (facts.budget >= MIN_BUDGET) & (facts.revenue >= MIN_REVENUE))
    ratio = facts.revenue[rows] / facts.budget[rows]
    sums = columns.year, facts.budget, facts.revenue

    def told(chosen: npt.NDArray[np.int64]) -> tuple[ReturnOnBudget, ...]:
        titles = catalogue.column("title", rows[chosen])
        return tuple(
            ReturnOnBudget(label_of(title, year), budget, revenue, revenue / budget)
            for title, year, budget, revenue in zip(titles, *(own[rows[chosen]].tolist() for own in sums), strict=True)
        )

    return told(top_k(ratio, MAX_MULTIPLES)), told(top_k(-ratio, MAX_MULTIPLES))
