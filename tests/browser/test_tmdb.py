"""TMDB in a real browser, working and failing: what visitors see, after how long, and for how many calls."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from fakes.streamlit_server import ROOT
from fakes.tmdb import KEY, YOUTUBE_KEY, FakeTmdb
from fakes.tmdb_answers import video_key
from fakes.tmdb_behaviours import Html, Late, Never, Normal, Reset, Status
from fakes.tmdb_connection import Behaviour
from fakes.tmdb_replies import JPEG
from tests.browser.conftest import Serve
from ui.tmdb.film_details import EXTRAS

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
FILM = "film=Toy+Story+(1995)"
CREDITS = re.compile(r"^By .* · rated ")
POSTER = "[role='img'][aria-label^='Poster of ']"
SLACK_S = 2.0
"""Seconds that TMDB may cost, however it fails. A busy machine may take twice as long as a moment before."""

StartServer = Callable[[FakeTmdb | None], str]


@pytest.fixture(scope="module")
def start_server(serve: Serve, models: Path) -> StartServer:
    """Return a function that starts a fresh server on the sample, built already, with TMDB or without a key."""
    common = {"CINEWATCH_DATASET": str(SAMPLE), "CINEWATCH_MODELS_DIR": str(models), "TMDB_ACCESS_TOKEN": ""}

    def start(tmdb: FakeTmdb | None) -> str:
        keys = {"TMDB_API_KEY": KEY, "YOUTUBE_API_KEY": YOUTUBE_KEY} if tmdb else {"TMDB_API_KEY": ""}
        hosts = {"TMDB_BASE_URL": tmdb.base_url, "YOUTUBE_BASE_URL": tmdb.youtube_url} if tmdb else {}
        return serve(**common, **keys, **hosts)

    return start


@pytest.fixture(scope="module")
def working(start_server: StartServer) -> Iterator[tuple[FakeTmdb, str]]:
    """Return a fake TMDB that behaves normally, and the address of a server that uses it."""
    with FakeTmdb() as tmdb:
        yield tmdb, start_server(tmdb)


@contextmanager
def _visit(browser: Browser, locale: str = "en-US") -> Iterator[Page]:
    """Open a page that reaches neither TMDB's image host nor YouTube; its console may complain about that."""
    with closing(browser.new_context(viewport={"width": 1280, "height": 900}, locale=locale)) as context:
        context.route("https://image.tmdb.org/**", lambda route: route.abort())
        context.route(re.compile(r"https://(www\.)?youtube(-nocookie)?\.com/"), _blank)
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    with _visit(browser) as page:
        yield page


def _blank(route: Route) -> None:
    route.fulfill(body="<title>A player</title>", content_type="text/html")


def time_to_a_dialog(page: Page, address: str) -> tuple[float, float]:
    """Return the seconds from the address to ten cards, and to the dialog of the first one, clicked at once."""
    start = time.monotonic()
    page.goto(f"{address}/recommend?{FILM}")
    details = page.get_by_role("button", name="Details")
    expect(details).to_have_count(10)
    cards_s = time.monotonic() - start
    details.first.click()
    expect(page.get_by_role("dialog").get_by_role("tab").first).to_be_visible()
    return cards_s, time.monotonic() - start


@pytest.fixture(scope="module")
def without_tmdb_s(start_server: StartServer, browser: Browser) -> tuple[float, float]:
    """Return how long it takes without a key, which visitors read nothing about."""
    address = start_server(None)
    page = browser.new_page()
    seconds = time_to_a_dialog(page, address)
    expect(page.get_by_text(EXTRAS)).to_have_count(0)
    page.close()
    return seconds


def assert_usable(page: Page, case: str, tmdb: FakeTmdb, address: str, without_tmdb_s: tuple[float, float]) -> None:
    """Check that cards and dialog come as soon as without TMDB, but for the slack."""
    cards_s, dialog_s = time_to_a_dialog(page, address)
    print(  # noqa: T201 - a measurement
        f"\n{case}: cards {cards_s:.1f} s, dialog {dialog_s:.1f} s, {len(tmdb.calls_to('/3/movie'))} calls; "
        f"without TMDB {without_tmdb_s[0]:.1f} and {without_tmdb_s[1]:.1f} s"
    )
    assert cards_s < 2 * without_tmdb_s[0] + SLACK_S
    assert dialog_s < 2 * without_tmdb_s[1] + SLACK_S
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_tmdbs_details_come_to_cards_that_could_be_used_before(
    working: tuple[FakeTmdb, str], visitor: Page, without_tmdb_s: tuple[float, float]
) -> None:
    tmdb, address = working
    assert_usable(visitor, "normal", tmdb, address, without_tmdb_s)
    expect(visitor.get_by_text(CREDITS)).to_have_count(10)
    expect(visitor.get_by_text(EXTRAS)).to_have_count(0)
    assert len(tmdb.calls_to("/3/movie")) == 10


@pytest.mark.parametrize(
    ("fault", "note", "max_calls"),
    [
        (Never(), "is slow right now|did not answer in time|try again in", 10),
        (Reset(), "broke the connection|try again in", 30),
        (Status(500), "has a problem|try again in", 30),
        (Status(401), "Everything else works", 10),
        (Html(), "sent an answer we can't read|try again in", 10),
    ],
    ids=["never", "reset", "500", "401", "html"],
)
def test_the_cards_can_be_used_as_soon_as_without_tmdb_however_it_fails(
    start_server: StartServer,
    visitor: Page,
    without_tmdb_s: tuple[float, float],
    fault: Behaviour,
    note: str,
    max_calls: int,
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(fault)
        assert_usable(visitor, str(fault), tmdb, start_server(tmdb), without_tmdb_s)
        line = visitor.get_by_text(EXTRAS)
        expect(line).to_have_count(1)
        expect(line).to_have_text(re.compile(note))
        expect(visitor.get_by_text(CREDITS)).to_have_count(0)
        expect(visitor.get_by_role("button", name="Details")).to_have_count(10)
        for box in ("stException", "stAlert"):
            assert visitor.get_by_test_id(box).count() == 0
        assert 1 <= len(tmdb.calls_to("/3/movie")) <= max_calls


def grey_share(page: Page) -> float:
    """Return the share of the first poster, 0 to 1, that is as grey as the picture of the fake image host."""
    shot = page.locator(POSTER).first.screenshot()
    poster, grey = (np.asarray(Image.open(io.BytesIO(file)).convert("RGB"), int) for file in (shot, JPEG))
    return float((abs(poster - grey[0, 0]).max(axis=2) < 12).mean())


def test_twenty_films_take_twenty_calls_and_tmdbs_posters_cover_our_own(
    working: tuple[FakeTmdb, str], browser: Browser
) -> None:
    tmdb, address = working
    tmdb.forget_calls()
    tmdb.behave(Late(0.2), path="/3/movie")
    # No film has been looked up in this language.
    with _visit(browser, locale="de-DE") as visitor:
        _check_twenty(visitor, tmdb, address)
    tmdb.behave(Normal(), path="/3/movie")


def _check_twenty(visitor: Page, tmdb: FakeTmdb, address: str) -> None:
    images = f"{tmdb.image_url}/**"
    visitor.route(images, lambda route: route.abort())
    visitor.goto(f"{address}/recommend?{FILM}&count=20")
    expect(visitor.get_by_role("button", name="Details")).to_have_count(20)
    start = time.monotonic()
    expect(visitor.get_by_text(CREDITS)).to_have_count(20)
    elapsed = time.monotonic() - start
    print(f"\n20 films at 200 ms a call: all details {elapsed:.1f} s after the cards")  # noqa: T201
    assert len(tmdb.calls_to("/3/movie")) == 20
    assert tmdb.max_in_flight >= 4

    # Its images cannot be reached, so our own posters show.
    background = visitor.locator(POSTER).first.evaluate("picture => getComputedStyle(picture).backgroundImage")
    above, below = background.split(", ", 1)
    assert re.fullmatch(r'url\("https?://[\w.:]+/t/p/w342/[\w-]+\.jpg"\)', above)
    assert below.startswith('url("data:image/svg+xml;base64,')
    assert grey_share(visitor) < 0.2
    assert not tmdb.calls_to("/t/p")

    tmdb.forget_calls()
    for view in ("Table", "Posters"):
        visitor.get_by_role("radio", name=view).click()
        expect(visitor.get_by_role("radio", name=view)).to_be_checked()
    expect(visitor.get_by_text(CREDITS)).to_have_count(20)
    assert not tmdb.calls_to("/3")
    # Another session, and the images can be reached.
    visitor.unroute(images)
    visitor.reload()
    expect(visitor.get_by_text(CREDITS)).to_have_count(20)
    assert not tmdb.calls_to("/3")
    deadline = time.monotonic() + 10
    while grey_share(visitor) < 0.9:
        assert time.monotonic() < deadline
    assert tmdb.calls_to("/t/p/w342")


def test_the_trailer_comes_only_after_a_click(working: tuple[FakeTmdb, str], visitor: Page) -> None:
    tmdb, address = working
    visitor.goto(f"{address}/recommend?{FILM}")
    visitor.get_by_role("button", name="Details").first.click()
    dialog = visitor.get_by_role("dialog")
    dialog.get_by_role("tab").nth(1).click()
    button = dialog.get_by_role("button", name="Play trailer")
    expect(button).to_be_visible()
    expect(visitor.locator("iframe[src*='youtube']")).to_have_count(0)
    film_id = int(re.sub(r"\D", "", dialog.get_by_role("link", name="TMDB", exact=True).get_attribute("href") or ""))
    button.click()
    player = dialog.locator("iframe[src*='youtube']")
    expect(player).to_have_count(1)
    source = player.get_attribute("src") or ""
    assert re.match(rf"https://www\.youtube\.com/embed/{video_key(film_id, 'en', 'Trailer')}\b", source)
    assert not tmdb.calls_to("/youtube")
