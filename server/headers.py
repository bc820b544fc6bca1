"""Headers that tell browsers what our answers may load, where they may be shown, and what they may use."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.forwarded import is_https
from engine import CineWatchError, Settings
from engine.settings import FRAME_ANCESTORS, TMDB_BASE_URL
from server.answer_start import changing_start

INLINE_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
"""The one script in the text of Streamlit's page. A test compares it with the page that is installed."""

_FOR_PAGES = {
    "default-src": "'self'",
    # Components of ours come as blobs.
    "script-src": f"'self' {INLINE_SCRIPT} blob:",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    # TMDB's pictures and logo, and the stills of trailers.
    "img-src": "'self' data: blob: https://image.tmdb.org https://www.themoviedb.org https://i.ytimg.com",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' https://www.youtube.com https://www.youtube-nocookie.com",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# The API's page of documents loads its own styles, and nothing else.
_FOR_DATA = {"default-src": "'none'", "style-src": "'self'", "base-uri": "'none'", "form-action": "'none'"}
_UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"),
    *("midi", "payment", "serial", "usb"),
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # YouTube shows no video to a page that does not say where it is from.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
}
_HTTPS_ONLY = "max-age=31536000"
"""A year."""
_DATA_PATHS = ("/api/", "/metrics", "/healthz", "/readyz")


@dataclass(frozen=True, slots=True)
class Policies:
    """The texts of Content-Security-Policy."""

    pages: str
    data: str


def policies(
    frame_ancestors: tuple[str, ...], tmdb_base_url: str = TMDB_BASE_URL, scripts: Sequence[str] = ()
) -> Policies:
    """Return the policies for pages and for everything else.

    Parameters
    ----------
    frame_ancestors
        Sites that may show pages in frames. Nobody may show anything else in one.
    tmdb_base_url
        The address of TMDB's API. If it is another than usual, pictures may come from there, too.
    scripts
        Texts of the scripts that we add to pages.

    """
    pages = {**_FOR_PAGES, "frame-ancestors": " ".join(frame_ancestors) or "'none'"}
    pages["script-src"] = " ".join((pages["script-src"], *map(hash_source, scripts)))
    if tmdb_base_url != TMDB_BASE_URL:
        pages["img-src"] += f" {origin_of(tmdb_base_url)}"
    data = {**_FOR_DATA, "frame-ancestors": "'none'"}
    return Policies(*("; ".join(f"{name} {sources}" for name, sources in policy.items()) for policy in (pages, data)))


def hash_source(script: str) -> str:
    """Return how a Content-Security-Policy names a script in the text of a page."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, as a Content-Security-Policy names them."""
    parts = urlsplit(address)
    # What a policy would read as its own signs cannot be part of a host.
    return f"{parts.scheme}://{re.sub(r'[^A-Za-z0-9.:_-]', '', parts.netloc.rpartition('@')[2])}"


class SecurityHeaders:
    """Middleware: adds the headers to every answer over HTTP that does not have them.

    Parameters
    ----------
    app
        What answers.
    settings
        Returns the settings. If they cannot be read, the defaults are used, and nobody is trusted.
    scripts
        Texts of the scripts that we add to pages.

    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings], scripts: Sequence[str] = ()) -> None:
        self._app = app
        self._settings = settings
        self._scripts = scripts
        self._policies: dict[tuple[tuple[str, ...], str], Policies] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = self._headers_for(scope)

        def add_headers(start: Message) -> None:
            sent = MutableHeaders(scope=start)
            for name, value in headers.items():
                sent.setdefault(name, value)
            # A browser that may not guess would save what does not say what it is as a file.
            if int(sent.get("content-length", 0)):
                sent.setdefault("Content-Type", "text/plain; charset=utf-8")

        await self._app(scope, receive, changing_start(send, add_headers))

    def _headers_for(self, scope: Scope) -> dict[str, str]:
        try:
            settings = self._settings()
            asked, trusted = (settings.frame_ancestors, settings.tmdb_base_url), settings.trusted_proxies
        except CineWatchError:
            # The page itself tells the error.
            asked, trusted = (FRAME_ANCESTORS, TMDB_BASE_URL), ()
        if asked not in self._policies:
            self._policies[asked] = policies(*asked, self._scripts)
        both = self._policies[asked]
        is_data = scope["path"].startswith(_DATA_PATHS)
        headers = {"Content-Security-Policy": both.data if is_data else both.pages, **_ALWAYS}
        return headers | ({"Strict-Transport-Security": _HTTPS_ONLY} if is_https(scope, trusted) else {})
