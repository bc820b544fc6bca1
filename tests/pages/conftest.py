"""Pages run by Streamlit's AppTest, on a catalogue that each test chooses."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query
from fakes.tmdb import KEY, YOUTUBE_KEY, FakeTmdb
from tests.conftest import SAMPLE
from tests.pages.film_walls import cards_by_id
from tests.pages.visitors import Visitor, visit
from ui import cache
from ui.addresses import RECOMMEND
from ui.recommend.preferences import FRANCHISE_CHOICES
from ui.widgets.side_panel import PANEL

ROOT = Path(__file__).resolve().parents[2]
MOST_VOTED = "The Glass Harbour (1999)"
"""A film of the small catalogue, for tests of an answer to any film."""
PAGES = ("home", "browse", "recommend", "my_films", "similarity", "statistics", "about")

ALL_FILMS = next(label for label, value in FRANCHISE_CHOICES.items() if value == "all")
page_query = partial(Query, franchise="one")
"""A query as the Recommend page asks it, if nothing else is chosen."""

Open = Callable[..., AppTest]
Link = Mapping[str, str | Sequence[str]]
"""Values by name, as the address has them."""


@pytest.fixture(scope="module", autouse=True)
def _beginnings(beginnings_made_once: None) -> None:
    """Make what every test begins with only once."""


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Open]:
    """Return a function that starts the app on a dataset, not yet run, at the Recommend page."""
    # Paths of pages are relative to the entry point, those of settings to the current folder.
    monkeypatch.chdir(ROOT)
    # The person who runs the tests may have keys.
    for name in ("TMDB_ACCESS_TOKEN", "TMDB_API_KEY", "YOUTUBE_API_KEY", "CINEWATCH_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)

    def start(dataset: Path, models: Path | None = None) -> AppTest:
        monkeypatch.setenv("CINEWATCH_DATASET", str(dataset))
        monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(models or tmp_path / "models"))
        monkeypatch.setenv("CINEWATCH_DATABASE_URL", f"sqlite:///{tmp_path / 'users.db'}")
        return AppTest.from_file(str(ROOT / "screen.py"), default_timeout=60).switch_page(RECOMMEND)

    _clear_caches()
    yield start
    _clear_caches()


def _clear_caches() -> None:
    # They belong to the process, and the next test has another dataset.
    cache.forget()


@pytest.fixture
def new_app(open_app: Open, small_csv: Path, small_models: Path) -> Callable[[], AppTest]:
    """Return a function that starts a session of the app on the small catalogue, not yet run."""
    return lambda: open_app(small_csv, small_models)


@pytest.fixture
def app(new_app: Callable[[], AppTest]) -> AppTest:
    """Return the app on the small catalogue, not yet run.

    Links work in its first run. Later runs are of the page without the shell, because AppTest forgets between two runs
    that there is one.
    """
    return new_app()


@pytest.fixture
def sample_app(open_app: Open, sample: CineWatch) -> AppTest:
    """Return the app on the sample, not yet run."""
    return open_app(SAMPLE, sample.opened.path.parent)


@pytest.fixture
def visitor(sample_app: AppTest, monkeypatch: pytest.MonkeyPatch) -> Visitor:  # noqa: ARG001 - it makes the settings
    """Return a guest with a cookie, who has marked nothing."""
    return visit(monkeypatch)


@pytest.fixture
def tmdb(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTmdb]:  # noqa: ARG001 - it ends later
    """Return the fake TMDB that the app looks films up at, with the keys of TMDB and of YouTube."""
    with FakeTmdb() as fake:
        for name in ("TMDB_ACCESS_TOKEN", "CINEWATCH_REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TMDB_BASE_URL", fake.base_url)
        monkeypatch.setenv("YOUTUBE_BASE_URL", fake.youtube_url)
        monkeypatch.setenv("TMDB_API_KEY", KEY)
        monkeypatch.setenv("YOUTUBE_API_KEY", YOUTUBE_KEY)
        yield fake
    _end_look_ups()


def _end_look_ups() -> None:
    """Wait for look-ups under way: they would read the settings of the next test."""
    cache.forget()
    gc.collect()
    for thread in threading.enumerate():
        if thread.name.startswith(("cinewatch-tmdb", "cinewatch-background")):
            thread.join(10)
            assert not thread.is_alive()


def follow(app: AppTest, link: Link) -> AppTest:
    """Open the Recommend page by a link, and check that nothing breaks."""
    for name, value in link.items():
        app.query_params[name] = value if isinstance(value, str) else list(value)
    app.run()
    assert not app.exception
    assert not app.error
    return app


def recommend(app: AppTest, link: Link) -> AppTest:
    """Open the Recommend page by a link as `follow` does, with a liked film if the link has none."""
    return follow(app, {"film": MOST_VOTED, **link})


def page_markdown(at: AppTest) -> str:
    """Return all text on the page as Markdown."""
    kinds = (at.title, at.header, at.markdown, at.caption, at.text, at.info, at.error, at.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def plain(text: str) -> str:
    """Return Markdown as people read it, without the escapes of `literal`."""
    return text.replace("\\", "").replace("\u2060", "")


def page_text(at: AppTest) -> str:
    """Return all text on the page as people read it."""
    return plain(page_markdown(at))


def notes(at: AppTest) -> list[str]:
    """Return the notes on the page as people read them."""
    return [plain(note.value) for note in at.info]


def heading(at: AppTest) -> str:
    """Return the first heading below the title as people read it."""
    return plain(at.header[0].value)


def cards(at: AppTest) -> list[int]:
    """Return the ids of the films shown as posters, in order."""
    return [*cards_by_id(at)]


def open_filters(app: AppTest, is_open: bool = True) -> AppTest:
    """Open the panel of filters, or close it."""
    app.session_state[PANEL] = is_open
    return app.run()


def chips(app: AppTest) -> list[str]:
    """Return the labels of the chips of filters in order."""
    return [plain(button.label) for button in app.button if (button.key or "").startswith("chip.")]
