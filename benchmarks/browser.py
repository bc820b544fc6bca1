"""What a visitor waits for, in a real browser: the first ten cards, ten others, another preset, a what-if."""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, WebSocket, sync_playwright

from benchmarks.clock import Measurements
from benchmarks.serving import server
from engine import CineWatch
from ui.addresses import RECOMMEND, address_of
from ui.navigation import LIKED
from ui.recommend.preferences import IGNORE_LABEL
from ui.recommend.results import START_OVER

_PRESETS = ("Hidden gems", "Crowd-pleasers")
"""Their answers have hardly a film in common, so it can be seen when one has replaced the other."""
CARDS = """() => [...document.querySelectorAll("*")]
    .flatMap(e => e.shadowRoot ? [...e.shadowRoot.querySelectorAll("ul.cards li")] : [])"""
"""Returns the cards of recommended films: they are in a component."""
_SHOWN = f"() => ({CARDS})().map(e => e.innerText).join('|')"
_CARDS = f"""(before) => {{
    const settled = !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
    return ({CARDS})().length >= 10 && settled && ({_SHOWN})() !== before;
}}"""


def chromium() -> str | None:
    """Return the browser of this machine, `None` if it has none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def journeys(csv: Path, models: Path, choices: int = 12) -> Measurements:
    """Start the app on a built catalogue, start over from one film after another, and change the preset each time."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        received = [0]

        def count(socket_of_page: WebSocket) -> None:
            socket_of_page.on("framereceived", lambda frame: received.__setitem__(0, received[0] + len(frame)))

        page.on("websocket", count)
        answer, start = _answer_to_most_voted(csv, models), time.perf_counter()
        with server(csv, models) as served:
            go(page, f"{served.address}/{answer}")
            page.wait_for_function(_CARDS, arg="", timeout=60_000)
            first = time.perf_counter() - start
            first_bytes = received[0]
            page.wait_for_timeout(1500)
            choices_ms, sizes, presets_ms = [], [], []
            for number in range(choices):
                received[0] = 0
                page.get_by_role("button", name="Refine").nth(1 + number % 4).click()
                choices_ms.append(_until_cards(page, page.get_by_role("menuitem", name=START_OVER)))
                page.wait_for_timeout(1000)
                sizes.append(received[0])
                presets_ms.append(_until_cards(page, page.get_by_text(_PRESETS[number % 2], exact=True)))
                page.wait_for_timeout(600)
            what_if_ms = _what_if(page)
            browser.close()
    return {
        "start_to_first_cards_s": round(first, 2),
        "first_page_bytes": first_bytes,
        "choose_to_ten_cards_ms": round(statistics.median(choices_ms)),
        "slowest_choice_ms": round(max(choices_ms)),
        "weigh_anew_to_ten_cards_ms": round(statistics.median(presets_ms)),
        "what_if_to_table_ms": round(what_if_ms),
        "rerun_bytes": int(statistics.median(sizes)),
        "choices": choices,
    }


def _answer_to_most_voted(csv: Path, models: Path) -> str:
    """Return the address, within the app, of the films like the most voted one."""
    return address_of(RECOMMEND, {LIKED: CineWatch.of(csv, models).film_names(1)[0].label})


def _until_cards(page: Page, target: Locator) -> float:
    """Click, and return the milliseconds until there are ten other cards."""
    before = page.evaluate(_SHOWN)
    clicked = time.perf_counter()
    target.click()
    page.wait_for_function(_CARDS, arg=before)
    return (time.perf_counter() - clicked) * 1000


def _what_if(page: Page) -> float:
    """Ignore a term of the first film, and return the milliseconds until the rank changes are there."""
    page.get_by_role("button", name="Details").first.click()
    # By selectors: while a list is open, everything else is hidden from roles.
    page.locator("[role=dialog]").get_by_role("combobox", name=IGNORE_LABEL).click()
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("ArrowDown")
    pressed = time.perf_counter()
    page.keyboard.press("Enter")
    page.locator("[role=dialog]").get_by_text("Apply to my results").wait_for()
    return (time.perf_counter() - pressed) * 1000


def go(page: Page, address: str) -> None:
    """Open an address as soon as somebody listens there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(address)
            return
        except Exception:
            # Nobody listens yet: the browser says so in many ways.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
