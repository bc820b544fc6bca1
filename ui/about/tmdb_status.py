"""How things stand with TMDB, and whose data these are."""

from __future__ import annotations

import streamlit as st

from engine.tmdb import TmdbStatus
from ui.text.markdown import literal
from ui.tmdb import lookups

_LOGO = (
    "https://www.themoviedb.org/assets/2/v4/logos/v2/"
    "blue_short-8e7b30f73a4020692ccca9c88bafe5dcb6f8a62a4c6bc55cd9ba82bb2cd95f6c.svg"
)
# A background that does not come leaves nothing broken behind; the name stands beside it.
_STYLE = f"width:7rem;height:0.9rem;background:url({_LOGO}) left/contain no-repeat"
_LOGO_HTML = f'<div role="img" aria-label="TMDB" style="{_STYLE}"></div>'
_KEYS = {
    "none": "none is set",
    "untried": "set, and not used yet",
    "valid": "set, and valid",
    "refused": "set, and refused by TMDB",
}


def show_attribution() -> None:
    """Draw whose data these are, as TMDB's terms ask for it: its logo, smaller than ours, and its sentence."""
    st.html(_LOGO_HTML, width="content")
    st.markdown(
        "Film data and images from [TMDB](https://www.themoviedb.org). This product uses the TMDB API but is not "
        "endorsed or certified by TMDB. Where to watch a film comes from [JustWatch](https://www.justwatch.com), "
        "through TMDB. The overviews of the built-in sample were written for CineWatch."
    )


def show_online_status() -> None:
    """Draw whether there is a key, and what has been asked with it."""
    told, remembered = lookups.status()
    st.table(_rows(told, remembered), alt="How things stand with TMDB")
    if told.key == "none":
        st.caption(
            "With a key of your own, which is free, films show their cast, directors, age ratings, trailers and where "
            "to watch them. Get one at [themoviedb.org](https://www.themoviedb.org/settings/api), and put it into the "
            "environment or into `.streamlit/secrets.toml` as `TMDB_ACCESS_TOKEN`."
        )
    elif told.key == "refused":
        st.caption("TMDB does not accept the key: see whether it has been copied whole, and is still valid.")


def _rows(told: TmdbStatus, remembered: int) -> dict[str, str]:
    rows = {"Key": _KEYS[told.key]}
    if told.key == "none":
        return rows
    shared = f", {told.shared_hits:,} of them shared through Redis" if told.shared else ""
    return rows | {
        "Calls made": f"{told.calls:,}",
        "Answered without a call": f"{remembered:,}{shared}",
        "Calls in the last second": f"{told.per_second} of {told.limit} at most",
        "Last call": f"failed: {literal(told.trouble)}" if told.trouble else "fine" if told.calls else "none yet",
    }
