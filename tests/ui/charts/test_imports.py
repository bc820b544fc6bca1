"""Tables of what an import would do."""

from __future__ import annotations

import pytest

from engine import CineWatch
from engine.users import CatalogueFilms, ImportPlan, plan_import, read_import
from tests.engine.users.transfer import exported
from ui.charts.imports import TAKE, choices_of, doubtful_table, matched_table, skipped_table, unmatched_table


@pytest.fixture(scope="module")
def plan(sample: CineWatch) -> ImportPlan:
    rows = [
        exported.RATINGS.strip(),
        "2024-01-02,Godfathr,1972,u,1",
        "2024-01-02,Mission Impossible,1996,u,4",
        "2024-01-02,Nothing Such,1999,u,4",
        "2024-01-02,Heat,1995,u,9",
    ]
    found = read_import("ratings.csv", "\n".join(rows).encode())
    return plan_import(found, CatalogueFilms(sample.opened))


def test_found_films_are_shown_with_their_marks(plan: ImportPlan) -> None:
    assert matched_table(plan.matched).iloc[0].tolist() == [
        "Inception (2010)",
        "Inception (2010)",
        "4.5 stars",
        "title and year",
    ]


def test_missing_and_skipped_rows_are_shown_with_the_reason(plan: ImportPlan) -> None:
    assert unmatched_table(plan.missing)["In your file"].tolist() == ["Nothing Such (1999)"]
    assert skipped_table(plan.file.skipped).values.tolist() == [[6, "the rating is not a number from 0.5 to 5"]]


def test_a_ticked_film_is_chosen_and_the_first_of_two(plan: ImportPlan) -> None:
    table = doubtful_table(plan.doubtful)
    assert not table[TAKE].any()
    none, every = [False] * len(table), [True] * len(table)
    assert choices_of(none, plan.doubtful) == {}
    chosen = choices_of(every, plan.doubtful)
    assert chosen == {number: each.candidates[0].id for number, each in enumerate(plan.doubtful)}
    assert plan.with_choices(chosen).doubtful == ()
    last = choices_of([*none[:-1], True], plan.doubtful)
    assert last == {len(plan.doubtful) - 1: plan.doubtful[-1].candidates[-1].id}
