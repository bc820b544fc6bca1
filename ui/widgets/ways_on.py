"""A note where a page has nothing to show, and where to go from there."""

from __future__ import annotations

import streamlit as st

from ui.addresses import BROWSE, HOME

WayOn = tuple[str, str, str]
"""Label and icon of a link, and its page."""
SEARCH: WayOn = ("Search films", ":material/search:", HOME)
ALL_FILMS: WayOn = ("Browse all films", ":material/grid_view:", BROWSE)


def show_ways_on(note: str, icon: str, *ways: WayOn) -> None:
    """Draw a note, as Markdown, and below it links to other pages."""
    st.info(note, icon=icon)
    with st.container(horizontal=True, gap="small"):
        for label, way_icon, page in ways:
            st.page_link(page, label=label, icon=way_icon, help="")
