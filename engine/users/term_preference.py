"""What a user wants of a term in their taste, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.entities import CHOICES, Choice
from engine.errors import InvalidMark, quoted

MAX_TERMS = 200
"""Terms that a user may choose for."""
MAX_FIELD_LENGTH, MAX_TERM_LENGTH = 40, 300
"""Characters."""


@dataclass(frozen=True, slots=True)
class TermPreference:
    """Whether a user wants a term to be ignored, or more or less of it, and since when.

    Raises
    ------
    InvalidMark
        A text is empty, too long or not printable, or the choice does not exist.

    """

    field: str
    """Name of a field of the catalogue, or what decades are called."""
    term: str
    choice: Choice
    at: datetime

    def __post_init__(self) -> None:
        if not can_be_kept(self.field, self.term):
            raise InvalidMark(f"{quoted(self.term)} in {quoted(self.field)} is no term that can be kept")
        if self.choice not in CHOICES:
            raise InvalidMark(f"{quoted(self.choice)} is no choice for a term; there are {', '.join(CHOICES)}")


def can_be_kept(field: object, term: object) -> bool:
    """Return whether a choice for this term can be kept."""
    return all(
        isinstance(text, str) and 0 < len(text) <= longest and text.isprintable()
        for text, longest in ((field, MAX_FIELD_LENGTH), (term, MAX_TERM_LENGTH))
    )
