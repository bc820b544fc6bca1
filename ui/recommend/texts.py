"""What the Recommend page says about an answer, and about having none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ui.text.markdown import literal
from ui.text.numbers import listed

NOTHING_CHOSEN = "Choose a film you like, describe what a film should be about, or start from an example."
TRY_DIFFERENT_WORDS = "Try different words, or choose a film you like."
NOTHING_WANTED = "That says only what you don't want. Add a film you like, or what a film should be about."
_MAX_WORDS = 8


def heading(films: int, description: str) -> str:
    """Return how many films there are and what they are like, as Markdown."""
    return f"{films} film{'' if films == 1 else 's'} {literal(description)}"


def none_mention(words: Sequence[str]) -> str:
    """Return that no film mentions some words of a description, as Markdown."""
    return f"None of our films mention {literal(listed(words, _MAX_WORDS))}."


def read_as(corrected: Sequence[tuple[str, str]]) -> str:
    """Return how words with a typing error were read, as Markdown."""
    return " ".join(f"We read “{literal(written)}” as “{literal(read)}”." for written, read in corrected)
