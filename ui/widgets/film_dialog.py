"""The dialog of a film in a list: the address names the film while it is open, so a link opens it as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from engine import Film
from ui.addresses import DETAILS_OF
from ui.errors import dialog

_SHOWN = "film_dialog.shown"


def ask_for(film: Film) -> None:
    """Make the address name `film`; `show_asked` opens its dialog."""
    st.query_params[DETAILS_OF] = str(film.id)


def show_asked(films: Mapping[int, Film], show: Callable[[Film], None]) -> None:
    """Open the dialog of the film that the address names, if it is one of these.

    Parameters
    ----------
    films
        By id.
    show
        Opens the dialog of a film.

    """
    asked = st.query_params.get(DETAILS_OF, "")
    # No catalogue has longer ids, and a browser can send anything.
    film = films.get(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if film is None:
        close()
    else:
        st.session_state[_SHOWN] = True
        show(film)


def film_dialog(film: Film) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function draw the dialog of a film. Once somebody closes it, the address names no film."""
    return dialog(film.title, icon=":material/movie:", on_dismiss=close)


def close() -> None:
    """Take the film from the address, so that the dialog is not drawn again; also for callbacks."""
    st.query_params.pop(DETAILS_OF, None)


def close_unless_shown() -> None:
    """Take the film from the address if no list of this run has it: it would open with a later one."""
    if not st.session_state.pop(_SHOWN, False):
        close()
