"""Who a session belongs to. Asked anew each time: a session without the cookie of the one before is nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from engine.users import COOKIE_NAME, GuestId, SignIn, Users, new_guest_id, read_cookie
from ui import cache
from ui.users import account

_SESSION_GUEST = "visitor.session_guest"
_ACCOUNT = "visitor.account"


@dataclass(frozen=True, slots=True)
class _Visitor:
    """Somebody, before it is known whether the database has heard of them."""

    guest: GuestId | None = None
    account: account.Account | None = None
    kept: bool = True


def user_id() -> int | None:
    """Return the user of this session, `None` for a guest who has marked nothing yet.

    Raises
    ------
    DatabaseUnavailable, DatabaseVersion

    """
    visitor = _visitor()
    if visitor.account:
        return _account_id(visitor.account)
    found = users().find_guest(visitor.guest) if visitor.guest else None
    return found.id if found else None


def ensure_user_id() -> int:
    """Return the user of this session; make one for a guest who marks something for the first time. See `user_id`."""
    visitor = _visitor()
    if visitor.account:
        return _account_id(visitor.account)
    guest = visitor.guest
    if guest is None:
        guest = st.session_state[_SESSION_GUEST] = new_guest_id()
    return users().guest(guest).id


def is_kept() -> bool:
    """Return whether the marks of this visitor outlast the session. Raises as `user_id`."""
    return _visitor().kept


def users() -> Users:
    """Return the database that has the marks of this visitor. Raises as `user_id`."""
    return cache.database() if is_kept() else cache.session_database()


def owner() -> str:
    """Return what tells this visitor from all others: the part of a key for everything of theirs. No secret."""
    visitor = _visitor()
    if visitor.account:
        return f"{visitor.account.provider} {visitor.account.subject}"
    return visitor.guest.subject if visitor.guest else ""


def other_accounts() -> tuple[str, ...]:
    """Return other providers with which there is an account of the visitor's e-mail address. Raises as `user_id`."""
    who = _visitor().account
    return _sign_in(who).same_email if who else ()


def forget_account() -> None:
    """Look the account up again: it was deleted."""
    st.session_state.pop(_ACCOUNT, None)


def _visitor() -> _Visitor:
    if signed_in := account.signed_in():
        return _Visitor(account=signed_in)
    if guest := _cookie_guest():
        return _Visitor(guest)
    return _Visitor(st.session_state.get(_SESSION_GUEST), kept=False)


def _cookie_guest() -> GuestId | None:
    value = st.context.cookies.get(COOKIE_NAME)
    return _read_cookie(value, cache.cookie_key()) if isinstance(value, str) else None


# A page asks many times.
_read_cookie = lru_cache(maxsize=1_000)(read_cookie)


def _account_id(who: account.Account) -> int:
    """Return the user of an account. The first time in a session, what they marked as a guest moves there."""
    return _sign_in(who).user.id


def _sign_in(who: account.Account) -> SignIn:
    known: tuple[account.Account, SignIn] | None = st.session_state.get(_ACCOUNT)
    if known and known[0] == who:
        return known[1]
    database = cache.database()
    signed_in = database.sign_in(who.provider, who.subject, who.verified_email)
    if guest := _cookie_guest():
        database.merge_guest(guest, signed_in.user.id)
    st.session_state[_ACCOUNT] = (who, signed_in)
    return signed_in
