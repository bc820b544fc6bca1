"""A preset narrows the filters of the user and never widens them."""

from __future__ import annotations

import pytest

from engine import PRESETS, Filters
from engine.filters.filters import PRESET_LIMITS


def test_only_presets_have_limits() -> None:
    assert PRESET_LIMITS.keys() <= PRESETS.keys()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), Filters(min_votes=30, max_votes=1_000, min_rating=6.5, min_runtime=40)),
        (
            Filters(("War",), min_votes=50, max_votes=500, min_rating=8, min_runtime=90),
            Filters(("War",), min_votes=50, max_votes=500, min_rating=8, min_runtime=90),
        ),
        (Filters(max_votes=5_000), Filters(min_votes=30, max_votes=1_000, min_rating=6.5, min_runtime=40)),
    ],
)
def test_hidden_gems_are_rated_well_by_some_but_not_by_all(filters: Filters, expected: Filters) -> None:
    assert filters.for_preset("Hidden gems") == expected


def test_the_default_preset_changes_no_filter() -> None:
    assert Filters(min_votes=5).for_preset(next(iter(PRESETS))) == Filters(min_votes=5)
