"""Whether a browser asks not to be tracked. Pure.

`Sec-GPC` is Global Privacy Control, https://www.w3.org/TR/gpc/; `DNT` is the older "do not track".
"""

from __future__ import annotations

from collections.abc import Mapping

NO_TRACKING_COOKIE = "cinewatch_no_tracking"
"""Set with a page if the browser asks not to be tracked. When the page opens its WebSocket, browsers need not say so
again, and Chromium does not; but cookies come along."""
_HEADERS = ("Sec-Gpc", "Dnt")


def asks_not_to_be_tracked(headers: Mapping[str, str]) -> bool:
    """Return whether the headers of a request say so. Their names may be written in any way."""
    return any(headers.get(name) == "1" for name in _HEADERS)


def refuses_tracking(headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
    """Return whether the headers of a request say so, or those of the page before it did."""
    return asks_not_to_be_tracked(headers) or NO_TRACKING_COOKIE in cookies
