"""The only home of st.cache_resource and st.cache_data: one engine for everybody, values by plain keys."""

from __future__ import annotations

import os

import streamlit as st

from engine import (
    CineWatch,
    Comparison,
    FilmName,
    Recommendation,
    SearchHit,
    Settings,
    Statistics,
    configure_logs,
    read_settings,
)

MOST_OPTIONS = 3_000
"""Films in a dropdown: all its options travel to the browser."""


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Return the settings, read once for the process, after setting up the log as they say."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    read = read_settings(os.environ, secrets)
    configure_logs(read.log_format)
    return read


@st.cache_resource(show_spinner="Opening the catalogue. The first time its index is built, which takes a moment.")
def engine() -> CineWatch:
    """Return the one engine that all sessions share."""
    return CineWatch.of(settings().dataset, settings().models_dir)


def film_names() -> tuple[FilmName, ...]:
    """Return the best-known films, to choose from."""
    return _film_names(_build())


def recommendations(film_id: int, k: int) -> tuple[Recommendation, ...]:
    """Return the `k` films most like one."""
    return _recommendations(_build(), film_id, k)


def comparison(a: int, b: int) -> Comparison:
    """Return how alike two films are."""
    return _comparison(_build(), a, b)


def statistics() -> Statistics:
    """Return the catalogue in figures."""
    return _statistics(_build())


def search(text: str, k: int) -> tuple[SearchHit, ...]:
    """Return the films whose titles fit `text` best."""
    return _search(_build(), text, k)


# A new build has a new folder: with its path in the key, no answer of an old one is ever given for it.
def _build() -> str:
    return str(engine().path)


@st.cache_data(max_entries=2, show_spinner=False)
def _film_names(build: str) -> tuple[FilmName, ...]:  # noqa: ARG001 - part of the key
    return engine().best_known(MOST_OPTIONS)


@st.cache_data(max_entries=500, show_spinner=False)
def _recommendations(build: str, film_id: int, k: int) -> tuple[Recommendation, ...]:  # noqa: ARG001 - part of the key
    return engine().recommend([film_id], k)


@st.cache_data(max_entries=500, show_spinner=False)
def _comparison(build: str, a: int, b: int) -> Comparison:  # noqa: ARG001 - part of the key
    return engine().compare(a, b)


@st.cache_data(max_entries=2, show_spinner=False)
def _statistics(build: str) -> Statistics:  # noqa: ARG001 - part of the key
    return engine().statistics()


@st.cache_data(max_entries=500, show_spinner=False)
def _search(build: str, text: str, k: int) -> tuple[SearchHit, ...]:  # noqa: ARG001 - part of the key
    return engine().search(text, k)
