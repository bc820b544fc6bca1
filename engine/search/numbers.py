"""The form in which numbers are equal however they are written, and so are common short forms. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.catalogue.numerals import MARKS, ORDINALS, ROMAN, WORDS, value_of

_SHORT = {
    "brothers": "bros", "captain": "capt", "christmas": "xmas", "colonel": "col", "company": "co",
    "corporation": "corp", "department": "dept", "doctor": "dr", "general": "gen", "incorporated": "inc",
    "junior": "jr", "lieutenant": "lt", "limited": "ltd", "missus": "mrs", "mister": "mr", "mount": "mt",
    "professor": "prof", "saint": "st", "senior": "sr", "sergeant": "sgt", "street": "st", "versus": "vs",
}  # fmt: skip
_AND = ("and", "n", "or")
_MARKS = frozenset((*MARKS, "pt", "ep"))
_SCALES = {"hundred": 100, "thousand": 1000}
# Figures that stand for the letters they look like.
_LEET = str.maketrans("013457", "oieast")
_FIGURES_INSIDE = re.compile(r"[a-z][a-z\d]*\d[a-z\d]*[a-z]")
_FIGURES_BESIDE = re.compile(r"([a-z]+)(\d\d?)|(\d{1,3})((?!st$|nd$|rd$|th$)[a-z]{2,})")
_SPECIAL = frozenset((*_SHORT, "and", "n", "v", *_MARKS, *WORDS, *ORDINALS, *ROMAN, *_SCALES))
_DIGIT = re.compile(r"\d")


def number_form(normal: str) -> str:
    """Return a normal form with figures for all numbers, and one spelling for words such as "doctor" and "dr".

    "kill bill volume two" and "kill bill 2" are the same, and so are "seven" and "se7en", "the 13th" and "thirteenth".
    An "and" between words is dropped, and so is "part" before a number.
    """
    words = normal.replace("and a half", "1 2").replace("a hundred ", "one hundred ").split()
    if _SPECIAL.isdisjoint(words) and not _DIGIT.search(normal):
        return normal
    return " ".join(_without_marks(list(_counted(list(_spelled(words)))))) or normal


def is_number(word: str) -> bool:
    """Return whether a word of a number form is a number."""
    return word.isascii() and word.isdigit()


def _spelled(words: list[str]) -> Iterator[str]:
    """Yield words with short forms for long ones, and with letters and figures apart: "mib3" -> "mib 3"."""
    last = len(words) - 1
    for place, word in enumerate(words):
        inside = 0 < place < last
        if inside and word in _AND[:2]:
            continue
        if inside and word == "v" and words[place - 1] not in _MARKS:
            yield "vs"
        elif place and word in ROMAN and _is_roman(words, place):
            yield str(ROMAN[word])
        elif _FIGURES_INSIDE.fullmatch(word):
            yield _letters_and_figures(word)
        elif match := _FIGURES_BESIDE.fullmatch(word):
            yield from filter(None, match.groups())
        else:
            yield _SHORT.get(word, word)


def _is_roman(words: list[str], place: int) -> bool:
    """Return whether the word at `place` is a Roman numeral: one letter is only at the end or after "part"."""
    if len(words[place]) > 1:
        return True
    before = words[place - 1]
    return before in _MARKS or (place == len(words) - 1 and before not in (*_AND, "vs"))


def _letters_and_figures(word: str) -> str:
    """Return the number that a word such as "se7en" spells, or its letters: "s1m0ne" -> "simone"."""
    before, figures, after = re.split(r"(\d+)", word, maxsplit=1)
    for name, value in WORDS.items():
        if figures == str(value) and name.startswith(before) and name.endswith(after):
            return figures
    letters = word.translate(_LEET)
    return letters if letters.isalpha() else word


def _counted(words: list[str]) -> Iterator[str]:
    """Yield words with figures for each run of words that is a number: "twenty one" -> "21"."""
    place = 0
    while place < len(words):
        number, length = _number_at(words, place)
        yield words[place] if number is None else str(number)
        place += length


def _number_at(words: list[str], place: int) -> tuple[int | None, int]:
    """Return the number that begins at `place`, `None` if there is none, and how many words it has."""
    number, length = _below_hundred(words, place)
    if number is None:
        return None, 1
    following = words[place + length] if place + length < len(words) else ""
    if following in _SCALES:
        number, length = number * _SCALES[following], length + 1
        rest, more = _number_at(words, place + length) if place + length < len(words) else (None, 0)
        if rest is not None and rest < _SCALES[following]:
            return number + rest, length + more
        return number, length
    if following == "000" and number < 1000:
        return number * 1000, length + 1
    if 10 <= number <= 20 and not is_number(words[place]):
        # Years are read in pairs: "nineteen eighty four".
        pair, more = _below_hundred(words, place + length)
        if pair is not None and 10 <= pair < 100:
            return number * 100 + pair, length + more
    return number, length


def _below_hundred(words: list[str], place: int) -> tuple[int | None, int]:
    """Return the number of one word, or of two such as "twenty one", at `place`, and how many words it has."""
    if place >= len(words):
        return None, 0
    value = value_of(words[place])
    if value is None:
        return None, 0
    unit = value_of(words[place + 1]) if place + 1 < len(words) else None
    if words[place] in WORDS and value >= 20 and unit is not None and unit < 10 and not is_number(words[place + 1]):
        return value + unit, 2
    return value, 1


def _without_marks(words: list[str]) -> Iterator[str]:
    """Yield words without the marks before numbers."""
    for place, word in enumerate(words):
        if word in _MARKS and place + 1 < len(words) and is_number(words[place + 1]):
            continue
        yield word
