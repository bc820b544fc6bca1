"""What TMDB and YouTube add to the dialog of a film: details, choices, the trailer, and what is there without them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from fakes.sample_catalogue import LOW_TIDE
from fakes.tmdb import FakeTmdb
from fakes.tmdb_answers import video_key
from fakes.tmdb_behaviours import Normal, Status, WrongTypes
from fakes.tmdb_connection import Behaviour
from fakes.tmdb_films import film_of, number_of
from tests.pages.conftest import cards, page_text, plain, recommend
from tests.pages.tmdb_steps import (
    MOVIE,
    TAGLINE,
    captions,
    credits_line,
    credits_on,
    is_complete,
    links,
    missing_notes,
    open_dialog,
    play,
    wait_for_calls,
)
from ui.text.markdown import literal
from ui.tmdb.film_details import NO_CAST, NO_OFFERS, SEARCH_LABEL, UNAVAILABLE, UNKNOWN_FILM
from ui.tmdb.lookups import COUNTRY, LANGUAGE

UNKNOWN = 147
"""A film of the small catalogue."""
HOSTILE = "*x* [a](b) :material/home: $x$ <b>x</b> `x` :red[x]"
RETRY = f"tmdb.retry.{LOW_TIDE}"


def has_retry(app: AppTest) -> bool:
    return any(str(button.key).startswith("tmdb.retry.") for button in app.button)


def test_the_dialog_has_tagline_cast_age_rating_offers_and_links(tmdb: FakeTmdb, app: AppTest) -> None:
    open_dialog(recommend(app, {}))
    (dialog,) = app.get("dialog")
    paragraphs, lines = ([plain(element.value) for element in kind] for kind in (dialog.markdown, dialog.caption))
    assert TAGLINE in paragraphs
    assert credits_line(LOW_TIDE) in paragraphs
    assert f"What happens in Film {LOW_TIDE}." in [element.value for element in dialog.text]
    for number, name in enumerate(film_of(LOW_TIDE).cast, start=1):
        assert f"**{name}** as Part {number}" in lines
    assert "**Stream**: Streamly, Nightflix, Adreel" in lines
    assert "**Rent**: Lend-a-Reel" in lines
    assert "**Buy**: Reelkeeper, Lend-a-Reel" in lines
    (offers,) = (line for line in paragraphs if line.endswith("Offers from JustWatch."))
    assert f"https://www.themoviedb.org/movie/{LOW_TIDE}/watch?locale=US" in offers
    assert links(app) == {
        "Homepage": f"https://films.example/{LOW_TIDE}",
        "IMDb": f"https://www.imdb.com/title/tt{LOW_TIDE:08d}/",
        "TMDB": f"https://www.themoviedb.org/movie/{LOW_TIDE}",
    }
    assert any(f"/w1280/backdrop{LOW_TIDE}.jpg" in element.proto.body for element in dialog.get("html"))
    assert len(tmdb.calls_to("/3/movie")) == 10


def test_fields_that_are_empty_or_of_wrong_types_are_left_out_and_the_rest_is_shown(
    tmdb: FakeTmdb, app: AppTest
) -> None:
    wrong: dict[str, object] = {"credits": [1], "tagline": 7, "results": "none", "runtime": "abc", "poster_path": 7}
    wrong |= {"homepage": "", "imdb_id": "", "backdrop_path": None}
    tmdb.behave(WrongTypes(wrong))
    recommend(app, {})
    assert is_complete(app)
    assert not credits_on(app)
    assert not missing_notes(app)
    open_dialog(app)
    assert NO_CAST in captions(app)
    assert NO_OFFERS in captions(app)
    assert list(links(app)) == ["TMDB"]
    assert f"What happens in Film {LOW_TIDE}." in page_text(app)


@pytest.mark.parametrize(
    ("country", "rating", "offer"), [("DE", "12", "**Stream**: Streamberg"), ("FR", "", NO_OFFERS)]
)
def test_age_rating_and_offers_are_those_of_the_chosen_country(
    tmdb: FakeTmdb, app: AppTest, country: str, rating: str, offer: str
) -> None:
    open_dialog(recommend(app, {}))
    wait_for_calls(tmdb, "/3/configuration/countries", 1)
    tmdb.forget_calls()
    app.selectbox(key=COUNTRY).set_value(country).run()
    open_dialog(app)
    (dialog,) = app.get("dialog")
    assert credits_line(LOW_TIDE, rating) in [plain(element.value) for element in dialog.markdown]
    assert offer in captions(app)
    assert "**Rent**: Lend-a-Reel" not in captions(app)
    assert not tmdb.calls


def test_another_language_is_looked_up_once(tmdb: FakeTmdb, app: AppTest) -> None:
    open_dialog(recommend(app, {}))
    tmdb.forget_calls()
    app.selectbox(key=LANGUAGE).set_value("de").run()
    open_dialog(app)
    assert f"*See Film {LOW_TIDE} twice. [de]*" in page_text(app)
    assert {call.query["language"] for call in tmdb.calls_to("/3/movie")} == {"de"}
    assert len(tmdb.calls_to("/3/movie")) == 10
    tmdb.forget_calls()
    app.selectbox(key=LANGUAGE).set_value("en").run()
    open_dialog(app)
    assert TAGLINE in page_text(app)
    assert not tmdb.calls


def test_the_trailer_is_there_only_after_a_click(tmdb: FakeTmdb, app: AppTest) -> None:
    open_dialog(recommend(app, {}))
    assert not app.get("video")
    play(app)
    (video,) = app.get("video")
    assert video_key(LOW_TIDE, "en", "Trailer") in video.proto.url
    assert f"Trailer of Film {LOW_TIDE}" in captions(app)
    assert not tmdb.calls_to("/youtube")
    # The trailer of another film waits for its own click.
    (other, *_) = (film_id for film_id in cards(app) if film_id != LOW_TIDE)
    assert not open_dialog(app, other).get("video")


def test_a_film_without_a_trailer_at_tmdb_gets_one_from_youtube_after_the_click(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(WrongTypes({"videos": {"results": []}}), path=MOVIE)
    open_dialog(recommend(app, {}))
    assert not tmdb.calls_to("/youtube")
    play(app)
    (video,) = app.get("video")
    words = "The Glass Harbour: Low Tide 2001 trailer"
    assert f"vi0{number_of(words):08x}" in video.proto.url
    assert f"{words} (video 0)" in captions(app)
    assert len(tmdb.calls_to("/youtube")) == 1


@pytest.mark.parametrize("fault", [None, Status(500), Status(403)], ids=repr)
def test_without_youtube_there_is_a_link_to_a_search(
    tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch, app: AppTest, fault: Behaviour | None
) -> None:
    tmdb.behave(WrongTypes({"videos": {"results": []}}), path=MOVIE)
    if fault:
        tmdb.behave(fault, path="/youtube")
    else:
        monkeypatch.delenv("YOUTUBE_API_KEY")
    play(open_dialog(recommend(app, {})))
    search = "https://www.youtube.com/results?search_query=The+Glass+Harbour%3A+Low+Tide+2001+trailer"
    assert links(app)[SEARCH_LABEL] == search
    assert not app.get("video")
    assert bool(tmdb.calls_to("/youtube")) == bool(fault)


def test_a_film_that_tmdb_does_not_have_is_shown_from_the_catalogue_alone(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(Status(404), path=f"/3/movie/{UNKNOWN}")
    recommend(app, {})
    assert is_complete(app)
    assert not missing_notes(app)
    assert credits_on(app) == [credits_line(film_id) for film_id in cards(app) if film_id != UNKNOWN]
    open_dialog(app, UNKNOWN)
    assert UNKNOWN_FILM in captions(app)
    assert not has_retry(app)
    assert list(links(app)) == [SEARCH_LABEL]


def test_a_failed_look_up_is_made_again_on_a_click(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(WrongTypes(), path=MOVIE)
    open_dialog(recommend(app, {}))
    assert TAGLINE not in page_text(app)
    tmdb.behave(Normal(), path=MOVIE)
    app.button(key=RETRY).click().run()
    open_dialog(app)
    assert TAGLINE in page_text(app)
    assert not has_retry(app)


def test_a_dialog_with_a_refused_key_says_what_is_missing_but_nothing_about_keys(tmdb: FakeTmdb, app: AppTest) -> None:
    tmdb.behave(Status(401))
    open_dialog(recommend(app, {}))
    # One on the page, one in the dialog.
    assert missing_notes(app) == [UNAVAILABLE, UNAVAILABLE]
    assert list(links(app)) == [SEARCH_LABEL]


def test_nothing_from_tmdb_is_markdown(tmdb: FakeTmdb, app: AppTest) -> None:
    fields = ("name", "character", "tagline", "provider_name", "certification")
    link = "https://a.example/x)**bold**[y](https://b.example/"
    offers = {"results": {"US": {"link": link, "rent": [{"provider_name": HOSTILE}]}}}
    tmdb.behave(WrongTypes(dict.fromkeys(fields, HOSTILE) | {"watch/providers": offers}), path=MOVIE)
    play(open_dialog(recommend(app, {})))
    (dialog,) = app.get("dialog")
    text = literal(HOSTILE)
    lines = [element.value for kind in (dialog.markdown, dialog.caption) for element in kind]
    for line in (f"*{text}*", f"By {text} · rated {text}", f"**{text}** as {text}", f"**Rent**: {text}", text):
        assert line in lines
    # An address between angle brackets ends only with them, and no address that is accepted has any.
    assert any(f"](<{link}>)" in line for line in lines)
