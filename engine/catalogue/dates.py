"""Dates as people write them. Whether the day or the month comes first is decided for the whole column. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

EARLIEST_YEAR = 1870
"""Older than the first moving pictures."""
YEARS_AHEAD = 10
"""How many years before its release a film may be announced."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.ASCII)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[T ].*)?", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH_FIRST = re.compile(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[a-z]+)\.?,?[ -](?P<year>\d{4}|\d{2})", re.ASCII
)
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.ASCII)
_PLACE = re.compile(r"\s*\([^)]*\)\s*$")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", re.ASCII)
_YEAR_ALONE = re.compile(r"(?:[a-z]+\.? )?(\d{4})(?:-\d{1,2}|\.0)?", re.ASCII)


def is_possible_year(year: int, latest_year: int) -> bool:
    """Return whether a film can be from that year: EARLIEST_YEAR to YEARS_AHEAD after `latest_year`."""
    return EARLIEST_YEAR <= year <= latest_year + YEARS_AHEAD


def parse_date(cell: str, latest_year: int, release_year: int | None = None, day_first: bool = False) -> date | None:
    """Return the date in a cell: `2010-07-15`, `7/15/2010`, `15.07.10`, `July 15, 2010` or `15 Jul 2010`.

    Parameters
    ----------
    cell
        The cell. What stands in brackets behind the date, such as a country, is left out.
    latest_year
        A year of two digits becomes the last year with these digits that is not after this one. Dates more than
        YEARS_AHEAD after it, or before EARLIEST_YEAR, are `None`.
    release_year
        The full year, if it is known; it completes two digits that fit it.
    day_first
        Whether `3/2/2010` is the third of February. With dots, the day is always first.

    """
    if usual := _iso_date(cell):
        return usual if is_possible_year(usual.year, latest_year) else None
    cell = _PLACE.sub("", cell.strip()) if "(" in cell else cell.strip()
    if match := _ISO.fullmatch(cell) or _DIGITS.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(cell):
        first, second = int(match[1]), int(match[2])
        month, day = (second, first) if day_first or "." in cell else (first, second)
        year = _full_year(match[3], latest_year, release_year)
    elif match := _in_words(cell):
        month, day = _MONTHS.get(match["month"], 0), int(match["day"])
        year = _full_year(match["year"], latest_year, release_year)
    else:
        return None
    try:
        return date(year, month, day) if is_possible_year(year, latest_year) else None
    except ValueError:
        return None


def _iso_date(cell: str) -> date | None:
    """Return the date in a cell such as `2010-07-15`, as most files have them; `None` for any other cell."""
    # Python also knows weeks: 2010-W28-4.
    if len(cell) != len("2010-07-15") or not cell[4] == cell[7] == "-":
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _in_words(cell: str) -> re.Match[str] | None:
    cell = _WEEKDAY.sub("", cell.casefold())
    return _MONTH_FIRST.fullmatch(cell) or _DAY_FIRST.fullmatch(cell)


def _full_year(digits: str, latest_year: int, release_year: int | None) -> int:
    if len(digits) == 4:
        return int(digits)
    two_digits = int(digits)
    if release_year is not None and release_year % 100 == two_digits:
        return release_year
    return latest_year - (latest_year - two_digits) % 100


def parse_year_alone(cell: str, latest_year: int) -> int | None:
    """Return the year of a cell in a column of dates that has no day: `1999`, `1999-07`, `June 1999`."""
    cell = _PLACE.sub("", cell.strip()).casefold()
    match = _YEAR_ALONE.fullmatch(cell)
    year = int(match[1]) if match else 0
    return year if is_possible_year(year, latest_year) else None


def parse_year(cell: str, latest_year: int) -> int | None:
    """Return the first year in a cell of a column of years: `2001`, `2001.0`, `(2001)`, `2001-2008`."""
    match = _YEAR.search(cell)
    year = int(match[0]) if match else 0
    return year if is_possible_year(year, latest_year) else None


def observe_dates(cells: Iterable[str], evidence: Counter[str]) -> None:
    """Count the cells in which only the day can be first ("day first"), only the month, or either ("undecided")."""
    for cell in cells:
        match = _NUMBERS.fullmatch(cell.strip())
        if match and "." not in cell[:6]:
            first, second = int(match[1]), int(match[2])
            shown = "day first" if first > 12 else "month first" if second > 12 else "undecided"
            evidence[shown] += first != second
