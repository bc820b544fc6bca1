"""What the visitor wants on all pages."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine import PRESETS
from engine.users import Marks, Preferences
from ui.addresses import browse_key
from ui.errors import show_error
from ui.my_films import texts
from ui.text.languages import LANGUAGES, language_name
from ui.text.markdown import literal
from ui.tmdb import lookups
from ui.users import experiments, marks, visitor
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
    _show_experiments()


def _show_experiments() -> None:
    """Draw the experiments that the visitor takes part in, or has left; nothing if none is running."""
    running = experiments.running()
    user_id = visitor.user_id() if running and visitor.is_kept() else None
    if not running or user_id is None:
        return
    st.header("Experiments", anchor=False)
    if experiments.is_refused():
        st.caption(texts.NOT_TRACKED)
        return
    st.caption(texts.EXPERIMENTS)
    if fault := experiments.fault():
        show_error(fault)
    takes_part = {experiment.name: arm.name for experiment, arm in experiments.mine().arms}
    for experiment in running:
        name = experiment.name
        group = f" (your group: {takes_part[name]})" if name in takes_part and experiment.kind == "split" else ""
        key = f"{_KEY}.experiment.{name}"
        st.toggle(
            literal(name + group), name in takes_part, key=key, on_change=_join_or_leave, args=(key, experiment.name)
        )
        if experiment.about:
            st.caption(literal(experiment.about))


def _join_or_leave(key: str, experiment: str) -> None:
    if not experiments.join_or_leave(experiment, takes_part=st.session_state[key]):
        # It says what is, not what was wanted.
        st.session_state[key] = not st.session_state[key]


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
