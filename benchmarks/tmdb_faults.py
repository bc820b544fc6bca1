"""What visitors see, and how long they wait, when TMDB fails: a real browser and a fake TMDB, a table in Markdown.

    python -m benchmarks.tmdb_faults

Each fault has a server of its own, on the sample, so that nothing is cached.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import browser
from benchmarks.serving import server
from engine import CineWatch
from fakes.streamlit_server import ROOT
from fakes.tmdb import KEY, FakeTmdb
from fakes.tmdb_behaviours import Half, Html, Late, Never, Normal, Reset, Slow, Status, WrongJson, WrongTypes
from fakes.tmdb_connection import Behaviour

_SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
_FAULTS: Mapping[str, Behaviour | None] = {
    "no key": None,
    "no fault": Normal(),
    "answers in 0.2 s": Late(0.2),
    "answers in 5 s": Late(5),
    "never answers": Never(),
    "trickles, 200 bytes per second": Slow(200),
    "half an answer": Half(),
    "resets every connection": Reset(),
    "401, the key is refused": Status(401),
    "404, the film is unknown": Status(404),
    "429": Status(429),
    "429, Retry-After: 1": Status(429, retry_after=1),
    "429, Retry-After: an hour ahead": Status(429, retry_after=datetime.now(UTC) + timedelta(hours=1)),
    "500": Status(500),
    "503": Status(503),
    "HTML": Html(),
    "JSON cut short": WrongJson(),
    "JSON of wrong types": WrongTypes(),
}
_FILMS = "recommend?film=Inception+(2010)"
"""Address of an answer."""
_CARDS = f"() => ({browser.CARDS})().length >= 10"
_IDLE = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning" """
_NOTE = """() => [...document.querySelectorAll("[data-testid=stCaptionContainer]")].map(e => e.innerText)
    .filter(text => text.includes("where to watch")).pop() || "" """
_CREDITS = f"""() => ({browser.CARDS})()
    .filter(e => [...e.querySelectorAll(".line")].some(line => line.innerText.startsWith("By "))).length"""

# The page itself takes the time: a short run may begin and end between two looks from outside.
_WATCH_RUN = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const start = performance.now();
    let ran = false;
    window.runMs = undefined;
    new MutationObserver((_, observer) => {
        if (app.dataset.testScriptState !== "notRunning") {
            ran = true;
        } else if (ran) {
            observer.disconnect();
            window.runMs = performance.now() - start;
        }
    }).observe(app, {attributes: true});
}"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What visitors see and wait for with one fault."""

    cards_ms: float
    """From the address to ten cards."""
    click_ms: float
    """From a click on Details, as soon as there are cards, to its dialog."""
    credits: int
    """Cards with TMDB's director and age rating."""
    note: str
    """What the page says is missing."""
    calls: int
    """For films, retries included."""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        models = Path(folder)
        CineWatch.of(_SAMPLE, models)
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=options)
        print(
            "| fault | ten cards after | a click is answered after | cards with credits | calls | what the page says |"
        )
        print("|---|---|---|---|---|---|")
        for name, behaviour in _FAULTS.items():
            page = chromium.new_page(viewport={"width": 1400, "height": 1000})
            with _app(models, behaviour) as (address, tmdb):
                outcome = _visit(page, address, tmdb)
            page.close()
            times = f"{outcome.cards_ms:,.0f} ms | {outcome.click_ms:,.0f} ms"
            print(f"| {name} | {times} | {outcome.credits} | {outcome.calls} | {outcome.note} |")
            sys.stdout.flush()
        print(_twenty_cards(chromium, models))
        chromium.close()


@contextmanager
def _app(models: Path, behaviour: Behaviour | None) -> Iterator[tuple[str, FakeTmdb]]:
    """Serve the app on the sample, with a TMDB that behaves so, or without a key."""
    with FakeTmdb() as tmdb:
        settings = {"TMDB_BASE_URL": tmdb.base_url}
        if behaviour:
            tmdb.behave(behaviour, path="/3/movie")
            settings["TMDB_API_KEY"] = KEY
        with server(_SAMPLE, models, settings) as served:
            yield served.address, tmdb


def _warm_up(page: Page, address: str) -> None:
    """Open another page: the first page of a server pays for its start."""
    browser.go(page, f"{address}/about")
    page.get_by_role("heading", name="About", exact=True).wait_for()
    page.wait_for_function(_IDLE, timeout=60_000)


def _visit(page: Page, address: str, tmdb: FakeTmdb) -> Outcome:
    _warm_up(page, address)
    start = time.perf_counter()
    page.goto(f"{address}/{_FILMS}")
    page.wait_for_function(_CARDS, timeout=60_000)
    cards = time.perf_counter()
    page.get_by_role("button", name="Details").nth(3).click()
    page.get_by_role("dialog").wait_for()
    clicked = time.perf_counter()
    page.wait_for_function(_IDLE, timeout=60_000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    return Outcome(
        cards_ms=(cards - start) * 1000,
        click_ms=(clicked - cards) * 1000,
        credits=page.evaluate(_CREDITS),
        note=page.evaluate(_NOTE).replace("\n", " "),
        calls=len(tmdb.calls_to("/3/movie")),
    )


def _twenty_cards(chromium: Browser, models: Path) -> str:
    """Return what twenty cards take: with TMDB answering in 0.2 s for the first time, then again, and without TMDB."""
    figures = {}
    for name, behaviour in (("with", Late(0.2)), ("without", None)):
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        with _app(models, behaviour) as (address, tmdb):
            _warm_up(page, address)
            start = time.perf_counter()
            page.goto(f"{address}/{_FILMS}&count=20")
            if behaviour:
                page.wait_for_function(f"() => ({_CREDITS})() >= 20", timeout=60_000)
                figures["cold"] = (time.perf_counter() - start) * 1000
                figures["cold calls"] = len(tmdb.calls_to("/3/movie"))
            page.wait_for_function(_CARDS, timeout=60_000)
            page.wait_for_timeout(1_000)
            tmdb.forget_calls()
            figures[name] = statistics.median(_rerun(page) for _ in range(15))
            figures[f"{name} calls"] = len(tmdb.calls_to("/3/movie"))
        page.close()
    return (
        f"\nTwenty cards with all TMDB details, from the address on: {figures['cold']:,.0f} ms, "
        f"{figures['cold calls']:.0f} calls. A rerun of the page after that: {figures['with']:,.0f} ms and "
        f"{figures['with calls']:.0f} calls; without TMDB {figures['without']:,.0f} ms."
    )


def _rerun(page: Page) -> float:
    """Return the milliseconds of a run that draws the same cards again."""
    page.wait_for_timeout(700)
    page.evaluate(_WATCH_RUN)
    page.keyboard.press("r")
    page.wait_for_function("() => window.runMs !== undefined", timeout=60_000)
    return float(page.evaluate("() => window.runMs"))


if __name__ == "__main__":
    main()
