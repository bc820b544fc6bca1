"""Filters that stay in sight beside what they filter, and a chip for each that is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from engine import FilterOptions, Filters
from engine.users import Preferences
from ui.text.markdown import literal
from ui.users.hidden import without_hidden
from ui.users.marks import preferences
from ui.widgets.filter_words import in_words
from ui.widgets.filters import (
    CLEAR,
    KeyOf,
    clear_filters,
    defaults,
    filter_widgets,
)

SHOW = "Show filters"
NOT_WATCHED = "not watched"
_OPEN = "filters_open"
_LISTS = ("genres", "exclude_genres", "keywords", "exclude_keywords", "people", "countries", "companies", "languages")
_SINGLE = {
    "years": ("first_year", "last_year"),
    "runtime": ("min_runtime", "max_runtime"),
    "votes": ("min_votes",),
    "max_votes": ("max_votes",),
    "rating": ("min_rating", "max_rating"),
    "adult": ("include_adult",),
    "unreleased": ("include_unreleased",),
}
"""Filters with one value or range, and their fields."""


def pick_filters(
    panel: ExpanderContainer,
    options: FilterOptions,
    key_of: KeyOf = str,
    unwanted: bool = False,
    watched: bool = True,
) -> Filters:
    """Draw a widget for each filter into a panel, and return the filters. Each is in the address.

    What the visitor has watched is left out if they say so; which films that are is not in the address.

    Parameters
    ----------
    panel
        Where the widgets belong. While it is closed and no filter is set, it stays empty.
    options
        The values that each filter offers.
    key_of
        Names the widgets. Pages that name them differently have filters of their own.
    unwanted
        Whether films pass that the visitor is not interested in. Charts of the catalogue show all of it, adult films
        too only where one asks for them here.
    watched
        Whether the page may show what the visitor has watched, so that hiding it is a choice.

    """
    preferred = Preferences() if unwanted else preferences()
    filters, hide_watched = Filters(), False
    if panel.open or _any_is_set(options, key_of, preferred):
        with panel:
            filters, hide_watched = filter_widgets(options, key_of, preferred, watched)
    return without_hidden(filters, hide_watched, not unwanted)


def _any_is_set(options: FilterOptions, key_of: KeyOf, preferred: Preferences) -> bool:
    """Return whether the address, the visitor, or their preferences set a filter, which its widget keeps."""
    nothing = defaults(options)
    start = nothing | {"adult": preferred.adult, "hide_watched": preferred.hide_watched}
    return (
        start != nothing
        or any(key_of(name) in st.query_params for name in start)
        or any(st.session_state.get(key_of(name), value) != value for name, value in start.items())
    )


def pick_filters_beside(options: FilterOptions, key_of: KeyOf) -> Filters:
    """Draw all filters, for the column beside the films; return them. A phone shows them after a switch is turned.

    Parameters
    ----------
    options
        The values that each filter offers.
    key_of
        Names the widgets.

    """
    # The style sheet knows both keys: on a wide screen there is no switch, and the panel is always open.
    with st.container(key="filters-switch"):
        is_open = st.toggle(SHOW, key=_OPEN)
    with st.container(key="filters-open" if is_open else "filters-closed"):
        filters, hide_watched = filter_widgets(options, key_of, preferences())
    return without_hidden(filters, hide_watched, unwanted=True)


def show_chips(filters: Filters, options: FilterOptions, key_of: KeyOf = str) -> None:
    """Draw a chip for each filter that is set, which a click removes, and a button that clears all."""
    chips = list(chips_of(filters, hide_watched=bool(st.session_state.get(key_of("hide_watched")))))
    if not chips:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for text, name, value in chips:
            st.button(
                literal(text),
                key=f"chip.{name}.{value}",
                icon=":material/close:",
                icon_position="right",
                help="Remove this filter",
                on_click=_remove,
                args=(options, key_of, name, value),
            )
        if len(chips) > 1:
            st.button("Clear all filters", key=CLEAR, type="tertiary", on_click=clear_filters, args=(options, key_of))


def chips_of(filters: Filters, hide_watched: bool = False) -> Iterator[tuple[str, str, Any]]:
    """Yield each value that is set in words, with the name of its filter, and itself if the filter takes several."""
    for name in _LISTS:
        for value in getattr(filters, name):
            only: dict[str, Any] = {name: (value,)}
            yield in_words(replace(Filters(), **only))[0], name, value
    for name, fields in _SINGLE.items():
        words = in_words(replace(Filters(), **{field: getattr(filters, field) for field in fields}))
        if words:
            yield words[0], name, None
    if hide_watched:
        yield NOT_WATCHED, "hide_watched", None


def _remove(options: FilterOptions, key_of: KeyOf, name: str, value: Any) -> None:
    """Remove one value, or set a filter to its default; a callback."""
    key = key_of(name)
    if name in _LISTS:
        st.session_state[key] = [other for other in st.session_state[key] if other != value]
    else:
        st.session_state[key] = defaults(options)[name]
