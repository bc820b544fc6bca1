"""Remembering what the visitor opens and asks for: one write for each opening, not for each run of the page."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from engine.errors import UsersFault
from engine.users import HistoryKind
from ui.users import marks, visitor

_LAST = "history.last"
_log = logging.getLogger("cinewatch.pages")


def remember_film(film_id: int) -> None:
    """Put a film that was opened at the top of the visitor's history. Whoever has marked nothing has no history."""
    _remember("film", str(film_id))


def remember_query(link: Mapping[str, str | Sequence[str]]) -> None:
    """Put what a recommendation starts from at the top of the visitor's history, as the page's address has it."""
    _remember("query", urlencode(link, doseq=True))


def _remember(kind: HistoryKind, what: str) -> None:
    entry = (kind, what)
    # The marks are in the session, so whoever has none costs the database nothing.
    if not what or st.session_state.get(_LAST) == entry or not len(marks.marks()):
        return
    st.session_state[_LAST] = entry
    try:
        user_id = visitor.user_id()
        if user_id is not None:
            visitor.users().remember(user_id, kind, what)
    except UsersFault as error:
        # What the visitor came for is on the page, and where marks matter the page says what is wrong.
        _log.warning("the history of a visitor was not written: %s", error)
