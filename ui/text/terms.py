"""What terms are called, and what is said after somebody has chosen what they want of one. Pure."""

from __future__ import annotations

from engine.entities import Choice

_KINDS = {
    "Keywords": "keyword",
    "Genres": "genre",
    "Companies": "company",
}
"""What one term of a field is called, if not like the field."""
CHOICE_LABELS: dict[Choice, str] = {"ignore": "Ignore", "more": "More of this", "less": "Less of this"}


def term_in_words(label: str, term: str) -> str:
    """Return a term as people read it: "revenge (keyword)".

    Parameters
    ----------
    label
        Of its field, as on screen.
    term
        The term.

    """
    return f"{term} ({_KINDS.get(label, label.lower())})"


def chosen(term: str, choice: Choice | None) -> str:
    """Return what happened to a term, as plain text; `None` if a choice was taken back."""
    if choice is None:
        return f"{term} counts as your ratings say."
    if choice == "ignore":
        return f"We ignore {term} when we pick films for you."
    return f"You'll see {choice} of {term}."
