"""Runs of rows cover all rows once, in order."""

from __future__ import annotations

import pytest

from engine.index.runs import RUN, runs


@pytest.mark.parametrize("rows", [0, 1, RUN - 1, RUN, RUN + 1, 3 * RUN, 3 * RUN + 5])
def test_runs_are_all_rows_in_order_and_none_is_longer_than_allowed(rows: int) -> None:
    found = list(runs(rows))
    assert [row for part in found for row in range(part.start, part.stop)] == list(range(rows))
    assert all(0 < part.stop - part.start <= RUN for part in found)
