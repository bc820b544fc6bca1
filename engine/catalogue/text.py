"""Text of a cell, cleaned: on one line, mojibake repaired, placeholders gone. Pure functions."""

from __future__ import annotations

import re

import ftfy
from ftfy.badness import is_bad

# Control characters of ASCII go first, since they may stand within mojibake. Those above may be part of mojibake.
_CONTROLS = {code: " " if chr(code).isspace() else None for code in [*range(32), 127]}
_JOINERS = "\u200c\u200d"
SPREADSHEET_ERRORS = frozenset(["#name?", "#ref!", "#value!", "#div/0!", "#num!", "#n/a", "#null!"])
"""What a spreadsheet writes instead of a text that looks like a formula."""
EMPTY_WORDS = SPREADSHEET_ERRORS | {
    "\\n",
    "n/a",
    "na",
    "nan",
    "none",
    "null",
    "-",
    "(no genres listed)",
    "unknown",
    "<na>",
    "nat",
}
"""Words for an empty cell, in lower case."""
EMPTY_CELLS = frozenset(
    [
        "",
        " ",
        *(spelled for word in EMPTY_WORDS for spelled in (word, word.upper(), word.title())),
        "NaN",
        "NaT",
        "<NA>",
    ]
)
"""Cells that hold nothing, in every usual spelling: a set is taken from another faster than cells are looked at."""
_PLACEHOLDERS = EMPTY_WORDS | {
    "no overview",
    "no overview found",
    "no overview yet",
    "no overview available",
    "no description available",
    "no plot available",
    "overview coming soon",
    "coming soon",
}
_LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))
_LONG_ASCII = re.compile(r"[\x00-\x7f]{13,}")
_NEAR = 6
"""Characters beside one that is not ASCII, at least as many as ftfy looks at together with it."""
_BECAME_A_DATE = re.compile(r"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.ASCII)


def clean_text(cell: str) -> str:
    """Return `cell` on one line, without control characters and lone surrogates, and with mojibake repaired.

    Mojibake is UTF-8 that was read in another encoding; ftfy decides what looks like it, and changes nothing else.
    """
    # Most cells are of this kind, and splitting a long one takes time.
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    if not cell.isprintable():
        cell = cell.translate(_CONTROLS)
    if not cell.isascii() and is_mojibake(cell):
        cell = ftfy.fix_encoding(cell)
    if not cell.isprintable():
        cell = "".join(c if c.isprintable() or c.isspace() or c in _JOINERS else "" for c in cell)
    return " ".join(cell.split())


def is_mojibake(cell: str) -> bool:
    """Return what ftfy's `is_bad` returns, in a sixth of the time for a long text.

    Whatever it looks for is at most _NEAR characters long, and one of these is not ASCII. So the inner part of a long
    run of ASCII characters makes no difference.
    """
    return is_bad(_LONG_ASCII.sub(lambda run: run[0][:_NEAR] + run[0][-_NEAR:], cell))


def clean_overview(cell: str) -> str:
    """Return `clean_text(cell)`; empty if it is a placeholder such as "No overview found."."""
    text = clean_text(cell)
    words = text.rstrip(".!… ")
    return "" if len(words) <= _LONGEST_PLACEHOLDER and words.casefold() in _PLACEHOLDERS else text


def clean_title(cell: str) -> str:
    """Return `clean_text(cell)`; empty if it stands for an empty cell. A film may be called "None" or "NaN"."""
    text = clean_text(cell)
    # Most titles are neither, as their first letter tells.
    return "" if text[:1] in ("#", "\\") and (text.casefold() in SPREADSHEET_ERRORS or text == "\\N") else text


def became_a_date(title: str) -> bool:
    """Return whether a title looks like a date that a spreadsheet made of it: `1-Mar`."""
    return title[:1].isdigit() and bool(_BECAME_A_DATE.fullmatch(title))
