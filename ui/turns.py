"""Who is drawn next: all visitors get equal shares, so that many tabs of one slow the others no more than one does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.turns import Turn, Turns
from ui.asker import asker
from ui.cache import per_process

AT_ONCE = 1
"""Pages drawn at once. Python computes one at a time anyway, so two would take twice as long each. What waits for
another service, or takes longer than half a second, does not count."""
_DRAWN = "turns.drawn"


class _OfThread(threading.local):
    turn: Turn | None = None


_of_thread = _OfThread()


@per_process()
def turns() -> Turns:
    """Return the turns of this server."""
    return Turns(AT_ONCE)


@contextmanager
def taken() -> Iterator[None]:
    """Draw when it is the visitor's turn; a part of a page has that of the page. Raises Busy, SettingsError."""
    if _of_thread.turn is not None:
        yield
        return
    who = asker()
    is_new = _DRAWN not in st.session_state
    st.session_state[_DRAWN] = True
    with turns().turn(who.visitor, who.address, is_new) as _of_thread.turn:
        try:
            yield
        finally:
            _of_thread.turn = None


@contextmanager
def aside() -> Iterator[None]:
    """Let others be drawn while the block waits for something slow. Raises Busy."""
    if _of_thread.turn is None:
        yield
        return
    with _of_thread.turn.aside():
        yield
