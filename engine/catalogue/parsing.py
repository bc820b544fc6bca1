"""From a cell of a CSV to a value. Pure functions; what cannot be understood is `None` or empty, never a guess."""

from __future__ import annotations

import ast
import json
import math
import re
from datetime import date

import ftfy
from ftfy.badness import is_bad

EARLIEST_YEAR = 1870
"""Older than the first moving pictures."""
YEARS_AHEAD = 10
"""How many years before its release a film may be announced."""

LONGEST_RUNTIME = 60 * 24 * 40
"""Minutes. The longest film ever made, "Logistics", runs for 35 days."""

# Control characters of ASCII go first, since they may stand within mojibake. Those above may be part of mojibake.
_CONTROLS = {code: " " if chr(code).isspace() else None for code in [*range(32), 127]}
_JOINERS = "\u200c\u200d"
_MAX_NUMBER = 2.0**127
_ESCAPES = "\\'\"abfnrtvxuUN01234567\n"
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_PLACEHOLDERS = frozenset(
    [
        "no overview",
        "no overview found",
        "no overview yet",
        "no overview available",
        "no description available",
        "no plot available",
        "overview coming soon",
        "coming soon",
        "n/a",
        "na",
        "nan",
        "none",
        "null",
        "-",
    ]
)


def clean_text(cell: str) -> str:
    """Return `cell` on one line, without control characters and lone surrogates, and with mojibake repaired.

    Mojibake is UTF-8 that was read in another encoding; ftfy decides what looks like it, and changes nothing else.
    """
    if not cell.isprintable():
        cell = cell.translate(_CONTROLS)
    if not cell.isascii() and is_bad(cell):
        cell = ftfy.fix_encoding(cell)
    if not cell.isprintable():
        cell = "".join(c if c.isprintable() or c.isspace() or c in _JOINERS else "" for c in cell)
    return " ".join(cell.split())


def clean_overview(cell: str) -> str:
    """Return `clean_text(cell)`; empty if it is a placeholder such as "No overview found."."""
    text = clean_text(cell)
    return "" if text.rstrip(".!… ").casefold() in _PLACEHOLDERS else text


def parse_list(cell: str, separator: str = ",") -> list[str] | None:
    """Return the names in a list cell, in order, each once; `None` if the list is cut short.

    A list may be written in three ways: `a, b`, JSON, or a Python literal. Objects of the latter two have the name
    under "name".

    Parameters
    ----------
    cell
        The cell.
    separator
        Stands between the names in the first way of writing.

    """
    cell = cell.strip()
    if cell.startswith("["):
        names = _literal_names(cell)
        if names is None:
            return None
    else:
        names = cell.split(separator)
    return list(dict.fromkeys(filter(None, map(clean_text, names))))


def _literal_names(cell: str) -> list[str] | None:
    try:
        items = json.loads(cell)
    except (ValueError, RecursionError):
        try:
            items = ast.literal_eval(_escape_backslashes(cell))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
    if not isinstance(items, list):
        return None
    named = (item.get("name") if isinstance(item, dict) else item for item in items)
    return [name for name in named if isinstance(name, str)]


def _escape_backslashes(literal: str) -> str:
    r"""Double each backslash of a Python literal that does not start an escape: "AC\DC" becomes "AC\\DC"."""
    return re.sub(r"\\(.|\n)", lambda pair: pair[0] if pair[1] in _ESCAPES else "\\" + pair[0], literal)


def parse_date(cell: str, latest_year: int, release_year: int | None = None) -> date | None:
    """Return the date in a cell: `2010-07-15`, `7/15/2010` or `7/15/10`.

    Parameters
    ----------
    cell
        The cell.
    latest_year
        A year of two digits becomes the last year with these digits that is not after this one. Dates more than
        YEARS_AHEAD after it, or before EARLIEST_YEAR, are `None`.
    release_year
        The full year, if it is known; it completes two digits that fit it.

    """
    cell = cell.strip()
    if match := _ISO_DATE.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _US_DATE.fullmatch(cell):
        month, day = int(match[1]), int(match[2])
        year = int(match[3]) if len(match[3]) == 4 else _complete_year(int(match[3]), latest_year, release_year)
    else:
        return None
    try:
        return date(year, month, day) if is_possible_year(year, latest_year) else None
    except ValueError:
        return None


def _complete_year(two_digits: int, latest_year: int, release_year: int | None) -> int:
    if release_year is not None and release_year % 100 == two_digits:
        return release_year
    return latest_year - (latest_year - two_digits) % 100


def is_possible_year(year: int, latest_year: int) -> bool:
    """Return whether a film can be from that year: EARLIEST_YEAR to YEARS_AHEAD after `latest_year`."""
    return EARLIEST_YEAR <= year <= latest_year + YEARS_AHEAD


def parse_id(cell: str) -> int | None:
    """Return the film id in `cell`, 1 or more; also if a spreadsheet has turned it into `862.0`."""
    number = parse_number(cell)
    return int(number) if number is not None and 1 <= number <= 2**31 - 1 and number == int(number) else None


def parse_number(cell: str) -> float | None:
    """Return the number in `cell`, if a column of float32 can hold it."""
    try:
        # Python also accepts "1_000" and digits of other scripts.
        number = float(cell) if cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        return None
    return number if abs(number) < _MAX_NUMBER else None


def parse_rating(cell: str) -> float | None:
    """Return the rating in `cell`, 0 to 10."""
    rating = parse_number(cell)
    return rating if rating is not None and 0 <= rating <= 10 else None


def parse_amount(cell: str) -> int | None:
    """Return the positive number in `cell`, rounded. TMDB writes 0 for an unknown budget, revenue or runtime."""
    number = parse_number(cell)
    return round(number) if number is not None and 0.5 < number < 2**53 else None


def parse_flag(cell: str) -> bool:
    """Return whether `cell` is "true", "1" or "yes", in any case."""
    return cell.strip().lower() in ("true", "1", "1.0", "yes")


def parse_minutes(cell: str) -> int | None:
    """Return the runtime in `cell`, in minutes; `None` if it is longer than LONGEST_RUNTIME."""
    minutes = parse_amount(cell)
    return minutes if minutes is not None and minutes <= LONGEST_RUNTIME else None
