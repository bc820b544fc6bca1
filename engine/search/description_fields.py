"""Which texts of a film a description is compared with, how much each counts, and the constants of BM25F."""

from __future__ import annotations

from dataclasses import dataclass

K1 = 1.2
"""How soon a word that a film repeats stops adding to the score: the lower, the sooner."""
B = 0.4
"""How much a long text is held against a film, 0 (not at all) to 1 (in proportion)."""


STOP_WORDS = frozenset(
    """
    a about after all also although am an and any are as at be because been before being between both but by can cannot
    could did do does doing during each every for from had has have having he her here hers herself him himself his how
    however i if in into is it its itself just many may me might more most much must my myself no nor not of off on once
    only onto or other our ours out over own per quite same shall she should so some such than that the their theirs
    them themselves then there these they this those through to too until upon us very was we were what when where
    whether which while who whom whose why will with within without would you your yours yourself
    """.split()  # noqa: SIM905 a list would be a line a word
)
"""Words that say nothing about a film. Far fewer than the function words of the fields: "show", "find" and "fire" say
something, and how rare a word is tells the rest."""


FIGURATIVE = frozenset(
    {
        ("edge", "of", "your", "seat"), ("feel", "good"), ("laugh", "out", "loud"), ("mind", "bending"),
        ("mind", "blowing"), ("must", "see"), ("slow", "burn"), ("slow", "burning"), ("tear", "jerker"),
    }
)  # fmt: skip
"""Words that together say how a film feels: a slow burn is no fire. They count where a film has them as a keyword, and
are otherwise named as words that no film has."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A column whose words, or whose names of several words, count towards a description."""

    column: str
    """Column of the catalogue."""
    weight: float
    """How many times an occurrence in the overview one occurrence counts."""


# Tuned on one half of the descriptions in sample_data; docs/QUALITY.md has the figures.
WORD_FIELDS = (
    TextField("title", 0.5),
    TextField("tagline", 0.5),
    TextField("overview", 1.0),
    TextField("keywords", 1.0),
    TextField("genres", 1.0),
    TextField("director", 1.0),
    TextField("cast", 1.0),
)
# The words of a keyword count already, so the whole phrase adds little. A company is known by its whole name alone.
PHRASE_FIELDS = (
    TextField("keywords", 0.02),
    TextField("genres", 0.02),
    TextField("director", 0.02),
    TextField("cast", 0.02),
    TextField("companies", 1.0),
)

PARAMETERS = (K1, B, sorted(STOP_WORDS), *((field.column, field.weight) for field in (*WORD_FIELDS, *PHRASE_FIELDS)))
"""Everything here that a build depends on."""


def is_telling(word: str) -> bool:
    """Return whether a word says something about a film: it has two letters at least, and is no stop word."""
    return len(word) > 1 and word not in STOP_WORDS
