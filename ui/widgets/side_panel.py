"""A panel that opens beside what it changes: at the left of it on wide screens, above it on phones."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

FILTERS = "Filters"
PANEL = "filters"
"""Key of the panel; its value is whether it is open."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a page belong."""

    filters: ExpanderContainer
    """The panel. It knows whether it is open; a closed one looks like a button in front of the row."""
    row: DeltaGenerator
    """What else is set for all results."""
    results: DeltaGenerator


def filters_beside() -> Places:
    """Return places for the filters of a page, and for what they change. The style sheet knows their keys.

    The panel is an expander: it stays open, and where it is, while its widgets are used and the page is drawn again.
    Opening it draws the page again, so that what it holds need not be drawn before: a browser takes half a second for
    twenty widgets, seen or not.
    """
    with st.container(key="beside"):
        with st.container(key="beside-panel"):
            panel = st.expander(FILTERS, icon=":material/tune:", key=PANEL, on_change="rerun")
        row = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="beside-row")
        return Places(panel, row, st.container(key="beside-results"))
