"""A real server and a real browser. Without Chromium the journeys are skipped."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, Route, expect, sync_playwright

from engine import CineWatch
from fakes.streamlit_server import ENTRY_POINT, ROOT, streamlit_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# The page that a deep link opens first looks for its server below its own address, and gets two answers of 404.
_PROBES = ("/_stcore/health", "/_stcore/host-config")
_NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
_HOSTS_OF_PICTURES = ("image.tmdb.org", "www.themoviedb.org")
_WAIT = 30_000
"""Milliseconds that a busy machine may take to show something."""

WIDTHS = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
"""What the window and the page would need to show everything without scrolling sideways."""

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=_WAIT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                # Pages of one site share a process, so that Streamlit's scripts are read and compiled once for many.
                "--process-per-site",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def models(shared_models: Path) -> Path:
    """Return the folder of the sample's build, and of its map, which one process makes for all."""
    return shared_models


@pytest.fixture(scope="session")
def sample(models: Path) -> CineWatch:
    """Return the sample, open."""
    return CineWatch.of(ROOT / "sample_data" / "sample_movies.csv", models)


@pytest.fixture(scope="session")
def mapped(sample: CineWatch) -> CineWatch:
    """Return the sample, with its map drawn: it takes seconds, and is kept with the build."""
    sample.mapper.film_map()
    return sample


@pytest.fixture(scope="session")
def site(sample: CineWatch, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - built before the server starts
    """Return the address of a server on the sample that every test may use: none changes its settings or its films."""
    log = tmp_path_factory.mktemp("site") / "server.log"
    with streamlit_server({"CINEWATCH_MODELS_DIR": str(models)}, log) as server:
        yield server.address


@pytest.fixture(scope="module")
def serve(sample: CineWatch, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:  # noqa: ARG001 - built before a server starts
    """Return a function that starts a fresh server of the app or another script, and returns its address.

    It uses the build of the sample that is there, unless the settings name other films or another folder.
    """
    built = models
    with ExitStack() as running:

        def start(script: str = ENTRY_POINT, port: int | None = None, **settings: str) -> str:
            folder = tmp_path_factory.mktemp("server")
            models = {"CINEWATCH_MODELS_DIR": str(folder / "models" if "CINEWATCH_DATASET" in settings else built)}
            server = streamlit_server(models | settings, folder / "server.log", script, port=port)
            return running.enter_context(server).address

        yield start


def _answer_without_a_picture(route: Route) -> None:
    route.fulfill(body=_NO_PICTURE, content_type="image/svg+xml")


def no_pictures(context: BrowserContext) -> None:
    """Keep a browser from TMDB's hosts, which may be out of reach; that case has tests of its own."""
    for host in _HOSTS_OF_PICTURES:
        context.route(f"https://{host}/**", _answer_without_a_picture)


def _no_pictures_in(page: Page) -> None:
    """Keep one page from TMDB's hosts. Unlike a route of Playwright's, this leaves the browser its cache."""
    session = page.context.new_cdp_session(page)
    body = base64.b64encode(_NO_PICTURE.encode()).decode()

    def answer(paused: dict[str, Any]) -> None:
        headers = [{"name": "Content-Type", "value": "image/svg+xml"}]
        response = {"responseCode": 200, "responseHeaders": headers, "body": body}
        session.send("Fetch.fulfillRequest", {"requestId": paused["requestId"], **response})

    session.on("Fetch.requestPaused", answer)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": f"https://{host}/*"} for host in _HOSTS_OF_PICTURES]})


def without_cache(page: Page) -> None:
    """Let a page fetch everything anew, as the first page of somebody who has never been here."""
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})


@pytest.fixture(scope="session")
def visits(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """Return a browser whose cache has Streamlit's scripts, which are most of the work of opening a page."""
    # Streamlit's moving icons are drawn by the processor here, all the time that a page is not ready.
    context = browser.new_context(reduced_motion="reduce")
    # While a page is open, its process stays.
    context.new_page().goto(f"{site}/_stcore/health")
    yield context
    context.close()


def _forget(page: Page, origins: set[str]) -> None:
    """Let the browser forget what these origins have stored, cookies included, but not what it has cached."""
    session = page.context.new_cdp_session(page)
    kinds = "cookies,local_storage,indexeddb,service_workers,cache_storage"
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
    page.context.clear_cookies()


@pytest.fixture
def page(visits: BrowserContext) -> Iterator[Page]:
    """Return a page of a fresh session. The test fails if there is any error on its console."""
    opened = visits.new_page()
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.set_default_timeout(_WAIT)
    _no_pictures_in(opened)
    errors: list[str] = []
    origins: set[str] = set()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith(_PROBES):
            errors.append(f"{message.text} ({message.location.get('url')})")

    def note_origin(frame: Frame) -> None:
        scheme, place, *_ = urlsplit(frame.url)
        if scheme.startswith("http"):
            origins.add(f"{scheme}://{place}")

    opened.on("console", note)
    opened.on("framenavigated", note_origin)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(f"a script opened a dialog: {dialog.message}"))
    yield opened
    shown = opened.locator("[data-testid='stException']").count()
    others = [other for other in visits.pages[1:] if other is not opened]
    # What the pages store after they are forgotten would be there for the next test, so their scripts end first.
    for other in others:
        other.close()
    opened.goto("about:blank")
    _forget(opened, origins)
    opened.close()
    assert not errors
    assert not shown


def wait_until_drawn(page: Page) -> None:
    """Wait until the page's script has run, what it needs is there, and its charts are drawn."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("svg, canvas").first).to_be_attached()
