"""The fields of a film, and how much each counts.

The similarity of two films is the weighted mean of the cosines of their fields, so weights are shares of it.
docs/ARCHITECTURE.md says where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """A block of the film × term matrix, before it is fitted."""

    name: str
    label: str
    """Name on screen. Fields of one name are one for people: what they add is added up."""
    weight: float
    """Compared with the weights of the other fields."""
    kind: Literal["words", "phrases"]
    """Words of a running text, or the names in a list, each kept whole."""
    columns: tuple[str, ...]
    """Columns of the catalogue that its text comes from."""
    reason_priority: int
    """How well its terms explain a similarity to a person, 1 (best) to 3. Reasons are the strongest terms of the fields
    with the best priority."""
    unsureness: float = 0.5
    """How much text the field needs before it is sure of itself: in multiples of what an average film has there. See
    docs/QUALITY.md."""


# Genres are three words against the two hundred of an overview: without a block of their own they would not count.
FIELDS = (
    Field("overview", "Story", 1.75, "words", ("overview", "tagline"), reason_priority=2),
    Field("keywords", "Keywords", 2.0, "phrases", ("keywords",), reason_priority=1, unsureness=0.75),
    # Keywords again, as single words, so that "dream world" matches "dreams".
    Field("keyword_words", "Keywords", 0.2, "words", ("keywords",), reason_priority=3, unsureness=0.75),
    Field("genres", "Genres", 0.6, "phrases", ("genres",), reason_priority=3),
    Field("title", "Title", 0.4, "words", ("title",), reason_priority=2),
    Field("director", "Director", 0.5, "phrases", ("director",), reason_priority=1),
    Field("cast", "Cast", 0.5, "phrases", ("cast",), reason_priority=1),
    Field("companies", "Companies", 0.7, "phrases", ("companies",), reason_priority=3),
)


@dataclass(frozen=True, slots=True)
class FittedField:
    """A field, and where its terms are in the matrix."""

    name: str
    label: str
    """Name on screen."""
    share: float
    """Share of a similarity, 0 to 1; the shares of all fields sum to 1."""
    start: int
    """First column."""
    stop: int
    """Column after the last."""
    reason_priority: int
    """As in `Field`."""
