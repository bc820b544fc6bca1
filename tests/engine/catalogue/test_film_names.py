"""The names to choose a film from: the most voted films first, each label once."""

from __future__ import annotations

from engine import CineWatch
from fakes.sample_catalogue import BARE, FILMS, HIDDEN, Build, film_row


def test_names_are_those_of_shown_films_in_order_of_votes(cinewatch: CineWatch) -> None:
    names = cinewatch.film_names(100)
    by_votes = sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))
    assert [name.id for name in names] == [int(row["id"]) for row in by_votes if int(row["id"]) not in HIDDEN]
    assert names[0].label == "The Glass Harbour (1999)"
    assert {name.label for name in names if name.id == BARE} == {"Quillon"}


def test_the_second_of_two_equal_labels_has_the_id(cinewatch: CineWatch) -> None:
    labels = [name.label for name in cinewatch.film_names(100)]
    assert "Two Lanterns (1988)" in labels
    assert "Two Lanterns (1988) · 122" in labels
    assert len(set(labels)) == len(labels)


def test_names_end_at_the_limit(cinewatch: CineWatch) -> None:
    assert cinewatch.film_names(9) == cinewatch.film_names(100)[:9]
    assert cinewatch.film_names(0) == cinewatch.film_names(-1) == ()


def test_hidden_films_do_not_count_towards_the_limit(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", votes=100 - n, adult=n < 9) for n in range(1, 12)]
    assert [name.id for name in build(rows).film_names(2)] == [9, 10]
