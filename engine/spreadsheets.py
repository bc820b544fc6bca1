"""CSV that is safe to open in a spreadsheet: no cell is read as a formula. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# A spreadsheet takes text that begins with one of these signs for a formula; some also take full-width signs, or signs
# after spaces and invisible characters: https://owasp.org/www-community/attacks/CSV_Injection. So every sign before the
# first letter or digit is guarded. Where a comma is the decimal mark, a semicolon also begins a cell.
_FORMULA = re.compile(r"(^|;)(?=[^\w;]*[=+\-@＝＋－＠])")
_GUARDED = re.compile(r"(^|;)'(?=[^\w;]*[=+\-@＝＋－＠])")


def csv_text(rows: Iterable[Sequence[object]], line_end: str) -> str:
    """Return rows of cells as CSV, with every text on one line and none read as a formula."""
    text = io.StringIO()
    safe = ([_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(text, lineterminator=line_end).writerows(safe)
    return text.getvalue()


def plain_cell(text: str) -> str:
    """Return a text as it was before `csv_text` guarded it."""
    return _GUARDED.sub(r"\1", text)


def _safe(text: str) -> str:
    """Return `text` on one line, with an apostrophe wherever a spreadsheet might begin to read a formula.

    Text that already has such an apostrophe gets another, so removing the first one gives the text back.
    """
    return _FORMULA.sub(r"\1'", _BREAKS.sub(" ", text))
