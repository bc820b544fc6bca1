"""A link to what is on the screen now, to copy."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

LABEL = "Share"
_HINT = "Copy this link."


def share_link() -> None:
    """Draw a button that shows a link to the page with all that is chosen."""
    with st.popover(LABEL, icon=":material/share:"):
        st.caption(_HINT)
        st.code(address_now(), language=None)


def address_now() -> str:
    """Return the address of the page with what is chosen now: the browser's own may be one choice behind."""
    chosen = {name: st.query_params.get_all(name) for name in st.query_params}
    return urlunsplit(urlsplit(st.context.url or "")._replace(query=urlencode(chosen, doseq=True)))
