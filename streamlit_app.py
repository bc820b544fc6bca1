"""The entry point: `streamlit run streamlit_app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from server.guest_cookie import GuestCookie
from server.upload_limit import UploadLimit
from ui import cache, uploads

app = st.App(
    "screen.py",
    # What is mounted here answers before the pages do.
    routes=[],
    middleware=[
        Middleware(UploadLimit, may_upload=lambda session, size: uploads.permits().take(session, size)),
        Middleware(GuestCookie, users=cache.database),
    ],
)
