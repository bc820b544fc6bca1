"""Rows as text cells, whatever the file was, and names of columns in one spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CHUNK_ROWS = 20_000
READING = "Reading"
"""The stage whose progress is in bytes."""
LONGEST_CELL = 4 * 2**20
"""Bytes. A cell may be long, but a stray quote makes one cell of everything up to the next quote."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row."""

    line: int
    """Line of the file where the row begins; the first is 1. In Parquet, the number of the row."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive rows of a source."""

    columns: dict[str, list[str]]
    """Cells by column; all lists have the same length."""
    lines: Sequence[int]
    """Line of the file where each row begins."""
    malformed: Sequence[Row]
    """Rows among these with too many or too few cells; with no cells if they could not be parsed."""

    @property
    def rows(self) -> int:
        """Number of rows, without the malformed ones."""
        return len(self.lines)


def column_key(name: str) -> str:
    """Return the name of a column in one spelling: `Runtime (Minutes)` is `runtime_minutes`."""
    # "primaryTitle" is two words, "IMDB" is one.
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\W_]+", "_", words.casefold()).strip("_")


def distinct_names(names: Sequence[str]) -> list[str]:
    """Return names of columns on one line, with a number behind each that has been there before.

    A column without a name, such as behind a separator at the end of each line, is called by its place.
    """
    seen: dict[str, int] = {}
    distinct = []
    for place, raw in enumerate(names, 1):
        name = " ".join(raw.split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct
