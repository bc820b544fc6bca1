"""What has just changed, told at the foot of the window, with a button that undoes it; and what is wrong with marks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import changes
from ui.changes import Change
from ui.errors import show_error
from ui.users import marks

_ASSETS = Path(__file__).resolve().parents[1] / "assets"
_HTML = """
<div class="notice" role="status" hidden>
  <p></p>
  <button type="button" class="undo">Undo</button>
  <button type="button" class="close" aria-label="Close">✕</button>
</div>
"""
KEY = "notice"
NO_MARKS = "Your marks can't be read or changed right now. Everything else works. The reason: "

_component = st.components.v2.component(
    "notice", html=_HTML, css=(_ASSETS / "notice.css").read_text(), js=(_ASSETS / "notice.js").read_text()
)


def show() -> None:
    """Draw what a callback has changed: before the page, so that nobody waits for the rest of it."""
    last = _last()
    data = {"number": last.number, "text": last.text, "undo": last.undo is not None}
    _component(key=KEY, data=data, on_undo_change=_undo)


def show_fault() -> None:
    """Draw one line if marks could not be read or changed."""
    if fault := marks.fault():
        show_error(fault, NO_MARKS)


def _undo() -> None:
    """Undo the change that the visitor has seen; a callback, also called when the click is over."""
    last = _last()
    if last.undo and st.session_state[KEY].undo == last.number:
        last.undo()


def _last() -> Change:
    """Return what was changed last: a mark, or what the page shows."""
    told = [Change(0, "", None)]
    if marked := marks.changed():
        told.append(Change(marked.number, marked.text, marks.undo if marked.change else None))
    if chosen := changes.last():
        told.append(chosen)
    return max(told, key=lambda change: change.number)
