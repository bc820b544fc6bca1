"""How long a visitor waits on the Statistics page, in a real browser, and how much is sent for it."""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

from benchmarks import browser
from benchmarks.clock import Measurements
from benchmarks.serving import server
from benchmarks.settling import open_page, until_settled
from engine import CineWatch, Filters
from ui.charts.years import films_by_year
from ui.statistics import contents, data_quality, group_by, over_time, ratings_and_money
from ui.widgets.filters import VOTES
from ui.widgets.side_panel import FILTERS

_WAIT_MS = 3_000
"""For a section to be drawn."""


def page_of_statistics(csv: Path, models: Path) -> Measurements:
    """Start the app on a built catalogue, look at every section, and change a filter several times."""
    cinewatch = CineWatch.of(csv, models)
    with sync_playwright() as playwright, server(csv, models) as served:
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=options)
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        received = [0]

        def count(page_socket: WebSocket) -> None:
            page_socket.on("framereceived", lambda frame: received.__setitem__(0, received[0] + len(frame)))

        page.on("websocket", count)
        open_page(page, f"{served.address}/statistics")
        first_section = received[0]
        for section in (contents, ratings_and_money, data_quality, group_by):
            _open_section(page, section.NAME)
        all_sections = received[0]
        _open_section(page, over_time.NAME)
        times = _change_filter(page, cinewatch)
        chromium.close()
    return {
        "filter_change_ms": round(statistics.median(times)),
        "slowest_filter_change_ms": round(max(times)),
        "first_section_bytes": first_section,
        "all_sections_bytes": all_sections,
    }


def _open_section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()
    page.wait_for_timeout(_WAIT_MS)


def _change_filter(page: Page, cinewatch: CineWatch) -> list[float]:
    """Return the milliseconds from each change of a filter to the last change on the page."""
    page.locator("summary", has_text=FILTERS).click()
    slider = page.get_by_role("slider", name="Minimum votes")
    times = []
    for votes in VOTES[1:6]:
        label = films_by_year(cinewatch.statistics.over_time(Filters(min_votes=votes))).alt
        times.append(until_settled(page, lambda: slider.press("ArrowRight"), label))
        page.wait_for_timeout(500)
    return times
