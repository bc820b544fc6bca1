"""The only home of st.cache_resource and st.cache_data: one engine for everybody, values by plain keys."""

from __future__ import annotations

import os

import pandas as pd
import streamlit as st

from engine import (
    Answer,
    Bridge,
    Choices,
    CineWatch,
    Comparison,
    Cross,
    Crossed,
    Film,
    FilmMap,
    FilmName,
    Filters,
    Group,
    Move,
    Neighbourhood,
    Query,
    QueryError,
    SearchHit,
    Settings,
    Spectrum,
    Statistics,
    Whereabouts,
    configure_logs,
    read_settings,
)
from ui.map_charts import map_table
from ui.progress import build_progress, map_progress

MOST_OPTIONS = 3_000
"""Films in a dropdown: all its options travel to the browser."""
_ENGINE = "resources.engine"


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Return the settings, read once for the process, after setting up the log as they say."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    read = read_settings(os.environ, secrets)
    configure_logs(read.log_format)
    return read


def engine() -> CineWatch:
    """Return the engine of this session: the newest when it began, whatever has been built since."""
    if _ENGINE not in st.session_state:
        dataset, models = settings().dataset, settings().models_dir
        if not CineWatch.is_built(dataset, models):
            # Not within the cached function, which would draw the bar again with every answer.
            with build_progress(dataset.name) as progress:
                CineWatch.of(dataset, models, progress)
        st.session_state[_ENGINE] = _newest_engine()
    kept: CineWatch = st.session_state[_ENGINE]
    return kept


# A newer build removes the folder of the one it replaces: the next session opens that, and those that run keep theirs.
@st.cache_resource(show_spinner="Opening the catalogue", validate=lambda opened: opened.is_there())
def _newest_engine() -> CineWatch:
    """Return the one engine that all sessions share which begin before the next build."""
    return CineWatch.of(settings().dataset, settings().models_dir)


# The path of a build is in the key of every answer, so that none is ever given for another build.


def film_names() -> tuple[FilmName, ...]:
    """Return the best-known films, to choose from."""
    return _film_names(str(engine().path), engine())


def choices() -> Choices:
    """Return between what filters can choose."""
    return _choices(str(engine().path), engine())


def field_labels() -> dict[str, str]:
    """Return what people call each field of the catalogue, by name."""
    return engine().field_labels


def answer(query: Query) -> Answer:
    """Return the films to recommend. Raises QueryError."""
    return _answer(str(engine().path), engine(), query)


def what_if(query: Query, changed: Query) -> tuple[Move, ...]:
    """Return where films move in the order if a query is changed. Raises QueryError."""
    return _what_if(str(engine().path), engine(), query, changed)


def comparison(a: int, b: int) -> Comparison:
    """Return how alike two films are."""
    return _comparison(str(engine().path), engine(), a, b)


def spectrum(film_id: int) -> Spectrum:
    """Return how similar a film is to all others."""
    return _spectrum(str(engine().path), engine(), film_id)


def nearest(film_id: int, k: int) -> tuple[Film, ...]:
    """Return the films most similar to one."""
    return _nearest(str(engine().path), engine(), film_id, k)


def most_voted(filters: Filters, k: int) -> tuple[Film, ...]:
    """Return the most voted films that pass the filters. Raises QueryError."""
    return _most_voted(str(engine().path), engine(), filters, k)


def group(film_ids: tuple[int, ...]) -> Group:
    """Return films side by side. Raises QueryError."""
    return _group(str(engine().path), engine(), film_ids)


def neighbourhood(film_ids: tuple[int, ...], depth: int, links: int, least: float) -> Neighbourhood:
    """Return the films around a few. Raises QueryError."""
    return _neighbourhood(str(engine().path), engine(), film_ids, depth, links, least)


def bridge(a: int, b: int) -> Bridge:
    """Return the best chain of neighbours between two films. Raises QueryError."""
    return _bridge(str(engine().path), engine(), a, b)


def film_map() -> tuple[FilmMap, pd.DataFrame]:
    """Return the map, and its points as a table that must not be changed; it is made first, with a bar, if need be."""
    atlas = engine().atlas
    if not atlas.has_map:
        with map_progress(len(atlas)) as tell:
            atlas.map(tell)
    return _film_map(str(engine().path), engine())


def whereabouts(film_id: int) -> Whereabouts:
    """Return where a film lies on the map, which has been made, and which of its neighbours are near there."""
    return _whereabouts(str(engine().path), engine(), film_id)


def statistics(filters: Filters) -> Statistics:
    """Return the films that pass filters in figures. Raises QueryError."""
    return _statistics(str(engine().path), engine(), filters)


def films_with(column: str, name: str, filters: Filters, k: int) -> tuple[Film, ...]:
    """Return the most voted films that have a name in a column. Raises QueryError."""
    return _films_with(str(engine().path), engine(), column, name, filters, k)


def crossed(asked: Cross, filters: Filters) -> Crossed:
    """Return the films that pass filters in groups, with a figure of each. Raises QueryError."""
    return _crossed(str(engine().path), engine(), asked, filters)


def named(title: str) -> Film | None:
    """Return the film with that title, `None` where there is none or several."""
    return _named(str(engine().path), engine(), title)


def search(text: str, k: int) -> tuple[SearchHit, ...]:
    """Return the films whose titles fit `text` best."""
    return _search(str(engine().path), engine(), text, k)


@st.cache_data(max_entries=2, show_spinner=False)
def _film_names(build: str, _engine: CineWatch) -> tuple[FilmName, ...]:  # noqa: ARG001 - part of the key
    return _engine.best_known(MOST_OPTIONS)


@st.cache_data(max_entries=500, show_spinner=False)
def _answer(build: str, _engine: CineWatch, query: Query) -> Answer:  # noqa: ARG001 - part of the key
    return _engine.recommend(query)


@st.cache_data(max_entries=500, show_spinner=False)
def _what_if(build: str, _engine: CineWatch, query: Query, changed: Query) -> tuple[Move, ...]:  # noqa: ARG001
    return _engine.what_if(query, changed)


@st.cache_data(max_entries=2, show_spinner=False)
def _choices(build: str, _engine: CineWatch) -> Choices:  # noqa: ARG001 - part of the key
    return _engine.choices()


@st.cache_data(max_entries=500, show_spinner=False)
def _comparison(build: str, _engine: CineWatch, a: int, b: int) -> Comparison:  # noqa: ARG001 - part of the key
    return _engine.compare(a, b)


@st.cache_data(max_entries=200, show_spinner=False)
def _spectrum(build: str, _engine: CineWatch, film_id: int) -> Spectrum:  # noqa: ARG001 - part of the key
    return _engine.relations.spectrum(film_id)


@st.cache_data(max_entries=200, show_spinner=False)
def _nearest(build: str, _engine: CineWatch, film_id: int, k: int) -> tuple[Film, ...]:  # noqa: ARG001
    return _engine.relations.nearest(film_id, k)


@st.cache_data(max_entries=200, show_spinner=False)
def _most_voted(build: str, _engine: CineWatch, filters: Filters, k: int) -> tuple[Film, ...]:  # noqa: ARG001
    return _engine.relations.most_voted(filters, k)


@st.cache_data(max_entries=100, show_spinner=False)
def _group(build: str, _engine: CineWatch, film_ids: tuple[int, ...]) -> Group:  # noqa: ARG001
    return _engine.relations.group(film_ids)


@st.cache_data(max_entries=100, show_spinner=False)
def _neighbourhood(
    build: str,  # noqa: ARG001 - part of the key
    _engine: CineWatch,
    film_ids: tuple[int, ...],
    depth: int,
    links: int,
    least: float,
) -> Neighbourhood:
    return _engine.relations.neighbourhood(film_ids, depth, links, least)


@st.cache_data(max_entries=200, show_spinner="Looking for the neighbours of the most voted films, this once")
def _bridge(build: str, _engine: CineWatch, a: int, b: int) -> Bridge:  # noqa: ARG001 - part of the key
    return _engine.atlas.bridge(a, b)


# Too large to be copied for every session and every rerun.
@st.cache_resource(max_entries=2, show_spinner=False)
def _film_map(build: str, _engine: CineWatch) -> tuple[FilmMap, pd.DataFrame]:  # noqa: ARG001 - part of the key
    films = _engine.atlas.map()
    return films, map_table(films)


@st.cache_data(max_entries=200, show_spinner=False)
def _whereabouts(build: str, _engine: CineWatch, film_id: int) -> Whereabouts:  # noqa: ARG001 - part of the key
    return _engine.atlas.whereabouts(film_id)


@st.cache_data(max_entries=50, show_spinner=False)
def _statistics(build: str, _engine: CineWatch, filters: Filters) -> Statistics:  # noqa: ARG001 - part of the key
    return _engine.statistics(filters)


@st.cache_data(max_entries=100, show_spinner=False)
def _films_with(
    build: str,  # noqa: ARG001 - part of the key
    _engine: CineWatch,
    column: str,
    name: str,
    filters: Filters,
    k: int,
) -> tuple[Film, ...]:
    return _engine.figures.films_with(column, name, filters, k)


@st.cache_data(max_entries=100, show_spinner=False)
def _crossed(build: str, _engine: CineWatch, asked: Cross, filters: Filters) -> Crossed:  # noqa: ARG001
    return _engine.figures.crossed(asked, filters)


@st.cache_data(max_entries=500, show_spinner=False)
def _search(build: str, _engine: CineWatch, text: str, k: int) -> tuple[SearchHit, ...]:  # noqa: ARG001
    return _engine.search(text, k)


@st.cache_data(max_entries=100, show_spinner=False)
def _named(build: str, _engine: CineWatch, title: str) -> Film | None:  # noqa: ARG001 - part of the key
    try:
        return _engine.named(title)
    except QueryError:
        return None
