"""Addresses of the Browse page as people write them: `?genre=horror&decade=1980&sort=rating`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from engine import FilterOptions
from ui.addresses import SORT, SORT_LABELS, browse_key

DECADE = "decade"
"""A decade, as in `decade=1980`. The page itself writes a range of years."""

Values = Mapping[str, Sequence[str]]


def settle(options: FilterOptions) -> None:
    """Write the address as the widgets of the page do, before they are drawn for the first time."""
    if SORT in st.session_state:
        return
    written = {name: st.query_params.get_all(name) for name in st.query_params}
    read = as_widgets_write(written, options)
    if read == written:
        return
    for name, values in read.items():
        st.query_params[name] = values
    for name in written.keys() - read.keys():
        del st.query_params[name]
    # Widgets begin with what the address said when the run began.
    st.rerun()


def as_widgets_write(written: Values, options: FilterOptions) -> dict[str, list[str]]:
    """Return the values of an address with a decade as its years, and names in the spelling of the page.

    What is not understood stays as it is: the page says so.
    """
    spellings = {
        SORT: [*SORT_LABELS.values()],
        **{browse_key(name): options.genres for name in ("genres", "exclude_genres")},
        browse_key("countries"): options.countries,
    }
    known = {name: {value.casefold(): value for value in values} for name, values in spellings.items()}
    read = {
        name: [known.get(name, {}).get(value.casefold(), value) for value in values] for name, values in written.items()
    }
    years = browse_key("years")
    decade = read.get(DECADE, [""])[0].removesuffix("s")
    if decade.isdecimal() and len(decade) == 4 and years not in read:
        del read[DECADE]
        read[years] = [decade, str(int(decade) + 9)]
    return read
