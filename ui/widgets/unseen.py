"""What a choice in a search box has changed in the chosen films, and the browser has not seen yet.

With every event, a browser sends the values of all widgets. Whoever chooses a film and types a description at once
sends the second event before the browser knows what the first has changed, and its old value would undo the choice. So
each choice has a number, which the search box sends back as soon as it is drawn with it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

SEEN = "seen"
"""What the state of a search box calls the number of the last choice that the browser has drawn."""
_LONGEST_S = 20.0
"""Seconds after which a choice is no longer waited for: the browser has it, or will never say so."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A change of a picker by its search box."""

    number: int
    old: tuple[tuple[str, ...], ...]
    """What the browser may still have."""
    new: tuple[str, ...]
    at: float
    """By the monotonic clock, in seconds."""


def choose(key: str, labels: Sequence[str]) -> None:
    """Set the chosen films of the picker `key`, after a choice in its search box; for callbacks."""
    last = _last(key)
    old = last.old if last and _may_be_unseen(key, last) else ()
    before = tuple(st.session_state.get(key) or ())
    number = number_of(key) + 1
    st.session_state[_name(key)] = _Choice(number, (*old, before), tuple(labels), time.monotonic())
    st.session_state[key] = list(labels)


def restore(key: str) -> bool:
    """Bring the last choice in the picker `key` back if the browser has sent what was there before, not knowing of it.

    To be called before the chosen films are drawn, and in callbacks. Returns whether it was needed.
    """
    last = _last(key)
    value = tuple(st.session_state.get(key) or ())
    if last is None or value == last.new or value not in last.old or not _may_be_unseen(key, last):
        return False
    st.session_state[key] = list(last.new)
    return True


def number_of(key: str) -> int:
    """Return the number of the last choice in the search box of the picker `key`; 0 before the first."""
    last = _last(key)
    return last.number if last else 0


def box_of(key: str) -> str:
    """Return the key of the search box of the picker `key`."""
    return f"{key}.box"


def _may_be_unseen(key: str, last: _Choice) -> bool:
    seen = int((st.session_state.get(box_of(key)) or {}).get(SEEN) or 0)
    return seen < last.number and time.monotonic() < last.at + _LONGEST_S


def _last(key: str) -> _Choice | None:
    last: _Choice | None = st.session_state.get(_name(key))
    return last


def _name(key: str) -> str:
    return f"{key}.unseen"
