"""The search box on every page: what its list has, and where each line leads."""

from __future__ import annotations

from engine import CineWatch
from ui.widgets.search_box import films_of
from ui.widgets.site_search import entries


def test_films_lead_to_their_pages_in_order(sample: CineWatch) -> None:
    hits = sample.search("matrix", 4)
    assert [(shown["label"], shown["address"]) for shown in entries(hits)] == [
        (hit.film.label, f"film?id={hit.film.id}") for hit in hits
    ]


def test_a_person_comes_before_the_films_found_by_the_name(sample: CineWatch) -> None:
    hits = sample.search("christopher nolan", 3)
    first, *others = entries(hits)
    assert first == {"label": films_of("Christopher Nolan"), "address": "person?name=Christopher+Nolan"}
    assert [shown["id"] for shown in others] == [hit.film.id for hit in hits]


def test_nothing_found_is_an_empty_list() -> None:
    assert list(entries(())) == []
