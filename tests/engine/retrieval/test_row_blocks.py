"""Runs of rows cover all rows once, in order."""

from __future__ import annotations

import pytest

from engine.retrieval.row_blocks import ROWS_PER_BLOCK, row_blocks


@pytest.mark.parametrize(
    "rows", [0, 1, ROWS_PER_BLOCK - 1, ROWS_PER_BLOCK, ROWS_PER_BLOCK + 1, 3 * ROWS_PER_BLOCK, 3 * ROWS_PER_BLOCK + 5]
)
def test_runs_are_all_rows_in_order_and_none_is_longer_than_allowed(rows: int) -> None:
    found = list(row_blocks(rows))
    assert [row for part in found for row in range(part.start, part.stop)] == list(range(rows))
    assert all(0 < part.stop - part.start <= ROWS_PER_BLOCK for part in found)
