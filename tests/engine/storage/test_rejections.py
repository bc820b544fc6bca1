"""A build counts the rows it skips, and stores the first of them with line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch
from engine.catalogue.cleaning import REASONS
from engine.dataset_info import Rejection
from engine.storage.rejections import Rejections
from fakes.sample_catalogue import COLUMNS, FILMS, film_row, write_csv

REJECTED = st.builds(
    Rejection, st.integers(1, 2**40), st.sampled_from(REASONS), st.text(st.characters(codec="utf-8"), max_size=9)
)


@settings(deadline=None)
@given(st.lists(REJECTED))
def test_rejections_come_back_from_their_arrays_in_the_order_of_the_file(rejected: list[Rejection]) -> None:
    kept = Rejections.from_arrays(Rejections.of(rejected).to_arrays()).to_list()
    assert kept == sorted(rejected, key=lambda rejection: rejection.line)


def test_only_the_first_rows_of_the_file_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.storage.rejections.MAX_KEPT", 2)
    rejected = [Rejection(line, REASONS[0], "") for line in (9, 3, 7)]
    assert [rejection.line for rejection in Rejections.of(rejected).to_list()] == [3, 7]


def test_a_build_stores_each_skipped_row_with_its_line_and_reason(tmp_path: Path) -> None:
    rows = [
        *FILMS[:2],
        film_row(0, "Nobody"),
        FILMS[0],
        film_row(77, "", original_title=""),
        dict.fromkeys(COLUMNS, ""),
    ]
    path = write_csv(tmp_path / "films.csv", rows)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("5,too few\n")
    built = CineWatch.of(path, tmp_path / "models")
    rejections = built.rejections()
    assert [(rejection.line, rejection.reason) for rejection in rejections] == [
        (4, "no valid id"),
        (5, "duplicate id"),
        (6, "no title"),
        (7, "empty row"),
        (8, "malformed row"),
    ]
    assert rejections[1].row == f"{FILMS[0]['id']}, {FILMS[0]['title']}"
    assert rejections[4].row == "5, too few"
    assert CineWatch.open(built.opened.path).rejections() == rejections
    assert sum(built.info.rejected.values()) == len(rejections)


def test_a_build_that_stores_few_rows_counts_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.ingest.MAX_KEPT", 3)
    path = write_csv(tmp_path / "films.csv", [FILMS[0], *[film_row(0, "Nobody")] * 8])
    built = CineWatch.of(path, tmp_path / "models")
    assert [rejection.line for rejection in built.rejections()] == [3, 4, 5]
    assert built.info.rejected == {"no valid id": 8}


def test_a_catalogue_of_films_alone_has_no_rejections(tmp_path: Path) -> None:
    assert CineWatch.of(write_csv(tmp_path / "films.csv", list(FILMS)), tmp_path / "models").rejections() == ()
