"""The state of TMDB for the operator, and the attribution of its data."""

from __future__ import annotations

import streamlit as st

from engine.tmdb import TmdbStatus
from ui.text.markdown import literal
from ui.tmdb import lookups

_LOGO = (
    "https://www.themoviedb.org/assets/2/v4/logos/v2/"
    "blue_short-8e7b30f73a4020692ccca9c88bafe5dcb6f8a62a4c6bc55cd9ba82bb2cd95f6c.svg"
)
# If the background cannot be loaded, nothing broken is left behind, and the name stands beside it.
_STYLE = f"width:7rem;height:0.9rem;background:url({_LOGO}) left/contain no-repeat"
_LOGO_HTML = f'<div role="img" aria-label="TMDB" style="{_STYLE}"></div>'
KEY_STATES = {
    "none": "Not set",
    "untried": "Set, not used yet",
    "valid": "Set and valid",
    "refused": "Set, but TMDB does not accept it",
}
ATTRIBUTION = (
    "Film data and images come from [TMDB](https://www.themoviedb.org). This product uses the TMDB API but is not "
    "endorsed or certified by TMDB. Where to watch a film comes from [JustWatch](https://www.justwatch.com), through "
    "TMDB. The overviews in the built-in sample were written for CineWatch."
)
NO_KEY = (
    "Add a TMDB key to see age ratings, trailers and where to watch. Get a free one at "
    "[themoviedb.org](https://www.themoviedb.org/settings/api), and set it as `TMDB_ACCESS_TOKEN` in the environment "
    "or in `.streamlit/secrets.toml`."
)
REFUSED_KEY = "Check that the key is copied completely and is still valid. Everything else works without it."


def show_attribution() -> None:
    """Draw whose data these are, as TMDB's terms require: its logo, smaller than ours, and its sentence."""
    st.html(_LOGO_HTML, width="content")
    st.markdown(ATTRIBUTION)


def show_tmdb_status() -> None:
    """Draw the state of the key, and the calls made with it."""
    status, cached = lookups.status()
    st.table(status_rows(status, cached), alt="State of TMDB")
    if status.key == "none":
        st.markdown(NO_KEY)
    elif status.key == "refused":
        st.caption(REFUSED_KEY)


def status_rows(status: TmdbStatus, cached: int) -> dict[str, str]:
    """Return the state of TMDB as labels and values, in Markdown.

    Parameters
    ----------
    status
        The state of TMDB.
    cached
        Look-ups answered without a call.
    """
    rows = {"Key": KEY_STATES[status.key]}
    if status.key == "none":
        return rows
    shared = f", {status.shared_hits:,} of them by other servers, through Redis" if status.shared else ""
    succeeded = "Succeeded" if status.calls else "None yet"
    return rows | {
        "Calls made": f"{status.calls:,}",
        "Answered without a call": f"{cached:,}{shared}",
        "Calls in the last second": f"{status.calls_last_second} of at most {status.limit}",
        "Last call": f"Failed: {literal(status.last_error)}" if status.last_error else succeeded,
    }
