"""`python -m benchmarks.users`: what people with many marks wait for, in a real browser.

The database has 100,000 ratings of 2,000 people, and 5,000 of the visitor. Measured: from the click on a mark until the
server has written it and said so; from the address until the first page of the visitor's ratings is drawn; and the
import of Letterboxd's ratings, until the table of what was found is there and until all is written. Prints one JSON
object.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from playwright.sync_api import FilePayload, Locator, Page, expect, sync_playwright

from benchmarks.browser import chromium
from benchmarks.clock import Measurements, summary
from engine import CineWatch, Film
from engine.users import COOKIE_NAME, Mark, Marks, UserData, Users, read_cookie
from fakes.streamlit_server import NOWHERE, ROOT, streamlit_server

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
PEOPLE, RATINGS_EACH = 2_000, 50
OWN_RATINGS = 5_000
IMPORTS = (2_000, 10_000)
"""Rows of the files that are imported."""
REPEATS = 9
_WAIT_MS = 120_000
_MARK = """async (button, [notice, text]) => {
    const start = performance.now(), frame = () => new Promise(requestAnimationFrame);
    const until = async (there) => { while (!there()) await frame(); return performance.now() - start; };
    button.click();
    const shown = await until(() => button.getAttribute("aria-pressed") === "true");
    return [shown, await until(() => !notice.hidden && notice.innerText.includes(text))];
}"""
"""Clicks a mark; gives the milliseconds until it shows, and until the notice names it."""


def main() -> None:
    """Measure on the sample, or on another dataset."""
    parser = argparse.ArgumentParser("python -m benchmarks.users", description="Measure pages of people with marks.")
    parser.add_argument("--catalogue", type=Path, default=SAMPLE, help="the dataset")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(options.catalogue, Path(folder))))


def measure(dataset: Path, folder: Path) -> Measurements:
    """Return times in milliseconds by what was waited for."""
    catalogue = CineWatch.of(dataset, folder)
    films = [catalogue.film(each.id) for each in catalogue.film_names(IMPORTS[-1])]
    url = f"sqlite:///{folder / 'users.db'}"
    users = Users(url)
    _add_people(users, films)
    settings = {
        "CINEWATCH_DATASET": str(dataset),
        "CINEWATCH_MODELS_DIR": str(folder),
        "CINEWATCH_DATABASE_URL": url,
    }
    with streamlit_server(settings, NOWHERE) as server, _page() as page:
        page.goto(f"{server.address}/about")
        expect(page.get_by_role("heading", name="About")).to_be_visible()
        imported = [_import_ms(page, server.address, films, rows) for rows in IMPORTS]
        _add_own(users, page, films)
        drawn = [_ratings_ms(page, server.address) for _ in range(REPEATS)]
        shown, said = _marks_ms(page, server.address)
    users.close()
    return {
        "ratings": users.sizes()["ratings"],
        "mark_shown_ms": summary(shown),
        "mark_written_ms": summary(said),
        "my_ratings_ms": summary(drawn),
        **{f"import_{rows}_rows_ms": times for rows, times in zip(IMPORTS, imported, strict=True)},
    }


def _add_people(users: Users, films: list[Film]) -> None:
    random, now = np.random.default_rng(5), datetime.now(UTC)
    for person in range(PEOPLE):
        rated = random.choice(len(films), RATINGS_EACH, replace=False)
        marks = tuple(Mark(films[place].id, now, float(random.integers(1, 11)) / 2) for place in rated)
        users.add(users.sign_in("https://id.example", str(person)).user.id, UserData(Marks(rating=marks)))


def _add_own(users: Users, page: Page, films: list[Film]) -> None:
    (cookie,) = (each for each in page.context.cookies() if each.get("name") == COOKIE_NAME)
    guest = read_cookie(cookie.get("value", ""), users.cookie_key())
    if guest is None:
        raise RuntimeError("the browser has no cookie of ours")
    known = [film.id for film in films[:OWN_RATINGS]]
    unknown = range(10_000_000, 10_000_000 + OWN_RATINGS - len(known))
    rated = tuple(Mark(film_id, datetime.now(UTC), 4) for film_id in (*known, *unknown))
    users.delete(users.guest(guest).id)
    users.add(users.guest(guest).id, UserData(Marks(rating=rated)))


def _ratings_ms(page: Page, address: str) -> float:
    return _until(
        lambda: page.goto(f"{address}/my_films?films=Ratings"),
        page.get_by_role("heading", name=f"{OWN_RATINGS:,} films", exact=True),
        page.get_by_role("button", name="Watchlist: "),
    )


def _marks_ms(page: Page, address: str) -> tuple[list[float], list[float]]:
    """Return how long it took until each mark showed, and until the server had said that it is written."""
    page.goto(f"{address}/browse")
    button = page.get_by_role("button", name="Watchlist: ")
    expect(button.nth(REPEATS)).to_be_attached()
    times = []
    for number in range(REPEATS):
        each = button.nth(number)
        title = (each.get_attribute("aria-label") or "").removeprefix("Watchlist: ")
        each.hover()
        notice = page.locator(".notice").element_handle()
        times.append(each.evaluate(_MARK, [notice, f"{title} is on your watchlist."]))
    return [shown for shown, _ in times], [said for _, said in times]


def _import_ms(page: Page, address: str, films: list[Film], rows: int) -> Measurements:
    page.goto(f"{address}/my_films?films=Import+and+export")
    upload: FilePayload = {"name": "ratings.csv", "mimeType": "text/csv", "buffer": _letterboxd(films, rows)}
    confirm = page.get_by_role("button", name="Import ", exact=False).last
    chooser = page.locator("input[type=file]")
    expect(chooser).to_be_attached()
    planned = _until(lambda: chooser.set_input_files([upload]), page.get_by_role("button", name="Cancel", exact=True))
    written = _until(confirm.click, page.get_by_text("Imported: "))
    return {"planned": round(planned), "written": round(written)}


def _letterboxd(films: list[Film], rows: int) -> bytes:
    """Return Letterboxd's ratings of films; films are named again if there are fewer than rows."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["Date", "Name", "Year", "Letterboxd URI", "Rating"])
    for row in range(rows):
        film = films[row % len(films)]
        table.writerow(["2025-03-04", film.title, film.year or "", f"https://boxd.it/{row:x}", 0.5 + row % 10 / 2])
    return text.getvalue().encode()


def _until(act: Callable[[], object], *shown: Locator) -> float:
    """Return the milliseconds from an act until all of that is visible."""
    start = time.perf_counter()
    act()
    for each in shown:
        each.first.wait_for(timeout=_WAIT_MS)
    return (time.perf_counter() - start) * 1000


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


if __name__ == "__main__":
    main()
