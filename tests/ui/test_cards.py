"""Facts of a film in short."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from tests.engine.made_up import HARBOUR
from ui.cards import facts_of, people_of


@pytest.mark.parametrize(
    ("votes", "short"),
    [(1, "1"), (999, "999"), (9_999, "9,999"), (10_000, "10k"), (34_495, "34k"), (34_999, "34k"), (1_200_000, "1200k")],
)
def test_a_long_count_is_told_in_thousands(cinewatch: CineWatch, votes: int, short: str) -> None:
    assert facts_of(replace(cinewatch.film(HARBOUR), votes=votes)).endswith(f"8.1\u00a0({short})")


def test_facts_are_year_runtime_and_rating(cinewatch: CineWatch) -> None:
    facts = facts_of(cinewatch.film(HARBOUR))
    assert facts == "1999 · 1 h 58 min · :material/star:\u00a08.1\u00a0(9,000)"


def test_facts_that_are_not_known_are_left_out(cinewatch: CineWatch) -> None:
    known = cinewatch.film(HARBOUR)
    assert facts_of(replace(known, year=None, runtime=None)) == ":material/star:\u00a08.1\u00a0(9,000)"
    assert facts_of(replace(known, rating=None, votes=0)) == "1999 · 1 h 58 min"
    assert facts_of(replace(known, year=None, runtime=None, rating=None)) == ""


def test_people_are_at_most_two_directors_and_four_of_the_cast(cinewatch: CineWatch) -> None:
    film = replace(cinewatch.film(HARBOUR), director=("A", "B", "C"), cast=("D", "E", "F", "G", "H"))
    assert people_of(film).replace("\\", "") == "Directed by A, B  \nWith D, E, F, G"
    assert people_of(replace(film, director=())).replace("\\", "") == "With D, E, F, G"
    assert people_of(replace(film, director=(), cast=())) == ""


def test_names_of_people_are_no_markdown(cinewatch: CineWatch) -> None:
    assert people_of(replace(cinewatch.film(HARBOUR), director=("[A](b)",), cast=())) == r"Directed by \[A\]\(b\)"
