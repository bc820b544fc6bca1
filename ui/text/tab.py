"""The title of the browser's tab. Pure."""

from __future__ import annotations

APP = "CineWatch"


def tab_title(name: str) -> str:
    """Return the title of the tab for a page, a film or a person."""
    return f"{name} · {APP}"
