"""The bar of a first build: how far it is, and how long it will take."""

from __future__ import annotations

import pytest

from ui.progress import READING_SHARE, share_done, time_left


def test_the_bar_starts_empty_and_ends_full() -> None:
    assert share_done("Reading", 0, 1_000) == 0
    assert share_done("Done", 12, 12) == 1


def test_reading_ends_where_the_steps_begin() -> None:
    assert share_done("Reading", 1_000, 1_000) == pytest.approx(READING_SHARE)
    assert share_done("Ordering films", 0, 12) == pytest.approx(READING_SHARE)


def test_a_file_that_grows_while_it_is_read_fills_the_bar_no_further() -> None:
    assert share_done("Reading", 2_000, 1_000) == pytest.approx(READING_SHARE)


def test_an_empty_file_does_not_divide_by_zero() -> None:
    assert share_done("Reading", 0, 0) == 0


@pytest.mark.parametrize(
    ("elapsed", "share", "expected"),
    [(10, 0.5, ", about 10 s left"), (60, 0.25, ", about 3 min left"), (1, 0.5, ""), (60, 1.0, ""), (60, 0.0, "")],
)
def test_the_rest_is_guessed_from_what_is_done(elapsed: float, share: float, expected: str) -> None:
    assert time_left(elapsed, share) == expected
