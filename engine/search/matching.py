"""How well a typed text fits a title. Pure; works on normal forms."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_ARTICLE = re.compile(r"^(?:the|an?|le|la|les|un|une|el|los|las|il|lo|gli|der|die|das|o|os) (?=\S)")

# Each reading is worth less than the one before: an exact title beats a beginning, and that a few words.
_WITHOUT_ARTICLE = 0.98
_BEGINNING = 0.95
_SOME_WORDS = 0.90

_SHORTEST_BEGINNING = 3
"""Letters; fewer begin too many titles."""


def fit(query: str, title: str) -> float:
    """Return how well the normal form `query` fits the normal form `title`, from 0 to 1; 1 is equality.

    Spaces do not count ("spiderman"), two letters swapped are one error ("godfahter"), an article may be left out, the
    title may go on ("the dark kni"), and its words may be picked and shuffled ("fellowship ring").
    """
    if query == title:
        return 1.0
    whole = query.replace(" ", ""), title.replace(" ", "")
    bare = _ARTICLE.sub("", query).replace(" ", ""), _ARTICLE.sub("", title).replace(" ", "")
    readings = [
        OSA.normalized_similarity(*whole),
        _WITHOUT_ARTICLE * OSA.normalized_similarity(*bare),
        _SOME_WORDS * fuzz.token_set_ratio(query, title) / 100 * _whole_words(query),
    ]
    for typed, of_title in (whole, bare):
        if len(typed) >= _SHORTEST_BEGINNING:
            readings.append(_BEGINNING * OSA.normalized_similarity(typed, of_title[: len(typed)]))
    # Only equality is perfect: "spiderman" is as good as "spider man", yet not the same.
    return min(0.99, max(readings))


def _whole_words(query: str) -> float:
    """Return less than 1 for a text so short that its words are found everywhere."""
    return min(1.0, len(query) / 6)
