"""Who asks for a page: what is limited for each visitor is counted under this. It needs no database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine.forwarded import household_of, origin_of
from engine.users import COOKIE_NAME
from ui import cache

_HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asker:
    """A visitor, and where they come from. Whoever makes up cookies is many visitors, but of one address."""

    visitor: str
    address: str


def asker() -> Asker:
    """Return who asks for the page of this session. Raises SettingsError."""
    # Streamlit has no address for this machine itself.
    peer = st.context.ip_address
    peer = peer if isinstance(peer, str) else _HERE
    said = st.context.headers.get_all("X-Forwarded-For")
    address = household_of(origin_of(peer, said, cache.settings().trusted_proxies))
    cookie = st.context.cookies.get(COOKIE_NAME)
    if not isinstance(cookie, str) or not cookie:
        # Many people may come from one address.
        context = get_script_run_ctx()
        return Asker(f"session:{context.session_id}" if context else address, address)
    return Asker(f"guest:{hashlib.sha256(cookie.encode()).hexdigest()[:16]}", address)
