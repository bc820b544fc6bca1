"""What is around every page: the list of pages, the sidebar, the guard for cold deep links, errors as messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from altair.utils.schemapi import disable_debug_mode
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from engine import CineWatchError
from ui import cache
from ui.text.markdown import literal
from ui.widgets.progress import build_progress

# Altair would validate each part of a chart as it is made, and all of it once more as it is sent.
disable_debug_mode()

_LOGO = Path(__file__).parent / "assets" / "logo.svg"
# A Material icon would be fetched from the network.
_ICON = Path(__file__).parent / "assets" / "icon.svg"
_ENTERED = "frame.entered"
_LAST_ADDRESS = "frame.address"
_LONGEST_VALUE = 60
_MAX_TOLD = 4


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
            help="How alike films are: two of them, a group, a network, a whole map, or a chain.",
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
    notes = st.empty()
    asked = _address()
    try:
        # A place for the progress of a build. Without it, its going would move the page's containers up, and Streamlit
        # then takes the widgets in them out of the address.
        with st.empty():
            if not cache.is_ready():
                with build_progress(cache.settings().dataset.name) as progress:
                    cache.build(progress)
            info = cache.engine().info
        with st.sidebar:
            st.caption(f"{info.films:,} films from {literal(Path(info.source).name)}")
        page.run()
    except CineWatchError as error:
        st.error(literal(str(error)), icon=":material/error:")
    finally:
        # A page may also end by st.stop. What the page itself has put into the address is no link.
        if asked != st.session_state.get(_LAST_ADDRESS):
            _tell_ignored(asked, notes)
        st.session_state[_LAST_ADDRESS] = _address()


def _address() -> dict[str, list[str]]:
    """Return what the address asks for, values by name."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _tell_ignored(asked: Mapping[str, Sequence[str]], notes: DeltaGenerator) -> None:
    """Say which values of the address no widget took: Streamlit drops them, and shows what it has instead."""
    ignored = [f"{name}={value}" for name, values in asked.items() for value in _dropped(name, values)]
    if ignored:
        told = literal(", ".join(value[:_LONGEST_VALUE] for value in ignored[:_MAX_TOLD]))
        notes.info(f"The link asks for what there is not, which is ignored: {told}.", icon=":material/link_off:")


def _dropped(name: str, values: Sequence[str]) -> list[str]:
    """Return those values of the address that are neither in it any more nor what the widget of that name has.

    A value that is the widget's default leaves the address as well.
    """
    kept = st.query_params.get_all(name)
    has = st.session_state.get(name)
    # An empty value stands for a list of nothing.
    shown = [_as_written(one) for one in (has if isinstance(has, (list, tuple)) else [has])] or [""]
    return [value for value in values if value not in kept and value.removesuffix(".0") not in shown]


def _as_written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).removesuffix(".0")


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
