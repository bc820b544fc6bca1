"""What a visitor waits for on the page of statistics, in a real browser, and how much is sent for it."""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

from benchmarks import browser
from benchmarks.clock import Measurements
from benchmarks.settling import open_page, until_settled
from engine import CineWatch, Filters
from ui.charts.years import over_the_years
from ui.widgets.filters import VOTES

_SECTIONS = ("What is in it", "Ratings and money", "Data quality", "Your own chart")


def page_of_statistics(csv: Path, models: Path) -> Measurements:
    """Start the app on a built catalogue, change a filter again and again, and look at every section."""
    cinewatch = CineWatch.of(csv, models)
    with sync_playwright() as playwright, browser.server(csv, models) as address:
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=options)
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        received = [0]

        def count(socket_of_page: WebSocket) -> None:
            socket_of_page.on("framereceived", lambda frame: received.__setitem__(0, received[0] + len(frame)))

        page.on("websocket", count)
        open_page(page, f"{address}/statistics")
        first = received[0]
        for section in _SECTIONS:
            page.get_by_role("radio", name=section).click()
            page.wait_for_timeout(3_000)
        whole = received[0]
        page.get_by_role("radio", name="Over time").click()
        page.wait_for_timeout(3_000)
        times = _filter(page, cinewatch)
        chromium.close()
    return {
        "filter_change_ms": round(statistics.median(times)),
        "slowest_filter_change_ms": round(max(times)),
        "first_section_bytes": first,
        "all_sections_bytes": whole,
    }


def _filter(page: Page, cinewatch: CineWatch) -> list[float]:
    """Return the milliseconds from each change of a filter to the end of the last change on the page."""
    page.get_by_role("button", name="Filters").click()
    slider = page.get_by_role("slider", name="Minimum votes")
    times = []
    for votes in VOTES[1:6]:
        sign = over_the_years(cinewatch.statistics.of(Filters(min_votes=votes))).alt
        times.append(until_settled(page, lambda: slider.press("ArrowRight"), sign))
        page.wait_for_timeout(500)
    return times
