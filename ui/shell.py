"""What surrounds every page: menu, sidebar, the way in from cold deep links, errors, and a note on bad links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st
from altair.utils.schemapi import disable_debug_mode
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine.metrics import PAGE_RUNS
from ui import cache, turns
from ui.addresses import (
    ABOUT_PAGE,
    BROWSE,
    EXPERIMENTS,
    FILM,
    FOR_YOU,
    HOME,
    MY_FILMS,
    PERSON,
    RECOMMEND,
    SIMILARITY,
    STATISTICS,
)
from ui.errors import PAGE, errors_as_messages, show_error
from ui.operators import TITLE as EXPERIMENTS_TITLE
from ui.operators import is_operator
from ui.text.for_you import TITLE as FOR_YOU_TITLE
from ui.text.markdown import literal
from ui.text.tab import APP, tab_title
from ui.users import account, marks, notice
from ui.widgets import film_dialog
from ui.widgets.progress import build_progress
from ui.widgets.site_search import site_search

# Altair would validate each part of a chart as it is made, and the whole chart again when it is sent.
disable_debug_mode()

_LOGO = Path(__file__).parent / "assets" / "logo.svg"
# A Material icon would be fetched from the network.
_ICON = Path(__file__).parent / "assets" / "icon.svg"
_ENTERED = "shell.entered"
_LAST_ADDRESS = "shell.address"

SAMPLE_INSTEAD = "These films are the sample, because your dataset can't be read: "
IGNORED = "Some of this link wasn't recognised and was ignored: "
CUT = "The text in this link was too long. We use the beginning: "
UNKNOWN_TITLE = "Page not found"
UNKNOWN_HINT = "There is no page at this address. The pages below are all there are."
MENU_ABOUT = "CineWatch recommends films by what they are about. The page About says how."
_MAX_IGNORED = 4
"""Values that the note on a link names."""
_MAX_VALUE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page as the menu shows it."""

    path: str
    """From the folder of the entry point."""
    title: str
    icon: str
    about: str


MENU = (
    MenuEntry(HOME, "Home", ":material/home:", "Search, or look around: popular, highly rated and lesser-known films."),
    MenuEntry(BROWSE, "Browse", ":material/grid_view:", "All films, page by page: filter and sort them."),
    MenuEntry(RECOMMEND, "Recommend", ":material/movie:", "Pick films you like, see films like them and why."),
    MenuEntry(MY_FILMS, "My films", ":material/bookmarks:", "Your watchlist and ratings, and what they say about you."),
    MenuEntry(SIMILARITY, "Similarity", ":material/compare_arrows:", "Compare films: two, a group, a network, a map."),
    MenuEntry(STATISTICS, "Statistics", ":material/bar_chart:", "The catalogue in charts, and how complete it is."),
    MenuEntry(ABOUT_PAGE, "About", ":material/info:", "Where the data comes from, how scores work."),
)
"""The pages in the order of the menu; the first is the start page."""
_HIDDEN = ((FILM, "Film"), (PERSON, "Person"), (FOR_YOU, FOR_YOU_TITLE))
"""Pages that only links lead to."""


def run() -> None:
    """Draw the shell and the page in it. A named error becomes one line on the page."""
    page = _enter()
    with errors_as_messages(), turns.taken():
        _draw(page)


def _draw(page: StreamlitPage) -> None:
    marks.refresh(page.title)
    st.logo(str(_LOGO), size="large")
    account.show()
    search, note, fault_of_marks = st.empty(), st.empty(), st.empty()
    requested = _address()
    try:
        with errors_as_messages(), PAGE_RUNS.labels(page.title).time():
            # The progress of a build has a place that stays. If it moved the page's containers up, Streamlit would
            # take the widgets in them out of the address.
            with st.empty():
                if not cache.is_ready():
                    with turns.aside(), build_progress(cache.settings().dataset.name) as progress:
                        cache.build(progress)
            # Without a catalogue there is one message, not one for each part of the page that needs it.
            cache.engine()
            # Home is a search itself.
            if page.title != MENU[0].title:
                with search:
                    site_search()
            if fault := cache.dataset_fault():
                show_error(fault, SAMPLE_INSTEAD)
            notice.show()
            page.run()
            film_dialog.close_unless_shown()
            with fault_of_marks:
                notice.show_fault()
    finally:
        # Also if the page ends early by st.rerun. What the page itself has put into the address is not a link.
        if requested != st.session_state.get(_LAST_ADDRESS):
            _note_ignored(requested, note)
        st.session_state[_LAST_ADDRESS] = _address()


def guard() -> None:
    """Make a session that enters through a page's own address pass the entry point first.

    The folder pages/ makes Streamlit run such a page alone on a fresh server, without shell or menu, until the session
    has called st.navigation. Every page begins with this.
    """
    if _ENTERED not in st.session_state:
        _enter()
        st.rerun()


def _enter() -> StreamlitPage:
    """Set up the browser tab and the menu; return the requested page."""
    # In the minimal toolbar, Streamlit shows its menu, which has the choice of theme, only if an item of ours is in it.
    st.set_page_config(page_icon=str(_ICON), layout="wide", menu_items={"About": MENU_ABOUT})
    first, *_ = MENU
    pages = [
        st.Page(entry.path, title=entry.title, icon=entry.icon, help=entry.about, default=entry is first)
        for entry in MENU
    ]
    pages += [st.Page(path, title=title, visibility="hidden") for path, title in _HIDDEN]
    shown: Literal["visible", "hidden"] = "visible" if is_operator() else "hidden"
    pages.append(st.Page(EXPERIMENTS, title=EXPERIMENTS_TITLE, icon=":material/science:", visibility=shown))
    page = st.navigation([*pages, *_unknown_page(pages)], position="top")
    # The page of a film or a person names it instead.
    st.set_page_config(page_title=APP if page.title == first.title else tab_title(page.title))
    st.session_state[_ENTERED] = True
    st.session_state[PAGE] = page.title
    return page


def _unknown_page(known: Sequence[StreamlitPage]) -> list[StreamlitPage]:
    """Return a page for an address that no page has: Streamlit would cover ours with words of its own."""
    context = get_script_run_ctx()
    name = context.pages_manager.intended_page_name if context else None
    if not name or name in {page.url_path for page in known}:
        return []
    return [st.Page(_show_unknown, title=UNKNOWN_TITLE, url_path=name, visibility="hidden")]


def _show_unknown() -> None:
    st.title(UNKNOWN_TITLE, anchor=False)
    st.info(UNKNOWN_HINT, icon=":material/link_off:")
    for entry in MENU:
        st.page_link(entry.path, label=entry.title, icon=entry.icon)


def _address() -> dict[str, list[str]]:
    """Return the values in the address by name."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _note_ignored(requested: Mapping[str, Sequence[str]], note: DeltaGenerator) -> None:
    """Name the values of the address that no widget accepted: Streamlit drops them and shows the default instead."""
    ignored = [(name, value) for name, values in requested.items() for value in _ignored(name, values)]
    cut = [(name, value) for name, value in ignored if _is_cut(name, value)]
    notes = [
        told + literal(", ".join(f"{name}={value}"[:_MAX_VALUE_LENGTH] for name, value in affected[:_MAX_IGNORED]))
        for told, affected in ((IGNORED, [one for one in ignored if one not in cut]), (CUT, cut))
        if affected
    ]
    if notes:
        note.info("  \n".join(notes), icon=":material/link_off:")


def _is_cut(name: str, value: str) -> bool:
    """Return whether a widget has taken the beginning of a text, as much as it allows."""
    taken = st.session_state.get(name)
    return isinstance(taken, str) and bool(taken) and value.startswith(taken)


def _ignored(name: str, values: Sequence[str]) -> list[str]:
    """Return the values of `name` that have left the address and are not the value of its widget either.

    A value that is the widget's default leaves the address as well.
    """
    in_address = st.query_params.get_all(name)
    value = st.session_state.get(name)
    # An empty value stands for an empty list.
    of_widget = [_as_written(item) for item in (value if isinstance(value, (list, tuple)) else [value])] or [""]
    return [text for text in values if text not in in_address and text.removesuffix(".0") not in of_widget]


def _as_written(value: object) -> str:
    """Return a widget's value as the address has it."""
    return str(value).lower() if isinstance(value, bool) else str(value).removesuffix(".0")
