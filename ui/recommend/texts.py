"""What the Recommend page says about an answer, and about having none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engine import Answer
from ui.text.markdown import literal
from ui.text.numbers import listed

START_EXAMPLES = "Or try an example"
START_POPULAR = "Or start from a popular film"
CARDS = "Recommended films"
"""What the list of them is, for screen readers."""
SHOW_QUESTION = "Show all choices"
"""On a phone, what is not set shows only then."""
NOTHING_CHOSEN = "Choose a film you like, or describe what a film should be about."
TRY_DIFFERENT_WORDS = "Try different words, or choose a film you like."
NOTHING_WANTED = "That says only what you don't want. Add a film you like, or what a film should be about."
LITTLE_IN_COMMON = "Little in common beyond genre. Add words or a second film."
MOSTLY_CATEGORY = 0.9
"""Share of what a film shares from which genre and company are all that is worth naming."""
_MAX_WORDS = 8


def heading(films: int, description: str) -> str:
    """Return how many films there are and what they are like, as Markdown."""
    return f"{films} film{'' if films == 1 else 's'} {literal(description)}"


def more_of_franchises(liked: Sequence[int]) -> str:
    """Return the heading of what else the franchises of the liked films have."""
    return "More of this franchise" if len(liked) == 1 else "More of these franchises"


def none_mention(words: Sequence[str]) -> str:
    """Return that no film mentions some words of a description, as Markdown."""
    return f"None of our films mention {literal(listed(words, _MAX_WORDS))}."


def read_as(corrected: Sequence[tuple[str, str]]) -> str:
    """Return how words with a typing error were read, as Markdown."""
    return " ".join(f"We read “{literal(written)}” as “{literal(read)}”." for written, read in corrected)


def is_little_in_common(answer: Answer) -> bool:
    """Return whether even the best film of an answer shares hardly more than genre and company."""
    return bool(answer.films) and answer.films[0].explanation.category_share >= MOSTLY_CATEGORY
