"""What a visitor marks of a film: watchlist, watched, not interested, and stars in halves.

A component shows a click at once, and sends it with a number until the page is drawn with that number. Clicks may come
faster than pages are drawn, and Streamlit keeps only the last one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from engine import Film
from engine.users import MARK_KINDS, NO_MARKS, FilmMarks
from ui import cache
from ui.text.marks import LABELS
from ui.users import marks

_ASSETS = Path(__file__).resolve().parents[1] / "assets"


def assets(*names: str) -> str:
    """Return the texts of files for components, one after the other."""
    return "".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component(
    "marks", html='<div class="place"></div>\n', css=assets("marks.css"), js=assets("marks.js", "marks_bar.js")
)
_MARKED_IN_FRAGMENT = "marking.in_fragment"
_MOST = 100
"""Changes that are taken at once."""


def marks_bar(film: Film, key: str, in_words: bool = False, in_fragment: bool = False) -> None:
    """Draw what the visitor marks of one film.

    Parameters
    ----------
    film
        The film.
    key
        Of the component.
    in_words
        Whether icons have their names beside them.
    in_fragment
        Whether a fragment draws it. It has to call `rerun_if_marked`.

    """
    found = marks.film_marks([film.id])
    _component(
        key=key,
        data={
            "layout": "words" if in_words else "icons",
            "film": {"id": film.id, "title": film.title, "marks": shown(found.get(film.id, NO_MARKS))},
            **shared_data(key),
        },
        on_marks_change=partial(take, key, in_fragment),
    )


def rerun_if_marked() -> None:
    """Draw the whole page again if a film of this fragment was marked: what else it shows may depend on that."""
    if st.session_state.pop(_MARKED_IN_FRAGMENT, False):
        st.rerun()


def shown(film_marks: FilmMarks) -> dict[str, float | bool]:
    """Return the marks of a film as a component takes them: those that there are."""
    return {kind: value for kind in MARK_KINDS if (value := getattr(film_marks, kind))}


def shared_data(key: str) -> dict[str, Any]:
    """Return what every component with marks takes."""
    return {"handled": st.session_state.get(_handled(key), 0), "labels": LABELS}


def take(key: str, in_fragment: bool = False) -> None:
    """Write what was clicked in a component; a callback. What was taken before is sent again, and left out."""
    sent = (st.session_state.get(key) or {}).get("marks")
    for change in _new_changes(sent, st.session_state.get(_handled(key), 0)):
        _apply(change)
        st.session_state[_handled(key)] = change["n"]
        if in_fragment:
            st.session_state[_MARKED_IN_FRAGMENT] = True


def _new_changes(sent: object, handled: float) -> Iterable[dict[str, Any]]:
    """Return the changes that make sense and were not taken yet, the oldest first. A browser can send anything."""
    changes = [change for change in sent[:_MOST] if isinstance(change, dict)] if isinstance(sent, list) else []
    new = [change for change in changes if _is_number(change.get("n")) and change["n"] > handled]
    return sorted(new, key=lambda change: float(change["n"]))


def _apply(change: dict[str, Any]) -> None:
    kind, film_id, value = (change.get(name) for name in ("kind", "film", "value"))
    if kind not in MARK_KINDS or not isinstance(film_id, int) or film_id not in cache.engine():
        return
    title = cache.engine().film(film_id).title
    if not value:
        marks.unmark(kind, film_id, title)
    elif kind == "rating":
        if _is_number(value):
            marks.mark(kind, film_id, title, value)
    else:
        marks.mark(kind, film_id, title)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _handled(key: str) -> str:
    return f"{key}.handled"
