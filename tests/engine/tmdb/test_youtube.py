"""YouTube is searched for one trailer, with a key; without one there is an address to search at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.errors import KeyRefused, OnlineError, TooManyCalls, Unavailable
from engine.tmdb import http
from engine.tmdb.values import Video
from engine.tmdb.youtube import search_address, words_for
from fakes.tmdb import (
    YOUTUBE_KEY,
    Behaviour,
    FakeTmdb,
    Half,
    Html,
    Never,
    Reset,
    Status,
    WrongJson,
    WrongTypes,
)
from tests.engine.tmdb.calls import online_at, outcome_of


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb() as stand_in:
        yield stand_in


def trailer(tmdb: FakeTmdb, title: str = "The Matrix", **changed: object) -> object:
    """Search for a trailer."""
    online = online_at(tmdb, **changed)
    return outcome_of(lambda: online.trailer(title, 1999, "de"))


def test_a_film_has_the_first_video_that_is_found(tmdb: FakeTmdb) -> None:
    found = trailer(tmdb)
    assert isinstance(found, Video)
    assert found.key.startswith("vi0")
    assert (found.name, found.kind) == ("The Matrix 1999 trailer (video 0)", "Trailer")


def test_one_video_is_asked_for_that_can_be_shown_in_a_page(tmdb: FakeTmdb) -> None:
    trailer(tmdb)
    (call,) = tmdb.calls
    asked = {"part": "snippet", "type": "video", "maxResults": "1", "videoEmbeddable": "true", "key": YOUTUBE_KEY}
    assert call.path == "/youtube/v3/search"
    assert call.query == asked | {"q": "The Matrix 1999 trailer", "relevanceLanguage": "de"}
    assert "authorization" not in call.headers


@pytest.mark.parametrize("title", ["Tom & Jerry", 'The "Best" <b>Film</b>', "50% & more?key=x#y", "千と千尋の神隠し"])
def test_a_title_of_any_signs_is_asked_for_and_told_as_it_is(tmdb: FakeTmdb, title: str) -> None:
    found = trailer(tmdb, title)
    assert isinstance(found, Video)
    assert found.name == f"{title} 1999 trailer (video 0)"
    assert tmdb.calls[0].query["q"] == f"{title} 1999 trailer"


def test_without_a_key_nothing_is_asked(tmdb: FakeTmdb) -> None:
    assert trailer(tmdb, youtube_api_key=None) is None
    assert tmdb.calls == []


def test_youtubes_key_does_not_go_to_tmdb_nor_tmdbs_to_youtube(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb, tmdb_access_token="stand.in.bearer")  # noqa: S106 - the stand-in's own
    online.trailer("The Matrix", 1999, "en")
    online.details(603, "en")
    youtube, films = tmdb.calls
    assert "authorization" not in youtube.headers
    assert "api_key" not in youtube.query
    assert "key" not in films.query


FAULTS: list[tuple[Behaviour, type[OnlineError], int]] = [
    (Never(), Unavailable, 1),
    (Half(), Unavailable, 1),
    (Html(), Unavailable, 1),
    (WrongJson(), Unavailable, 1),
    (Reset(), Unavailable, 3),
    (Status(500), Unavailable, 3),
    (Status(429, retry_after=60), TooManyCalls, 1),
    (Status(403), KeyRefused, 1),
]


@pytest.mark.parametrize(("behaviour", "error", "calls"), FAULTS, ids=lambda one: str(one)[:40])
def test_a_fault_of_youtube_is_told_as_youtubes(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, error: type[OnlineError], calls: int
) -> None:
    monkeypatch.setattr(http, "READ_S", 0.3)
    tmdb.behave(behaviour)
    found = trailer(tmdb)
    assert type(found) is error
    assert str(found).startswith("YouTube ")
    assert len(tmdb.calls) == calls


def test_a_fault_of_youtube_is_none_of_tmdbs(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(429, retry_after=60), path="/youtube")
    online = online_at(tmdb)
    assert isinstance(outcome_of(lambda: online.trailer("The Matrix", 1999, "en")), TooManyCalls)
    assert isinstance(outcome_of(lambda: online.trailer("The Matrix", 1999, "en")), Unavailable)
    assert online.details(603, "en") is not None
    assert (online.status().trouble, online.status().calls) == ("", 1)


def test_a_wrong_key_is_told_as_refused(tmdb: FakeTmdb) -> None:
    assert isinstance(trailer(tmdb, youtube_api_key="wrong"), KeyRefused)


def item(**changed: object) -> dict[str, object]:
    """Return a finding, but for what is changed."""
    return {"id": {"kind": "youtube#video", "videoId": "abcdefghijk"}, "snippet": {"title": "A trailer"}} | changed


@pytest.mark.parametrize(
    "key", ["../../evil", "a" * 40, '"><script>', "abc def ghi", "", "abcdefghijk&x=1", "äbcdefghijk"]
)
def test_a_key_that_is_none_of_youtubes_is_no_video(tmdb: FakeTmdb, key: str) -> None:
    tmdb.behave(WrongJson(json.dumps({"items": [item(id={"videoId": key})]})))
    assert trailer(tmdb) is None


NO_FINDINGS: list[object] = [[], {}, "text", 5, {"items": []}, {"items": {}}, {"items": 5}, {"items": [5]}]
NO_FINDINGS += [{"items": [item(id=5)]}, {"items": [item(id=[])]}, {"items": [item(id={"videoId": 5})]}]
NO_FINDINGS += [{"items": [item(id={"channelId": "abcdefghijk"})]}]


@pytest.mark.parametrize("answer", NO_FINDINGS, ids=str)
def test_what_is_no_finding_is_no_video(tmdb: FakeTmdb, answer: object) -> None:
    tmdb.behave(WrongJson(json.dumps(answer)))
    assert trailer(tmdb) is None


@pytest.mark.parametrize("snippet", [None, 5, [], {}, {"title": 5}, {"title": None}], ids=str)
def test_a_video_without_a_title_is_a_video(tmdb: FakeTmdb, snippet: object) -> None:
    tmdb.behave(WrongJson(json.dumps({"items": [item(snippet=snippet)]})))
    assert trailer(tmdb) == Video("abcdefghijk", "", "Trailer", "", official=False)


def test_fields_of_a_wrong_type_are_no_video(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes())
    assert trailer(tmdb) is None


def test_a_film_without_a_year_is_searched_for_as_a_film() -> None:
    assert words_for("Heat", 1995) == "Heat 1995 trailer"
    assert words_for("Heat", None) == "Heat film trailer"


@pytest.mark.parametrize("title", ["Heat", "Tom & Jerry", "50% = half #1", "千と千尋", "javascript:alert(1)"])
def test_the_address_of_a_search_holds_the_words_and_nothing_else(title: str) -> None:
    address = urlsplit(search_address(title, 1995))
    assert (address.scheme, address.netloc, address.path) == ("https", "www.youtube.com", "/results")
    assert parse_qs(address.query) == {"search_query": [f"{title} 1995 trailer"]}
    assert not address.fragment
