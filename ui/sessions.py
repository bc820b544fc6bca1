"""How many pages are open in browsers."""

from __future__ import annotations

from streamlit import runtime

_OPEN = "active_sessions"
"""Streamlit's name for it."""


def open_sessions() -> int:
    """Return how many pages are open in browsers, as Streamlit counts its connections."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().stats_mgr.get_stats([_OPEN]).get(_OPEN, [])
    return sum(int(getattr(stat, "value", 0)) for stat in stats)
