"""A visitor with a guest's cookie, as AppTest sees one: it has no browser that would send cookies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from engine.users import COOKIE_NAME, GuestId, HistoryEntry, Mark, Marks, UserData, cookie_value, new_guest_id
from ui import cache

ROOT = Path(__file__).parents[2]
NOW = datetime.fromisoformat("2026-01-01T12:00:00+00:00")


@dataclass(frozen=True)
class Visitor:
    """A guest who has a cookie, and what the database knows of them."""

    guest: GuestId

    @property
    def user_id(self) -> int | None:
        """The user, `None` without any mark."""
        found = cache.database().find_guest(self.guest)
        return found.id if found else None

    @property
    def data(self) -> UserData:
        """Everything the database has of them."""
        assert self.user_id is not None
        return cache.database().data(self.user_id)

    def add(self, marks: Marks, history: Sequence[HistoryEntry] = ()) -> None:
        """Give them marks and a history."""
        cache.database().add(cache.database().guest(self.guest).id, UserData(marks, tuple(history)))


def visit(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Let all sessions from now on be those of a new guest. The app must have its settings."""
    guest = new_guest_id()
    cookie = cookie_value(guest, cache.cookie_key())
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {COOKIE_NAME: cookie}))
    return Visitor(guest)


def marks_on(films: Sequence[int], stars: float | None = None) -> tuple[Mark, ...]:
    """Return marks on films, the first marked last."""
    return tuple(Mark(film_id, NOW - timedelta(days=number), stars) for number, film_id in enumerate(films))


def new_tab() -> AppTest:
    """Return another session of the app: one that has read nothing of the visitor yet."""
    return AppTest.from_file(str(ROOT / "screen.py"), default_timeout=60)
