"""Terms of a taste as visitors choose them: by name on screen, and as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from engine.users import can_be_kept
from ui import answers
from ui.text.terms import term_in_words

Term = tuple[str, str]
"""A field by name, and a term of it."""


class NamedTerm(Protocol):
    """A term with its field, whatever else is known of it."""

    @property
    def field(self) -> str:
        """Of the term, by name."""

    @property
    def label(self) -> str:
        """The field's name on screen."""

    @property
    def term(self) -> str:
        """The term."""


def named_terms(terms: Iterable[NamedTerm]) -> dict[str, Term]:
    """Return terms by what they are called on screen, in their order; those that cannot be kept are left out.

    Fields of one name on screen are one: whoever chooses a director by name means no other field of that name.
    """
    first = {label: name for name, label in reversed(tuple(answers.field_labels().items()))}
    named = {term_in_words(term.label, term.term): (first.get(term.label, term.field), term.term) for term in terms}
    return {name: term for name, term in named.items() if can_be_kept(*term)}
