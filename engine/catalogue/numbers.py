"""Numbers as people write them: `1,234,567`, `8,2`, `$25,000,000`, `1.5M`, `142 min`. Pure functions.

A comma or a dot may be a decimal mark or part groups of digits. Which it is shows in some cells and not in others, so
it is decided for the whole column.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_MAX_NUMBER = 2.0**127
_SPACES = "' \u2019\u00a0\u202f\u2009"
_AFFIXES = re.compile(
    r"(?P<money>US\$|\$|USD)?\s*(?P<sign>[-+\u2212]?)\s*(?P<digits>\d[\d.,'\s\u2019]*|[.,]\d+)(?P<power>[eE][-+]?\d{1,3})?\s*"
    r"(?P<unit>k|m|b|mn|bn|mil|million|billion|thousand)?\.?\s*(?:USD|US\$|\$|%|/10)?",
    re.ASCII | re.IGNORECASE,
)
_UNITS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "million": 1e6}
_UNITS |= {"b": 1e9, "bn": 1e9, "billion": 1e9}
_GROUPED = {
    mark: re.compile(rf"(?:\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)?(?:{re.escape(mark)}\d*)?", re.ASCII)
    for mark, group in ((".", ","), (",", "."))
}
_MARKS = re.compile(r"[.,]")
_HOURS = re.compile(
    r"(?:PT)?\s*(?:(\d{1,3})\s*h(?:ou)?r?s?\.?,?)?\s*(?:(\d{1,5})\s*m(?:in(?:ute)?s?)?\.?)?(?:\s*\d+\s*s\w*)?",
    re.ASCII | re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)

LONGEST_RUNTIME = 60 * 24 * 40
"""Minutes. The longest film ever made, "Logistics", runs for 35 days."""


def parse_number(cell: str, mark: str = ".") -> float | None:
    """Return the number in `cell`, if a column of float32 can hold it.

    Parameters
    ----------
    cell
        The cell. Money is in US dollars; other currencies are not understood.
    mark
        The decimal mark, "." or ","; the other one may part groups of three digits.

    """
    if mark == ".":
        try:
            # Python also accepts "1_000" and digits of other scripts.
            number = float(cell) if cell.isascii() and "_" not in cell else math.nan
            return number if abs(number) < _MAX_NUMBER else _written(cell, mark)
        except ValueError:
            pass
    return _written(cell, mark)


def _written(cell: str, mark: str) -> float | None:
    match = _AFFIXES.fullmatch(cell.strip())
    if not match:
        return None
    digits = match["digits"].translate(dict.fromkeys(map(ord, _SPACES)))
    if not _GROUPED[mark].fullmatch(digits):
        return None
    group = "," if mark == "." else "."
    number = float(digits.replace(group, "").replace(mark, ".") + (match["power"] or ""))
    number *= _UNITS.get((match["unit"] or "").lower(), 1.0)
    number = -number if match["sign"] in ("-", "\u2212") else number
    return number if abs(number) < _MAX_NUMBER else None


def parse_amount(cell: str, mark: str = ".", scale: float = 1.0) -> int | None:
    """Return the positive number in `cell` times `scale`, rounded. TMDB writes 0 for an unknown budget or revenue."""
    number = parse_number(cell, mark)
    if number is None:
        return None
    number *= scale
    return round(number) if 0.5 < number < 2**53 else None


def parse_minutes(cell: str, mark: str = ".") -> int | None:
    """Return the runtime in `cell`, in minutes: `95`, `142 min`, `2h 22m`, `1:45`; `None` beyond LONGEST_RUNTIME."""
    minutes = parse_amount(cell, mark) if not cell.strip()[-1:].isalpha() else None
    if minutes is None:
        minutes = _in_hours(cell.strip())
    return minutes if minutes is not None and 0 < minutes <= LONGEST_RUNTIME else None


def _in_hours(cell: str) -> int | None:
    if clock := _CLOCK.fullmatch(cell):
        return int(clock[1]) * 60 + int(clock[2])
    match = _HOURS.fullmatch(cell)
    if not match or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def observe_numbers(cells: Iterable[str], evidence: Counter[str]) -> None:
    """Count what the cells of a column show about its decimal mark.

    Counted are cells in which a comma or a dot can only be the decimal mark ("," and "."), in which it can only part
    groups ("group ," and "group ."), and in which it may be either ("maybe ," and "maybe .").
    """
    for cell in cells:
        evidence.update(_shown_by(cell))


@lru_cache(maxsize=65_536)
def _shown_by(cell: str) -> tuple[str, ...]:
    marks = _MARKS.findall(cell)
    if not marks or not (match := _AFFIXES.fullmatch(cell.strip())):
        return ()
    digits = match["digits"].translate(dict.fromkeys(map(ord, _SPACES)))
    marks = _MARKS.findall(digits)
    if not marks:
        return ()
    last, before = marks[-1], marks[:-1]
    if before and last in before:
        return (f"group {last}",)
    if before:
        return (last,)
    whole, _, rest = digits.partition(last)
    is_group = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return (f"maybe {last}",) if is_group else (last,)


def decimal_mark(evidence: Counter[str], is_whole: bool, file_mark: str = "") -> str:
    """Return the decimal mark of a column.

    Parameters
    ----------
    evidence
        What `observe_numbers` counted.
    is_whole
        Whether the column holds whole numbers, such as votes or money; a rating or a popularity is none.
    file_mark
        The mark of other columns of the file, if they show one.

    """
    comma = evidence[","] + evidence["group ."]
    dot = evidence["."] + evidence["group ,"]
    if comma != dot:
        return "," if comma > dot else "."
    if is_whole:
        # With nothing to tell, "21.000" votes are thousands, and so are "21,000".
        return "," if evidence["maybe ."] > evidence["maybe ,"] else "."
    if evidence["maybe ,"] and not evidence["maybe ."]:
        return ","
    return file_mark or "."
