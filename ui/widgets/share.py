"""A link to what is on the screen now, to copy, and other ways to take it along."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

LABEL = "Share"
COPY = "Copy this link."


def share_link(hint: str = COPY, more: Callable[[], None] | None = None, key: str = "share") -> None:
    """Draw a button that shows a link to the page with all that is chosen, and `more` below it."""
    # The style sheet knows the key of the page's own: on a phone, the button is its icon alone.
    with st.popover(LABEL, icon=":material/share:", key=key):
        st.caption(hint)
        st.code(address_now(), language=None)
        if more:
            more()


def title_with_share(title: str, hint: str = COPY) -> None:
    """Draw the title of a page, as Markdown, and beside it a button that shows a link to the page."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.title(title, anchor=False, width="content")
        share_link(hint)


def address_now() -> str:
    """Return the address of the page with what is chosen now: the browser's own may be one choice behind."""
    chosen = {name: st.query_params.get_all(name) for name in st.query_params}
    return urlunsplit(urlsplit(st.context.url or "")._replace(query=urlencode(chosen, doseq=True)))
