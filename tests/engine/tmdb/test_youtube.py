"""YouTube is searched for one trailer if there is a key; without one there is the address of a search."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.errors import KeyRefused, LookupFailed, TooManyCalls, Unavailable
from engine.tmdb.timing import HttpLimits
from engine.tmdb.values import Video
from engine.tmdb.youtube import search_words, trailer_search_url
from fakes.tmdb import BEARER, YOUTUBE_KEY, FakeTmdb
from fakes.tmdb_behaviours import Half, Html, Never, Reset, Status, WrongJson, WrongTypes
from fakes.tmdb_connection import Behaviour
from tests.engine.tmdb.helpers import MATRIX, lookups_at, outcome_of

IMPATIENT = HttpLimits(read_s=0.3)
TITLES = [
    "Heat",
    "Tom & Jerry",
    'The "Best" <b>Film</b>',
    "50% & more?key=x#y",
    "千と千尋の神隠し",
    "javascript:alert(1)",
]


def trailer(tmdb: FakeTmdb, title: str = "The Matrix", **changes: Any) -> object:
    """Search for a trailer with new look-ups."""
    lookups = lookups_at(tmdb, IMPATIENT, **changes)
    return outcome_of(lambda: lookups.trailer(title, 1999, "de"))


def test_the_trailer_is_the_first_hit(tmdb: FakeTmdb) -> None:
    video = trailer(tmdb)
    assert isinstance(video, Video)
    assert video.key.startswith("vi0")
    assert (video.name, video.kind) == ("The Matrix 1999 trailer (video 0)", "Trailer")


def test_one_video_is_requested_that_may_be_shown_in_a_page(tmdb: FakeTmdb) -> None:
    trailer(tmdb)
    (call,) = tmdb.calls
    parameters = {"part": "snippet", "type": "video", "maxResults": "1", "videoEmbeddable": "true", "key": YOUTUBE_KEY}
    assert call.path == "/youtube/v3/search"
    assert call.query == parameters | {"q": "The Matrix 1999 trailer", "relevanceLanguage": "de"}
    assert "authorization" not in call.headers


def test_a_title_with_special_characters_is_searched_for_and_returned_unchanged(tmdb: FakeTmdb) -> None:
    for title in TITLES:
        video = trailer(tmdb, title)
        assert isinstance(video, Video)
        assert video.name == f"{title} 1999 trailer (video 0)"
        assert tmdb.calls[-1].query["q"] == f"{title} 1999 trailer"


def test_without_a_key_nothing_is_requested(tmdb: FakeTmdb) -> None:
    assert trailer(tmdb, youtube_api_key=None) is None
    assert tmdb.calls == []


def test_each_service_gets_its_own_key_only(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb, tmdb_access_token=BEARER)
    lookups.trailer("The Matrix", 1999, "en")
    lookups.details(MATRIX, "en")
    youtube, films = tmdb.calls
    assert "authorization" not in youtube.headers
    assert "api_key" not in youtube.query
    assert "key" not in films.query


FAULTS: list[tuple[Behaviour, type[LookupFailed], int]] = [
    (Never(), Unavailable, 1),
    (Half(), Unavailable, 1),
    (Html(), Unavailable, 1),
    (WrongJson(), Unavailable, 1),
    (Reset(), Unavailable, 3),
    (Status(500), Unavailable, 3),
    (Status(429, retry_after=60), TooManyCalls, 1),
    (Status(403), KeyRefused, 1),
]


@pytest.mark.parametrize(("behaviour", "error", "calls"), FAULTS, ids=lambda value: str(value)[:40])
def test_the_error_after_a_fault_of_youtube_names_youtube(
    tmdb: FakeTmdb, behaviour: Behaviour, error: type[LookupFailed], calls: int
) -> None:
    tmdb.behave(behaviour)
    outcome = trailer(tmdb)
    assert type(outcome) is error
    assert str(outcome).startswith("YouTube ")
    assert len(tmdb.calls) == calls


def test_a_fault_of_youtube_leaves_tmdb_alone(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(429, retry_after=60), path="/youtube")
    lookups = lookups_at(tmdb)
    assert isinstance(outcome_of(lambda: lookups.trailer("The Matrix", 1999, "en")), TooManyCalls)
    assert isinstance(outcome_of(lambda: lookups.trailer("The Matrix", 1999, "en")), Unavailable)
    assert lookups.details(MATRIX, "en") is not None
    assert (lookups.status().last_error, lookups.status().calls) == ("", 1)


def test_a_wrong_key_is_refused(tmdb: FakeTmdb) -> None:
    assert isinstance(trailer(tmdb, youtube_api_key="wrong"), KeyRefused)


def item(**changes: object) -> dict[str, object]:
    """Return a hit, apart from `changes`."""
    return {"id": {"kind": "youtube#video", "videoId": "abcdefghijk"}, "snippet": {"title": "A trailer"}} | changes


WRONG_KEYS = ["../../evil", "a" * 40, '"><script>', "abc def ghi", "", "abcdefghijk&x=1", "äbcdefghijk", 5, None]
WRONG_HITS = [5, item(id=5), item(id=[]), item(id={"channelId": "abcdefghijk"})]
WRONG_HITS += [item(id={"videoId": key}) for key in WRONG_KEYS]


def test_an_answer_without_a_video_is_no_trailer(tmdb: FakeTmdb) -> None:
    answers: list[object] = [[], {}, "text", 5, {"items": []}, {"items": {}}, {"items": 5}]
    for answer in answers + [{"items": [hit]} for hit in WRONG_HITS]:
        tmdb.behave(WrongJson(json.dumps(answer)))
        assert trailer(tmdb) is None, answer
    tmdb.behave(WrongTypes())
    assert trailer(tmdb) is None


def test_a_video_without_a_title_is_a_trailer(tmdb: FakeTmdb) -> None:
    snippets: list[object] = [None, 5, [], {}, {"title": 5}, {"title": None}]
    for snippet in snippets:
        tmdb.behave(WrongJson(json.dumps({"items": [item(snippet=snippet)]})))
        assert trailer(tmdb) == Video("abcdefghijk", "", "Trailer", "", official=False)


def test_a_film_without_a_year_is_searched_for_as_a_film() -> None:
    assert search_words("Heat", 1995) == "Heat 1995 trailer"
    assert search_words("Heat", None) == "Heat film trailer"


def test_the_address_of_a_search_has_the_words_and_nothing_else() -> None:
    for title in TITLES:
        address = urlsplit(trailer_search_url(title, 1995))
        assert (address.scheme, address.netloc, address.path) == ("https", "www.youtube.com", "/results")
        assert parse_qs(address.query) == {"search_query": [f"{title} 1995 trailer"]}
        assert not address.fragment
