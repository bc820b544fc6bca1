"""What a query starts from, and how it is called."""

from __future__ import annotations

import pytest

from engine import CineWatch, Query
from fakes.sample_catalogue import CAFE, HARBOUR, LANTERNS, WHALES
from ui.recommend.seeds import Seeds

MERIDIAN = 143


@pytest.mark.parametrize(
    ("liked", "text", "words"),
    [
        ((HARBOUR,), "", "like The Glass Harbour"),
        ((HARBOUR, WHALES), "", "like The Glass Harbour and The Whale Song"),
        ((HARBOUR, WHALES, CAFE), "", "like The Glass Harbour, The Whale Song and 1 more"),
        ((HARBOUR, WHALES, CAFE, MERIDIAN), "", "like The Glass Harbour, The Whale Song and 2 more"),
        ((), "dreams", "about “dreams”"),
        ((HARBOUR,), "dreams", "like The Glass Harbour, about “dreams”"),
        ((), "", ""),
        ((), "x" * 60, f"about “{'x' * 60}”"),
        ((), "x" * 61, f"about “{'x' * 60} …”"),
        ((), "ab " * 30, f"about “{'ab ' * 19}ab …”"),
    ],
)
def test_what_films_are_looked_for_is_told(cinewatch: CineWatch, liked: tuple[int, ...], text: str, words: str) -> None:
    seeds = Seeds([cinewatch.film(film_id) for film_id in liked], [cinewatch.film(LANTERNS)], text)
    assert seeds.words == words


@pytest.mark.parametrize(
    ("liked", "text", "name"),
    [
        ((HARBOUR,), "", "The Glass Harbour"),
        ((HARBOUR, WHALES), "", "The Glass Harbour The Whale Song"),
        ((HARBOUR,), "dreams", "The Glass Harbour dreams"),
        ((), "dreams", "dreams"),
    ],
)
def test_the_name_has_all_titles_and_the_text(
    cinewatch: CineWatch, liked: tuple[int, ...], text: str, name: str
) -> None:
    seeds = Seeds([cinewatch.film(film_id) for film_id in liked], [], text)
    assert seeds.name.rstrip() == name


def test_the_query_is_for_what_is_chosen_and_all_else_as_usual(cinewatch: CineWatch) -> None:
    seeds = Seeds([cinewatch.film(HARBOUR), cinewatch.film(WHALES)], [cinewatch.film(CAFE)], "dreams")
    assert seeds.query == Query(liked=(HARBOUR, WHALES), disliked=(CAFE,), about="dreams")
