"""A range of years: a slider, and two fields to type its ends."""

from __future__ import annotations

import streamlit as st

from engine import FilterOptions
from ui.widgets.film_search import BOUND

FROM, TO = "From year", "To year"
LABEL = "Years"


def year_span(options: FilterOptions) -> tuple[int, int] | None:
    """Return the first and the last year, `None` if there are no two years to choose between."""
    if options.first_year is None or options.last_year is None or options.first_year == options.last_year:
        return None
    return options.first_year, options.last_year


def pick_years(span: tuple[int, int], key: str) -> tuple[int, int]:
    """Draw a slider and a field for each of its ends; return the first and the last year. The address has the slider.

    Parameters
    ----------
    span
        The first and the last year that there is.
    key
        Of the slider. The fields show its ends, and pass on what is typed.

    """
    # A link may have the later year first.
    first, last = sorted(st.slider(LABEL, *span, span, step=1, format="%d", key=key, **BOUND))
    with st.container(horizontal=True, gap="small"):
        for label, name, year in ((FROM, first_year_key(key), first), (TO, last_year_key(key), last)):
            # Only where it differs: a value that is set again would replace what is being typed.
            if st.session_state.get(name) != year:
                st.session_state[name] = year
            # With limits of its own, a field would keep a number beyond them to itself, and explain nothing.
            st.number_input(label, value=None, step=1, format="%d", key=name, on_change=_take, args=(span, key, name))
    return first, last


def first_year_key(key: str) -> str:
    """Return the key of the field for the first year, from that of the slider."""
    return f"{key}.first"


def last_year_key(key: str) -> str:
    """Return the key of the field for the last year, from that of the slider."""
    return f"{key}.last"


def _take(span: tuple[int, int], key: str, name: str) -> None:
    """Give the slider what was typed; a callback."""
    first, last = sorted(st.session_state[key])
    year = st.session_state[name]
    # The other end gives way: whoever wants 2000 to 2010 types 2000 while the last year is still 1990.
    if name == first_year_key(key):
        first = span[0] if year is None else min(max(year, span[0]), span[1])
        last = max(first, last)
    else:
        last = span[1] if year is None else min(max(year, span[0]), span[1])
        first = min(first, last)
    st.session_state[key] = (first, last)
