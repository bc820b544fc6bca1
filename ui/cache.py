"""The only home of st.cache_resource and st.cache_data: one engine for all sessions, and its answers.

Answers are cached by the path of the build that gave them, so no build ever answers for another. Look-ups at TMDB are
cached by film and language, and live in `ui.tmdb.lookups`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from engine import (
    Answer,
    CineWatch,
    Comparison,
    Film,
    FilmName,
    FilterOptions,
    Filters,
    Progress,
    Query,
    RankChange,
    SearchHit,
    Settings,
    configure_logs,
    read_settings,
)
from engine.errors import QueryError
from engine.relations import FilmMap, FilmPath, Group, MapNeighbours, Neighbourhood, SimilarityHistogram
from engine.statistics import Contents, DataQuality, Headlines, OverTime, Pivot, PivotQuery, RatingsAndMoney
from ui.charts.film_map import map_table

MAX_OPTIONS = 3_000
"""Films in a dropdown: all its options travel to the browser."""
A_DAY = timedelta(days=1)
_ENGINE = "cache.engine"

P = ParamSpec("P")
R = TypeVar("R")


def per_process(ttl: timedelta | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make an object once, when it is first needed, and share it between all sessions; anew after `ttl`, if given."""
    return st.cache_resource(ttl=ttl, show_spinner=False)


def for_a_day(max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache a look-up for a day, then repeat it in the background; failures are not cached.

    .streamlit/config.toml says after how many days an entry is dropped that nobody needed meanwhile.
    """
    return st.cache_data(ttl=A_DAY, max_entries=max_entries, show_spinner=False, refresh_mode="background")


@per_process()
def settings() -> Settings:
    """Return the settings, read once per process, after setting up the log as they say."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    read = read_settings(os.environ, secrets)
    configure_logs(read.log_format)
    return read


def is_ready() -> bool:
    """Return whether `engine` returns at once, without building an index first."""
    return _ENGINE in st.session_state or CineWatch.is_built(settings().dataset, settings().models_dir)


def build(progress: Progress) -> None:
    """Build the index of the dataset. Takes seconds to minutes, once per dataset."""
    CineWatch.of(settings().dataset, settings().models_dir, progress)


def engine() -> CineWatch:
    """Return the engine of this session: the newest build when the session began, kept until it ends."""
    if _ENGINE not in st.session_state:
        st.session_state[_ENGINE] = _newest_engine()
    session_engine: CineWatch = st.session_state[_ENGINE]
    return session_engine


# A new build removes the folder of the old one: new sessions open the new build, running ones keep theirs.
@st.cache_resource(show_spinner="Opening the catalogue", validate=lambda cinewatch: cinewatch.is_there())
def _newest_engine() -> CineWatch:
    """Return the engine that all new sessions share until the next build."""
    return CineWatch.of(settings().dataset, settings().models_dir)


def cached_per_build(
    max_entries: int, spinner: str | bool = False, shared: bool = False
) -> Callable[[Callable[Concatenate[CineWatch, P], R]], Callable[P, R]]:
    """Cache the answers of a function of the engine. Callers leave the engine out: it is that of their session.

    In the cache key, the path of the build stands for the engine.

    Parameters
    ----------
    max_entries
        Answers to keep; beyond that, the least recently used is dropped.
    spinner
        Text to show while an answer is computed, `False` for none.
    shared
        Whether all sessions get the same object, which they must not change. Otherwise every call gets a copy.

    """
    cache = st.cache_resource if shared else st.cache_data

    def decorate(question: Callable[Concatenate[CineWatch, P], R]) -> Callable[P, R]:
        cached = cache(max_entries=max_entries, show_spinner=spinner, hash_funcs={CineWatch: _build_path})(question)

        @wraps(question)
        def for_this_session(*args: P.args, **kwargs: P.kwargs) -> R:
            return cached(engine(), *args, **kwargs)

        return for_this_session

    return decorate


def _build_path(cinewatch: CineWatch) -> str:
    return cinewatch.info.path


@cached_per_build(max_entries=2)
def film_names(cinewatch: CineWatch) -> tuple[FilmName, ...]:
    """Return the most voted films, to choose from."""
    return cinewatch.film_names(MAX_OPTIONS)


@cached_per_build(max_entries=2)
def filter_options(cinewatch: CineWatch) -> FilterOptions:
    """Return the values each filter offers."""
    return cinewatch.filter_options()


def field_labels() -> dict[str, str]:
    """Return the label of each field of the catalogue, by name."""
    return engine().field_labels


@cached_per_build(max_entries=500)
def answer(cinewatch: CineWatch, query: Query) -> Answer:
    """Return the films to recommend. Raises QueryError."""
    return cinewatch.recommend(query)


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


@cached_per_build(max_entries=2, shared=True)
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
def films_with(cinewatch: CineWatch, column: str, name: str, filters: Filters, k: int) -> tuple[Film, ...]:
    """Return the most voted films that have a name in a column. Raises QueryError."""
    return cinewatch.statistics.films_with(column, name, filters, k)


@cached_per_build(max_entries=100)
def pivot(cinewatch: CineWatch, query: PivotQuery, filters: Filters) -> Pivot:
    """Return the films that pass filters in groups, with one number for each. Raises QueryError."""
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
