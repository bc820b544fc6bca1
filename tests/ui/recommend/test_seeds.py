"""What a query starts from, and what it is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch, Query
from fakes.sample_catalogue import CAFE, HARBOUR, LANTERNS, WHALES
from ui.recommend.seeds import Seeds

MERIDIAN = 143


def seeds_of(cinewatch: CineWatch, liked: tuple[int, ...], about: str) -> Seeds:
    return Seeds([cinewatch.film(film_id) for film_id in liked], [cinewatch.film(LANTERNS)], about)


@pytest.mark.parametrize(
    ("liked", "about", "description"),
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
        ((), f"{'x' * 50} {'y' * 20}", f"about “{'x' * 50} …”"),
        ((), "ab " * 30, f"about “{'ab ' * 19}ab …”"),
    ],
)
def test_the_description_names_two_films_and_the_start_of_the_text(
    cinewatch: CineWatch, liked: tuple[int, ...], about: str, description: str
) -> None:
    seeds = seeds_of(cinewatch, liked, about)
    assert replace(seeds, disliked=()).description == description
    disliked = f"not like {cinewatch.film(LANTERNS).title}"
    assert seeds.description == (f"{description}, {disliked}" if description else disliked)


def test_the_name_has_all_titles_and_the_text(cinewatch: CineWatch) -> None:
    for liked, about, name in (
        ((HARBOUR,), "", "The Glass Harbour"),
        ((HARBOUR, WHALES), "", "The Glass Harbour The Whale Song"),
        ((HARBOUR,), "dreams", "The Glass Harbour dreams"),
        ((), "dreams", "dreams"),
    ):
        assert seeds_of(cinewatch, liked, about).name.rstrip() == name


def test_the_query_has_what_is_chosen_and_defaults_for_the_rest(cinewatch: CineWatch) -> None:
    seeds = Seeds([cinewatch.film(HARBOUR), cinewatch.film(WHALES)], [cinewatch.film(CAFE)], "dreams")
    assert seeds.query == Query(liked=(HARBOUR, WHALES), disliked=(CAFE,), about="dreams")
