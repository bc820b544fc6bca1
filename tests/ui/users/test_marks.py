"""The marks of the visitor: written at once, read again when they may have changed, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import DatabaseUnavailable, InvalidMark
from engine.users import FilmMarks, cookie_value, new_guest_id
from tests.ui.users.conftest import NewSession, Session, broken
from ui import cache
from ui.changes import UNDONE
from ui.users import marks, visitor

MATRIX = (603, "The Matrix")


@pytest.fixture
def cookie(new_session: NewSession) -> str:  # noqa: ARG001 - it sets the database
    return cookie_value(new_guest_id(), cache.cookie_key())


@pytest.fixture
def tab(new_session: NewSession, cookie: str) -> Session:
    return new_session(cookie)


def test_a_mark_shows_in_the_run_that_it_was_made_in(tab: Session) -> None:
    app = tab.run(lambda: marks.mark("rating", *MATRIX, rating=4.5))
    assert app.session_state["marks"].by_film() == {603: FilmMarks(rating=4.5)}
    assert app.session_state["changed"].text == "You gave The Matrix 4.5 stars."


def test_a_rating_and_not_interested_do_not_exclude_each_other(tab: Session) -> None:
    tab.run(lambda: marks.mark("rating", *MATRIX, rating=1))
    app = tab.run(lambda: marks.mark("not_interested", *MATRIX))
    assert app.session_state["marks"].by_film() == {603: FilmMarks(rating=1, not_interested=True)}


def test_undo_brings_back_what_was_there_and_only_once(tab: Session) -> None:
    tab.run(lambda: marks.mark("rating", *MATRIX, rating=2))
    tab.run(lambda: marks.mark("rating", *MATRIX, rating=5))
    app = tab.run(marks.undo)
    assert [mark.rating for mark in app.session_state["marks"].rating] == [2]
    assert app.session_state["changed"].text == UNDONE
    assert [mark.rating for mark in tab.run(marks.undo).session_state["marks"].rating] == [2]


def test_taking_a_mark_away_can_be_undone_too(tab: Session) -> None:
    tab.run(lambda: marks.mark("watchlist", *MATRIX))
    assert len(tab.run(lambda: marks.unmark("watchlist", *MATRIX)).session_state["marks"]) == 0
    assert len(tab.run(marks.undo).session_state["marks"].watchlist) == 1


def test_what_another_tab_has_marked_shows_when_a_page_is_opened(
    tab: Session, new_session: NewSession, cookie: str
) -> None:
    tab.run()
    new_session(cookie).run(lambda: marks.mark("watched", *MATRIX))
    assert len(tab.run().session_state["marks"]) == 0
    assert len(tab.run(page="Browse").session_state["marks"]) == 1


def test_a_guest_who_was_deleted_in_another_tab_begins_anew(tab: Session) -> None:
    user, _ = tab.run(lambda: marks.mark("watched", *MATRIX)).session_state["who"]
    cache.database().delete(user)
    app = tab.run(lambda: marks.mark("watchlist", *MATRIX))
    assert app.session_state["marks"].by_film() == {603: FilmMarks(watchlist=True)}
    assert app.session_state["who"][0] != user


def test_a_rating_that_makes_no_sense_is_refused_in_one_line(tab: Session) -> None:
    app = tab.run(lambda: marks.mark("rating", *MATRIX, rating=5.5))
    assert isinstance(app.session_state["fault"], InvalidMark)
    assert (len(app.session_state["marks"]), app.session_state["changed"]) == (0, None)
    assert tab.run().session_state["fault"] is None


def test_a_database_that_fails_and_comes_back_needs_no_restart(tab: Session, database: Path) -> None:
    tab.run(lambda: marks.mark("watched", *MATRIX))
    with broken(database):
        app = tab.run(lambda: marks.mark("watchlist", *MATRIX))
        assert isinstance(app.session_state["fault"], DatabaseUnavailable)
        assert len(app.session_state["marks"]) == 0
        assert isinstance(tab.run().session_state["fault"], DatabaseUnavailable)
    app = tab.run(lambda: marks.mark("rating", *MATRIX, rating=3))
    assert app.session_state["fault"] is None
    assert app.session_state["marks"].by_film() == {603: FilmMarks(rating=3, watched=True)}


def test_a_database_that_fails_is_asked_once_a_run_however_many_walls_there_are(
    tab: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.run(lambda: marks.mark("watched", *MATRIX))
    asked: list[str] = []

    def fail() -> str:
        asked.append("asked")
        raise DatabaseUnavailable("it does not answer")

    monkeypatch.setattr(visitor, "owner", fail)

    def draw_walls() -> None:
        for _ in range(20):
            marks.film_marks([603])

    tab.run(draw_walls, page="Browse")
    # What has changed last is asked for under the name of the visitor, too.
    assert 1 <= len(asked) <= 3


def test_without_a_cookie_a_broken_database_is_nobody_s_business(new_session: NewSession, database: Path) -> None:
    with broken(database):
        app = new_session().run(lambda: marks.mark("watched", *MATRIX))
    assert (len(app.session_state["marks"]), app.session_state["fault"]) == (1, None)
