"""Numbers as titles write them: figures, words, ordinals and Roman numerals; and the words that announce a sequel's."""

from __future__ import annotations

import re

MARKS = ("part", "chapter", "vol", "volume", "episode")
"""Words before the number of a sequel: "Part Two"."""

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}

WORDS = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
"""Value of each word for a number below 100."""
ORDINALS = {
    **_ORDINALS,
    **{f"{word}th": value for word, value in WORDS.items() if value not in _ORDINALS.values() and value < 20},
    **{f"{word[:-1]}ieth": value for word, value in WORDS.items() if value >= 20},
}
"""Value of each ordinal of one word: "third", "twentieth"."""
ROMAN = {
    tens + unit: 10 * ten + one
    for ten, tens in enumerate(("", "x", "xx"))
    for one, unit in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + unit
}
"""Value of each Roman numeral below 30, in lower case."""

_FIGURES = re.compile(r"(\d+)(?:st|nd|rd|th)?")


def value_of(word: str) -> int | None:
    """Return the number that a word in lower case is: "2", "2nd", "two", "second"; `None` if it is none.

    Roman numerals are letters elsewhere, so they are left to the caller: see ROMAN.
    """
    figures = _FIGURES.fullmatch(word)
    if figures:
        return int(figures[1])
    return WORDS.get(word, ORDINALS.get(word))
