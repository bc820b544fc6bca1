"""The only home of st.cache_resource and st.cache_data: one engine for everybody, values by plain keys."""

from __future__ import annotations

import os

import streamlit as st

from engine import (
    Answer,
    Choices,
    CineWatch,
    Comparison,
    Film,
    FilmName,
    Move,
    Query,
    QueryError,
    SearchHit,
    Settings,
    Statistics,
    configure_logs,
    read_settings,
)
from ui.progress import build_progress

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


def statistics() -> Statistics:
    """Return the catalogue in figures."""
    return _statistics(str(engine().path), engine())


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


@st.cache_data(max_entries=2, show_spinner=False)
def _statistics(build: str, _engine: CineWatch) -> Statistics:  # noqa: ARG001 - part of the key
    return _engine.statistics()


@st.cache_data(max_entries=500, show_spinner=False)
def _search(build: str, _engine: CineWatch, text: str, k: int) -> tuple[SearchHit, ...]:  # noqa: ARG001
    return _engine.search(text, k)


@st.cache_data(max_entries=100, show_spinner=False)
def _named(build: str, _engine: CineWatch, title: str) -> Film | None:  # noqa: ARG001 - part of the key
    try:
        return _engine.named(title)
    except QueryError:
        return None
