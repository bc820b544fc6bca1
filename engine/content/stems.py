"""One form for the forms of an English word: "hires", "hired" and "hiring" are one word of a description. Pure."""

from __future__ import annotations

import re

_MIN_LETTERS = 3
_VOWEL = "[aeiouy]"
_HAS_VOWEL = re.compile(rf"{_VOWEL}|.y")
_ONE_SYLLABLE = re.compile(rf"[^aeiou]*{_VOWEL}+[^aeiouy]+$")
_TWO_SYLLABLES = re.compile(rf".*?{_VOWEL}[^aeiouy]+{_VOWEL}+[^aeiouy]")
_HAS_SYLLABLE = re.compile(rf".*?{_VOWEL}[^aeiouy]")
_SHORT_END = re.compile(rf".*[^aeiouy]{_VOWEL}[^aeiouwxy]$")
"""As in "hop": a vowel between two consonants."""
_DOUBLE_END = re.compile(r".*([^aeioulsz])\1$")
_PAST = re.compile(r"(?P<word>...+)(?:ed|ing)$")
_ENDING = re.compile(r"(?P<word>.+?)(?:ement|(?<!e)ment|ance|ence|able|ible|er|(?<=[st])ion)$")


def stem(term: str) -> str:
    """Return one form for the forms of an English word: plural, past, -ing, and some nouns of verbs.

    It need not be a word: "zombie" and "zombies" become "zombi". A word that has no such form may lose its end, too,
    which does no harm as long as both sides of a comparison are stemmed.

    References
    ----------
    Porter, "An algorithm for suffix stripping" (1980): its steps 1 and 5, and of step 4 only the ends that measured
    better. Others make one word of two: "universe" and "university".

    """
    if len(term) < _MIN_LETTERS:
        return term
    word = _present(_singular(term))
    if word.endswith("y") and len(word) >= _MIN_LETTERS and _HAS_VOWEL.search(word[:-1]):
        word = f"{word[:-1]}i"
    ending = _ENDING.match(word)
    if ending and _TWO_SYLLABLES.match(ending["word"]):
        word = ending["word"]
    return _without_last_e(word)


def _singular(word: str) -> str:
    """Return "kiss" for "kisses", "citi" for "cities" and "robot" for "robots"."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-2] if len(word) > len("ties") else word[:-1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and _HAS_VOWEL.search(word[:-2]):
        return word[:-1]
    return word


def _present(word: str) -> str:
    """Return "hire" for "hired" and "hiring", "plan" for "planned"."""
    past = _PAST.match(word)
    if not past or word.endswith("eed") or not _HAS_VOWEL.search(past["word"]):
        return word
    word = past["word"]
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if _DOUBLE_END.match(word):
        return word[:-1]
    return f"{word}e" if _ONE_SYLLABLE.match(word) and _SHORT_END.match(word) else word


def _without_last_e(word: str) -> str:
    """Return "danc" for "dance", since "dancing" has no e either; but "hope", which is not "hop"."""
    if not word.endswith("e"):
        return word[:-1] if word.endswith("ll") and _TWO_SYLLABLES.match(word) else word
    rest = word[:-1]
    if _TWO_SYLLABLES.match(rest) or (_HAS_SYLLABLE.match(rest) and not _SHORT_END.match(rest)):
        return rest
    return word
