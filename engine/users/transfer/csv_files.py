"""From bytes to rows of named cells: CSV as spreadsheets and sites write it. Pure."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import ImportRefused, quoted

MAX_ROWS = 50_000
MAX_COLUMNS = 100
_LONGEST_CELL = 100_000
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """The cells of one row by the names of their columns, in lower case."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV whose first row names its columns."""

    columns: tuple[str, ...]
    """In lower case, spaces at the ends removed."""
    rows: tuple[NamedRow, ...]


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with or without a mark, else Windows-1252.

    Raises
    ------
    ImportRefused
        It is empty, or no text.

    """
    encoding = "utf-16" if data.startswith(_MARKS_OF_UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise ImportRefused(f"{quoted(name)} is no text; choose a CSV, a JSON file, or the zip that the site gave you")
    if not text.strip():
        raise ImportRefused(f"{quoted(name)} is empty")
    return text


def read_csv(text: str, name: str) -> CsvTable:
    """Return the rows of a CSV. Commas, semicolons and tabs are told apart by the first row.

    Raises
    ------
    ImportRefused
        It has too many columns or rows, or is damaged.

    """
    first = text.lstrip().splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        columns = tuple(cell.strip().lower() for cell in next(reader))
        if len(columns) > MAX_COLUMNS:
            raise ImportRefused(
                f"{quoted(name)} has {len(columns)} columns; no export of a film site has more than {MAX_COLUMNS}"
            )
        rows = tuple(_rows(reader, columns, name))
    except csv.Error:
        raise ImportRefused(f"{quoted(name)} is damaged near line {reader.line_num}; export it again") from None
    return CsvTable(columns, rows)


def _rows(reader: Iterator[list[str]], columns: tuple[str, ...], name: str) -> Iterator[NamedRow]:
    count, line = 0, 2
    for cells in reader:
        if any(map(str.strip, cells)):
            count += 1
            if count > MAX_ROWS:
                raise ImportRefused(f"{quoted(name)} has more than {MAX_ROWS:,} rows; split it and import each part")
            # A row may be cut short; what it has too much belongs to no column.
            yield NamedRow(line, dict(zip(columns, cells, strict=False)))
        line = getattr(reader, "line_num", line) + 1
