"""What the visitor has asked for and opened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs

import streamlit as st

from engine.users import HistoryEntry, Marks
from ui import cache
from ui.addresses import RECOMMEND
from ui.my_films import texts
from ui.text.markdown import literal
from ui.users import visitor
from ui.widgets.wall import wall

NAME = "History"
QUERIES, FILMS = "Recommendations you ran", "Films you opened"
CLEAR = "my_films.clear_history"
MOST = 24
"""Entries of either kind on the page."""


def show(_: Marks) -> None:
    """Draw the section."""
    user_id = visitor.user_id()
    entries = visitor.users().history(user_id) if user_id is not None else ()
    if not entries:
        st.info(texts.NO_HISTORY, icon=":material/history:")
        return
    _show_queries([entry for entry in entries if entry.kind == "query"][:MOST])
    _show_films([entry for entry in entries if entry.kind == "film"])
    if user_id is not None and st.button("Clear history", icon=":material/delete:", key=CLEAR):
        visitor.users().clear_history(user_id)
        st.rerun()


def _show_queries(entries: Sequence[HistoryEntry]) -> None:
    if not entries:
        return
    st.header(QUERIES, anchor=False)
    for entry in entries:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                RECOMMEND,
                label=literal(texts.query_in_words(entry.what)),
                query_params=parse_qs(entry.what),
                icon=":material/replay:",
                help="",
                width="stretch",
            )
            st.caption(f"{entry.at:%d %b %Y}", width="content")


def _show_films(entries: Sequence[HistoryEntry]) -> None:
    engine = cache.engine()
    ids = [int(entry.what) for entry in entries if entry.what.isascii() and entry.what.isdecimal()]
    films = [engine.film(film_id) for film_id in ids if film_id in engine]
    if films:
        st.header(FILMS, anchor=False)
        wall(films[:MOST], FILMS, "my_films.opened")
