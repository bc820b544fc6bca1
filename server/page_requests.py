"""Which requests ask for a page, and which answers are one."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import Message, Scope

_NO_PAGES = {"_stcore", "api", "component", "media", "static"}
"""First parts of paths below which there are no pages."""


def may_be_page(scope: Scope) -> bool:
    """Return whether a request may ask for a page."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        # The app may lie below a path of its own.
        and _NO_PAGES.isdisjoint(scope["path"].split("/")[:-1])
    )


def is_page(message: Message, or_unchanged: bool = False) -> bool:
    """Return whether the start of an answer is that of a page.

    Parameters
    ----------
    message
        With status and headers.
    or_unchanged
        What to return if it says that the browser has the newest version of what it asks for.

    """
    if message["status"] == HTTPStatus.NOT_MODIFIED:
        return or_unchanged
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == HTTPStatus.OK and kind.startswith("text/html")
