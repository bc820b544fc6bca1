"""The entry point: `streamlit run streamlit_app.py`."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

import api

# What pages import is imported once, here: a visitor's thread and the one that builds the catalogue, importing the same
# packages at the same time, would wait for each other.
import ui.shell  # noqa: F401
from api.live import LiveCatalogue
from server.ending import Ending, EndsWell
from server.failed_sign_in import FailedSignIn
from server.first_page import FirstPage
from server.guest_cookie import GuestCookie
from server.headers import SecurityHeaders
from server.lifespan import lifespan_of
from server.monitoring import monitoring_routes
from server.no_delay import NoDelay
from server.observing import Observed
from server.open_tabs import OpenTabs
from server.tracking_choice import TrackingChoice
from server.upload_limit import UploadLimit
from ui import cache, first_page, uploads
from ui.sessions import always_run_the_shell, asks_for_run, ends_run, open_sessions, read_theme_once

always_run_the_shell()
read_theme_once()
catalogue = LiveCatalogue(cache.shared)
films_api = api.create(cache.shared, catalogue)
ending = Ending(OpenTabs(asks_for_run, ends_run))

app = st.App(
    "screen.py",
    # What is mounted here answers before the pages do.
    routes=[
        Mount("/api", films_api),
        *monitoring_routes(cache.shared, catalogue, ending, open_sessions),
    ],
    middleware=[
        Middleware(EndsWell, ending=ending),
        Middleware(NoDelay),
        Middleware(Observed),
        Middleware(SecurityHeaders, settings=cache.settings, scripts=[first_page.script()]),
        Middleware(FailedSignIn),
        Middleware(
            UploadLimit, is_here=uploads.is_here, may_upload=lambda session, size: uploads.permits().take(session, size)
        ),
        Middleware(GuestCookie, users=cache.database),
        Middleware(TrackingChoice),
        Middleware(FirstPage, elements_for=first_page.elements_for),
    ],
    lifespan=lifespan_of(cache.shared, films_api, ending),
)
