"""What a file says about films, before anybody knows which films of the catalogue are meant. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.spreadsheets import plain_cell
from engine.users.term_preference import TermPreference
from engine.users.values import HistoryEntry, MarkKind, Preferences

MAX_TITLE = 300
"""Characters of a title that are kept."""
_IMDB = re.compile(r"tt\d{5,10}")
_OLD_DATE = "%a %b %d %H:%M:%S %Y"
_FIRST_YEAR, _LAST_YEAR = 1870, 2100
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ImportedMark:
    """A mark in a file."""

    kind: MarkKind
    rating: float | None = None
    at: datetime | None = None
    """`None` if the file does not say."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A film in a file, and what it is marked as."""

    line: int
    """Line of the file; of JSON, the number of the entry; the first is 1."""
    title: str
    year: int | None
    tmdb_id: int | None
    imdb_id: str
    marks: tuple[ImportedMark, ...]
    file: str = ""
    """Name within an archive, to show; never used as a path."""

    @property
    def label(self) -> str:
        """Title and year, or what else is known."""
        if self.title:
            return f"{self.title} ({self.year})" if self.year else self.title
        return f"TMDB id {self.tmdb_id}" if self.tmdb_id else self.imdb_id or "no title"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was not taken, and why."""

    line: int
    reason: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What a file, or an archive of files, holds."""

    source: str
    """Where it comes from, to show: "Letterboxd"."""
    rows: tuple[ImportRow, ...]
    skipped: tuple[SkippedRow, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    preferences: Preferences | None = None
    terms: tuple[TermPreference, ...] = ()


class BadCell(ValueError):
    """A cell makes no sense; the message is the reason why its row is skipped."""


def stars(text: object, out_of: int) -> float | None:
    """Return a rating as 0.5 to 5 stars in halves, `None` if the cell is empty.

    Ratings out of five are taken as they are and must be in halves. Of ratings out of ten, a point is half a star, and
    parts of a point are rounded to the nearest one, halves up: 7 is 3.5 stars, and so is 6.5.

    Raises
    ------
    BadCell
        It is no number from 0.5 to 5, or from 0.5 to 10.

    """
    cell = str("" if text is None else text).strip()
    if not cell:
        return None
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0.5 <= value <= out_of:
        raise BadCell(f"the rating is not a number from 0.5 to {out_of}")
    halves = value * 10 / out_of
    if out_of == 5 and halves != int(halves):
        raise BadCell("the rating is not in steps of a half")
    return math.floor(halves + 0.5) / 2


def time_of(text: object) -> datetime | None:
    """Return a date or a time in UTC; `None` if the cell is empty or a date that we do not know how to read.

    ISO 8601, as nearly all sites write it, and the way of old exports of IMDb.
    """
    cell = str("" if text is None else text).strip()
    if not cell:
        return None
    found = _parsed(cell)
    if found is None or not _EARLIEST <= found <= datetime.now(UTC) + timedelta(days=1):
        return None
    return found


def _parsed(cell: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(cell)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        try:
            return datetime.strptime(cell, _OLD_DATE).replace(tzinfo=UTC)
        except ValueError:
            return None


def seconds_since_1970(text: object) -> datetime | None:
    """Return the time of a Unix time stamp, `None` if there is none."""
    try:
        found = _EARLIEST + timedelta(seconds=int(str(text)))
    except (ValueError, OverflowError):
        return None
    return found if _EARLIEST <= found <= datetime.now(UTC) + timedelta(days=1) else None


def year_of(text: object) -> int | None:
    """Return the year that a cell begins with, `None` if it begins with none."""
    digits = str("" if text is None else text).strip()[:4]
    year = int(digits) if digits.isascii() and digits.isdigit() else 0
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def tmdb_id_of(text: object) -> int | None:
    """Return a TMDB id, `None` if there is none."""
    digits = str("" if text is None else text).strip().removesuffix(".0")
    value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else 0
    return value if 0 < value < 2**31 else None


def imdb_id_of(text: object) -> str:
    """Return an IMDb id such as "tt0133093", or an empty text. MovieLens writes only the digits."""
    cell = str("" if text is None else text).strip()
    if cell.isascii() and cell.isdigit():
        cell = f"tt{cell:0>7}"
    return cell if _IMDB.fullmatch(cell) else ""


def title_of(text: object) -> str:
    """Return a title on one line, as an export of ours had it before formulas were escaped."""
    cell = plain_cell(str("" if text is None else text))
    line = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return line[:MAX_TITLE]
