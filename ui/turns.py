"""One visitor's tabs are drawn one after the other, so that many of them slow the others no more than one does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.turns import Turn, Turns
from ui.asker import asker
from ui.cache import per_process

OF_VISITOR = 1
"""Runs of pages at once. Python computes one at a time anyway."""
OF_ADDRESS = 8
"""Many people may come from one address, and somebody may have many cookies."""


class _OfThread(threading.local):
    turn: Turn | None = None


_of_thread = _OfThread()


@per_process()
def turns() -> Turns:
    """Return the turns of this server."""
    return Turns(OF_VISITOR, OF_ADDRESS)


@contextmanager
def taken() -> Iterator[None]:
    """Draw when it is the visitor's turn; a part of a page has that of the page. Raises Busy, SettingsError."""
    if _of_thread.turn is not None:
        yield
        return
    who = asker()
    with turns().turn(who.visitor, who.address) as _of_thread.turn:
        try:
            yield
        finally:
            _of_thread.turn = None


@contextmanager
def aside() -> Iterator[None]:
    """Let the visitor's other tabs be drawn while the block waits for something slow. Raises Busy."""
    if _of_thread.turn is None:
        yield
        return
    with _of_thread.turn.aside():
        yield
