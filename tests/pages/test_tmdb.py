"""What is looked up online: on the cards, in the dialog of a film, and on the page About; and what is there without."""

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from fakes import tmdb_answers
from fakes.sample_catalogue import LOW_TIDE
from fakes.tmdb import (
    BEARER,
    KEY,
    YOUTUBE_KEY,
    Behaviour,
    FakeTmdb,
    Half,
    Html,
    Late,
    Never,
    Reset,
    Right,
    Status,
    WrongJson,
    WrongTypes,
)
from tests.pages.conftest import Open, cards, follow, page_markdown, page_text, plain
from ui.text.markdown import literal
from ui.tmdb.lookups import WAIT_S

UNKNOWN = 147
"""A film that the stand-in has not."""
MOVIE = f"/3/movie/{LOW_TIDE}"
SLOW = "TMDB is slow just now"
RESTS = "it is asked again in"
HOSTILE = ("*x*", "[a](b)", ":material/home:", "$x$", "<b>x</b>", "`x` :red[x]")


@pytest.fixture
def tmdb(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTmdb]:  # noqa: ARG001 - it ends later
    """Return the stand-in that the app is pointed at, with the keys of TMDB and of YouTube."""
    with FakeTmdb() as server:
        for name in ("TMDB_ACCESS_TOKEN", "CINEWATCH_REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TMDB_BASE_URL", server.base_url)
        monkeypatch.setenv("YOUTUBE_BASE_URL", server.youtube_url)
        monkeypatch.setenv("TMDB_API_KEY", KEY)
        monkeypatch.setenv("YOUTUBE_API_KEY", YOUTUBE_KEY)
        yield server
    _end_look_ups()


def _end_look_ups() -> None:
    """Wait for what is still looked up: it would read the settings of the next test."""
    st.cache_resource.clear()
    gc.collect()
    for thread in threading.enumerate():
        if thread.name.startswith("cinewatch-"):
            thread.join(10)
            assert not thread.is_alive()


def captions(app: AppTest) -> list[str]:
    return [plain(one.value) for one in app.caption]


def quiet_lines(app: AppTest) -> list[str]:
    """Return the lines that say what is missing."""
    return [line for line in captions(app) if "trailers and where to watch" in line]


def credit(film_id: int, mark: str = "") -> str:
    """Return what a card has of a film that is not known by name to the stand-in."""
    (director,) = tmdb_answers.film_of(film_id).directors
    return f"By {director} · rated {mark or ('R' if film_id % 2 else 'PG-13')}"


def credits_on(app: AppTest) -> list[str]:
    return [line for line in captions(app) if line.startswith("By ")]


def await_calls(tmdb: FakeTmdb, path: str, count: int) -> None:
    """Wait until so many calls have been answered: what nobody waits for may come after the page."""
    deadline = time.monotonic() + 10
    while sum(call.status is not None for call in tmdb.calls_to(path)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_whole(app: AppTest) -> bool:
    """Return whether there are ten cards with everything that needs no network."""
    lines = captions(app)
    # Each card has facts, genres and reasons, besides what TMDB adds.
    own = [line for line in lines if not line.startswith("By ")]
    pictures = len(app.get("image")) + len(app.get("html"))
    return len(cards(app)) == 10 and len(own) >= 30 and pictures >= 10 and not app.exception and not app.error


def about(app: AppTest) -> dict[str, str]:
    """Return how the page About says that things stand."""
    app.switch_page("pages/about.py").run()
    assert not app.exception
    table = app.table[0].value
    return {str(name): str(value) for name, value in zip(table.index, table.iloc[:, 0], strict=True)}


def dialog_of(app: AppTest, film_id: int) -> AppTest:
    """Open the dialog of a film; what is looked for in it may be looked for on the page, which has it as its last."""
    app.button(key=f"details.{film_id}").click().run()
    assert not app.exception
    assert not app.error
    assert len(app.get("dialog")) == 1
    return app


def links(app: AppTest) -> dict[str, str]:
    (dialog,) = app.get("dialog")
    return {link.proto.label: link.proto.url for link in dialog.get("link_button")}


def play(app: AppTest, film_id: int) -> AppTest:
    """Click on the trailer's button. AppTest closes a dialog with every click, so it is opened again."""
    app.button(key=f"online.play.{film_id}").click().run()
    return dialog_of(app, film_id)


def test_without_a_key_nothing_is_asked_and_one_line_says_what_is_missing(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    monkeypatch.delenv("TMDB_API_KEY")
    follow(app, {})
    assert is_whole(app)
    (line,) = quiet_lines(app)
    assert line.startswith("Without a key for TMDB there are no age ratings")
    assert not credits_on(app)
    dialog_of(app, LOW_TIDE)
    # One on the page, one in the dialog.
    assert quiet_lines(app) == [line, line]
    assert list(links(app)) == ["Search YouTube for a trailer"]
    assert about(app) == {"Key": "none is set"}
    assert "TMDB_ACCESS_TOKEN" in page_markdown(app)
    assert not tmdb.calls


@pytest.mark.parametrize("secret", ["TMDB_API_KEY", "TMDB_ACCESS_TOKEN"])
def test_with_a_key_each_card_has_director_and_age_rating_for_one_call_a_film(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, secret: str
) -> None:
    if secret == "TMDB_ACCESS_TOKEN":  # noqa: S105 - the name of a setting
        monkeypatch.delenv("TMDB_API_KEY")
        monkeypatch.setenv(secret, BEARER)
    follow(app, {})
    assert is_whole(app)
    assert credits_on(app) == [credit(film_id) for film_id in cards(app)]
    assert not quiet_lines(app)
    await_calls(tmdb, "/3/configuration", 1)
    asked = [f"/3/movie/{film_id}" for film_id in cards(app)]
    assert sorted(call.path for call in tmdb.calls) == sorted([*asked, "/3/configuration"])
    sent = {call.query.get("api_key") or call.headers["authorization"] for call in tmdb.calls}
    assert sent == {KEY if secret == "TMDB_API_KEY" else f"Bearer {BEARER}"}  # noqa: S105


def test_a_second_run_and_a_second_session_make_no_call(
    tmdb: FakeTmdb, new_app: Callable[[], AppTest], app: AppTest
) -> None:
    follow(app, {})
    await_calls(tmdb, "/3/configuration", 1)
    tmdb.forget()
    for again in (app, new_app()):
        follow(again, {})
        assert credits_on(again) == [credit(film_id) for film_id in cards(again)]
        pictures = [one.proto.body for one in again.get("html")]
        assert len(pictures) == 10
        assert all(f"url({tmdb.image_url}/w342/poster" in one for one in pictures)
    assert not tmdb.calls


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Late(1.2), (SLOW,)),
        (Never(), ("TMDB did not answer in time", RESTS, SLOW)),
        (Half(), ("TMDB broke off instead of answering", RESTS)),
        (Status(401), ("TMDB does not accept the key",)),
        (Status(404), ()),
        (Status(429, retry_after=60), ("TMDB asks to be called less often", RESTS)),
        (Status(500), ("TMDB has a fault of its own (status 500)", RESTS)),
        (Html(), ("TMDB answered with something else than what it documents", RESTS)),
        (WrongJson(), ("TMDB answered with something else than what it documents", RESTS)),
        (WrongJson("[]"), ("TMDB answered with something else than the film",)),
        (WrongTypes(), ("TMDB answered with something else than the film",)),
        (Reset(), ("TMDB broke off instead of answering", RESTS)),
    ],
    ids=["late", "never", "half", "401", "404", "429", "500", "html", "cut", "a list", "wrong types", "reset"],
)
def test_whatever_fails_all_cards_are_there_in_time_and_one_line_says_so(
    tmdb: FakeTmdb, app: AppTest, fault: Behaviour, why: Sequence[str]
) -> None:
    tmdb.behave(fault)
    start = time.monotonic()
    follow(app, {})
    assert time.monotonic() - start < WAIT_S + 3
    assert is_whole(app)
    lines = quiet_lines(app)
    assert len(lines) == (1 if why else 0)
    assert not why or any(one in lines[0] for one in why), lines
    assert not app.warning
    dialog_of(app, LOW_TIDE)
    assert KEY not in everything(app)


def test_fields_of_wrong_types_are_left_out_and_the_rest_is_told(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(WrongTypes({"credits": [1], "tagline": 7, "results": "none", "runtime": "abc", "poster_path": 7}))
    follow(app, {})
    assert is_whole(app)
    assert not credits_on(app)
    assert not quiet_lines(app)
    dialog_of(app, LOW_TIDE)
    assert "TMDB names nobody." in captions(app)
    assert links(app)["Homepage"] == f"https://films.example/{LOW_TIDE}"


def test_what_came_too_late_is_there_the_next_time_and_is_asked_for_once(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(Late(1.2))
    follow(app, {})
    # Eight are asked for at once, so the last two cannot have come.
    assert any(SLOW in line for line in quiet_lines(app))
    await_calls(tmdb, "/3/movie", 10)
    time.sleep(0.2)
    follow(app, {})
    assert credits_on(app) == [credit(film_id) for film_id in cards(app)]
    assert not quiet_lines(app)
    assert len(tmdb.calls_to("/3/movie")) == 10


def test_the_dialog_tells_tagline_cast_age_rating_offers_and_where_more_is(tmdb: FakeTmdb, app: AppTest) -> None:
    dialog_of(follow(app, {}), LOW_TIDE)
    (dialog,) = app.get("dialog")
    paragraphs, lines = ([plain(one.value) for one in kind] for kind in (dialog.markdown, dialog.caption))
    assert f"*See Film {LOW_TIDE} twice.*" in paragraphs
    assert credit(LOW_TIDE) in paragraphs
    assert f"What happens in Film {LOW_TIDE}, told by a test." in [one.value for one in dialog.text]
    for part, name in enumerate(tmdb_answers.film_of(LOW_TIDE).cast, start=1):
        assert f"**{name}** as Part {part}" in lines
    assert "**Stream**: Streamly, Nightflix, Adreel" in lines
    assert "**Rent**: Lend-a-Reel" in lines
    assert "**Buy**: Reelkeeper, Lend-a-Reel" in lines
    (offers,) = (line for line in lines if line.endswith("Offers by JustWatch."))
    assert f"https://www.themoviedb.org/movie/{LOW_TIDE}/watch?locale=US" in offers
    assert links(app) == {
        "Homepage": f"https://films.example/{LOW_TIDE}",
        "IMDb": f"https://www.imdb.com/title/tt{LOW_TIDE:08d}/",
        "TMDB": f"https://www.themoviedb.org/movie/{LOW_TIDE}",
    }
    assert any(f"/w1280/backdrop{LOW_TIDE}.jpg" in one.proto.body for one in dialog.get("html"))
    assert len(tmdb.calls_to("/3/movie")) == 10


@pytest.mark.parametrize(
    ("country", "mark", "offer"),
    [("DE", "12", "**Stream**: Streamberg"), ("FR", "PG-13", "Nowhere in this country, as far as JustWatch knows.")],
)
def test_age_rating_and_offers_are_those_of_the_country_chosen(
    tmdb: FakeTmdb, app: AppTest, country: str, mark: str, offer: str
) -> None:
    dialog_of(follow(app, {}), LOW_TIDE)
    await_calls(tmdb, "/3/configuration/countries", 1)
    tmdb.forget()
    app.selectbox(key="online.country").set_value(country).run()
    dialog_of(app, LOW_TIDE)
    (dialog,) = app.get("dialog")
    assert credit(LOW_TIDE, mark) in [plain(one.value) for one in dialog.markdown]
    assert offer in captions(app)
    assert "**Rent**: Lend-a-Reel" not in captions(app)
    assert not tmdb.calls


def test_another_language_is_asked_for_anew_and_then_known(tmdb: FakeTmdb, app: AppTest) -> None:
    dialog_of(follow(app, {}), LOW_TIDE)
    tmdb.forget()
    app.selectbox(key="online.language").set_value("de").run()
    dialog_of(app, LOW_TIDE)
    assert f"*See Film {LOW_TIDE} twice. [de]*" in page_text(app)
    assert {call.query["language"] for call in tmdb.calls_to("/3/movie")} == {"de"}
    assert len(tmdb.calls_to("/3/movie")) == 10
    tmdb.forget()
    app.selectbox(key="online.language").set_value("en").run()
    dialog_of(app, LOW_TIDE)
    assert f"*See Film {LOW_TIDE} twice.*" in page_text(app)
    assert not tmdb.calls


def test_the_trailer_is_there_only_after_a_click(tmdb: FakeTmdb, app: AppTest) -> None:
    dialog_of(follow(app, {}), LOW_TIDE)
    assert not app.get("video")
    play(app, LOW_TIDE)
    (video,) = app.get("video")
    assert tmdb_answers.video_key(LOW_TIDE, "en", "Trailer") in video.proto.url
    assert f"Trailer of Film {LOW_TIDE}" in captions(app)
    assert not tmdb.calls_to("/youtube")
    # Nobody has asked for the trailer of another film.
    (other, *_) = (film_id for film_id in cards(app) if film_id != LOW_TIDE)
    assert not dialog_of(app, other).get("video")


def test_where_tmdb_has_no_trailer_youtube_is_asked_after_the_click(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(WrongTypes({"videos": {"results": []}}), path=MOVIE)
    dialog_of(follow(app, {}), LOW_TIDE)
    assert not tmdb.calls_to("/youtube")
    play(app, LOW_TIDE)
    (video,) = app.get("video")
    words = "The Glass Harbour: Low Tide 2001 trailer"
    assert f"vi0{tmdb_answers.number_of(words):08x}" in video.proto.url
    assert f"{words} (video 0)" in captions(app)
    assert len(tmdb.calls_to("/youtube")) == 1


@pytest.mark.parametrize("fault", [None, Status(500), Status(403), Html(), Reset()], ids=repr)
def test_without_youtube_there_is_a_link_to_a_search(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, fault: Behaviour | None
) -> None:
    tmdb.behave(WrongTypes({"videos": {"results": []}}), path=MOVIE)
    if fault:
        tmdb.behave(fault, path="/youtube")
    else:
        monkeypatch.delenv("YOUTUBE_API_KEY")
    play(dialog_of(follow(app, {}), LOW_TIDE), LOW_TIDE)
    search = "https://www.youtube.com/results?search_query=The+Glass+Harbour%3A+Low+Tide+2001+trailer"
    assert links(app)["Search YouTube for a trailer"] == search
    assert not app.get("video")
    assert bool(tmdb.calls_to("/youtube")) == bool(fault)


def test_a_film_that_tmdb_does_not_know_is_told_from_the_catalogue_alone(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(Status(404), path=f"/3/movie/{UNKNOWN}")
    follow(app, {})
    assert is_whole(app)
    assert not quiet_lines(app)
    assert credits_on(app) == [credit(film_id) for film_id in cards(app) if film_id != UNKNOWN]
    dialog_of(app, UNKNOWN)
    assert "TMDB does not know this film any more." in captions(app)
    assert "Try again" not in [button.label for button in app.button]
    assert list(links(app)) == ["Search YouTube for a trailer"]


def test_what_failed_is_asked_for_again_on_a_click(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(WrongTypes(), path=MOVIE)
    dialog_of(follow(app, {}), LOW_TIDE)
    assert f"*See Film {LOW_TIDE} twice.*" not in page_text(app)
    tmdb.behave(Right(), path=MOVIE)
    app.button(key=f"online.again.{LOW_TIDE}").click().run()
    dialog_of(app, LOW_TIDE)
    assert f"*See Film {LOW_TIDE} twice.*" in page_text(app)
    assert "Try again" not in [button.label for button in app.button]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_tmdb_tells_is_markdown(tmdb: FakeTmdb, app: AppTest, text: str) -> None:
    named = ("name", "character", "tagline", "provider_name", "certification")
    ways = {"US": {"link": "https://a.example/x)**bold**[y](https://b.example/", "rent": [{"provider_name": text}]}}
    tmdb.behave(WrongTypes(dict.fromkeys(named, text) | {"watch/providers": {"results": ways}}), path=MOVIE)
    play(dialog_of(follow(app, {}), LOW_TIDE), LOW_TIDE)
    (dialog,) = app.get("dialog")
    exact = literal(text)
    lines = [one.value for kind in (dialog.markdown, dialog.caption) for one in kind]
    expected = (f"*{exact}*", f"By {exact} · rated {exact}", f"**{exact}** as {exact}", f"**Rent**: {exact}", exact)
    for line in expected:
        assert line in lines
    # Between angle brackets an address ends only with them, and no address that is let through holds any.
    assert any(f"](<{ways['US']['link']}>)" in line for line in lines)


def test_about_says_how_things_stand_with_the_key(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, new_app: Callable[[], AppTest]
) -> None:
    app = new_app().run()
    await_calls(tmdb, "/3/configuration", 1)
    for _ in range(2):
        app.run()
    valid = about(app)
    assert valid["Key"] == "set, and valid"
    assert valid["Calls made"] == "11"
    assert valid["Last call"] == "fine"
    assert re.fullmatch(r"\d+ of 40 at most", valid["Calls in the last second"])
    app.switch_page("pages/recommend.py").run()
    assert int(about(app)["Answered without a call"]) == int(valid["Answered without a call"]) + 10

    st.cache_resource.clear()
    untried = about(new_app())
    assert (untried["Key"], untried["Calls made"], untried["Last call"]) == ("set, and not used yet", "0", "none yet")

    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setenv("TMDB_API_KEY", "f" * 32)
    refused = about(new_app().run())
    assert refused["Key"] == "set, and refused by TMDB"
    assert plain(refused["Last call"]).startswith("failed: TMDB does not accept the key")


def test_about_names_those_whose_data_are_shown(tmdb: FakeTmdb, app: AppTest) -> None:
    about(app)
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in page_markdown(app)
    assert "[JustWatch](https://www.justwatch.com)" in page_markdown(app)
    assert 'aria-label="TMDB"' in app.get("html")[0].proto.body
    assert not tmdb.calls


def everything(app: AppTest) -> str:
    """Return all that goes to the browser, every element as it is sent, and the address; an escaped key is one, too."""
    elements = [node for part in (app.main, app.sidebar, *app.get("dialog")) for node in part]
    return plain("\n".join(str(getattr(node, "proto", "")) for node in elements) + str(dict(app.query_params)))


@pytest.mark.parametrize("fault", [Right(), Status(401), Status(500), Reset(), Html()], ids=repr)
def test_no_key_is_in_anything_that_is_sent_to_the_browser(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, fault: Behaviour
) -> None:
    monkeypatch.setenv("TMDB_ACCESS_TOKEN", BEARER)
    tmdb.behave(fault, path="/3")
    tmdb.behave(WrongTypes({"videos": {"results": []}}) if fault == Right() else fault, path=MOVIE)
    dialog_of(follow(app, {}), LOW_TIDE)
    if fault == Right():
        play(app, LOW_TIDE)
    sent = [everything(app)]
    assert "The Glass Harbour" in sent[0]
    assert "online.language" in sent[0]
    about(app)
    sent.append(everything(app))
    assert "TMDB online" in sent[1]
    for secret in (KEY, BEARER, YOUTUBE_KEY):
        assert not any(secret in text for text in sent)
