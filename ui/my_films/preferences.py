"""What the visitor wants on all pages."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine import PRESETS
from engine.users import Marks, Preferences
from ui.addresses import browse_key
from ui.my_films import texts
from ui.text.languages import LANGUAGES, language_name
from ui.tmdb import lookups
from ui.users import marks
from ui.widgets.filters import HIDE_WATCHED, INCLUDE_ADULT

NAME = "Preferences"
_KEY = "my_films.preferences"
_FILTERS = ("hide_watched", "adult")
_DEPENDENT = ("preset", *_FILTERS, *map(browse_key, _FILTERS), lookups.LANGUAGE, lookups.COUNTRY)
"""Keys of widgets that begin with a preference, and keep what was chosen until the session ends."""


def show(_: Marks) -> None:
    """Draw the section. Every choice is kept at once."""
    st.caption(texts.PREFERENCES)
    wanted = marks.preferences()
    for label, name in ((HIDE_WATCHED, "hide_watched"), (INCLUDE_ADULT, "adult")):
        st.toggle(label, getattr(wanted, name), key=f"{_KEY}.{name}", on_change=_save)
    with st.container(width=420):
        usual, *others = PRESETS
        _choose("What matters most in recommendations", "preset", {"": usual} | {name: name for name in others})
        if lookups.has_key():
            countries = sorted(lookups.countries().items(), key=lambda country: country[1])
            _choose("Where you watch", "country", {"": texts.AS_IN_BROWSER} | dict(countries))
            languages = {code: language_name(code) for code in LANGUAGES}
            _choose("Language of film details", "language", {"": texts.AS_IN_BROWSER} | languages)


def _choose(label: str, name: str, names: Mapping[str, str]) -> None:
    """Draw a choice. What was chosen stays even if it is not offered now."""
    chosen = getattr(marks.preferences(), name)
    options = list({**names, chosen: chosen})
    st.selectbox(
        label,
        options,
        options.index(chosen),
        key=f"{_KEY}.{name}",
        format_func=lambda code: names.get(code, code),
        on_change=_save,
    )


def _save() -> None:
    """Keep all choices; widgets on other pages begin with them from now on."""
    before = marks.preferences()
    names = ("country", "language", "preset", "hide_watched", "adult")
    marks.set_preferences(
        Preferences(**{name: st.session_state.get(f"{_KEY}.{name}", getattr(before, name)) for name in names})
    )
    for key in _DEPENDENT:
        st.session_state.pop(key, None)
