"""Streamlit's sessions: how many pages are open in browsers, and which script the very first of them gets."""

from __future__ import annotations

from streamlit import runtime
from streamlit.runtime.pages_manager import PagesManager

_OPEN = "active_sessions"
"""Streamlit's name for it."""


def always_run_the_shell() -> None:
    """Have the first visitor of a server get our pages as all others do, also at an address that no page has.

    Streamlit finds the folder pages/ and answers by itself until a session has called st.navigation.
    """
    PagesManager.uses_pages_directory = False


def open_sessions() -> int:
    """Return how many pages are open in browsers, as Streamlit counts its connections."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().stats_mgr.get_stats([_OPEN]).get(_OPEN, [])
    return sum(int(getattr(stat, "value", 0)) for stat in stats)
