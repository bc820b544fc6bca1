"""Who a session belongs to: the guest of its cookie, or nobody but itself."""

from __future__ import annotations

from pathlib import Path

from engine.errors import DatabaseUnavailable
from engine.users import Marks, cookie_value, new_guest_id
from tests.ui.users.conftest import NewSession, broken
from ui import cache
from ui.users import marks, visitor


def new_cookie() -> str:
    return cookie_value(new_guest_id(), cache.cookie_key())


def see_the_matrix() -> None:
    marks.mark("watched", 603, "The Matrix")


def become_a_user() -> None:
    visitor.ensure_user_id()


def test_a_guest_is_nobody_until_the_first_mark(new_session: NewSession) -> None:
    tab = new_session(new_cookie())
    assert tab.run().session_state["who"] == (None, True)
    assert cache.database().sizes()["users"] == 0
    user, kept = tab.run(see_the_matrix).session_state["who"]
    assert (cache.database().sizes()["users"], kept) == (1, True)
    assert tab.run(become_a_user).session_state["who"] == (user, True)


def test_all_tabs_with_the_same_cookie_are_the_same_user(new_session: NewSession) -> None:
    cookie = new_cookie()
    first = new_session(cookie).run(see_the_matrix)
    second = new_session(cookie).run()
    assert second.session_state["who"] == first.session_state["who"]
    assert second.session_state["marks"] == first.session_state["marks"] != Marks()


def test_two_cookies_are_two_users_who_see_nothing_of_each_other(new_session: NewSession) -> None:
    first, second = new_session(new_cookie()), new_session(new_cookie())
    first.run(see_the_matrix)
    second.run(lambda: marks.mark("rating", 27205, "Inception", 4.5))
    assert first.run(page="Browse").session_state["who"] != second.run(page="Browse").session_state["who"]
    assert [mark.film_id for mark in first.app.session_state["marks"].watched] == [603]
    assert [mark.film_id for mark in second.app.session_state["marks"].rating] == [27205]
    assert len(first.app.session_state["marks"]) == len(second.app.session_state["marks"]) == 1


def test_without_a_cookie_marks_last_for_the_session(new_session: NewSession) -> None:
    tab = new_session()
    assert tab.run().session_state["who"] == (None, False)
    tab.run(see_the_matrix)
    assert [mark.film_id for mark in tab.run(page="Browse").session_state["marks"].watched] == [603]
    assert cache.database().sizes()["users"] == 0
    assert len(new_session().run().session_state["marks"]) == 0


def test_a_stolen_session_without_the_cookie_is_nobody(new_session: NewSession) -> None:
    tab = new_session(new_cookie())
    tab.run(see_the_matrix)
    tab.cookies.clear()
    stolen = tab.run()
    assert stolen.session_state["who"] == (None, False)
    assert (len(stolen.session_state["marks"]), stolen.session_state["changed"]) == (0, None)
    # Nor can it undo what its owner did.
    tab.run(marks.undo)
    assert cache.database().sizes()["watched"] == 1


def test_a_cookie_that_we_did_not_sign_is_no_cookie(new_session: NewSession) -> None:
    forged = cookie_value(new_guest_id(), b"not the key")
    assert new_session(forged).run().session_state["who"] == (None, False)


def test_nobody_knows_whose_a_cookie_is_while_the_key_cannot_be_read(new_session: NewSession, database: Path) -> None:
    cookie = new_cookie()
    with broken(database):
        cache.forget()
        assert isinstance(new_session(cookie).run().session_state["who"], DatabaseUnavailable)
    assert new_session(cookie).run().session_state["who"] == (None, True)
