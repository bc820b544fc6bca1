"""What the pages ask the engine of their session, cached: each function here is one question."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from engine import (
    Answer,
    CineWatch,
    Comparison,
    Film,
    FilmName,
    FilterOptions,
    Filters,
    Query,
    RankChange,
)
from engine.browsing import FilmPage, Person, PersonSort, Sort, Standing
from engine.entities import DESCRIPTION, DESCRIPTION_LABEL
from engine.errors import QueryError
from engine.relations import FilmMap, FilmPath, Group, MapNeighbours, Neighbourhood, SimilarityHistogram
from engine.search import Reading, SearchHit
from engine.statistics import Contents, DataQuality, Headlines, OverTime, Pivot, PivotQuery, RatingsAndMoney
from ui.cache import cached_per_build, engine
from ui.charts.film_map import map_table
from ui.costly import Costly, count, count_text

MAX_LABELS = 3_000
"""The most voted films are known by title and year alone; others also have their id in a label."""


@cached_per_build(max_entries=2)
def film_names(cinewatch: CineWatch) -> tuple[FilmName, ...]:
    """Return the most voted films, to choose from."""
    return cinewatch.film_names(MAX_LABELS)


@cached_per_build(max_entries=2)
def film_labels(cinewatch: CineWatch) -> Mapping[int, str]:
    """Return the label of each of these films by its id, in the same order."""
    return MappingProxyType({name.id: name.label for name in cinewatch.film_names(MAX_LABELS)})


@cached_per_build(max_entries=2)
def film_ids(cinewatch: CineWatch) -> Mapping[str, int]:
    """Return the id of each of these films by its label."""
    return MappingProxyType({name.label: name.id for name in cinewatch.film_names(MAX_LABELS)})


@cached_per_build(max_entries=2)
def filter_options(cinewatch: CineWatch) -> FilterOptions:
    """Return the values each filter offers."""
    return cinewatch.filter_options()


def field_labels() -> Mapping[str, str]:
    """Return the label of each field of the catalogue, and of the description, by name."""
    return {**engine().field_labels, DESCRIPTION: DESCRIPTION_LABEL}


def has_community() -> bool:
    """Return whether it was learned from users which films go together."""
    return engine().for_you.community is not None


def has_people() -> bool:
    """Return whether any film names a director or an actor."""
    return not {"director", "cast"}.isdisjoint(engine().field_labels)


@cached_per_build(max_entries=500)
def answer(cinewatch: CineWatch, query: Query) -> Answer:
    """Return the films to recommend. Raises QueryError."""
    return cinewatch.recommend(query)


@cached_per_build(max_entries=200)
def page(cinewatch: CineWatch, filters: Filters, sort: Sort, number: int, page_size: int) -> FilmPage:
    """Return one page of the films that pass filters. Raises QueryError."""
    return cinewatch.browser.page(filters, sort, number, page_size)


@cached_per_build(max_entries=200)
def franchise(cinewatch: CineWatch, film_id: int) -> tuple[Film, ...]:
    """Return the films of a film's franchise, the oldest first."""
    return cinewatch.browser.franchise(film_id)


@cached_per_build(max_entries=200)
def standing(cinewatch: CineWatch, film_id: int) -> Standing:
    """Return where a film stands among all films."""
    return cinewatch.browser.standing(film_id)


@cached_per_build(max_entries=100)
def person(cinewatch: CineWatch, name: str, sort: PersonSort = "newest") -> Person:
    """Return the films of a person. Raises QueryError."""
    return cinewatch.browser.person(name, sort)


@cached_per_build(max_entries=500)
def understand(cinewatch: CineWatch, query: Query, kept: tuple[str, ...] = ()) -> tuple[Query, Reading]:
    """Return a query with what its description says about facts, and the reading of it; `kept` words stay in it.

    Raises TooManyRequests.
    """
    count_text(query.about)
    return cinewatch.understand(query, kept)


@cached_per_build(max_entries=500)
def what_if(cinewatch: CineWatch, query: Query, changed: Query) -> tuple[RankChange, ...]:
    """Return how the ranks of films change if a query is changed. Raises QueryError."""
    return cinewatch.recommender.what_if(query, changed)


@cached_per_build(max_entries=500)
def comparison(cinewatch: CineWatch, a: int, b: int) -> Comparison:
    """Return how similar two films are."""
    return cinewatch.compare(a, b)


@cached_per_build(max_entries=200)
def histogram(cinewatch: CineWatch, film_id: int) -> SimilarityHistogram:
    """Return how similar a film is to all others."""
    return cinewatch.relations.histogram(film_id)


@cached_per_build(max_entries=200)
def films_between(cinewatch: CineWatch, film_id: int, low: float, high: float, k: int) -> tuple[Film, ...]:
    """Return the most voted films whose similarity to a film is in a bin of its histogram."""
    return cinewatch.relations.films_between(film_id, low, high, k)


@cached_per_build(max_entries=200)
def nearest(cinewatch: CineWatch, film_id: int, k: int) -> tuple[Film, ...]:
    """Return the films most similar to one."""
    return cinewatch.relations.nearest(film_id, k)


@cached_per_build(max_entries=200)
def most_voted(cinewatch: CineWatch, filters: Filters, k: int) -> tuple[Film, ...]:
    """Return the most voted films that pass the filters. Raises QueryError."""
    return cinewatch.relations.most_voted(filters, k)


@cached_per_build(max_entries=100)
def group(cinewatch: CineWatch, film_ids: tuple[int, ...]) -> Group:
    """Return films side by side. Raises QueryError."""
    return cinewatch.relations.group(film_ids)


@cached_per_build(max_entries=100)
def neighbourhood(
    cinewatch: CineWatch, film_ids: tuple[int, ...], depth: int, n_neighbours: int, min_similarity: float
) -> Neighbourhood:
    """Return the films around a few. Raises QueryError."""
    return cinewatch.relations.neighbourhood(film_ids, depth, n_neighbours, min_similarity)


@cached_per_build(max_entries=200, spinner="Finding the neighbours of the most voted films (first time only)")
def path(cinewatch: CineWatch, a: int, b: int) -> FilmPath:
    """Return the smoothest path between two films. Raises QueryError."""
    return cinewatch.path_finder.path(a, b)


@cached_per_build(max_entries=2)
def film_map(cinewatch: CineWatch) -> tuple[FilmMap, pd.DataFrame]:
    """Return the map, and its points as a table that must not be changed."""
    films = cinewatch.mapper.film_map()
    return films, map_table(films)


@cached_per_build(max_entries=200)
def map_neighbours(cinewatch: CineWatch, film_id: int) -> MapNeighbours:
    """Return a film's most similar films on the map, and which of them are close to it there."""
    return cinewatch.mapper.map_neighbours(film_id)


@cached_per_build(max_entries=50)
def headlines(cinewatch: CineWatch, filters: Filters) -> Headlines:
    """Return the films that pass filters in a few numbers. Raises QueryError."""
    return cinewatch.statistics.headlines(filters)


@cached_per_build(max_entries=50)
def over_time(cinewatch: CineWatch, filters: Filters) -> OverTime:
    """Return how the films that pass filters change over time. Raises QueryError."""
    return cinewatch.statistics.over_time(filters)


@cached_per_build(max_entries=50)
def contents(cinewatch: CineWatch, filters: Filters) -> Contents:
    """Return what the films that pass filters are about, where they were made, and by whom. Raises QueryError."""
    return cinewatch.statistics.contents(filters)


@cached_per_build(max_entries=50)
def ratings_and_money(cinewatch: CineWatch, filters: Filters) -> RatingsAndMoney:
    """Return ratings, budgets and box office of the films that pass filters. Raises QueryError."""
    return cinewatch.statistics.ratings_and_money(filters)


@cached_per_build(max_entries=50)
def data_quality(cinewatch: CineWatch, filters: Filters) -> DataQuality:
    """Return how far the data of the films that pass filters can be trusted. Raises QueryError."""
    return cinewatch.statistics.data_quality(filters)


@cached_per_build(max_entries=100)
def films_in(
    cinewatch: CineWatch, groups: tuple[tuple[str, str], ...], filters: Filters, k: int
) -> tuple[int, tuple[Film, ...]]:
    """Return how many films are in all of some groups, and the most voted of them. Raises QueryError."""
    return cinewatch.statistics.films_in(groups, filters, k)


@cached_per_build(max_entries=100)
def pivot(cinewatch: CineWatch, query: PivotQuery, filters: Filters) -> Pivot:
    """Return the films that pass filters in groups, with one number for each. Raises QueryError, TooManyRequests."""
    count(Costly.CHART)
    return cinewatch.statistics.pivot(query, filters)


@cached_per_build(max_entries=500)
def search(cinewatch: CineWatch, text: str, k: int) -> tuple[SearchHit, ...]:
    """Return the films whose titles fit `text` best."""
    return cinewatch.search(text, k)


@cached_per_build(max_entries=100)
def named(cinewatch: CineWatch, title: str) -> Film | None:
    """Return the film with that title, `None` if there is none or several."""
    try:
        return cinewatch.named(title)
    except QueryError:
        return None
