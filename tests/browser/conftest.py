"""A real server and a real browser. Without Chromium the journeys are skipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# The page that a deep link opens first looks for its server below its own address, and gets two answers of 404.
_PROBES = ("/_stcore/health", "/_stcore/host-config")
_NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
_START_SECONDS = 60
_WAIT = 30_000
"""Milliseconds that a busy machine may take to show something."""

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


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that starts a fresh server of the app or another script, and returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(script: str = "streamlit_app.py", port: int | None = None, **settings: str) -> str:
        port = port or free_port()
        models, data = str(tmp_path_factory.mktemp("models")), tmp_path_factory.mktemp("data")
        command = [sys.executable, "-m", "streamlit", "run", script]
        options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        ours = {"CINEWATCH_DATABASE_URL": f"sqlite:///{data / 'users.db'}", "CINEWATCH_MODELS_DIR": models}
        environment = os.environ | ours | {"PYTHONPATH": str(ROOT)} | settings
        running.append(subprocess.Popen([*command, *options], cwd=ROOT, env=environment))
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/_stcore/health")
        return address

    yield start
    for server in running:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _answer_without_a_picture(route: Route) -> None:
    route.fulfill(body=_NO_PICTURE, content_type="image/svg+xml")


def no_pictures(context: BrowserContext) -> None:
    """Keep a browser from TMDB's hosts, which may be out of reach; that case has tests of its own."""
    for host in ("image.tmdb.org", "www.themoviedb.org"):
        context.route(f"https://{host}/**", _answer_without_a_picture)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a fresh session. The test fails if there is any error on its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
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
