"""What the fake TMDB, its image host and the fake YouTube answer, over real sockets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from fakes.tmdb import BEARER, KEY, FakeTmdb
from fakes.tmdb_answers import video_key
from fakes.tmdb_films import BARE, MATRIX, film_of
from tests.fakes.client import EVERYTHING, SEARCH, Json, get, json_of, movie


def test_a_known_film_has_its_facts(tmdb: FakeTmdb) -> None:
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["id"], film["title"], film["runtime"]) == (MATRIX.id, "The Matrix", 136)
    assert film["release_date"] == "1999-03-30"
    assert film["genres"] == [{"id": 28, "name": "Action"}, {"id": 878, "name": "Science Fiction"}]
    directors = [person["name"] for person in film["credits"]["crew"] if person["job"] == "Director"]
    assert directors == ["Lilly Wachowski", "Lana Wachowski"]
    assert film["external_ids"]["imdb_id"] == film["imdb_id"] == "tt0133093"


def test_any_other_film_is_made_up_from_its_id_alone(tmdb: FakeTmdb) -> None:
    with FakeTmdb() as another:
        for film_id in (1, 11, 550, 1_234_567):
            film = json_of(movie(tmdb, film_id, append_to_response=EVERYTHING))
            assert json_of(movie(another, film_id, append_to_response=EVERYTHING)) == film
            assert (film["id"], film["title"]) == (film_id, f"Film {film_id}")
            assert datetime.strptime(film["release_date"], "%Y-%m-%d").replace(tzinfo=UTC).year >= 1960
            assert film["runtime"] > 0
            assert film["genres"]
            assert film["credits"]["cast"]
            assert [role["order"] for role in film["credits"]["cast"]] == list(range(len(film["credits"]["cast"])))
            assert any(person["job"] == "Director" for person in film["credits"]["crew"])
            assert film["poster_path"] == f"/poster{film_id}.jpg"
            assert film["backdrop_path"] == f"/backdrop{film_id}.jpg"
            assert film["tagline"]
            assert film["homepage"].startswith("https://")


def test_only_the_requested_parts_are_there(tmdb: FakeTmdb) -> None:
    parts = set(EVERYTHING.split(","))
    assert parts.isdisjoint(json_of(movie(tmdb)))
    two = {"watch/providers", "videos"}
    assert parts & set(json_of(movie(tmdb, append_to_response="watch/providers,videos"))) == two
    assert parts <= set(json_of(movie(tmdb, append_to_response=EVERYTHING + ",nonsense")))
    assert "nonsense" not in json_of(movie(tmdb, append_to_response="nonsense"))


def test_certifications_are_by_country_and_a_premiere_has_none(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="release_dates"))["release_dates"]["results"]
    certifications = {
        country["iso_3166_1"]: [(release["type"], release["certification"]) for release in country["release_dates"]]
        for country in results
    }
    assert certifications["US"] == [(1, ""), (3, "R"), (4, "R")]
    assert certifications["DE"] == [(3, "16")]
    assert certifications["FR"] == [(3, "")]
    assert "JP" not in certifications


def test_videos_are_in_the_requested_languages(tmdb: FakeTmdb) -> None:
    def languages(**query: Any) -> set[str | None]:
        results = json_of(movie(tmdb, append_to_response="videos", **query))["videos"]["results"]
        return {video["iso_639_1"] for video in results}

    assert languages() == {"en"}
    assert languages(language="de-DE") == {"de"}
    assert languages(language="it") == set()
    assert languages(language="de-DE", include_video_language="de,en,null") == {"de", "en", None}


def test_the_first_video_is_not_the_best_and_keys_are_as_long_as_youtubes(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="videos"))["videos"]["results"]
    kinds = [(video["type"], video["official"]) for video in results]
    assert kinds == [("Clip", True), ("Teaser", True), ("Trailer", False), ("Trailer", True)]
    assert results[-1]["key"] == video_key(MATRIX.id, "en", "Trailer") == "enTr0000603"
    assert len({video["key"] for video in results}) == len(results)


def test_images_are_in_the_requested_languages_or_in_all(tmdb: FakeTmdb) -> None:
    def languages(**query: Any) -> list[str | None]:
        images = json_of(movie(tmdb, append_to_response="images", **query))["images"]
        return [image["iso_639_1"] for image in images["posters"]]

    assert languages() == ["en", "de", None]
    assert languages(language="de-DE") == ["de"]
    assert languages(language="de-DE", include_image_language="en,null") == ["en", None]


def test_a_country_without_providers_is_not_listed(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="watch/providers"))["watch/providers"]["results"]
    assert {"link", "flatrate", "rent", "buy"} <= set(results["US"])
    assert set(results["DE"]) == {"link", "flatrate"}
    assert "FR" not in results
    assert set(results["US"]["rent"][0]) == {"logo_path", "provider_id", "provider_name", "display_priority"}


def test_a_language_changes_the_texts_and_nothing_else(tmdb: FakeTmdb) -> None:
    english, german = json_of(movie(tmdb, language="en-US")), json_of(movie(tmdb, language="de-DE"))
    assert {name for name in english if english[name] != german[name]} == {"title", "overview", "tagline"}
    assert german["title"] == "The Matrix [de-DE]"
    assert english == json_of(movie(tmdb))


def test_of_one_film_only_the_title_is_known(tmdb: FakeTmdb) -> None:
    film = json_of(movie(tmdb, BARE.id, append_to_response=EVERYTHING, language="fr"))
    assert film["title"] == "The Film Nobody Described [fr]"
    empty: Json = {"overview": "", "tagline": "", "homepage": "", "release_date": "", "runtime": 0, "genres": []}
    empty |= {"poster_path": None, "backdrop_path": None, "imdb_id": None, "credits": {"cast": [], "crew": []}}
    empty |= {"release_dates": {"results": []}, "videos": {"results": []}, "watch/providers": {"results": {}}}
    assert empty.items() <= film.items()
    assert film["images"] == {"backdrops": [], "logos": [], "posters": []}
    assert set(film["external_ids"].values()) == {None}


def test_a_film_is_found_by_its_imdb_id(tmdb: FakeTmdb) -> None:
    def find(imdb_id: str, source: str = "imdb_id") -> Any:
        return json_of(get(f"{tmdb.base_url}/find/{imdb_id}", api_key=KEY, external_source=source))

    for film_id in (MATRIX.id, 11):
        film = json_of(movie(tmdb, film_id))
        kinds = find(film["imdb_id"])
        (hit,) = kinds.pop("movie_results")
        assert (hit["id"], hit["title"], hit["media_type"]) == (film_id, film["title"], "movie")
        assert hit["genre_ids"] == [genre["id"] for genre in film["genres"]]
        assert [*kinds.values()] == [[], [], [], []]
        assert find(film["imdb_id"], "x")["movie_results"] == []
    for imdb_id in ("tt404nothing", film_of(404).imdb_id, "tt0000603"):
        assert find(imdb_id)["movie_results"] == []


def test_a_missing_film_is_a_404_in_tmdbs_words(tmdb: FakeTmdb) -> None:
    for path in ("movie/404", "movie/0", "movie/abc", "movie", "nothing"):
        response = get(f"{tmdb.base_url}/{path}", api_key=KEY)
        assert response.status_code == 404
        assert (response.json()["status_code"], response.json()["success"]) == (34, False)


def test_the_configuration_leads_to_the_pictures(tmdb: FakeTmdb) -> None:
    images = json_of(get(f"{tmdb.base_url}/configuration", api_key=KEY))["images"]
    assert images["base_url"] == f"{tmdb.image_url}/"
    assert set(images["poster_sizes"]) == {"w92", "w154", "w185", "w342", "w500", "w780", "original"}
    for name, kind in (("poster603.jpg", "JPEG"), ("logo.png", "PNG")):
        response = get(f"{images['secure_base_url']}w342/{name}")
        with Image.open(BytesIO(response.content)) as image:
            image.load()
            assert (image.format, image.size) == (kind, (2, 3))
        assert response.headers["Content-Type"] == f"image/{kind.lower()}"
    assert get(f"{tmdb.image_url}/w341/poster603.jpg").status_code == 404


def test_countries_languages_and_the_key_can_be_requested(tmdb: FakeTmdb) -> None:
    countries = get(f"{tmdb.base_url}/configuration/countries", api_key=KEY).json()
    assert {"iso_3166_1": "DE", "english_name": "Germany", "native_name": "Germany"} in countries
    languages = get(f"{tmdb.base_url}/configuration/languages", api_key=KEY).json()
    assert {"iso_639_1": "de", "english_name": "German", "name": "Deutsch"} in languages
    assert json_of(get(f"{tmdb.base_url}/authentication", api_key=KEY))["success"] is True


def test_a_valid_key_or_bearer_token_is_accepted(tmdb: FakeTmdb) -> None:
    assert get(f"{tmdb.base_url}/movie/603", api_key=KEY).status_code == 200
    assert get(f"{tmdb.base_url}/movie/603", headers={"Authorization": f"Bearer {BEARER}"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({}, {}),
        ({"api_key": "wrong"}, {}),
        ({"api_key": BEARER}, {}),
        ({}, {"Authorization": f"Bearer {KEY}"}),
        ({"api_key": KEY}, {"Authorization": "Bearer wrong"}),
        ({}, {"Authorization": BEARER}),
        ({}, {"Authorization": f"Basic {BEARER}"}),
    ],
)
def test_other_credentials_are_refused(tmdb: FakeTmdb, query: Json, headers: Json) -> None:
    message = "Invalid API key: You must be granted a valid key."
    for path in ("movie/603", "authentication", "configuration", "nothing"):
        response = get(f"{tmdb.base_url}/{path}", headers=headers, **query)
        assert response.status_code == 401
        assert response.json() == {"status_code": 7, "status_message": message, "success": False}


def test_valid_credentials_can_be_chosen() -> None:
    with FakeTmdb(valid_keys=["mine"], valid_tokens=["my.bearer"], youtube_keys=["google"]) as tmdb:
        assert get(f"{tmdb.base_url}/authentication", api_key="mine").status_code == 200
        assert get(f"{tmdb.base_url}/authentication", headers={"Authorization": "Bearer my.bearer"}).status_code == 200
        assert get(f"{tmdb.base_url}/authentication", api_key=KEY).status_code == 401
        assert get(f"{tmdb.youtube_url}/search", **SEARCH | {"key": "google"}).status_code == 200


def test_youtube_finds_videos_with_escaped_titles(tmdb: FakeTmdb) -> None:
    items = json_of(get(f"{tmdb.youtube_url}/search", **SEARCH, maxResults="3"))["items"]
    assert [item["id"]["kind"] for item in items] == ["youtube#video"] * 3
    assert len({item["id"]["videoId"] for item in items}) == 3
    assert all(re.fullmatch(r"[\w-]{11}", item["id"]["videoId"]) for item in items)
    assert items[0]["snippet"]["title"].startswith("Tom &amp; Jerry")
    of_any_kind = json_of(get(f"{tmdb.youtube_url}/search", **SEARCH | {"type": ""}))["items"]
    assert "videoId" not in of_any_kind[0]["id"]
    assert len(of_any_kind) == 5


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"key": "wrong"}, 400, "badRequest"),
        ({"key": None}, 403, "forbidden"),
        ({"part": None}, 400, "missingRequiredParameter"),
    ],
)
def test_youtube_refuses_as_google_does(tmdb: FakeTmdb, change: Json, status: int, reason: str) -> None:
    query = {name: value for name, value in (SEARCH | change).items() if value is not None}
    response = get(f"{tmdb.youtube_url}/search", **query)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["errors"][0]["reason"]) == (status, status, reason)
    assert error["message"] == error["errors"][0]["message"]
