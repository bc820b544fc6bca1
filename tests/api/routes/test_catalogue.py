"""The catalogue over HTTP, page by page and in numbers, is that of the engine."""

from __future__ import annotations

from engine import CineWatch, Filters
from engine.browsing import SORTS
from fakes.sample_catalogue import HIDDEN, IDS
from tests.api.serving import Client


def test_the_pages_of_every_order_have_every_film_once(client: Client) -> None:
    for sort in SORTS:
        first = client.get("browse", sort=sort, page_size=7).json()
        others = range(2, first["pages"] + 1)
        pages = [first, *(client.get("browse", sort=sort, page_size=7, page=n).json() for n in others)]
        ids = [film["id"] for page in pages for film in page["films"]]
        assert sorted(ids) == sorted(set(IDS) - HIDDEN)
        assert first["total"] == len(ids)


def test_after_the_last_page_comes_the_last(client: Client) -> None:
    beyond = client.get("browse", page=1_000_000).json()
    assert beyond["page"] == beyond["pages"]


def test_genres_have_as_many_films_as_browsing_finds(client: Client) -> None:
    genres = client.get("genres").json()["genres"]
    assert genres
    for genre in genres:
        assert genre["films"] == client.get("browse", genres=genre["name"], page_size=1).json()["total"]


def test_statistics_are_those_of_the_films_that_pass(client: Client, cinewatch: CineWatch) -> None:
    sent = client.get("statistics", genres="Drama").json()
    expected = cinewatch.statistics.headlines(Filters(genres=("Drama",)))
    for name in ("films", "first_year", "last_year", "languages", "median_runtime", "mean_rating", "total_revenue"):
        assert sent[name] == getattr(expected, name)
    assert [each["decade"] for each in sent["decades"]] == [each.decade for each in expected.decades]


def test_statistics_of_no_films_are_null(client: Client) -> None:
    sent = client.get("statistics", first_year=2200).json()
    assert (sent["films"], sent["median_runtime"], sent["decades"]) == (0, None, [])
