"""Titles in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Characters of a title that count; hardly a film has more."""

# Letters that Unicode does not take apart into a plain one and a mark.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_SILENT = dict.fromkeys("'’‘`´.", "")
_PLAIN = str.maketrans(_LETTERS | _SILENT)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"^(?P<title>.*\S)[\s(\[]+(?P<year>1[89]\d\d|20\d\d)[)\]]?\s*$")


def normal_form(title: str) -> str:
    """Return `title` as words of plain letters and digits: "WALL·E" -> "wall e", "Ocean's" -> "oceans".

    A title without any letter or digit, of emoji for example, stays as it is but for its spaces.
    """
    plain = title[:LONGEST].casefold().translate(_PLAIN).replace("&", " and ")
    # Most titles are ASCII, which has no accents.
    bare = plain if plain.isascii() else _without_accents(plain)
    return " ".join(_WORD.findall(bare)) or "".join(title[:LONGEST].casefold().split())


def _without_accents(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in marked if not unicodedata.combining(c)))


def trigrams(normal: str) -> set[str]:
    """Return the runs of three characters in each word of a normal form, the word's ends marked by a space."""
    return {
        padded[start : start + 3]
        for word in normal.split()
        for padded in (f" {word} ",)
        for start in range(max(1, len(padded) - 2))
    }


def split_year(text: str) -> tuple[str, int | None]:
    """Return the title and the year in "batman 1989" or "Batman (1989)"; no year where there is none behind a title."""
    match = _YEAR.match(text[: 2 * LONGEST])
    return (match["title"], int(match["year"])) if match else (text, None)
