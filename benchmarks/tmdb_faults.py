"""What a visitor sees and waits for when TMDB misbehaves, in a real browser against a stand-in: a table in Markdown.

    python -m benchmarks.tmdb_faults

Each fault has a server of its own, on the sample, so that nothing is remembered.
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
from engine import CineWatch
from fakes.tmdb import (
    KEY,
    Behaviour,
    FakeTmdb,
    Half,
    Html,
    Late,
    Never,
    Reset,
    Right,
    Slow,
    Status,
    WrongJson,
    WrongTypes,
)

_SAMPLE = browser.ROOT / "sample_data" / "sample_movies.csv"
_FAULTS: Mapping[str, Behaviour | None] = {
    "no key": None,
    "no fault": Right(),
    "answers in 0.2 s": Late(0.2),
    "answers in 5 s": Late(5),
    "never answers": Never(),
    "trickles, 200 bytes a second": Slow(200),
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
_CARDS = """() => document.querySelectorAll("[data-testid=stMain] button").length > 10
    && [...document.querySelectorAll("button")].filter(e => e.innerText === "Details").length >= 10"""
_IDLE = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning" """
_NOTES = """() => [...document.querySelectorAll("[data-testid=stCaptionContainer]")].map(e => e.innerText)
    .filter(text => /TMDB/.test(text)).pop() || "" """
_PEOPLE = """() => [...document.querySelectorAll("[data-testid=stCaptionContainer]")]
    .filter(e => e.innerText.startsWith("By ")).length"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one fault."""

    cards_ms: float
    """From the address to ten cards."""
    click_ms: float
    """From a click on Details, as soon as there are cards, to its dialog."""
    told: int
    """Cards with what TMDB says."""
    note: str
    calls: int
    """For films, retries included."""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        models = Path(folder)
        CineWatch.of(_SAMPLE, models)
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=options)
        print("| fault | ten cards after | a click is answered after | people on | calls | what the page says |")
        print("|---|---|---|---|---|---|")
        for name, behaviour in _FAULTS.items():
            page = chromium.new_page(viewport={"width": 1400, "height": 1000})
            with _app(models, behaviour) as (address, stand_in):
                seen = _visit(page, address, stand_in)
            page.close()
            times = f"{seen.cards_ms:,.0f} ms | {seen.click_ms:,.0f} ms"
            print(f"| {name} | {times} | {seen.told} | {seen.calls} | {seen.note} |")
            sys.stdout.flush()
        print(_walls(chromium, models))
        chromium.close()


@contextmanager
def _app(models: Path, behaviour: Behaviour | None) -> Iterator[tuple[str, FakeTmdb]]:
    """Serve the app on the sample, with TMDB behaving so, or without a key."""
    with FakeTmdb() as stand_in:
        settings = {"TMDB_BASE_URL": stand_in.base_url}
        if behaviour:
            stand_in.behave(behaviour, path="/3/movie")
            settings["TMDB_API_KEY"] = KEY
        with browser.server(_SAMPLE, models, settings) as address:
            yield address, stand_in


def _visit(page: Page, address: str, stand_in: FakeTmdb) -> Seen:
    # The first page of a server pays for its start.
    browser.go(page, f"{address}/about")
    page.wait_for_function(_IDLE, timeout=60_000)
    page.get_by_text("How good it is").wait_for()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_function(_CARDS, timeout=60_000)
    cards = time.perf_counter()
    page.get_by_role("button", name="Details", exact=True).nth(3).click()
    page.get_by_role("dialog").wait_for()
    clicked = time.perf_counter()
    page.wait_for_function(_IDLE, timeout=60_000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    return Seen(
        cards_ms=(cards - start) * 1000,
        click_ms=(clicked - cards) * 1000,
        told=page.evaluate(_PEOPLE),
        note=page.evaluate(_NOTES).replace("\n", " "),
        calls=len(stand_in.calls_to("/3/movie")),
    )


def _walls(chromium: Browser, models: Path) -> str:
    """Return what twenty cards take: with TMDB answering in 0.2 s for the first time, then again, and without TMDB."""
    figures = {}
    for name, behaviour in (("with", Late(0.2)), ("without", None)):
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        with _app(models, behaviour) as (address, stand_in):
            browser.go(page, f"{address}/about")
            page.get_by_text("How good it is").wait_for()
            start = time.perf_counter()
            page.goto(f"{address}/?many=20")
            if behaviour:
                page.wait_for_function(f"() => ({_PEOPLE})() >= 20", timeout=60_000)
                figures["cold"] = (time.perf_counter() - start) * 1000
                figures["cold calls"] = len(stand_in.calls_to("/3/movie"))
            page.wait_for_function(_CARDS, timeout=60_000)
            page.wait_for_timeout(1_000)
            stand_in.forget()
            figures[name] = statistics.median(_rerun(page) for _ in range(15))
            figures[f"{name} calls"] = len(stand_in.calls_to("/3/movie"))
        page.close()
    return (
        f"\nTwenty cards with everything TMDB says, from the navigation on: {figures['cold']:,.0f} ms, "
        f"{figures['cold calls']:.0f} calls. A rerun of the page after that: {figures['with']:,.0f} ms and "
        f"{figures['with calls']:.0f} calls; without TMDB {figures['without']:,.0f} ms."
    )


def _rerun(page: Page) -> float:
    """Return the milliseconds from a change that draws the same cards anew to the end of the run."""
    page.wait_for_timeout(700)
    begun = page.evaluate("() => performance.now()")
    page.keyboard.press("r")
    page.wait_for_function(f"() => !({_IDLE})()")
    page.wait_for_function(_IDLE, timeout=60_000)
    return float(page.evaluate("() => performance.now()")) - float(begun)


if __name__ == "__main__":
    main()
