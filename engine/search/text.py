"""Titles in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 200
"""Characters of a title that are read; hardly any film has more."""

# Letters that Unicode does not split into a plain letter and an accent.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_SILENT = dict.fromkeys("'’‘`´.", "")
_TRANSLATION = str.maketrans(_LETTERS | _SILENT)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"^(?P<title>.*\S)[\s(\[]+(?P<year>1[89]\d\d|20\d\d)[)\]]?\s*$")


def normal_form(title: str) -> str:
    """Return `title` as words of plain letters and digits: "WALL·E" -> "wall e", "Ocean's" -> "oceans".

    A title without any letter or digit, such as one of emoji, only loses its spaces.
    """
    text = title[:MAX_CHARACTERS].casefold().translate(_TRANSLATION).replace("&", " and ")
    # Most titles are ASCII, which has no accents.
    bare = text if text.isascii() else _without_accents(text)
    return " ".join(_WORD.findall(bare)) or "".join(title[:MAX_CHARACTERS].casefold().split())


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def trigrams(normal: str) -> set[str]:
    """Return all runs of three characters in the words of a normal form; a space marks each end of a word."""
    return {
        padded[start : start + 3]
        for word in normal.split()
        for padded in (f" {word} ",)
        for start in range(max(1, len(padded) - 2))
    }


def split_year(text: str) -> tuple[str, int | None]:
    """Return the title and the year in "batman 1989" or "Batman (1989)"; `None` if no year follows a title."""
    match = _YEAR.match(text[: 2 * MAX_CHARACTERS])
    return (match["title"], int(match["year"])) if match else (text, None)
