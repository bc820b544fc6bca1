"""The fields of a film, and what each is worth.

A film's similarity to another is the weighted mean of the fields' own cosines, so the weights are shares of it.
docs/ARCHITECTURE.md tells where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """A block of the film × term matrix, before it is fitted."""

    name: str
    label: str
    """For people."""
    weight: float
    kind: Literal["words", "phrases"]
    """Words of a running text, or the names in a list, each kept whole."""
    columns: tuple[str, ...]
    """Columns of the catalogue whose text it takes."""
    reason_priority: int
    """How well its terms tell a person why, from 1, best, to 3: the strongest of the best are named as reasons."""


# Genres are three words against an overview's two hundred: without a block of their own they would drown.
FIELDS = (
    Field("overview", "Story", 1.0, "words", ("overview", "tagline"), reason_priority=2),
    Field("keywords", "Keywords", 2.0, "phrases", ("keywords",), reason_priority=1),
    # Again as words, so that "dream world" meets "dreams".
    Field("keyword_words", "Keyword words", 0.2, "words", ("keywords",), reason_priority=3),
    Field("genres", "Genres", 0.6, "phrases", ("genres",), reason_priority=3),
    Field("title", "Title", 0.4, "words", ("title",), reason_priority=2),
    Field("director", "Director", 0.5, "phrases", ("director",), reason_priority=1),
    Field("cast", "Cast", 0.5, "phrases", ("cast",), reason_priority=1),
    Field("companies", "Companies", 0.7, "phrases", ("companies",), reason_priority=3),
)


@dataclass(frozen=True, slots=True)
class FittedField:
    """Where a field's terms are in the matrix."""

    name: str
    label: str
    share: float
    """Of a similarity; the shares of all fields sum to 1."""
    start: int
    """First column."""
    stop: int
    """Column after the last."""
    reason_priority: int
    """As in `Field`."""
