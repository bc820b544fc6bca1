"""What a description says about the facts of a film: shown, applied as filters, and taken back if you like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal[
    "years",
    "runtime",
    "language",
    "country",
    "not country",
    "genre",
    "not genre",
    "rating",
    "few votes",
    "many votes",
    "person",
    "not person",
    "franchise",
    "like",
    "unlike",
    "without",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a description says about the facts of a film."""

    kind: Kind
    label: str
    """In a few words, for people."""
    words: str
    """The part of the description that says it."""
    names: tuple[str, ...] = ()
    """Genres, a language code, all names of a country, a person, or words that no film may mention."""
    low: float | None = None
    """The least year, minutes, rating or votes."""
    high: float | None = None
    """The most years, minutes or votes."""
    film: int | None = None
    """Id of a film that is liked or disliked."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A description, read."""

    facts: tuple[Fact, ...]
    """In the order of the description, each once."""
    rest: str
    """What is left of the description: the words that films are ranked by."""


class Lexicon(Protocol):
    """The names that a catalogue knows."""

    def person(self, name: str) -> str | None:
        """Return a director or an actor as the catalogue writes the name, `None` if there is none."""

    def film(self, title: str) -> tuple[int, str] | None:
        """Return id and label of the most voted film with exactly this title, `None` if there is none."""
