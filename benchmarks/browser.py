"""What a visitor waits for, in a real browser: the first ten cards, and ten others for another film."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

from benchmarks.clock import Figures

ROOT = Path(__file__).resolve().parents[1]
_CARDS = """(before) => {
    const shown = document.querySelector("[data-testid=stMain]").innerText;
    const cards = (shown.match(/More like this/g) || []).length;
    const settled = !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
    return cards >= 10 && settled && shown !== before;
}"""


def chromium() -> str | None:
    """Return the browser of this machine, `None` if it has none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def journeys(csv: Path, models: Path, choices: int = 12) -> Figures:
    """Start the app on a built catalogue and choose one film after the other by the cards' buttons."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        received = [0]

        def count(socket_of_page: WebSocket) -> None:
            socket_of_page.on("framereceived", lambda frame: received.__setitem__(0, received[0] + len(frame)))

        page.on("websocket", count)
        start = time.perf_counter()
        with _server(csv, models) as address:
            _open(page, address)
            first = time.perf_counter() - start
            first_bytes = received[0]
            page.wait_for_timeout(1500)
            times, sizes = [], []
            for number in range(choices):
                before, received[0] = page.locator("[data-testid=stMain]").inner_text(), 0
                button = page.get_by_role("button", name="More like this").nth(1 + number % 4)
                clicked = time.perf_counter()
                button.click()
                page.wait_for_function(_CARDS, arg=before)
                times.append(time.perf_counter() - clicked)
                page.wait_for_timeout(1200)
                sizes.append(received[0])
            browser.close()
    return {
        "start_to_first_cards_s": round(first, 2),
        "first_page_bytes": first_bytes,
        "choose_to_ten_cards_ms": round(statistics.median(times) * 1000),
        "slowest_choice_ms": round(max(times) * 1000),
        "rerun_bytes": int(statistics.median(sizes)),
        "choices": choices,
    }


def _open(page: Page, address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(address)
            break
        except Exception:
            # Nobody listens yet: the browser says so in many ways.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    page.wait_for_function(_CARDS, arg="", timeout=60_000)


@contextmanager
def _server(csv: Path, models: Path) -> Iterator[str]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    settings = {"CINEWATCH_DATASET": str(csv), "CINEWATCH_MODELS_DIR": str(models)}
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=os.environ | settings, stdout=quiet, stderr=quiet)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
