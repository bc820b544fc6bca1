"""How well a typed text matches a title. Pure; works on normal forms."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_ARTICLE = re.compile(r"^(?:the|an?|le|la|les|un|une|el|los|las|il|lo|gli|der|die|das|o|os) (?=\S)")

# A freer reading is worth less: an exact title beats the beginning of one, and that beats some of its words.
_WITHOUT_ARTICLE = 0.98
_BEGINNING = 0.95
_SOME_WORDS = 0.90

_MIN_BEGINNING = 3
"""Letters; too many titles begin with fewer."""


def match_quality(query: str, title: str) -> float:
    """Return how well a typed text matches a title, 0 to 1; 1 means that they are equal.

    Spaces do not count ("spiderman"), two swapped letters are one error ("godfahter"), an article may be missing, the
    title may go on ("the dark kni"), and the text may be some of its words in any order ("fellowship ring").

    Parameters
    ----------
    query, title
        Normal forms.

    """
    if query == title:
        return 1.0
    whole = query.replace(" ", ""), title.replace(" ", "")
    bare = _ARTICLE.sub("", query).replace(" ", ""), _ARTICLE.sub("", title).replace(" ", "")
    readings = [
        OSA.normalized_similarity(*whole),
        _WITHOUT_ARTICLE * OSA.normalized_similarity(*bare),
        _SOME_WORDS * fuzz.token_set_ratio(query, title) / 100 * _length_factor(query),
    ]
    for typed, full in (whole, bare):
        if len(typed) >= _MIN_BEGINNING:
            readings.append(_BEGINNING * OSA.normalized_similarity(typed, full[: len(typed)]))
    # Only equality is perfect: "spiderman" is as good as "spider man", but not the same.
    return min(0.99, max(readings))


def _length_factor(query: str) -> float:
    """Return less than 1 for a text so short that many titles have its words."""
    return min(1.0, len(query) / 6)
