"""The experiments that a visitor takes part in: what they change, and what the visitor sees and does in them.

Whoever has marked nothing, keeps no cookie, or has told the browser that they do not want to be tracked, takes part in
none. Without the setting `CINEWATCH_EXPERIMENTS` nothing here does anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from engine.errors import UsersFault
from engine.experiments import (
    Changes,
    Draft,
    Experiment,
    Participation,
    draft_for,
    participation,
    refuses_tracking,
)
from engine.users import Event, EventKind, utc_now
from ui import cache
from ui.users import visitor

_WHO = "experiments.who"
_SEEN = "experiments.seen"
_OPENED = "experiments.opened"
_NOT_CHANGED = "experiments.not_changed"
_NOBODY = Participation(0, ())
_log = logging.getLogger("cinewatch.pages")

EventsOf = Callable[[Participation, datetime, str], list[Event]]
"""A function of the user, the time and the name of the build; it returns events."""


@dataclass(frozen=True, slots=True)
class _Known:
    owner: str
    running: tuple[Experiment, ...]
    participation: Participation


def running() -> tuple[Experiment, ...]:
    """Return the experiments of today, whoever takes part."""
    planned = cache.shared().experiments
    if not planned:
        return ()
    today = utc_now().date()
    return tuple(each for each in planned if each.is_running(today))


def is_refused() -> bool:
    """Return whether the browser says that the visitor does not want to be tracked."""
    return refuses_tracking(st.context.headers, st.context.cookies)


def mine() -> Participation:
    """Return what the visitor takes part in now: nothing if they do not, or if the database cannot be used."""
    now_running = running()
    if not now_running or is_refused():
        return _NOBODY
    try:
        return _participation(now_running)
    except UsersFault as error:
        # Nobody waits for an experiment; where marks matter, the page says what is wrong.
        _log.warning("a visitor takes part in no experiment: %s", error)
        return _NOBODY


def changes() -> Changes:
    """Return what the visitor's arms change together."""
    return mine().changes


def draft(experiment: Experiment, first: Sequence[int], second: Sequence[int], k: int) -> list[Draft[int]]:
    """Return a list of films in which the rankings of two arms take turns, the same each time they are the same."""
    return draft_for(experiment, mine().user_id, first, second, k, cache.cookie_key())


def note_shown(films: Sequence[int], changed: Iterable[str]) -> None:
    """Note that the visitor sees films; once in a session. See `Participation.shown`."""
    _note_once(films, lambda who, at, build: who.shown(films, changed, at, build))


def note_drafted(experiment: Experiment, drafted: Sequence[Draft[int]]) -> None:
    """Note that the visitor sees an interleaved list; once in a session."""
    films = [each.item for each in drafted]
    _note_once(films, lambda who, at, build: who.drafted(experiment, drafted, at, build))


def note_done(kind: EventKind, film_id: int) -> None:
    """Note what the visitor did with a film: it counts in the experiments that have shown it to them."""
    _note(lambda who, at, build: who.done(kind, film_id, at, build))


def note_opened(film_id: int) -> None:
    """Note that the visitor opened the page of a film; once for each opening, not for each run of the page."""
    if running() and st.session_state.get(_OPENED) != film_id:
        st.session_state[_OPENED] = film_id
        note_done("opened", film_id)


def join_or_leave(experiment: str, takes_part: bool) -> bool:
    """Let the visitor take part in an experiment, or leave it; return whether that is kept. If not, `fault` says so."""
    try:
        user_id = visitor.user_id()
        if user_id is not None and takes_part:
            cache.database().events.rejoin(user_id, experiment)
        elif user_id is not None:
            cache.database().events.leave(user_id, experiment, utc_now())
    except UsersFault as error:
        st.session_state[_NOT_CHANGED] = error
        return False
    for key in (_WHO, _SEEN):
        st.session_state.pop(key, None)
    return True


def fault() -> UsersFault | None:
    """Return why the visitor could not join or leave; it is told once."""
    found: UsersFault | None = st.session_state.pop(_NOT_CHANGED, None)
    return found


def _note_once(films: Sequence[int], events: EventsOf) -> None:
    """Note a list unless this session has noted it: a page is drawn many times while somebody looks at it."""
    seen: set[tuple[int, ...]] = st.session_state.setdefault(_SEEN, set())
    key = tuple(films)
    if key not in seen and _note(events):
        seen.add(key)


def _note(events: EventsOf) -> list[Event]:
    who = mine()
    if not who.arms:
        return []
    noted = events(who, utc_now(), Path(cache.engine().info.path).name)
    cache.shared().recorder.record(noted)
    return noted


def _participation(now_running: tuple[Experiment, ...]) -> Participation:
    if not visitor.is_kept():
        return _NOBODY
    owner = visitor.owner()
    known: _Known | None = st.session_state.get(_WHO)
    if known and known.owner == owner and known.running == now_running:
        return known.participation
    user_id = visitor.user_id()
    if user_id is None:
        return _NOBODY
    left = cache.database().events.left(user_id)
    found = participation(now_running, user_id, left, utc_now().date(), cache.cookie_key())
    st.session_state[_WHO] = _Known(owner, now_running, found)
    return found
