"""What a description says about facts: chips below the box, each of which can be switched off."""

from __future__ import annotations

from hashlib import blake2b

import streamlit as st

from engine import Query
from ui import answers
from ui.widgets.film_search import BOUND

LABEL = "We understood"
HELP = "Switch one off to search for its words instead."


def pick_facts(about: str) -> tuple[str, ...]:
    """Draw what a description says about facts; return the words of those that are switched off."""
    facts = answers.understand(Query(about=about))[1].facts if about else ()
    if not facts:
        return ()
    labels = [fact.label for fact in facts]
    # Another description has other chips: each gets a widget of its own.
    key = f"understood.{blake2b(about.encode(errors='replace'), digest_size=4).hexdigest()}"
    chosen = st.pills(LABEL, labels, selection_mode="multi", default=labels, key=key, help=HELP, **BOUND)
    return tuple(fact.words for fact in facts if fact.label not in chosen)
