"""Import and export, and deleting everything."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.users import (
    CatalogueFilms,
    Marks,
    UserData,
    as_csv,
    as_json,
    as_letterboxd,
    as_letterboxd_watchlist,
    as_trakt,
)
from ui import cache
from ui.addresses import TRANSFER
from ui.errors import errors_as_messages
from ui.my_films import texts
from ui.my_films.importing import show_import
from ui.users import marks, visitor

NAME = TRANSFER
DELETE, DELETED = "my_films.delete", "my_films.deleted"
Facts = dict[int, tuple[str, int | None, str]]
Export = Callable[[UserData, Facts, bool], str]
EXPORTS: tuple[tuple[str, str, str, Export], ...] = (
    ("Everything (JSON)", "cinewatch.json", "application/json", as_json),
    ("Films (CSV)", "cinewatch.csv", "text/csv", lambda data, *of_films: as_csv(data.marks, *of_films)),
    ("Letterboxd", "letterboxd.csv", "text/csv", lambda data, *of_films: as_letterboxd(data.marks, *of_films)),
    (
        "Letterboxd watchlist",
        "letterboxd-watchlist.csv",
        "text/csv",
        lambda data, *of_films: as_letterboxd_watchlist(data.marks, *of_films),
    ),
    ("Trakt", "trakt.csv", "text/csv", lambda data, *of_films: as_trakt(data.marks, *of_films)),
)
"""Label, file name, type and maker of each file to take along."""


def show(_: Marks) -> None:
    """Draw the section."""
    # A file that cannot be imported leaves the rest of the page as it is.
    with errors_as_messages():
        show_import()
    user_id = visitor.user_id()
    if user_id is None:
        return
    _show_export(user_id)
    _show_delete(user_id)


def export_file(user_id: int, export: Export) -> Callable[[], bytes]:
    """Return a function that makes a file of everything of a user. It may run outside the session."""
    users, films = visitor.users(), CatalogueFilms(cache.engine().opened)

    def make() -> bytes:
        data = users.data(user_id)
        return export(data, films.facts(data.marks.by_film()), films.has_tmdb_ids).encode()

    return make


def _show_export(user_id: int) -> None:
    st.header("Export", anchor=False)
    st.caption("The JSON file has everything, history included. The others are for Letterboxd, Trakt or spreadsheets.")
    with st.container(horizontal=True, gap="small"):
        for label, file_name, mime, export in EXPORTS:
            st.download_button(
                label,
                export_file(user_id, export),
                file_name=file_name,
                mime=mime,
                icon=":material/download:",
                key=f"my_films.export.{file_name}",
                on_click="ignore",
            )


def _show_delete(user_id: int) -> None:
    st.header("Delete everything", anchor=False)
    st.caption(texts.DELETE_WARNING)
    with st.popover("Delete everything", icon=":material/delete_forever:"):
        st.caption("This can't be undone.")
        if st.button("Yes, delete everything of mine", type="primary", key=DELETE):
            visitor.users().delete(user_id)
            # An account gets a new user with the next mark.
            visitor.forget_account()
            marks.forget()
            st.session_state[DELETED] = True
            st.rerun()
