"""What the visitor has just chosen by one click, in words, and what takes it back; kept in the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

UNDONE = "Undone."
_LAST, _NUMBER = "changes.last", "changes.number"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a click has changed on the page."""

    number: int
    """Of `next_number`."""
    text: str
    """What happened, as plain text."""
    undo: Callable[[], None] | None
    """Takes it back, in a callback; `None` if there is nothing to take back."""


def next_number() -> int:
    """Return a number for a change: each is higher than the one before in this session."""
    number: int = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_NUMBER] = number
    return number


def tell(text: str, *keys: str) -> None:
    """Say what is about to change, and offer to undo it; for callbacks.

    Parameters
    ----------
    text
        What happens, as plain text.
    keys
        Of the widgets that will have another value: undoing gives them back the one they have now.

    """
    before = {key: st.session_state.get(key) for key in keys}

    def undo() -> None:
        st.session_state.update({key: value for key, value in before.items() if value is not None})
        st.session_state[_LAST] = Change(next_number(), UNDONE, None)

    st.session_state[_LAST] = Change(next_number(), text, undo)


def last() -> Change | None:
    """Return what was told last; `None` if nothing."""
    change: Change | None = st.session_state.get(_LAST)
    return change
