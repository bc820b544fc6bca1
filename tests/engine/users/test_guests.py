"""A guest's cookie: only who has our key can make one, and nothing shows what is in it."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.users import GuestId, cookie_value, new_guest_id, read_cookie
from engine.users.guests import new_cookie_key

KEY = new_cookie_key()


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_a_cookie_gives_back_the_guest_it_was_made_for(secret: bytes, key: bytes) -> None:
    value = cookie_value(GuestId(secret), key)
    assert read_cookie(value, key) == GuestId(secret)
    assert value.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert read_cookie(value, new_cookie_key()) is None


@given(st.integers(0, 63), st.sampled_from("AQgw_-."))
def test_a_changed_cookie_is_nobodys(place: int, letter: str) -> None:
    guest = new_guest_id()
    value = cookie_value(guest, KEY)
    changed = value[:place] + letter + value[place + 1 :]
    assert read_cookie(changed, KEY) in ((guest, None) if changed == value else (None, guest))
    if place < 21 and changed != value:
        assert read_cookie(changed, KEY) is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert read_cookie(text, KEY) is None


def test_two_guests_are_different_and_the_database_gets_only_a_hash() -> None:
    guest, other = new_guest_id(), new_guest_id()
    assert guest != other
    assert guest.subject != other.subject
    assert len(guest.secret) == 16
    assert guest.secret.hex() not in guest.subject


def test_a_guests_secret_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    guest = new_guest_id()
    logging.getLogger("cinewatch.test").warning("%s %r", guest, guest)
    assert "GuestId()" in caplog.text
    assert guest.secret.hex() not in caplog.text
