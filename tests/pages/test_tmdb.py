"""What TMDB adds to the cards, what a page says when TMDB fails, and the state of TMDB on the page About."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fakes.sample_catalogue import LOW_TIDE, write_csv
from fakes.tmdb import BEARER, KEY, YOUTUBE_KEY, FakeTmdb
from fakes.tmdb_behaviours import Html, Late, Never, Normal, Reset, Status, WrongTypes
from fakes.tmdb_connection import Behaviour
from tests.pages.conftest import Open, cards, follow, page_markdown, plain, recommend
from tests.pages.film_walls import cards_by_id
from tests.pages.tmdb_steps import (
    MOVIE,
    about,
    credits_line,
    credits_on,
    is_complete,
    links,
    missing_notes,
    open_dialog,
    play,
    sent_to_browser,
    wait_for_calls,
)
from ui import cache
from ui.about.tmdb_status import ATTRIBUTION, KEY_STATES, NO_KEY, REFUSED_KEY
from ui.addresses import FILM, FILM_ID
from ui.tmdb.film_details import SEARCH_LABEL, SLOW, UNAVAILABLE
from ui.tmdb.lookups import LANGUAGE, WAIT_S

RESTS = "we try again in"
UNREADABLE = "TMDB sent an answer we can't read"
OTHER_FILM = "TMDB's answer is not about this film"
BROKEN = "TMDB broke the connection"


def test_without_a_key_nothing_is_requested_and_only_the_operator_reads_about_it(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    monkeypatch.delenv("TMDB_API_KEY")
    recommend(app, {})
    assert is_complete(app)
    assert not credits_on(app)
    open_dialog(app)
    assert not missing_notes(app)
    assert list(links(app)) == [SEARCH_LABEL]
    assert not re.search(r"\bkey\b", page_markdown(app))
    assert about(app) == {"Key": KEY_STATES["none"]}
    assert NO_KEY in page_markdown(app)
    assert not tmdb.calls


def test_ids_of_another_site_are_neither_looked_up_nor_linked(tmdb: FakeTmdb, open_app: Open, tmp_path: Path) -> None:
    films = write_csv(tmp_path / "movies.csv", [{"movieId": number, "title": f"Tern {number} (1995)",
        "genres": "Drama|War", "imdb_id": "tt0114709"} for number in range(1, 5)],
        ("movieId", "title", "genres", "imdb_id"))  # fmt: skip
    app = open_dialog(follow(open_app(films), {"film": "Tern 1 (1995)"}), 2)
    assert sorted(cards(app)) == [2, 3, 4]
    assert list(links(app)) == [SEARCH_LABEL]
    assert not missing_notes(app)
    page = open_app(films, tmp_path / "models").switch_page(FILM)
    follow(page, {FILM_ID: "1"})
    assert [link.proto.label for link in page.get("link_button")] == ["IMDb", SEARCH_LABEL]
    assert not any("/movie/" in call.path for call in tmdb.calls)


@pytest.mark.parametrize("setting", ["TMDB_API_KEY", "TMDB_ACCESS_TOKEN"])
def test_with_a_key_each_card_has_director_and_age_rating_for_one_call_per_film(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, setting: str
) -> None:
    key = {"TMDB_API_KEY": KEY, "TMDB_ACCESS_TOKEN": BEARER}[setting]
    monkeypatch.delenv("TMDB_API_KEY")
    monkeypatch.setenv(setting, key)
    recommend(app, {})
    assert is_complete(app)
    assert credits_on(app) == [credits_line(film_id) for film_id in cards(app)]
    assert not missing_notes(app)
    wait_for_calls(tmdb, "/3/configuration", 1)
    paths = [f"/3/movie/{film_id}" for film_id in cards(app)]
    assert sorted(call.path for call in tmdb.calls) == sorted([*paths, "/3/configuration"])
    sent = {call.query.get("api_key") or call.headers["authorization"].removeprefix("Bearer ") for call in tmdb.calls}
    assert sent == {key}


def test_a_second_run_and_a_second_session_make_no_call(
    tmdb: FakeTmdb, new_app: Callable[[], AppTest], app: AppTest
) -> None:
    recommend(app, {})
    wait_for_calls(tmdb, "/3/configuration", 1)
    tmdb.forget_calls()
    for again in (app, new_app()):
        recommend(again, {})
        assert credits_on(again) == [credits_line(film_id) for film_id in cards(again)]
        pictures = [film["image"] for film in cards_by_id(again).values()]
        assert len(pictures) == 10
        assert all(picture.startswith(f"{tmdb.image_url}/w342/poster") for picture in pictures)
    assert not tmdb.calls


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        (Late(1.2), (SLOW,)),
        (Never(), ("TMDB did not answer in time", RESTS, SLOW)),
        (Status(401), (UNAVAILABLE,)),
        (Status(404), ()),
        (Status(429, retry_after=60), ("TMDB asks for fewer calls", RESTS)),
        (Status(500), ("TMDB has a problem (status 500)", RESTS)),
        (Html(), (UNREADABLE, RESTS)),
        (WrongTypes(), (OTHER_FILM,)),
        (Reset(), (BROKEN, RESTS)),
    ],
    ids=["late", "never", "401", "404", "429", "500", "html", "wrong types", "reset"],
)
def test_whatever_fails_all_cards_are_there_in_time_and_one_line_says_so(
    tmdb: FakeTmdb, app: AppTest, fault: Behaviour, reasons: Sequence[str]
) -> None:
    tmdb.behave(fault)
    start = time.monotonic()
    recommend(app, {})
    assert time.monotonic() - start < WAIT_S + 8
    assert is_complete(app)
    notes = missing_notes(app)
    assert len(notes) == (1 if reasons else 0)
    assert not reasons or any(reason in notes[0] for reason in reasons), notes
    assert not app.warning
    open_dialog(app)
    assert KEY not in sent_to_browser(app)


def test_details_that_come_too_late_are_there_the_next_time_and_are_looked_up_once(
    tmdb: FakeTmdb, app: AppTest
) -> None:
    tmdb.behave(Late(1.2))
    recommend(app, {})
    # Eight are looked up at once, so the last two cannot have come.
    assert missing_notes(app) == [SLOW]
    wait_for_calls(tmdb, "/3/movie", 10)
    time.sleep(0.2)
    recommend(app, {})
    assert credits_on(app) == [credits_line(film_id) for film_id in cards(app)]
    assert not missing_notes(app)
    assert len(tmdb.calls_to("/3/movie")) == 10


def test_about_shows_the_state_of_the_key_and_the_calls(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, new_app: Callable[[], AppTest]
) -> None:
    app = recommend(new_app(), {})
    wait_for_calls(tmdb, "/3/configuration", 1)
    for _ in range(2):
        app.run()
    valid = about(app)
    assert (valid["Key"], valid["Calls made"], valid["Last call"]) == (KEY_STATES["valid"], "11", "Succeeded")
    assert re.fullmatch(r"\d+ of at most 40", valid["Calls in the last second"])
    app.switch_page("pages/recommend.py").run()
    assert int(about(app)["Answered without a call"]) == int(valid["Answered without a call"]) + 10

    cache.forget()
    untried = about(new_app())
    assert (untried["Key"], untried["Calls made"], untried["Last call"]) == (KEY_STATES["untried"], "0", "None yet")

    cache.forget()
    monkeypatch.setenv("TMDB_API_KEY", "f" * 32)
    app = recommend(new_app(), {})
    refused = about(app)
    assert refused["Key"] == KEY_STATES["refused"]
    assert plain(refused["Last call"]).startswith("Failed: TMDB does not accept the key")
    assert REFUSED_KEY in page_markdown(app)


def test_about_names_the_sources_of_the_data_as_their_terms_require(tmdb: FakeTmdb, app: AppTest) -> None:
    about(app)
    assert ATTRIBUTION in page_markdown(app)
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in ATTRIBUTION
    assert "[JustWatch](https://www.justwatch.com)" in ATTRIBUTION
    assert 'aria-label="TMDB"' in app.get("html")[0].proto.body
    assert not tmdb.calls


@pytest.mark.parametrize("fault", [Normal(), Status(401), Status(500), Reset(), Html()], ids=repr)
def test_no_key_is_in_anything_that_is_sent_to_the_browser(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, fault: Behaviour
) -> None:
    monkeypatch.setenv("TMDB_ACCESS_TOKEN", BEARER)
    tmdb.behave(fault, path="/3")
    tmdb.behave(WrongTypes({"videos": {"results": []}}) if fault == Normal() else fault, path=MOVIE)
    open_dialog(recommend(app, {}), LOW_TIDE)
    if fault == Normal():
        play(app)
    dialog = sent_to_browser(app)
    assert "The Glass Harbour" in dialog
    assert LANGUAGE in dialog
    about(app)
    page = sent_to_browser(app)
    assert "Calls made" in page
    for secret in (KEY, BEARER, YOUTUBE_KEY):
        assert secret not in dialog
        assert secret not in page
