"""`python -m benchmarks.browser_pages CSV MODELS`: how long each page takes from its address to its last visible part.

The server is warm: each page has been opened once before. Each time counts from the navigation to the moment at which
all that a visitor sees without scrolling is drawn, to a twentieth of a second. It is the median of seven sessions, in a
browser that has never been here, and in one that has the app's files. A Streamlit app with a title and nothing else is
opened in the same way: nothing that is made with Streamlit can be faster.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks import browser
from benchmarks.clock import Measurements
from benchmarks.serving import server
from engine import CineWatch, Film
from fakes.streamlit_server import StreamlitServer, streamlit_server
from ui.addresses import FILM, PERSON, address_of, film_link, person_link
from ui.navigation import GROUP, LIKED, MODE, NEIGHBOURS, PATH, TWO_FILMS
from ui.statistics import contents, data_quality, group_by, over_time, ratings_and_money

_TIMES = 7
_WIDTH, _HEIGHT = 1440, 900
_TIMEOUT_MS = 90_000
_EMPTY = "an empty Streamlit app"
# Posters of TMDB's host are no time of ours. They are kept away by name: a browser whose requests Playwright handles
# keeps no files.
_NO_OTHERS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
_OPTIONS = ["--no-sandbox", "--disable-background-networking", _NO_OTHERS]
# Notes when anything in sight last changed: elements, or pictures and charts that have come. It looks every 50 ms (at
# each frame it would take a quarter of the page's own time), and into the components, whose parts no observer of the
# document sees.
_WATCH = """
window.drawn = {signature: "", at: 0};
const roots = root => [root, ...[...root.querySelectorAll("*")].flatMap(e => e.shadowRoot ? roots(e.shadowRoot) : [])];
const look = () => {
  const at = performance.now();
  const page = document.querySelector("[data-testid=stMain]");
  if (page && getComputedStyle(page).visibility === "visible") {
    const parts = roots(page).flatMap(root =>
      [...root.querySelectorAll("h1, h2, h3, p, a, button, input, svg, canvas, .poster, [role=img]")]);
    const seen = parts.map(e => e.getBoundingClientRect())
      .filter(box => box.width && box.height && box.top < innerHeight && box.bottom > 0)
      .map(box => [box.x, box.y, box.width, box.height].map(Math.round).join());
    const signature = seen.join(";");
    if (signature !== window.drawn.signature) window.drawn = {signature, at};
  }
};
setInterval(look, 50);
"""
_SETTLED = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const idle = app && app.dataset.testScriptState === "notRunning" && document.querySelector("h1");
  const waits = document.querySelector("[data-testid=stSkeleton], [data-stale=true]");
  return idle && !waits && window.drawn.at > 0 && performance.now() - window.drawn.at > 800;
}"""


def first_pages(csv: Path, models: Path, names: Collection[str] = ()) -> Measurements:
    """Start the app on a built catalogue, and return the milliseconds that each page takes, by name.

    Parameters
    ----------
    csv, models
        The catalogue and the folder of its builds.
    names
        Of the pages; all by default.

    """
    cinewatch = CineWatch.of(csv, models)
    films = [cinewatch.film(name.id) for name in cinewatch.film_names(2)]
    wanted = {name: link for name, link in pages(films).items() if not names or name in names}
    with sync_playwright() as playwright, server(csv, models) as served, _empty_app() as empty:
        served.wait()
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=_OPTIONS)
        figures = {_EMPTY: _times(chromium, empty.address)}
        figures |= {name: _times(chromium, f"{served.address}/{link}") for name, link in wanted.items()}
        chromium.close()
    return {"films": len(cinewatch), "load": _load(), "address_to_drawn_ms": figures}


@contextmanager
def _empty_app() -> Iterator[StreamlitServer]:
    """Serve an app that has a title and nothing else."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text('import streamlit\n\nstreamlit.title("Nothing else is here")\n')
        with streamlit_server(script=str(script)) as served:
            yield served


def _times(chromium: Browser, address: str) -> dict[str, int]:
    """Return the median milliseconds of a page in browsers that are new here, and in one that has the app's files."""
    new = []
    for _ in range(_TIMES + 1):
        context = _session(chromium)
        new.append(_open(context, address))
        context.close()
    known = _session(chromium)
    again = [_open(known, address) for _ in range(_TIMES + 1)]
    known.close()
    # The first time of each warms the server, and fetches the files.
    return {"new here": round(statistics.median(new[1:])), "been here": round(statistics.median(again[1:]))}


def pages(films: list[Film]) -> dict[str, str]:
    """Return the address of each page within the app, by name.

    Parameters
    ----------
    films
        Two of the catalogue.

    """
    pair = {"first": films[0].label, "second": films[1].label}
    modes = (TWO_FILMS, GROUP, NEIGHBOURS, PATH)
    sections = (over_time, contents, ratings_and_money, data_quality, group_by)
    people = films[0].director or films[0].cast
    return {
        "home": "",
        "browse": "browse",
        "recommend": f"recommend?{urlencode({LIKED: films[0].label})}",
        "film": address_of(FILM, film_link(films[0])),
        **({"person": address_of(PERSON, person_link(people[0]))} if people else {}),
        "my films": "my_films",
        **{
            f"similarity, {mode}": f"similarity?{urlencode({MODE: mode, **pair, 'centre': films[0].label})}"
            for mode in modes
        },
        **{f"statistics, {each.NAME}": f"statistics?{urlencode({'section': each.NAME})}" for each in sections},
        "about": "about",
    }


def _session(chromium: Browser) -> BrowserContext:
    return chromium.new_context(viewport={"width": _WIDTH, "height": _HEIGHT})


def _open(context: BrowserContext, address: str) -> float:
    """Open an address in a new tab, and return the milliseconds until all in sight was drawn."""
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(address)
    page.wait_for_function(_SETTLED, timeout=_TIMEOUT_MS)
    at = float(page.evaluate("window.drawn.at"))
    page.close()
    return at


def _load() -> float:
    """Return how many processes waited for a core in the last minute: on a busy machine times say little."""
    path = Path("/proc/loadavg")
    return float(path.read_text().split()[0]) if path.exists() else float("nan")


def main() -> None:
    """Measure the pages of a catalogue."""
    parser = argparse.ArgumentParser("python -m benchmarks.browser_pages", description="Time each page.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("models", type=Path, help="folder of its builds")
    parser.add_argument("--pages", nargs="+", default=(), metavar="NAME", help="only these, such as home")
    options = parser.parse_args()
    print(json.dumps(first_pages(options.csv, options.models, options.pages), indent=1))


if __name__ == "__main__":
    main()
