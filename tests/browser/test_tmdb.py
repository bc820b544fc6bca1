"""TMDB in a real browser, right and faulty: what is seen, after how long, and for how many calls."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from engine import CineWatch
from fakes import tmdb_answers
from fakes.tmdb import KEY, YOUTUBE_KEY, Behaviour, FakeTmdb, Html, Late, Never, Reset, Right, Status
from tests.browser.conftest import ROOT, Serve

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
FILM = "film=Toy+Story+(1995)"
CREDITS = re.compile(r"^By .* · rated ")
MISSING = "age ratings, trailers and where to watch"
POSTER = "[role='img'][aria-label^='Poster of ']"
SLACK_S = 2.0
"""Seconds that TMDB may cost, however it fails. A busy machine may take twice as long as a moment before."""

TmdbLookups = Callable[[FakeTmdb | None], str]


@pytest.fixture(scope="module")
def online(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> TmdbLookups:
    """Return a function that starts a fresh server on the sample, which is built already, with TMDB or without."""
    models = tmp_path_factory.mktemp("built")
    CineWatch.build(SAMPLE, models)
    common = {"CINEWATCH_DATASET": str(SAMPLE), "CINEWATCH_MODELS_DIR": str(models), "TMDB_ACCESS_TOKEN": ""}

    def start(tmdb: FakeTmdb | None) -> str:
        keys = {"TMDB_API_KEY": KEY, "YOUTUBE_API_KEY": YOUTUBE_KEY} if tmdb else {"TMDB_API_KEY": ""}
        hosts = {"TMDB_BASE_URL": tmdb.base_url, "YOUTUBE_BASE_URL": tmdb.youtube_url} if tmdb else {}
        return serve(**common, **keys, **hosts)

    return start


@pytest.fixture(scope="module")
def right(online: TmdbLookups) -> Iterator[tuple[FakeTmdb, str]]:
    """Return the stand-in, which answers as TMDB does, and the address of a server that asks it."""
    with FakeTmdb() as tmdb:
        yield tmdb, online(tmdb)


@contextmanager
def _visit(browser: Browser, locale: str = "en-US") -> Iterator[Page]:
    """Open a page that reaches neither TMDB's host of images nor YouTube; its console may complain of that."""
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
    """Return the seconds from the address to ten cards, and to the dialog of the first, which is clicked at once."""
    start = time.monotonic()
    page.goto(f"{address}/?{FILM}")
    details = page.get_by_role("button", name="Details")
    expect(details).to_have_count(10)
    cards_s = time.monotonic() - start
    details.first.click()
    expect(page.get_by_role("dialog").get_by_text("It matches better than")).to_be_visible()
    return cards_s, time.monotonic() - start


@pytest.fixture(scope="module")
def alone_s(online: TmdbLookups, browser: Browser) -> tuple[float, float]:
    """Return how long it takes without a key."""
    address = online(None)
    page = browser.new_page()
    taken = time_to_a_dialog(page, address)
    expect(page.get_by_text(f"Without a key for TMDB there are no {MISSING}").first).to_be_visible()
    page.close()
    return taken


def assert_usable(page: Page, told: str, tmdb: FakeTmdb, address: str, alone_s: tuple[float, float]) -> None:
    """See that cards and dialog come as soon as without TMDB, but for the slack."""
    cards_s, dialog_s = time_to_a_dialog(page, address)
    print(  # noqa: T201 - what was measured
        f"\n{told}: cards {cards_s:.1f} s, dialog {dialog_s:.1f} s, {len(tmdb.calls_to('/3/movie'))} calls; "
        f"without TMDB {alone_s[0]:.1f} and {alone_s[1]:.1f} s"
    )
    assert cards_s < 2 * alone_s[0] + SLACK_S
    assert dialog_s < 2 * alone_s[1] + SLACK_S
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_tmdb_tells_comes_to_cards_that_could_be_used_before(
    right: tuple[FakeTmdb, str], visitor: Page, alone_s: tuple[float, float]
) -> None:
    tmdb, address = right
    assert_usable(visitor, "right", tmdb, address, alone_s)
    expect(visitor.get_by_text(CREDITS)).to_have_count(10)
    expect(visitor.get_by_text(MISSING)).to_have_count(0)
    assert len(tmdb.calls_to("/3/movie")) == 10


@pytest.mark.parametrize(
    ("fault", "seen", "most_calls"),
    [
        (Never(), "is slow just now|did not answer in time|is asked again in", 10),
        (Reset(), "broke off instead of answering|is asked again in", 30),
        (Status(500), "has a fault of its own|is asked again in", 30),
        (Status(401), "does not accept the key", 10),
        (Html(), "something else than what it documents|is asked again in", 10),
    ],
    ids=["never", "reset", "500", "401", "html"],
)
def test_the_cards_can_be_used_as_soon_as_without_tmdb_however_it_fails(
    online: TmdbLookups, visitor: Page, alone_s: tuple[float, float], fault: Behaviour, seen: str, most_calls: int
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(fault)
        assert_usable(visitor, str(fault), tmdb, online(tmdb), alone_s)
        expect(visitor.get_by_text(re.compile(f"{MISSING}.*({seen})"))).to_have_count(1)
        expect(visitor.get_by_text(CREDITS)).to_have_count(0)
        expect(visitor.get_by_role("button", name="Details")).to_have_count(10)
        for box in ("stException", "stAlert"):
            assert visitor.get_by_test_id(box).count() == 0
        assert 1 <= len(tmdb.calls_to("/3/movie")) <= most_calls


def greys(page: Page) -> float:
    """Return the share of the first poster that is as grey as the stand-in's, once it stands still."""
    shot = page.locator(POSTER).first.screenshot()
    seen, grey = (np.asarray(Image.open(io.BytesIO(one)).convert("RGB"), int) for one in (shot, tmdb_answers.JPEG))
    return float((abs(seen - grey[0, 0]).max(axis=2) < 12).mean())


def test_twenty_films_take_twenty_calls_and_posters_lie_over_our_own(
    right: tuple[FakeTmdb, str], browser: Browser
) -> None:
    tmdb, address = right
    tmdb.forget()
    tmdb.behave(Late(0.2), path="/3/movie")
    # No film has been looked up in this language.
    with _visit(browser, locale="de-DE") as visitor:
        _see_twenty(visitor, tmdb, address)
    tmdb.behave(Right(), path="/3/movie")


def _see_twenty(visitor: Page, tmdb: FakeTmdb, address: str) -> None:
    images = f"{tmdb.image_url}/**"
    visitor.route(images, lambda route: route.abort())
    visitor.goto(f"{address}/?{FILM}&count=20")
    expect(visitor.get_by_role("button", name="Details")).to_have_count(20)
    start = time.monotonic()
    expect(visitor.get_by_text(CREDITS)).to_have_count(20)
    taken = time.monotonic() - start
    print(f"\n20 films at 200 ms a call: all told {taken:.1f} s after the cards")  # noqa: T201
    assert taken < 3
    assert len(tmdb.calls_to("/3/movie")) == 20

    # Its images cannot be reached, so our own posters are seen below.
    background = visitor.locator(POSTER).first.evaluate("picture => getComputedStyle(picture).backgroundImage")
    above, below = background.split(", ", 1)
    assert re.fullmatch(r'url\("https?://[\w.:]+/t/p/w342/[\w-]+\.jpg"\)', above)
    assert below.startswith('url("data:image/svg+xml;base64,')
    assert greys(visitor) < 0.2
    assert not tmdb.calls_to("/t/p")

    tmdb.forget()
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
    while greys(visitor) < 0.9:
        assert time.monotonic() < deadline
    assert tmdb.calls_to("/t/p/w342")


def test_the_trailer_comes_only_after_a_click(right: tuple[FakeTmdb, str], visitor: Page) -> None:
    tmdb, address = right
    visitor.goto(f"{address}/?{FILM}")
    visitor.get_by_role("button", name="Details").first.click()
    dialog = visitor.get_by_role("dialog")
    dialog.get_by_role("tab", name="Cast, trailer, where to watch").click()
    button = dialog.get_by_role("button", name="Play the trailer")
    expect(button).to_be_visible()
    expect(visitor.locator("iframe[src*='youtube']")).to_have_count(0)
    film_id = int(re.sub(r"\D", "", dialog.get_by_role("link", name="TMDB", exact=True).get_attribute("href") or ""))
    button.click()
    player = dialog.locator("iframe[src*='youtube']")
    expect(player).to_have_count(1)
    source = player.get_attribute("src") or ""
    assert re.match(rf"https://www\.youtube\.com/embed/{tmdb_answers.video_key(film_id, 'en', 'Trailer')}\b", source)
    assert not tmdb.calls_to("/youtube")
