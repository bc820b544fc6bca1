"""What the visitor wants of terms in their taste, for good: chips to add and to remove."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.entities import Choice
from engine.personalization import CHOICES, DECADE, TasteProfile
from ui import answers
from ui.my_films import texts
from ui.text.terms import CHOICE_LABELS, chosen, term_in_words
from ui.users import marks
from ui.widgets.taste_terms import Term, named_terms

_KEY = "my_films.taste"
_HINTS: dict[Choice, str] = {
    "ignore": "These don't count, whatever your ratings say.",
    "more": "What you like about films. It counts twice as much.",
    "less": "What you don't like about films. It counts twice as much against them.",
}


def show(learned: TasteProfile) -> None:
    """Draw what can be chosen of a taste as it was learned, and what is. Every choice is kept at once."""
    st.header(texts.CHANGE_TASTE, anchor=False)
    st.caption(texts.TASTE_CHOICES)
    liked, disliked = offered(learned)
    offers: dict[Choice, dict[str, Term]] = {"ignore": liked | disliked, "more": liked, "less": disliked}
    for column, choice in zip(st.columns(len(CHOICES)), CHOICES, strict=True):
        kept = _kept(choice)
        names = offers[choice] | kept
        key = f"{_KEY}.{choice}"
        # What the database has, whatever the browser sends: a term moves from one list to another.
        st.session_state[key] = list(kept)
        column.multiselect(
            CHOICE_LABELS[choice],
            list(names),
            key=key,
            select_all=False,
            placeholder="Choose from your taste",
            help=_HINTS[choice],
            on_change=_save,
            args=(key, choice, names),
        )


def offered(learned: TasteProfile) -> tuple[dict[str, Term], dict[str, Term]]:
    """Return what somebody likes and dislikes, by its name on screen, strongest first; decades come last."""
    both = []
    for terms, sign in ((learned.liked, 1), (learned.disliked, -1)):
        decades = [decade for decade, weight in learned.decades if weight * sign > 0]
        both.append(named_terms(terms) | {_decade(str(decade)): (DECADE, str(decade)) for decade in decades})
    liked, disliked = both
    return liked, disliked


def _kept(choice: Choice) -> dict[str, Term]:
    """Return the terms for which the visitor has chosen this, newest first."""
    return {_name(each.field, each.term): (each.field, each.term) for each in marks.terms() if each.choice == choice}


def _save(key: str, choice: Choice, names: Mapping[str, Term]) -> None:
    """Keep what was added to a list or taken from it; a callback."""
    before, now = _kept(choice), st.session_state[key]
    changes: dict[str, Choice | None] = {name: None for name in before if name not in now}
    # A browser may still have a term that the taste has lost.
    changes |= {name: choice for name in now if name in names and name not in before}
    if changes:
        text = " ".join(chosen(name, wanted) for name, wanted in changes.items())
        marks.choose_terms({names[name]: wanted for name, wanted in changes.items()}, text)


def _name(field: str, term: str) -> str:
    return _decade(term) if field == DECADE else term_in_words(answers.field_labels().get(field, field), term)


def _decade(term: str) -> str:
    return f"{term}s"
