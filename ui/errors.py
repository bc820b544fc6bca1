"""Named errors as one line on the page, wherever they happen: in the page, in a fragment, in a dialog.

Streamlit can run a fragment or a dialog again without the page around it, so the page cannot catch their errors. Use
`fragment` and `dialog` from here instead of Streamlit's own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

from engine import CineWatchError
from engine.errors import SettingsError
from engine.paths import without_folders
from ui import cache, turns
from ui.text.markdown import literal

P = ParamSpec("P")

PAGE = "shell.page"
"""The title of the page that a session shows."""
_LOGGED = "errors.logged"

log = logging.getLogger("cinewatch.pages")


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """Show a named error as one line where it happens, and leave the rest of the block out. The log has all of it."""
    try:
        yield
    except CineWatchError as error:
        show_error(error)


def show_error(error: CineWatchError, before: str = "") -> None:
    """Show a named error as one line, after some words of Markdown, and log it once."""
    _log_once(error)
    st.error(before + literal(for_visitors(error)), icon=":material/error:")


def for_visitors(error: CineWatchError) -> str:
    """Return the message of an error without the folders of the server."""
    try:
        settings = cache.settings()
    except SettingsError:
        # It is most likely this error.
        return without_folders(str(error), ())
    return without_folders(str(error), (settings.dataset.parent, settings.models_dir))


def _log_once(error: CineWatchError) -> None:
    """Log an error with its page; once per session, however often the page is drawn again."""
    logged: set[tuple[str, str]] = st.session_state.setdefault(_LOGGED, set())
    seen = st.session_state.get(PAGE, "?"), str(error)
    if seen not in logged:
        logged.add(seen)
        log.error("on the page %s: %s", *seen, extra={"data": {"page": seen[0]}})


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Make `draw` a part of the page that can run again alone, like `st.fragment`."""
    return st.fragment(_at_its_turn(draw))


def dialog(
    title: str, icon: str, on_dismiss: Callable[[], None] | Literal["ignore"] = "ignore"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a function draw a wide dialog, like `st.dialog`.

    Parameters
    ----------
    title
        Shown as it is, whatever it contains.
    icon
        As `st.dialog` takes it.
    on_dismiss
        A callback, after somebody has closed the dialog.

    """

    def decorate(draw: Callable[P, None]) -> Callable[P, None]:
        return st.dialog(literal(title), width="large", icon=icon, on_dismiss=on_dismiss)(_at_its_turn(draw))

    return decorate


def _at_its_turn(draw: Callable[P, None]) -> Callable[P, None]:
    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        with errors_as_messages(), turns.taken():
            draw(*args, **kwargs)

    return drawn
