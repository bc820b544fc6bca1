"""The only home of st.cache_resource and st.cache_data, and the engine that all sessions share.

What is cached lives elsewhere: answers of the engine in `ui.answers`, look-ups at TMDB in `ui.tmdb.lookups`.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from engine import (
    SAMPLE_PATH,
    CineWatch,
    Progress,
    Settings,
    configure_logs,
    read_settings,
)
from engine.errors import SourceError

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
    return _ENGINE in st.session_state or CineWatch.is_built(dataset(), settings().models_dir)


def build(progress: Progress) -> None:
    """Build the index of the dataset. Takes seconds to minutes, once per dataset.

    If the dataset cannot be read, the sample takes its place, and `dataset_fault` says why.
    """
    try:
        CineWatch.of(dataset(), settings().models_dir, progress)
    except SourceError as error:
        if dataset() == SAMPLE_PATH:
            raise
        _faults()[dataset()] = str(error)
        CineWatch.of(SAMPLE_PATH, settings().models_dir, progress)


def dataset() -> Path:
    """Return the dataset that the app shows: the one of the settings, or the sample if that cannot be read."""
    named = settings().dataset
    if named != SAMPLE_PATH and not named.is_file():
        _faults()[named] = f"file not found: {named}"
    return SAMPLE_PATH if named in _faults() else named


def dataset_fault() -> str:
    """Return why the dataset of the settings cannot be read; empty if it is the one shown."""
    return _faults().get(settings().dataset, "")


@per_process()
def _faults() -> dict[Path, str]:
    """Return why each dataset cannot be read. A mended file is read after a restart."""
    return {}


def engine() -> CineWatch:
    """Return the engine of this session: the newest build when the session began, kept until it ends."""
    if _ENGINE not in st.session_state:
        st.session_state[_ENGINE] = _newest_engine()
    session_engine: CineWatch = st.session_state[_ENGINE]
    return session_engine


# A new build removes the folder of the old one: new sessions open the new build, running ones keep theirs.
@st.cache_resource(show_spinner="Opening the catalogue", validate=lambda cinewatch: cinewatch.exists())
def _newest_engine() -> CineWatch:
    """Return the engine that all new sessions share until the next build."""
    cinewatch = CineWatch.of(dataset(), settings().models_dir)
    _spare_from_collection()
    return cinewatch


def _spare_from_collection() -> None:
    """Collect what is unreachable now, and leave all that remains out of later collections.

    Most of it, such as modules and the engine, stays for as long as the process runs. Looking through it took a tenth
    of a second each time.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def cached_per_build(
    max_entries: int, spinner: str | bool = False
) -> Callable[[Callable[Concatenate[CineWatch, P], R]], Callable[P, R]]:
    """Cache the answers of a function of the engine. Callers leave the engine out: it is that of their session.

    In the cache key, the path of the build stands for the engine. All sessions get the same object, which nobody must
    change: a copy of its own for every call took longer than most answers.

    Parameters
    ----------
    max_entries
        Answers to keep; beyond that, the least recently used is dropped.
    spinner
        Text to show while an answer is computed, `False` for none.

    """

    def decorate(question: Callable[Concatenate[CineWatch, P], R]) -> Callable[P, R]:
        cached = st.cache_resource(max_entries=max_entries, show_spinner=spinner, hash_funcs={CineWatch: _build_path})(
            question
        )

        @wraps(question)
        def for_this_session(*args: P.args, **kwargs: P.kwargs) -> R:
            return cached(engine(), *args, **kwargs)

        return for_this_session

    return decorate


def _build_path(cinewatch: CineWatch) -> str:
    return cinewatch.info.path
