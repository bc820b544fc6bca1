"""The entry point: `streamlit run streamlit_app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from server.guest_cookie import GuestCookie
from ui import cache

app = st.App(
    "screen.py",
    # What is mounted here answers before the pages do.
    routes=[],
    middleware=[Middleware(GuestCookie, users=cache.database)],
)
