"""A real server and a real browser. Without Chromium the journeys are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright

from engine import CineWatch
from fakes.streamlit_server import ENTRY_POINT, ROOT, streamlit_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# The page that a deep link opens first looks for its server below its own address, and gets two answers of 404.
_PROBES = ("/_stcore/health", "/_stcore/host-config")
_NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
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
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
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
    for host in ("image.tmdb.org", "www.themoviedb.org"):
        context.route(f"https://{host}/**", _answer_without_a_picture)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a fresh session. The test fails if there is any error on its console."""
    # Streamlit's moving icons are drawn by the processor here, all the time that a page is not ready.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    no_pictures(context)
    opened = context.new_page()
    opened.set_default_timeout(_WAIT)
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith(_PROBES):
            errors.append(f"{message.text} ({message.location.get('url')})")

    opened.on("console", note)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(f"a script opened a dialog: {dialog.message}"))
    yield opened
    shown = opened.locator("[data-testid='stException']").count()
    context.close()
    assert not errors
    assert not shown


def wait_until_drawn(page: Page) -> None:
    """Wait until the page's script has run, what it needs is there, and its charts are drawn."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("svg, canvas").first).to_be_attached()
