"""Films over HTTP are the engine's: found, whole, compared, and with a trailer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import CineWatch, Query, Weights
from fakes.sample_catalogue import COLUMNS, HARBOUR, film_row, write_csv
from fakes.tmdb import KEY, FakeTmdb
from fakes.tmdb_behaviours import Never
from tests.api.serving import Client, Serve, settings_for


def test_a_search_finds_what_the_engine_finds(client: Client, cinewatch: CineWatch) -> None:
    title = cinewatch.film(HARBOUR).title
    found = client.get("search", q=title[:-1] + "x", k=3).json()
    hits = cinewatch.search(title[:-1] + "x", 3)
    sent = [(each["film"]["id"], each["score"]) for each in found["films"]]
    assert sent == [(hit.film.id, hit.score) for hit in hits]
    assert found["films"][0]["film"]["id"] == HARBOUR


def test_a_search_for_a_name_finds_the_person(serve: Serve, tmp_path: Path) -> None:
    films = [film_row(number, title) | {"director": "Ada Marsh"} for number, title in ((1, "Fen"), (2, "Mire"))]
    dataset = write_csv(tmp_path / "films.csv", films, [*COLUMNS, "director"])
    client = serve(settings_for(dataset, tmp_path / "models", tmp_path))
    found = client.get("search", q="ada march").json()
    assert [(person["name"], person["film_count"]) for person in found["people"]] == [("Ada Marsh", 2)]
    assert {(each["film"]["title"], each["person"]) for each in found["films"]} == {
        ("Fen", "Ada Marsh"),
        ("Mire", "Ada Marsh"),
    }


def test_a_search_for_blanks_finds_nothing(client: Client) -> None:
    assert client.get("search", q="  ").json() == {"films": [], "people": []}


def test_a_film_has_everything_that_the_catalogue_has(client: Client, cinewatch: CineWatch) -> None:
    film = cinewatch.film(HARBOUR)
    sent = client.get(f"films/{HARBOUR}").json()
    assert sent["release_date"] == film.release_date.isoformat() if film.release_date else None
    for name in ("title", "year", "runtime", "rating", "votes", "overview", "original_language", "adult"):
        assert sent[name] == getattr(film, name)
    for name in ("genres", "keywords", "director", "cast", "companies"):
        assert sent[name] == list(getattr(film, name))


def test_similar_films_are_ordered_by_what_films_are_about_alone(client: Client, cinewatch: CineWatch) -> None:
    similar = client.get(f"films/{HARBOUR}/similar", k=5).json()["similar"]
    answer = cinewatch.recommend(Query((HARBOUR,), k=5, weights=Weights(era=0, popularity=0, quality=0)))
    assert [each["film"]["id"] for each in similar] == [found.film.id for found in answer.films if found.match > 0]
    for each in similar:
        similarity = cinewatch.compare(HARBOUR, each["film"]["id"]).similarity
        assert each["similarity"] == pytest.approx(similarity, abs=1e-6)


def test_a_comparison_adds_up(client: Client, cinewatch: CineWatch) -> None:
    other = client.get(f"films/{HARBOUR}/similar").json()["similar"][0]["film"]["id"]
    compared = client.get("compare", a=HARBOUR, b=other).json()
    assert sum(part["value"] for part in compared["fields"]) == pytest.approx(compared["similarity"], abs=1e-6)
    assert compared["similarity"] == cinewatch.compare(HARBOUR, other).similarity


@pytest.mark.parametrize(
    "path", ["films/{}", "films/{}/similar", "films/{}/trailer", "compare?a={}&b=1", "recommend?liked={}"]
)
def test_a_film_that_does_not_exist_is_a_problem_of_404(client: Client, path: str) -> None:
    answer = client.get(path.format(2_000_000_000))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == "urn:cinewatch:problem:unknown-film"
    assert "2000000000" in problem["detail"].replace(",", "")


def test_without_a_key_a_trailer_is_the_address_of_a_search(client: Client, cinewatch: CineWatch) -> None:
    trailer = client.get(f"films/{HARBOUR}/trailer").json()
    assert trailer["video"] is trailer["note"] is None
    assert trailer["search_url"].startswith("https://www.youtube.com/results?search_query=")
    assert str(cinewatch.film(HARBOUR).year) in trailer["search_url"]


@pytest.fixture
def serve_with_tmdb(serve: Serve, small_csv: Path, small_models: Path, tmp_path: Path) -> Callable[[FakeTmdb], Client]:
    def start(tmdb: FakeTmdb) -> Client:
        keys = {"TMDB_API_KEY": KEY, "TMDB_BASE_URL": tmdb.base_url}
        return serve(settings_for(small_csv, small_models, tmp_path, **keys))

    return start


def test_with_a_key_a_trailer_is_looked_up_once_for_all(serve_with_tmdb: Callable[[FakeTmdb], Client]) -> None:
    with FakeTmdb() as tmdb:
        client = serve_with_tmdb(tmdb)
        answers = [client.get(f"films/{HARBOUR}/trailer") for _ in range(2)]
        assert len(tmdb.calls_to("/3/movie")) == 1
        details = client.shared.film_details(HARBOUR, "en")
    assert details
    urls = {answer.json()["video"]["url"] for answer in answers}
    assert urls == {f"https://www.youtube.com/watch?v={details.videos[0].key}"}
    assert answers[0].headers["cache-control"] == "private, no-store"


def test_if_tmdb_does_not_answer_there_is_a_note_and_still_a_search(
    serve_with_tmdb: Callable[[FakeTmdb], Client],
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(Never())
        answer = serve_with_tmdb(tmdb).get(f"films/{HARBOUR}/trailer")
    assert answer.status_code == 200
    assert answer.json()["video"] is None
    assert answer.json()["note"] == "TMDB did not answer in time"
    assert answer.json()["search_url"]
