"""The experiments that a visitor takes part in: what they change, and what the visitor sees and does in them.

Whoever has marked nothing, keeps no cookie, or has told the browser that they do not want to be tracked, takes part in
none. Without the setting `CINEWATCH_EXPERIMENTS` nothing here does anything.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from engine.errors import UsersFault
from engine.experiments import Arm, Changes, Draft, Experiment, arm_of, seed_of, team_draft
from engine.users import Event, EventKind, utc_now
from ui import cache
from ui.users import visitor

_WHO = "experiments.who"
_SEEN = "experiments.seen"
_OPENED = "experiments.opened"
_NO_TRACKING = ("Sec-Gpc", "Dnt")
_log = logging.getLogger("cinewatch.pages")


@dataclass(frozen=True, slots=True)
class _Participant:
    owner: str
    user_id: int
    arms: tuple[tuple[Experiment, Arm], ...]


def running() -> tuple[Experiment, ...]:
    """Return the experiments of today, whoever takes part."""
    today = utc_now().date()
    return tuple(each for each in cache.shared().experiments if each.is_running(today))


def refuses_tracking() -> bool:
    """Return whether the browser says that the visitor does not want to be tracked."""
    return any(st.context.headers.get(name) == "1" for name in _NO_TRACKING)


def arms() -> tuple[tuple[Experiment, Arm], ...]:
    """Return the running experiments that the visitor takes part in, each with the visitor's arm."""
    who = _participant()
    return who.arms if who else ()


def changes() -> Changes:
    """Return what the visitor's arms change together; where two change the same, the one planned first wins."""
    merged = Changes()
    for experiment, arm in reversed(arms()):
        if experiment.kind == "split":
            merged = _over(merged, arm.changes)
    return merged


def interleaved() -> Experiment | None:
    """Return the running experiment that interleaves two lists for the visitor, `None` if there is none."""
    return next((each for each, _ in arms() if each.kind == "interleaved"), None)


def draft(experiment: Experiment, first: Sequence[int], second: Sequence[int], k: int) -> list[Draft[int]]:
    """Return a list of films in which the rankings of two arms take turns, the same each time they are the same."""
    who = _participant()
    seed = seed_of(experiment, who.user_id if who else 0, f"{first}{second}", cache.cookie_key())
    return team_draft(first, second, k, seed)


def note_shown(films: Sequence[int], changed: Sequence[str]) -> None:
    """Note that the visitor sees films, in every experiment whose arm decides about them.

    Parameters
    ----------
    films
        Ids in the order of the list.
    changed
        Names of the fields of `Changes` that the list depends on.

    """
    for experiment, arm in arms():
        if experiment.kind == "split" and any(
            getattr(each.changes, name) != getattr(Changes(), name) for each in experiment.arms for name in changed
        ):
            _note(experiment, [(film_id, arm.name) for film_id in films])


def note_drafted(experiment: Experiment, drafted: Sequence[Draft[int]]) -> None:
    """Note that the visitor sees an interleaved list."""
    names = [arm.name for arm in experiment.arms]
    _note(experiment, [(each.item, names[each.team]) for each in drafted])


def note_done(kind: EventKind, film_id: int) -> None:
    """Note what the visitor did with a film: it counts in the experiments that have shown it to them."""
    who = _participant()
    if who is None:
        return
    for experiment, _ in who.arms:
        cache.event_recorder().record(Event(who.user_id, experiment.name, "", kind, utc_now(), film_id, build=_build()))


def note_opened(film_id: int) -> None:
    """Note that the visitor opened the page of a film; once for each opening, not for each run of the page."""
    if running() and st.session_state.get(_OPENED) != film_id:
        st.session_state[_OPENED] = film_id
        note_done("opened", film_id)


def forget() -> None:
    """Look the visitor's experiments up again: they have left or joined one."""
    st.session_state.pop(_WHO, None)


def _note(experiment: Experiment, films: Sequence[tuple[int, str]]) -> None:
    who = _participant()
    seen: set[tuple[str, tuple[int, ...]]] = st.session_state.setdefault(_SEEN, set())
    what = (experiment.name, tuple(film_id for film_id, _ in films))
    # A page is drawn many times while somebody looks at it.
    if who is None or what in seen:
        return
    seen.add(what)
    for position, (film_id, arm) in enumerate(films, 1):
        event = Event(who.user_id, experiment.name, arm, "shown", utc_now(), film_id, position, _build())
        cache.event_recorder().record(event)


def _build() -> str:
    return Path(cache.engine().info.path).name


def _participant() -> _Participant | None:
    experiments = running()
    if not experiments or refuses_tracking():
        return None
    try:
        if not visitor.is_kept():
            return None
        owner = visitor.owner()
        known: _Participant | None = st.session_state.get(_WHO)
        if known and known.owner == owner and {each for each, _ in known.arms} <= set(experiments):
            return known
        user_id = visitor.user_id()
        if user_id is None:
            return None
        left, secret = cache.database().events.left(user_id), cache.cookie_key()
    except UsersFault as error:
        # Nobody waits for an experiment; where marks matter, the page says what is wrong.
        _log.warning("a visitor takes part in no experiment: %s", error)
        return None
    found = tuple((each, arm_of(each, user_id, secret)) for each in experiments if each.name not in left)
    st.session_state[_WHO] = who = _Participant(owner, user_id, found)
    return who


def _over(below: Changes, above: Changes) -> Changes:
    usual = Changes()
    chosen: dict[str, Any] = {
        name: value for name in Changes.__slots__ if (value := getattr(above, name)) != getattr(usual, name)
    }
    return replace(below, **chosen)
