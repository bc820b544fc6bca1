"""One film for all modes of the Similarity page: what is chosen in one is chosen in the others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.navigation import CENTRE, FIRST, LAST_FILM, NEIGHBOURS


def picker_of(mode: str) -> str:
    """Return the key of the picker with which a mode begins."""
    return CENTRE if mode == NEIGHBOURS else FIRST


def follow(mode: str) -> None:
    """Choose in a mode, before it is drawn, the film that was chosen in another one since."""
    picker = picker_of(mode)
    last: tuple[str, Sequence[str]] | None = st.session_state.get(LAST_FILM)
    if last is None:
        # A link to another mode has the film under that mode's name.
        given = st.query_params.get_all(FIRST)
        if picker != FIRST and given and not st.query_params.get_all(picker):
            _choose(picker, given)
    elif last[0] != picker:
        _choose(picker, last[1])


def _choose(picker: str, labels: Sequence[str]) -> None:
    if picker in st.session_state:
        st.session_state[picker] = list(labels)
    elif st.query_params.get_all(picker) != list(labels):
        # A picker that was never drawn begins with what the address said when the run began.
        st.query_params[picker] = list(labels)
        st.rerun()


def note(mode: str) -> None:
    """Note the film of a mode that was drawn, for the others; several films are for this mode alone."""
    picker = picker_of(mode)
    chosen = st.session_state.get(picker) or ()
    if len(chosen) == 1:
        st.session_state[LAST_FILM] = picker, tuple(chosen)
