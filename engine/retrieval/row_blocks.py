"""Runs of rows short enough that what is computed of them stays in a processor's cache.

At a million rows an array no longer fits, and every step over whole arrays waits for memory.
"""

from __future__ import annotations

from collections.abc import Iterator

ROWS_PER_BLOCK = 2**16
"""Rows of a run: a quarter of a mebibyte of float32."""


def row_blocks(rows: int) -> Iterator[slice]:
    """Yield all rows as slices of at most RUN."""
    for start in range(0, rows, ROWS_PER_BLOCK):
        yield slice(start, min(start + ROWS_PER_BLOCK, rows))
