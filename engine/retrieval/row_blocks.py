"""Blocks of rows that are short enough for a processor's cache.

At a million rows an array no longer fits, and every step over whole arrays waits for memory.
"""

from __future__ import annotations

from collections.abc import Iterator

ROWS_PER_BLOCK = 2**16
"""A quarter of a mebibyte of float32."""


def row_blocks(rows: int) -> Iterator[slice]:
    """Yield slices of at most ROWS_PER_BLOCK that cover `rows` rows, in order."""
    for start in range(0, rows, ROWS_PER_BLOCK):
        yield slice(start, min(start + ROWS_PER_BLOCK, rows))
