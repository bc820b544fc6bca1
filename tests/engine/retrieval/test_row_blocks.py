"""Blocks of rows cover all rows once, in order."""

from __future__ import annotations

from engine.retrieval.row_blocks import ROWS_PER_BLOCK, row_blocks


def test_blocks_are_all_rows_in_order_and_none_is_too_long() -> None:
    size = ROWS_PER_BLOCK
    for rows in (0, 1, size - 1, size, size + 1, 3 * size, 3 * size + 5):
        blocks = list(row_blocks(rows))
        assert [row for block in blocks for row in range(block.start, block.stop)] == list(range(rows))
        assert all(0 < block.stop - block.start <= size for block in blocks)
