"""CSV and its relatives: the separator is found by trying each on the beginning of the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from engine.errors import SourceUnreadable
from engine.reading.rows import LONGEST_CELL, Row

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_COLONS = "::"
_WITHOUT_HEADER = re.compile(r"\d+::[^\n]*::")
MOVIELENS_COLUMNS = ("movie_id", "title", "genres")
"""The columns of movies.dat of MovieLens, which has no header."""
_BOUNDARIES = ('"\t', '\t"', '"\n', '\n"', '"\r', '\r"')


class RowReader(Protocol):
    """What `csv.reader` returns."""

    @property
    def line_num(self) -> int:
        """Lines read so far."""

    def __iter__(self) -> Iterator[list[str]]:
        """Return itself."""

    def __next__(self) -> list[str]:
        """Return the cells of the next row."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut into cells."""

    separator: str = ","
    quoted: bool = True
    """Whether quotes may stand around a cell. The files of IMDb use quotes as letters."""
    header: tuple[str, ...] = ()
    """The columns of a file without a header."""

    def reader(self, lines: io.TextIOBase) -> RowReader:
        """Return a reader of rows."""
        if self.separator == _COLONS:
            return _ColonReader(lines)
        if self.quoted:
            return csv.reader(lines, delimiter=self.separator)
        return csv.reader(lines, delimiter=self.separator, quoting=csv.QUOTE_NONE)


def sniff(sample: str, known: Callable[[list[str]], int]) -> Dialect:
    """Return how a text is cut into cells.

    Parameters
    ----------
    sample
        How the text begins.
    known
        Returns how many names of a header are known names of columns.

    """
    csv.field_size_limit(LONGEST_CELL)
    if _WITHOUT_HEADER.match(sample):
        return Dialect(_COLONS, quoted=False, header=MOVIELENS_COLUMNS)
    # The last line may be cut.
    lines = sample if sample.count("\n") < 2 else sample[: sample.rindex("\n") + 1]
    best = max(SEPARATORS, key=lambda separator: _fit(lines, Dialect(separator), known))
    quotes_are_letters = best == "\t" and '"' in lines and not _quotes_surround_cells(lines)
    return Dialect(best, not quotes_are_letters)


def _fit(text: str, dialect: Dialect, known: Callable[[list[str]], int]) -> tuple[int, float, int]:
    """Return how well a separator fits: known names of columns, share of rows as wide as the header, its width."""
    try:
        rows = list(islice(filter(None, dialect.reader(io.StringIO(text, newline=""))), _SAMPLE_ROWS))
    except csv.Error:
        return 0, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    widths = Counter(len(row) for row in rows)
    return known(rows[0]), widths[len(rows[0])] / len(rows), len(rows[0])


def _quotes_surround_cells(text: str) -> bool:
    """Return whether the quotes of tab-separated cells stand in pairs around cells, and hardly anywhere else."""
    cells = [cell for line in text.splitlines() for cell in line.split("\t") if cell.startswith('"')]
    closed = sum(len(cell) > 1 and cell.endswith('"') for cell in cells)
    return closed > len(cells) / 2


class _ColonReader:
    """Reads lines whose cells stand between two colons, which `csv.reader` cannot."""

    def __init__(self, lines: io.TextIOBase) -> None:
        self._lines = lines
        self.line_num = 0

    def __iter__(self) -> Iterator[list[str]]:
        """Return itself."""
        return self

    def __next__(self) -> list[str]:
        """Return the cells of the next line; none if it is blank."""
        line = self._lines.readline(LONGEST_CELL)
        if not line:
            raise StopIteration
        self.line_num += 1
        return line.rstrip("\r\n").split(_COLONS) if line.strip() else []


class DelimitedRows:
    """The rows of a CSV, to be read once. The first row is the header."""

    def __init__(self, text: io.TextIOBase, dialect: Dialect, name: str) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self.name = name
        self._reader = dialect.reader(text)
        self.header = list(dialect.header) or self._read_header()

    def _read_header(self) -> list[str]:
        try:
            header = next((row for row in self._reader if row), None)
        except csv.Error as error:
            raise SourceUnreadable(f"{self.name} is not a CSV file: {error}") from error
        if header is None:
            raise SourceUnreadable(f"{self.name} is empty")
        return header

    def take(self, limit: int) -> tuple[list[Row], Sequence[Row]]:
        """Return at most `limit` more rows: those as wide as the header, and the malformed ones."""
        width = len(self.header)
        good: list[Row] = []
        malformed: list[Row] = []
        for row in self._rows(limit):
            (good if len(row.cells) == width else malformed).append(row)
        return good, malformed

    def _rows(self, limit: int) -> Iterator[Row]:
        """Yield at most `limit` rows; no cells if the parser failed. Blank lines are skipped."""
        count = 0
        while count < limit:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
                is_row = cells != []
            except StopIteration:
                return
            except csv.Error:
                cells, is_row = [], True
            except OSError as error:
                raise SourceUnreadable(f"cannot read the rest of {self.name}: {reason_of(error)}") from error
            if is_row:
                count += 1
                yield Row(line, cells)


def reason_of(error: OSError) -> str:
    """Return why the operating system gave up, in a few words."""
    return error.strerror or " ".join(str(error).split())
