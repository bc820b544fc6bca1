"""What a visitor does with the charts of the Similarity page, in a real browser; and that they fit a phone."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import CineWatch
from engine.relations import MAX_MEMBERS
from tests.browser.conftest import Serve, wait_until_drawn
from ui.charts import scores
from ui.navigation import GROUP, MAP, NEIGHBOURS, TWO_FILMS
from ui.recommend.seeds import ABOUT_LABEL
from ui.similarity import pair
from ui.widgets.explanation import heading

CHART = "[data-testid='stVegaLiteChart']"
NOTE_BARS = """
window.bars = new Set();
new MutationObserver(() => {
  for (const bar of document.querySelectorAll("[data-testid='stProgress']")) window.bars.add(bar.textContent);
}).observe(document, {childList: true, subtree: true, characterData: true});
"""
"""Remembers the texts of progress bars, which are gone before a test can look for them."""
UNCOVERED = """
points => points.findIndex((point, n) => {
  const box = point.getBoundingClientRect();
  return n > 50 && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === point;
})
"""
WITHIN = """
(points, [left, top, right, bottom]) => points.filter(point => {
  const box = point.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  return left <= x && x <= right && top <= y && y <= bottom;
}).length
"""


@pytest.fixture
def address(site: str) -> str:
    """Return the address of the page."""
    return f"{site}/similarity"


def cells(page: Page) -> Locator:
    """Return the cells of the heat map; the marks of other charts have only one film."""
    return page.locator(f"{CHART} .mark-rect.role-mark path[aria-label*='Other film: ']")


def points(page: Page) -> Locator:
    """Return the films of a network or a map, without the marks on it."""
    return page.locator(f"{CHART} .mark-symbol.role-mark").first.locator("path")


def value(mark: Locator, name: str) -> str:
    """Return a value that a screen reader reads at a mark of a chart."""
    found = re.search(rf"(?:^|; ){name}: (.*?)(?=; [\w ]+: |$)", mark.get_attribute("aria-label") or "")
    assert found
    return found[1]


def query(page: Page) -> dict[str, list[str]]:
    """Return the query of the address, by name."""
    return parse_qs(urlsplit(page.url).query)


def title(label: str) -> str:
    """Return the title in a film's label."""
    return re.sub(r" \(\d{4}\)$", "", label)


def test_a_click_on_a_cell_shows_its_pair_which_can_be_compared(address: str, page: Page) -> None:
    page.goto(f"{address}?mode={GROUP}&first=Inception+(2010)")
    expect(cells(page)).to_have_count(16 * 15)
    # Neither film of the last pair is among the two most popular: defaults are not in the address.
    for place in (100, 20):
        cell = cells(page).nth(place)
        a, b, similarity = (value(cell, name) for name in ("Film", "Other film", "Similarity"))
        assert a != b
        cell.click()
        expect(page.get_by_role("heading", name=f"{title(a)} and {title(b)}", exact=True)).to_be_visible()
        wait_until_drawn(page)
        line = page.get_by_text(re.compile(r"^Similarity 0\.\d{3} ")).inner_text()
        assert float(line.split()[1]) == pytest.approx(float(similarity), abs=0.0051)

    page.locator("[data-testid='stExpander'] summary").last.click()
    with page.expect_download() as download:
        page.locator("[data-testid='stDownloadButton'] button").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == 16
    by_label = {row["Film"]: row for row in rows}
    assert float(by_label[a][b]) == float(by_label[b][a]) == pytest.approx(float(similarity), abs=0.0051)

    page.get_by_test_id("stMain").get_by_role("link", name="Compare").click()
    for label in (a, b):
        expect(page.get_by_role("heading", name=title(label), exact=True)).to_be_visible()
    expect(page.locator(CHART)).to_have_count(3)
    expect(page).to_have_url(re.compile("first=.*&second="))
    assert query(page) == {"first": [a], "second": [b]}
    expect(page.get_by_role("radio", name=TWO_FILMS)).to_be_checked()


def test_a_tablet_names_every_column_of_a_large_group(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 820, "height": 1200})
    page.goto(f"{address}?mode={GROUP}&first=Inception+(2010)&size={MAX_MEMBERS}")
    expect(cells(page).first).to_be_visible()
    names = page.locator(f"{CHART} .role-axis-label text[transform*='rotate']:not([opacity='0'])")
    expect(names).to_have_count(MAX_MEMBERS)
    letters = float((names.first.get_attribute("font-size") or "").removesuffix("px"))
    places = [box["x"] for box in (name.bounding_box() for name in names.all()) if box]
    assert all(right - left > letters >= 9 for left, right in pairwise(places))


def test_a_click_on_a_bar_of_similarities_lists_its_films_which_open(
    address: str, page: Page, sample: CineWatch
) -> None:
    page.goto(f"{address}?first=Inception+(2010)&second=Interstellar+(2014)")
    film = sample.named("Inception")
    histogram = sample.relations.histogram(film.id)
    # One with several films, and no line over its middle.
    number, chosen = next((n, one) for n, one in enumerate(histogram.bins) if 3 <= one.films <= 12)
    films = sample.relations.films_between(film.id, chosen.low, chosen.high, 12)
    assert len(films) == chosen.films
    bar = page.locator(f"{CHART} path[aria-label*='From: ']").nth(number)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    said = pair.bar_heading(film, chosen.low, chosen.high).replace("*", "").replace("\u2060", "")
    expect(page.get_by_text(said)).to_be_visible()
    for one in films:
        expect(page.get_by_role("main").get_by_role("link", name=one.label, exact=True)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=films[0].label, exact=True).click()
    expect(page.locator("h1")).to_have_text(films[0].title)


def test_a_click_on_a_field_shows_its_terms_and_one_on_a_word_the_films_that_mention_it(
    address: str, page: Page, sample: CineWatch
) -> None:
    page.goto(f"{address}?first=Inception+(2010)&second=Interstellar+(2014)")
    a, b = sample.named("Inception"), sample.named("Interstellar")
    terms = scores.terms_table(sample.compare(a.id, b.id).explanation)
    words = terms[terms["Field"] == "Story"]["Term"].tolist()
    charts = page.locator(CHART)
    charts.nth(0).locator("path[aria-label*='Field: Story']").click()
    expect(page.get_by_role("heading", name=heading(["Story"]), exact=True)).to_be_visible()
    expect(charts.nth(1).locator("path[aria-label*='Field: ']")).to_have_count(len(words))
    charts.nth(1).locator(f"path[aria-label*='Term: {words[0]};']").click()
    expect(page).to_have_url(re.compile(rf"/recommend\?about={words[0]}$"))
    wait_until_drawn(page)
    expect(page.get_by_label(ABOUT_LABEL, exact=True)).to_have_value(words[0])


def test_a_click_on_a_film_of_the_network_moves_there(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("radio", name=NEIGHBOURS).click()
    page.get_by_role("link", name="Inception").click()
    expect(points(page).nth(1)).to_be_visible()
    # The most popular film may be the first: as the default it would not be in the address.
    for place in (2, 3):
        film = value(points(page).nth(place), "Film")
        assert value(points(page).nth(place), "Steps") == "1"
        points(page).nth(place).click()
        expect(points(page).first).to_have_attribute(
            "aria-label", re.compile(rf"Steps: 0; Film: {re.escape(film)}(;|$)")
        )
        expect(page.locator("[data-testid='stMultiSelect'] [data-tag]")).to_have_text([film])
        wait_until_drawn(page)
        assert query(page) == {"mode": [NEIGHBOURS], "centre": [film]}


def test_the_map_is_drawn_once_and_a_click_selects_a_film_and_dragging_an_area(
    serve: Serve, page: Page, tmp_path: Path
) -> None:
    address = f"{serve(CINEWATCH_MODELS_DIR=str(tmp_path))}/similarity"
    page.add_init_script(NOTE_BARS)
    page.goto(f"{address}?mode={MAP}&map_colour=Rating")
    expect(page.get_by_text("Drawing the map of 1,050 films").first).to_be_visible()
    # It is drawn in a process that lets all others go first.
    expect(points(page)).to_have_count(1_050, timeout=120_000)
    expect(page.locator("[data-testid='stProgress']")).to_have_count(0)
    trust = page.locator("[data-testid='stMetric']").filter(has_text="Trustworthiness")
    assert float(trust.locator("[data-testid='stMetricValue']").inner_text()) >= 0.95

    page.locator(CHART).scroll_into_view_if_needed()
    point = points(page).nth(points(page).evaluate_all(UNCOVERED))
    film = value(point, "Film")
    point.click()
    expect(page.get_by_role("heading", name=f"Most similar to {title(film)}", exact=True)).to_be_visible()
    wait_until_drawn(page)
    assert query(page) == {"mode": [MAP], "first": [film], "map_colour": ["Rating"]}

    page.locator(CHART).scroll_into_view_if_needed()
    box = page.locator(f"{CHART} svg").bounding_box()
    assert box
    left, top = box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"]
    right, bottom = left + 200, top + 150
    inside = points(page).evaluate_all(WITHIN, [left, top, right, bottom])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    heading = page.get_by_role("heading", name=re.compile("films in this area$"))
    expect(heading).to_be_visible()
    wait_until_drawn(page)
    # A film on the edge may count as inside or outside.
    assert int(heading.inner_text().split()[0]) == pytest.approx(inside, abs=2)
    assert inside > 5
    assert query(page) == {"mode": [MAP], "first": [film], "map_colour": ["Rating"]}

    page.goto(f"{address}?mode={MAP}")
    expect(points(page)).to_have_count(1_050)
    assert page.evaluate("[...window.bars]") == []
