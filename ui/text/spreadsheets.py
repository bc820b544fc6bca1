"""Tables as CSV that is safe to open in a spreadsheet: no cell is read as a formula. Pure."""

from __future__ import annotations

import pandas as pd

from engine.spreadsheets import csv_text


def table_as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with BOM and CRLF, as spreadsheets expect it."""
    return csv_text([list(table.columns), *table.to_numpy(dtype=object).tolist()], "\r\n").encode("utf-8-sig")
