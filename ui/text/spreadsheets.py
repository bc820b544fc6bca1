"""Tables as CSV that is safe to open in a spreadsheet: no cell is read as a formula. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import pandas as pd

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# A spreadsheet takes text that begins with one of these signs for a formula; some also take full-width signs, or signs
# after spaces and invisible characters: https://owasp.org/www-community/attacks/CSV_Injection. So every sign before the
# first letter or digit is guarded. Where a comma is the decimal mark, a semicolon also begins a cell.
_FORMULA = re.compile(r"(^|;)(?=[^\w;]*[=+\-@＝＋－＠])")


def table_as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with BOM and CRLF, as spreadsheets expect it."""
    return csv_text([list(table.columns), *table.to_numpy(dtype=object).tolist()], "\r\n").encode("utf-8-sig")


def csv_text(rows: Iterable[Sequence[object]], line_end: str) -> str:
    """Return rows of cells as CSV, with every text on one line and none read as a formula."""
    text = io.StringIO()
    safe = ([_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(text, lineterminator=line_end).writerows(safe)
    return text.getvalue()


def _safe(text: str) -> str:
    """Return `text` on one line, with an apostrophe wherever a spreadsheet might begin to read a formula.

    Text that already has such an apostrophe gets another, so removing the first one gives the text back.
    """
    return _FORMULA.sub(r"\1'", _BREAKS.sub(" ", text))
