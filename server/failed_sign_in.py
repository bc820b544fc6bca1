"""A sign-in that fails ends on a page in plain words, instead of two bare words, or a start page that says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from string import Template
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_USER_COOKIE = "_streamlit_user"
"""Where Streamlit keeps who is signed in."""
_NAMES_SOMEBODY = re.compile(rf'{_USER_COOKIE}="?[^";]')


_LOGIN, _CALLBACK = "/auth/login", "/oauth2callback"
# Relative, since the app may lie below a path of its own.
_HOME = {_LOGIN: "../", _CALLBACK: "./"}
TITLE = "Signing in did not work"
REASONS = {
    _LOGIN: "The service that signs you in did not answer.",
    _CALLBACK: "The service that signs you in sent you back without confirming who you are.",
}
STILL_HERE = "CineWatch works without signing in, and the films that you have marked are as they were."
TRY_AGAIN, TO_THE_FILMS = "Try again", "Go to CineWatch"
_TEMPLATE = Template(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title · CineWatch</title>
<style>
:root { color-scheme: light dark; --page: #ffffff; --text: #0d1318; --first: #0b7a75; --on-first: #ffffff }
@media (prefers-color-scheme: dark) {
  :root { --page: #101418; --text: #e6e9ec; --first: #5cc8c2; --on-first: #101418 }
}
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.6 "Source Sans", system-ui, sans-serif }
main { max-width: 34rem; margin: 0 auto; padding: 18vh 1.5rem 3rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem }
p { margin: 0 0 1rem }
a { display: inline-block; margin: .5rem .75rem 0 0; padding: .5rem 1rem; border-radius: .6rem;
  border: 1px solid var(--first); color: var(--first); text-decoration: none }
a:first-child { background: var(--first); color: var(--on-first) }
a:focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
</style>
</head>
<body><main>
<h1>$title</h1>
<p>$reason</p>
<p>$still_here</p>
<nav>$links</nav>
</main></body>
</html>
"""
)


class FailedSignIn:
    """Middleware: puts a page in the place of what Streamlit answers when signing in has failed.

    Parameters
    ----------
    app
        What answers.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        step = next((end for end in _HOME if scope["type"] == "http" and scope["path"].endswith(end)), None)
        if step is None:
            await self._app(scope, receive, send)
            return
        replaced = False

        async def send_page_instead(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _has_failed(step, scope, message):
                replaced = True
                page = _page(step, scope).encode()
                await send(_start_of_page(message, len(page)))
                await send({"type": "http.response.body", "body": page})
            elif not replaced:
                await send(message)

        await self._app(scope, receive, send_page_instead)


def _has_failed(step: str, scope: Scope, start: Message) -> bool:
    """Return whether an answer says that signing in has failed, or leaves it at that without a word."""
    if step == _LOGIN:
        return bool(start["status"] >= HTTPStatus.BAD_REQUEST)
    # After signing out, a provider sends people here too, with neither of them.
    if not {"code", "error"} & _asked(scope).keys():
        return False
    cookies = [cookie for cookie in Headers(raw=start["headers"]).getlist("set-cookie") if _is_of_user(cookie)]
    if cookies:
        return not any(map(_NAMES_SOMEBODY.match, cookies))
    # Going back to an address that has signed somebody in leaves them signed in.
    return _USER_COOKIE not in Request(scope).cookies


def _is_of_user(cookie: str) -> bool:
    return cookie.startswith(f"{_USER_COOKIE}=")


def _asked(scope: Scope) -> Mapping[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"))


def _page(step: str, scope: Scope) -> str:
    ways = [(_HOME[step], TO_THE_FILMS)]
    if step == _LOGIN:
        # The address of a callback works once; that of a login names the service to ask, and works again.
        ways.insert(0, (f"login?{scope['query_string'].decode('latin-1')}", TRY_AGAIN))
    links = "".join(f'<a href="{escape(address)}">{label}</a>' for address, label in ways)
    return _TEMPLATE.substitute(title=TITLE, reason=REASONS[step], still_here=STILL_HERE, links=links)


def _start_of_page(start: Message, length: int) -> Message:
    """Return the start of an answer as that of a page. Its cookies stay: some of them end what has failed."""
    status = max(start["status"], HTTPStatus.BAD_REQUEST)
    changed: Message = {**start, "status": int(status), "headers": list(start["headers"])}
    headers = MutableHeaders(scope=changed)
    del headers["location"]
    headers["content-type"] = "text/html; charset=utf-8"
    headers["content-length"] = str(length)
    headers["cache-control"] = "no-store"
    return changed
