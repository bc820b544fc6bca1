"""How long a visitor waits on the Similarity page, in a real browser: from each choice to the new chart."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import browser
from benchmarks.clock import Measurements
from benchmarks.serving import server
from benchmarks.settling import open_page, until_settled
from engine import CineWatch, Film

_CHOICES = 7


def similarity_page(csv: Path, models: Path) -> Measurements:
    """Start the app on a built catalogue with a map, and return the median time of several choices in each mode."""
    cinewatch = CineWatch.of(csv, models)
    cinewatch.mapper.film_map()
    films = [cinewatch.film(one.id) for one in cinewatch.film_names(200)[20 : 21 + _CHOICES]]
    with sync_playwright() as playwright, server(csv, models) as served:
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=options)
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        figures = {
            mode: _choose(page, f"{served.address}/similarity?mode={mode}", films, label, sign)
            for mode, label, sign in _MODES
        }
        figures["Group"] = _sizes(page, f"{served.address}/similarity?mode=Group")
        chromium.close()
    return {f"{mode}_ms": round(statistics.median(times)) for mode, times in figures.items()}


def _choose(page: Page, link: str, films: list[Film], label: str, sign: Callable[[Film], str]) -> list[float]:
    """Return the milliseconds from each choice of a film to the end of the last change on the page."""
    open_page(page, link)
    times = []
    for film in films:
        picker = page.get_by_role("combobox", name=label, exact=True)
        if label == "Centre film":
            page.locator(".st-key-centre [data-tag] button").first.click()
            page.wait_for_timeout(1_500)
        picker.press_sequentially(film.label)
        page.get_by_role("option").first.wait_for()
        page.wait_for_timeout(500)
        times.append(until_settled(page, lambda: page.keyboard.press("Enter"), sign(film)))
    return times


def _sizes(page: Page, link: str) -> list[float]:
    """Return the milliseconds from each change of the size of a group to its heat map."""
    open_page(page, link)
    slider = page.get_by_role("slider", name="Number of films")
    times = []
    for size in range(17, 17 + _CHOICES):
        times.append(until_settled(page, lambda: slider.press("ArrowRight"), f"Similarities of {size} films"))
        page.wait_for_timeout(500)
    return times


_MODES: tuple[tuple[str, str, Callable[[Film], str]], ...] = (
    ("Two films", "First film", lambda film: f"Similarity of {film.label} to"),
    ("Neighbours", "Centre film", lambda film: f"films around {film.label}"),
    ("Map", "Find a film", lambda film: f"films most similar to {film.label}"),
    ("Path", "From", lambda film: f"between {film.title} and"),
)
