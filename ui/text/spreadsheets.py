"""Tables as CSV that spreadsheets open safely: nothing in a cell is read as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import pandas as pd

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# A spreadsheet takes text that begins with such a sign for a formula, some also the full-width sign, or one behind
# spaces and what cannot be seen: https://owasp.org/www-community/attacks/CSV_Injection. So a sign is guarded that no
# letter or digit comes before. Where the comma is the decimal mark, a semicolon too begins a cell.
_FORMULA = re.compile(r"(^|;)(?=[^\w;]*[=+\-@＝＋－＠])")


def table_as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV with its own columns, in UTF-8 with BOM and CRLF, as spreadsheets expect it."""
    return csv_text([list(table.columns), *table.to_numpy(dtype=object).tolist()], "\r\n").encode("utf-8-sig")


def csv_text(rows: Iterable[Sequence[object]], line_end: str) -> str:
    """Return rows of cells as CSV, each text on one line and none read as a formula."""
    written = io.StringIO()
    safe = ([_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(written, lineterminator=line_end).writerows(safe)
    return written.getvalue()


def _safe(text: str) -> str:
    """Return `text` on one line, with an apostrophe wherever a spreadsheet might begin to read a formula.

    Text in which such an apostrophe stands already gets another, so that taking off the first gives the text back.
    """
    return _FORMULA.sub(r"\1'", _BREAKS.sub(" ", text))
