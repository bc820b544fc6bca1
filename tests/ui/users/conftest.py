"""Sessions that do something with marks: with a guest's cookie, or without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from engine.users import COOKIE_NAME
from ui import cache


def script() -> None:
    """Do what the session was asked to, and tell what it sees."""
    import streamlit as st

    from engine.errors import DatabaseUnavailable
    from ui.users import marks, visitor

    marks.refresh(st.session_state["page"])
    if work := st.session_state["work"]:
        work()
    try:
        st.session_state["who"] = visitor.user_id(), visitor.is_kept()
    except DatabaseUnavailable as error:
        st.session_state["who"] = error
    st.session_state["marks"] = marks.marks()
    st.session_state["changed"], st.session_state["fault"] = marks.changed(), marks.fault()


@dataclass
class Session:
    """A tab of somebody."""

    app: AppTest
    cookies: dict[str, str]
    sent: dict[str, str]
    """What the browser sends with the run."""

    def run(self, work: Callable[[], None] | None = None, page: str = "Home") -> AppTest:
        """Do something, draw a page, and return what the session has seen."""
        self.sent.clear()
        self.sent.update(self.cookies)
        self.app.session_state["work"], self.app.session_state["page"] = work, page
        self.app.run()
        assert not self.app.exception
        return self.app


NewSession = Callable[..., Session]


@contextmanager
def broken(database: Path) -> Iterator[None]:
    """Put something else in the place of the database, and bring it back."""
    cache.database().close()
    kept = database.rename(database.with_suffix(".kept")) if database.exists() else None
    database.write_bytes(b"no database at all " * 100)
    try:
        yield
    finally:
        cache.database().close()
        database.unlink()
        if kept:
            kept.rename(database)


@pytest.fixture(scope="module", autouse=True)
def _beginnings(beginnings_made_once: None) -> None:
    """Make what every test begins with only once."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return the file of the database."""
    return tmp_path / "users.db"


@pytest.fixture
def new_session(monkeypatch: pytest.MonkeyPatch, database: Path) -> Iterator[NewSession]:
    """Return a function that opens a tab, with the value of a guest's cookie or without."""
    sent: dict[str, str] = {}
    monkeypatch.setenv("CINEWATCH_DATABASE_URL", f"sqlite:///{database}")
    # AppTest has no browser that would send cookies.
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: dict(sent)))
    cache.forget()

    def open_tab(cookie: str | None = None) -> Session:
        return Session(AppTest.from_function(script), {COOKIE_NAME: cookie} if cookie else {}, sent)

    yield open_tab
    cache.forget()
