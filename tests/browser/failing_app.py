"""A page whose fragment and dialog fail when they run again alone; `streamlit run` starts it."""

from __future__ import annotations

import streamlit as st

from engine.errors import InvalidQuery
from ui.errors import dialog, errors_as_messages, fragment


@fragment
def draw_fragment() -> None:
    if st.button("Fail in the fragment"):
        raise InvalidQuery("the fragment failed")


@dialog("A film", icon=":material/movie:")
def draw_dialog() -> None:
    if st.button("Fail in the dialog"):
        raise InvalidQuery("the dialog failed")


with errors_as_messages():
    st.title("Failing app")
    draw_fragment()
    if st.button("Open the dialog"):
        draw_dialog()
    st.caption("The rest of the page")
