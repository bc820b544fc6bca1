"""What is around every page: the list of pages, the sidebar, the guard for cold deep links, errors as messages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from engine import CineWatchError
from ui import resources
from ui.text import literal

_LOGO = Path(__file__).with_name("logo.svg")
# A Material icon would be fetched from the network.
_ICON = Path(__file__).with_name("icon.svg")
_ENTERED = "frame.entered"


def pages() -> list[StreamlitPage]:
    """Return the pages in the order of the menu."""
    return [
        st.Page(
            "pages/recommend.py",
            title="Recommend",
            icon=":material/movie:",
            default=True,
            help="Pick a film and see the films most like it, each with its reasons.",
        ),
        st.Page(
            "pages/similarity.py",
            title="Similarity",
            icon=":material/compare_arrows:",
            help="Put two films side by side and see how alike they are, and in what.",
        ),
        st.Page(
            "pages/statistics.py",
            title="Statistics",
            icon=":material/bar_chart:",
            help="The whole catalogue in charts, and how complete it is.",
        ),
        st.Page(
            "pages/about.py",
            title="About",
            icon=":material/info:",
            help="Where the data come from, what is built from them, and how scores come about.",
        ),
    ]


def run() -> None:
    """Draw the frame and the page in it; a named error becomes one line on the page."""
    page = _enter()
    st.logo(str(_LOGO), size="large")
    try:
        info = resources.engine().info
        with st.sidebar:
            st.caption(f"{info.films:,} films from {literal(Path(info.source).name)}")
        page.run()
    except CineWatchError as error:
        st.error(literal(str(error)), icon=":material/error:")


def guard() -> None:
    """Send a session that comes in through a page's own address through the entry point first.

    The folder pages/ makes Streamlit run such a page alone on a fresh server, without frame or menu, until the session
    has called st.navigation. Every page begins with this.
    """
    if _ENTERED not in st.session_state:
        _enter()
        st.rerun()


def _enter() -> StreamlitPage:
    """Set up the browser's tab and the menu; return the page asked for."""
    st.set_page_config(page_title="CineWatch", page_icon=str(_ICON), layout="wide")
    page = st.navigation(pages())
    st.session_state[_ENTERED] = True
    return page
