"""What holds on every page and view: nobody is shut out, nothing jumps, and a phone needs no sideways scrolling."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import WIDTHS, wait_until_drawn
from tests.browser.views import VIEWS
from ui.widgets.share import LABEL as SHARE
from ui.widgets.site_search import LABEL

PHONE, DESKTOP = (390, 844), (1280, 900)
"""Pixels of the window."""
MOST_SHIFT = 0.1
"""Above it, the Cumulative Layout Shift is no longer "good": https://web.dev/articles/cls."""
NOT_OURS = (
    # Streamlit draws the small charts of figures; Vega gives the group of points that none of them has no title.
    ("svg-img-alt", "_highlighted_points_marks"),
    # Vega draws the frame of a selection as two images without a title, and has no setting for one.
    ("svg-img-alt", "_brush"),
    ("svg-img-alt", "brush_brush"),
    # Streamlit's place for files can be reached by keyboard and says that it is only there for its looks.
    ("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),
)
"""What we cannot change: axe's rule, and what is in the element."""
NOTE_SHIFTS = """
window.shifts = []
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts.push(shift.value)
}).observe({type: 'layout-shift', buffered: true})
"""
WITH_A_LINK = ("home", "browse", "recommend", "film", "person", "my films, Watchlist", "about")
"""Views that offer a link to copy; at least one of each page."""
Theme = Literal["dark", "light"]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page as it is."""
    found = Axe().run(page).response["violations"]
    nodes = [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]]
    return [
        f"{rule}: {html[:200]}"
        for rule, html in nodes
        if not any(rule == known and mark in html for known, mark in NOT_OURS)
    ]


def open_in(page: Page, theme: Theme, size: tuple[int, int], address: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    wait_until_drawn(page)


# Whoever comes first sees a bar while the map is drawn, then the map.
@pytest.mark.usefixtures("mapped")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_for_everybody_stands_still_fits_a_phone_and_has_a_link(site: str, page: Page, view: str) -> None:
    page.add_init_script(NOTE_SHIFTS)
    cases: tuple[tuple[Theme, tuple[int, int]], ...] = (("dark", DESKTOP), ("light", PHONE))
    for theme, size in cases:
        open_in(page, theme, size, f"{site}/{VIEWS[view]}")
        assert sum(page.evaluate("window.shifts")) < MOST_SHIFT, (theme, size)
        assert violations(page) == [], (theme, size)
        width, _ = size
        assert max(page.evaluate(WIDTHS)) <= width, size
        for chart in page.get_by_test_id("stVegaLiteChart").all():
            box = chart.bounding_box()
            assert box, size
            assert box["x"] >= 0, size
            assert box["x"] + box["width"] <= width, size
    if view in WITH_A_LINK:
        page.get_by_role("button", name=SHARE).and_(page.get_by_test_id("stPopoverButton")).click()
        expect(page.get_by_test_id("stCode")).to_contain_text(f"{site}/{VIEWS[view].partition('?')[0]}".rstrip("/"))


@pytest.mark.parametrize("width", [390, 641, 820, 1280])
def test_the_search_box_covers_nothing(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for view in ("about", "recommend, nothing chosen"):
        page.goto(f"{site}/{VIEWS[view]}")
        wait_until_drawn(page)
        box = page.get_by_role("combobox", name=LABEL)
        expect(box).to_be_visible()
        place = box.bounding_box()
        assert place
        others = page.locator(
            "h1, [data-testid='stTopNavLink'], [data-testid='stExpandSidebarButton'], "
            "[data-testid='stCaptionContainer']"
        )
        for other in others.all():
            covered = other.bounding_box()
            assert not covered or not overlap(place, covered), other.inner_text()


def overlap(a: FloatRect, b: FloatRect) -> bool:
    """Return whether two boxes have a pixel in common."""
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )
