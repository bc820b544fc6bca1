"""Titles in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 200
"""Characters of a title that are read; hardly any film has more."""

ARTICLES = (
    *("the", "a", "an", "le", "la", "les", "un", "une", "el", "los", "las"),
    *("il", "lo", "gli", "der", "die", "das", "o", "os"),
)
"""Words that may be missing at the beginning of a title, or be moved to its end."""

# Letters that Unicode does not split into a plain letter and an accent.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_SILENT = dict.fromkeys("'’‘`´.", "")
_TRANSLATION = str.maketrans(_LETTERS | _SILENT)
# ½, ³ and Ⅱ, by their kinds in Unicode.
_SMALL_FIGURES = ("No", "Nl")
_WORD = re.compile(r"[^\W_]+")
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What parts words of ASCII."""
_ASCII_WORDS = {**_APART, **{ord(sign): "" for sign in _SILENT if sign.isascii()}, ord("&"): " and "}
_LETTERS_APART = re.compile(r"\b[^\W\d_](?: [^\W\d_]\b)+")


# A build asks for each title more than once in a row.
@lru_cache(maxsize=128)
def normal_form(title: str) -> str:
    """Return `title` as words of plain letters and digits: "WALL·E" -> "wall e", "Ocean's" -> "oceans".

    Letters that stand apart are one word, "S W A T" like "S.W.A.T."; small figures are words of their own, "Alien³" has
    two. A title without any letter or digit, such as one of emoji, only loses its spaces.
    """
    text = title[:MAX_CHARACTERS].casefold()
    # Most titles are ASCII, which has no accents.
    if text.isascii():
        words = text.translate(_ASCII_WORDS).split()
    else:
        words = _WORD.findall(_without_accents(text.translate(_TRANSLATION).replace("&", " and ")))
    normal = " ".join(words)
    if len(words) > 1 and [*map(len, words)].count(1) > 1:
        normal = _LETTERS_APART.sub(lambda letters: letters[0].replace(" ", ""), normal)
    return normal or "".join(title[:MAX_CHARACTERS].casefold().split())


def _without_accents(text: str) -> str:
    apart = "".join(f" {c} " if unicodedata.category(c) in _SMALL_FIGURES else c for c in text)
    decomposed = unicodedata.normalize("NFKD", apart)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def trigrams(normal: str) -> set[str]:
    """Return all runs of three characters in the words of a normal form; a space marks each end of a word."""
    return {
        padded[start : start + 3]
        for word in normal.split()
        for padded in (f" {word} ",)
        for start in range(max(1, len(padded) - 2))
    }
