"""Named errors as one line on the page, wherever they happen: in the page, in a fragment, in a dialog.

Streamlit can run a fragment or a dialog again without the page around it, so the page cannot catch their errors. Use
`fragment` and `dialog` from here instead of Streamlit's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st

from engine import CineWatchError
from ui.text.markdown import literal

P = ParamSpec("P")


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """Show a named error as one line where it happens, and leave the rest of the block out."""
    try:
        yield
    except CineWatchError as error:
        st.error(literal(str(error)), icon=":material/error:")


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Make `draw` a part of the page that can run again alone, like `st.fragment`."""
    return st.fragment(errors_as_messages()(draw))


def dialog(title: str, icon: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a function draw a wide dialog, like `st.dialog`.

    Parameters
    ----------
    title
        Shown as it is, whatever it contains.
    icon
        As `st.dialog` takes it.

    """

    def decorate(draw: Callable[P, None]) -> Callable[P, None]:
        return st.dialog(literal(title), width="large", icon=icon)(errors_as_messages()(draw))

    return decorate
