"""From what a description says about facts to a query: filters, liked and disliked films."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.filters.filters import Filters
from engine.ranking.query import MAX_DISLIKED, MAX_LIKED, Query
from engine.search.facts import Fact, Kind, Reading
from engine.search.grammar import HIGH_RATING_VOTES


def understood(query: Query, reading: Reading) -> Query:
    """Return a query with what its description says about facts; only the rest of the description is left in it.

    Filters that are set already stay; ranges become as narrow as both. Films beyond the most that a query takes are
    left out, and a film that is both liked and disliked is liked.
    """
    facts = reading.facts
    liked = tuple(dict.fromkeys([*query.liked, *_films(facts, "like")]))[:MAX_LIKED]
    disliked = tuple(dict.fromkeys([*query.disliked, *_films(facts, "unlike")]))
    franchise = query.franchise
    if any(fact.kind == "franchise" for fact in facts):
        # Without a liked film there is no franchise to leave out.
        franchise = "none" if liked else "one"
    return replace(
        query,
        liked=liked,
        disliked=tuple(film_id for film_id in disliked if film_id not in liked)[:MAX_DISLIKED],
        about=reading.rest,
        filters=_filters(query.filters, facts),
        franchise=franchise,
    )


def _filters(filters: Filters, facts: Sequence[Fact]) -> Filters:
    genres = _joined(filters.genres, facts, "genre")
    min_votes, max_votes = _range(facts, ("few votes", "many votes"), filters.min_votes or None, filters.max_votes)
    first_year, last_year = _range(facts, ("years",), filters.first_year, filters.last_year)
    min_runtime, max_runtime = _range(facts, ("runtime",), filters.min_runtime, filters.max_runtime)
    ratings = [fact.low for fact in facts if fact.kind == "rating" and fact.low]
    if ratings:
        # A few votes don't make a film highly rated.
        min_votes = max(min_votes or 0, HIGH_RATING_VOTES)
    return replace(
        filters,
        genres=genres,
        all_genres=filters.all_genres or (len(genres) > 1 and genres != filters.genres),
        exclude_genres=_joined(filters.exclude_genres, facts, "not genre"),
        first_year=first_year,
        last_year=last_year,
        min_runtime=min_runtime,
        max_runtime=max_runtime,
        languages=_joined(filters.languages, facts, "language"),
        countries=_joined(filters.countries, facts, "country"),
        exclude_countries=_joined(filters.exclude_countries, facts, "not country"),
        min_votes=min_votes or 0,
        max_votes=max_votes,
        min_rating=max([filters.min_rating, *ratings]),
        people=_joined(filters.people, facts, "person"),
        exclude_people=_joined(filters.exclude_people, facts, "not person"),
        exclude_words=_joined(filters.exclude_words, facts, "without"),
    )


def _films(facts: Iterable[Fact], kind: Kind) -> list[int]:
    return [fact.film for fact in facts if fact.kind == kind and fact.film is not None]


def _joined(names: tuple[str, ...], facts: Iterable[Fact], kind: Kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*names, *(name for fact in facts if fact.kind == kind for name in fact.names)]))


def _range(
    facts: Iterable[Fact], kinds: Sequence[Kind], low: int | None, high: int | None
) -> tuple[int | None, int | None]:
    """Return the range that satisfies all facts of some kinds, and the range from `low` to `high`."""
    facts = [fact for fact in facts if fact.kind in kinds]
    lows = [int(value) for value in (low, *(fact.low for fact in facts)) if value is not None]
    highs = [int(value) for value in (high, *(fact.high for fact in facts)) if value is not None]
    return max(lows, default=None), min(highs, default=None)
