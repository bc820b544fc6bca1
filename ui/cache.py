"""What sessions share: the engine, and ways to keep what was computed or looked up.

What is kept lives elsewhere: answers of the engine in `ui.answers`, look-ups at TMDB in `ui.tmdb.lookups`. Nothing is
in the caches of Streamlit: any visitor can empty them, and they make a digest of every question.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from engine import (
    CineWatch,
    Progress,
    ServedCatalogue,
    Settings,
    configure_logs,
    read_settings,
)
from engine.errors import DatabaseUnavailable, SourceError
from engine.metrics import CACHED_ANSWERS
from engine.shared import Shared
from engine.tmdb import Memory
from engine.users import Users
from ui.kept_answers import KeptAnswers

A_DAY = timedelta(days=1)
_ENGINE = "cache.engine"
_spared: list[CineWatch] = []
"""The engine that garbage collections leave out."""

P = ParamSpec("P")
R = TypeVar("R")


_forget_one: list[Callable[[], None]] = []


def per_process(ttl: timedelta | None = None) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Make an object once, when it is first needed, and share it between all sessions; anew after `ttl`, if given."""

    def decorate(make: Callable[[], R]) -> Callable[[], R]:
        lock = threading.RLock()
        made: list[tuple[float, R]] = []

        @wraps(make)
        def shared() -> R:
            with lock:
                if not made or (ttl and time.monotonic() - made[0][0] > ttl.total_seconds()):
                    made[:] = [(time.monotonic(), make())]
                return made[0][1]

        _forget_one.append(made.clear)
        return shared

    return decorate


def for_a_day(max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember a look-up for a day, then repeat it in the background; failures are not remembered."""

    def decorate(look_up: Callable[P, R]) -> Callable[P, R]:
        memory = Memory(look_up, max_entries)
        _forget_one.append(memory.forget)
        return memory

    return decorate


def forget() -> None:
    """Forget everything that this process shares between sessions, as if it had just begun."""
    for forget_one in _forget_one:
        forget_one()


@per_process()
def settings() -> Settings:
    """Return the settings, read once per process, after setting up the log as they say."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    read = read_settings(os.environ, secrets)
    configure_logs(read.log_format)
    return read


@per_process()
def shared() -> Shared:
    """Return what the pages share with the API of this process."""
    return Shared(settings())


def database() -> Users:
    """Return the database of users. It opens nothing until it is used."""
    return shared().users


@per_process()
def cookie_key() -> bytes:
    """Return the key that signs the cookies of guests. Raises DatabaseUnavailable, DatabaseVersion."""
    return database().cookie_key()


@per_process()
def session_database() -> Users:
    """Return the database of those who have no cookie. It ends with this process. Raises DatabaseUnavailable."""
    return Users(f"sqlite:///{Path(_session_folder().name) / 'sessions.db'}")


@per_process()
def _session_folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="cinewatch-")
    except OSError as error:
        raise DatabaseUnavailable("marks cannot be kept: there is no folder for temporary files") from error


def served() -> ServedCatalogue:
    """Return what decides which build new sessions get."""
    return shared().served


def is_ready() -> bool:
    """Return whether `engine` returns at once, without building an index first."""
    return _ENGINE in st.session_state or shared().is_ready()


def build(progress: Progress) -> None:
    """Build the index of the dataset. Takes seconds to minutes, once per dataset."""
    shared().current(progress)


def dataset_fault() -> SourceError | None:
    """Return why the sample is shown instead of the dataset; `None` if it is not."""
    return shared().dataset_fault


def engine() -> CineWatch:
    """Return the engine of this session: the newest build when the session began, kept until it ends.

    If somebody cuts its files meanwhile, the session gets another.
    """
    session_engine: CineWatch | None = st.session_state.get(_ENGINE)
    if session_engine is None or not session_engine.is_whole():
        session_engine = st.session_state[_ENGINE] = shared().current()
        spare_from_collection(session_engine)
    return session_engine


def spare_from_collection(cinewatch: CineWatch) -> None:
    """Collect what is unreachable now, and leave all that remains out of later collections; once for each engine.

    Most of it, such as modules and the engine, stays for as long as the process runs. Looking through it took a tenth
    of a second each time.
    """
    if not any(spared is cinewatch for spared in _spared):
        _spared[:] = [cinewatch]
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def cached_per_build(
    max_entries: int, spinner: str = ""
) -> Callable[[Callable[Concatenate[CineWatch, P], R]], Callable[P, R]]:
    """Cache the answers of a function of the engine. Callers leave the engine out: it is that of their session.

    What is asked must be hashable, and the version of the answers stands for the engine. All sessions get the same
    object, which nobody must change: a copy of its own for every call took longer than most answers.

    Parameters
    ----------
    max_entries
        Answers to keep; beyond that, the least recently used is dropped.
    spinner
        Text to show while an answer is computed; none by default.

    """

    def decorate(question: Callable[Concatenate[CineWatch, P], R]) -> Callable[P, R]:
        kept = KeptAnswers[R](max_entries)
        _forget_one.append(kept.forget)

        @wraps(question)
        def for_this_session(*args: P.args, **kwargs: P.kwargs) -> R:
            cinewatch = engine()

            def computed() -> R:
                CACHED_ANSWERS.labels("computed").inc()
                with st.spinner(spinner) if spinner else nullcontext():
                    return question(cinewatch, *args, **kwargs)

            CACHED_ANSWERS.labels("asked").inc()
            return kept.get((cinewatch.version, args, tuple(sorted(kwargs.items()))), computed)

        return for_this_session

    return decorate
