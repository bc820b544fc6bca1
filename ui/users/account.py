"""Signing in with OpenID Connect. Without `[auth]` in the secrets, or without Authlib, nothing of it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

import streamlit as st

from ui.text.markdown import literal

SIGN_IN, SIGN_OUT = "Sign in", "Sign out"
_CHOICE = "account.choice"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a provider knows."""

    provider: str
    """The issuer."""
    subject: str
    name: str = field(compare=False)
    verified_email: str | None = field(default=None, repr=False, compare=False)


def can_sign_in() -> bool:
    """Return whether visitors can sign in."""
    return bool(_section()) and find_spec("authlib") is not None


def signed_in() -> Account | None:
    """Return the account of this session, `None` for a guest."""
    if not can_sign_in() or not st.user.get("is_logged_in"):
        return None
    claims = st.user.to_dict()
    provider, subject, email = (str(claims.get(name) or "") for name in ("iss", "sub", "email"))
    name = str(claims.get("name") or email or "Your account")
    return Account(provider, subject, name, email if email and claims.get("email_verified") is True else None)


def show() -> None:
    """Draw at the top right how to sign in or out; nothing where visitors cannot."""
    if not can_sign_in():
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        if who := signed_in():
            _menu(literal(who.name), [SIGN_OUT], ":material/person:", st.logout)
        elif providers := _providers():
            _menu(SIGN_IN, providers, ":material/login:", _sign_in_with_choice)
        else:
            st.button(SIGN_IN, key=_CHOICE, icon=":material/login:", type="tertiary", on_click=st.login)


def _menu(label: str, options: Sequence[str], icon: str, on_click: Callable[[], None]) -> None:
    st.menu_button(label, options, key=_CHOICE, icon=icon, type="tertiary", on_click=on_click)


def _sign_in_with_choice() -> None:
    if chosen := st.session_state.get(_CHOICE):
        st.login(chosen)


def _section() -> dict[str, object]:
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return {}
    return dict(st.secrets["auth"])


def _providers() -> list[str]:
    """Return the names of the providers if there are several to choose from, or one that has a name."""
    return [name for name, value in _section().items() if isinstance(value, Mapping) and "client_id" in value]
