"""TMDB in a real browser, working and failing: what visitors see, and for how many calls."""

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
from fakes.tmdb_behaviours import Late, Never, Normal, Reset, Status
from fakes.tmdb_connection import Behaviour
from fakes.tmdb_replies import JPEG
from tests.browser.conftest import Serve, wait_until_drawn
from ui.recommend.seeds import ABOUT_LABEL
from ui.tmdb.film_details import EXTRAS

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
FILM = "film=Toy+Story+(1995)"
CREDITS = re.compile(r"^By .* · rated ")
POSTER = ".poster"

StartServer = Callable[[FakeTmdb], str]


@pytest.fixture(scope="module")
def start_server(serve: Serve, models: Path) -> StartServer:
    """Return a function that starts a fresh server on the sample, built already, with TMDB."""
    common = {"CINEWATCH_DATASET": str(SAMPLE), "CINEWATCH_MODELS_DIR": str(models), "TMDB_ACCESS_TOKEN": ""}

    def start(tmdb: FakeTmdb) -> str:
        keys = {"TMDB_API_KEY": KEY, "YOUTUBE_API_KEY": YOUTUBE_KEY}
        hosts = {"TMDB_BASE_URL": tmdb.base_url, "YOUTUBE_BASE_URL": tmdb.youtube_url}
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


def use_the_page(page: Page, address: str) -> None:
    """Open the page of ten films, and the dialog of the first one at once, and close it."""
    page.goto(f"{address}/recommend?{FILM}")
    details = page.get_by_role("button", name="Details")
    expect(details).to_have_count(10)
    details.first.click()
    expect(page.get_by_role("dialog").get_by_role("tab").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_tmdbs_details_come_to_the_cards(working: tuple[FakeTmdb, str], visitor: Page) -> None:
    tmdb, address = working
    use_the_page(visitor, address)
    expect(visitor.get_by_text(CREDITS)).to_have_count(10)
    expect(visitor.get_by_text(EXTRAS)).to_have_count(0)
    assert len(tmdb.calls_to("/3/movie")) == 10


@pytest.mark.parametrize(
    ("fault", "note", "max_calls"),
    [
        (Never(), "is slow right now|did not answer in time|try again in", 10),
        (Reset(), "broke the connection|try again in", 30),
        (Status(401), "Everything else works", 10),
    ],
    ids=["never", "reset", "401"],
)
def test_the_cards_can_be_used_however_tmdb_fails(
    start_server: StartServer, visitor: Page, fault: Behaviour, note: str, max_calls: int
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(fault)
        use_the_page(visitor, start_server(tmdb))
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
    expect(visitor.get_by_text(CREDITS)).to_have_count(20)
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
    deadline = time.monotonic() + 30
    while grey_share(visitor) < 0.9:
        assert time.monotonic() < deadline
    assert tmdb.calls_to("/t/p/w342")


WISH = "robots"


def films_at(page: Page, address: str) -> list[str]:
    """Open an answer, and return the addresses of its films."""
    page.goto(address)
    expect(page.get_by_text(CREDITS)).to_have_count(10)
    return [film.get_attribute("href") or "" for film in page.locator(".cards .film").all()]


def test_cards_say_why_a_film_is_in_this_answer_whatever_came_late_for_the_one_before(
    working: tuple[FakeTmdb, str], browser: Browser
) -> None:
    tmdb, address = working
    with _visit(browser) as visitor:
        before = films_at(visitor, f"{address}/recommend?{FILM}")
        after = films_at(visitor, f"{address}/recommend?{FILM}&about={WISH}")
        reasons = visitor.locator(".cards .line:last-child").all_inner_texts()
    assert {*before} & {*after}
    # In this language, only films of the second answer alone have been looked up.
    with _visit(browser, locale="fr-FR") as visitor:
        for film in {*after} - {*before}:
            visitor.goto(f"{address}/{film}")
            expect(visitor.get_by_role("heading", name="Facts")).to_be_visible()
            wait_until_drawn(visitor)
        tmdb.behave(Late(0.2), path="/3/movie")
        films_at(visitor, f"{address}/recommend?{FILM}")
        tmdb.behave(Normal(), path="/3/movie")
        visitor.get_by_role("textbox", name=ABOUT_LABEL).fill(WISH)
        visitor.keyboard.press("Enter")
        expect(visitor.get_by_role("heading", name=f"about “{WISH}”")).to_be_visible()
        wait_until_drawn(visitor)
        expect(visitor.locator(".cards .line:last-child")).to_have_text(reasons)


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
