"""What the tests of TMDB on the pages share: what cards and the dialog of a film have, and waiting for the fake."""

from __future__ import annotations

import time

from streamlit.testing.v1 import AppTest

from fakes.sample_catalogue import LOW_TIDE
from fakes.tmdb import FakeTmdb
from fakes.tmdb_films import film_of
from tests.pages.conftest import plain
from tests.pages.film_walls import card_lines, cards_by_id, click_on_card
from ui.tmdb.film_details import EXTRAS
from ui.widgets.cards import DETAILS

MOVIE = f"/3/movie/{LOW_TIDE}"
TAGLINE = f"*See Film {LOW_TIDE} twice.*"
"""As the dialog of the film shows it."""


def captions(app: AppTest) -> list[str]:
    """Return the paragraphs in small print."""
    return [plain(line) for caption in app.caption for line in caption.value.split("\n\n")]


def missing_notes(app: AppTest) -> list[str]:
    """Return the lines that say what is missing."""
    return [line for line in captions(app) if EXTRAS in line]


def credits_line(film_id: int, rating: str = "") -> str:
    """Return what the card of a film shows of a made-up film's director and age rating."""
    (director,) = film_of(film_id).directors
    return f"By {director} · rated {rating or ('R' if film_id % 2 else 'PG-13')}"


def credits_on(app: AppTest) -> list[str]:
    return [line for line in card_lines(app) if line.startswith("By ")]


def is_complete(app: AppTest) -> bool:
    """Return whether there are ten cards with everything that needs no network."""
    # Each card has facts, genres and reasons, besides what TMDB adds.
    lines = [line for line in card_lines(app) if not line.startswith("By ")]
    pictures = [film["placeholder"] for film in cards_by_id(app).values()]
    return len(pictures) == 10 and all(pictures) and len(lines) >= 30 and not app.exception and not app.error


def wait_for_calls(tmdb: FakeTmdb, path: str, count: int) -> None:
    """Wait until so many calls have been answered; some may be made after the page is drawn."""
    deadline = time.monotonic() + 30
    while sum(call.status is not None for call in tmdb.calls_to(path)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def open_dialog(app: AppTest, film_id: int = LOW_TIDE) -> AppTest:
    """Open the dialog of a film; the page's elements then include those of the dialog, at the end."""
    click_on_card(app, film_id, DETAILS)
    assert not app.error
    assert len(app.get("dialog")) == 1
    return app


def links(app: AppTest) -> dict[str, str]:
    """Return the links of the dialog by their labels."""
    (dialog,) = app.get("dialog")
    return {link.proto.label: link.proto.url for link in dialog.get("link_button")}


def play(app: AppTest, film_id: int = LOW_TIDE) -> AppTest:
    """Click the button of the trailer. AppTest closes a dialog with every click, so it is opened again."""
    app.button(key=f"tmdb.play.{film_id}").click().run()
    return open_dialog(app, film_id)


def about(app: AppTest) -> dict[str, str]:
    """Return the state of TMDB on the page About."""
    app.switch_page("pages/about.py").run()
    assert not app.exception
    table = app.table[0].value
    return {str(name): str(value) for name, value in zip(table.index, table.iloc[:, 0], strict=True)}


def sent_to_browser(app: AppTest) -> str:
    """Return all that goes to the browser, every element as it is sent, and the address; without escapes."""
    elements = [node for part in (app.main, app.sidebar, *app.get("dialog")) for node in part]
    return plain("\n".join(str(getattr(node, "proto", "")) for node in elements) + str(dict(app.query_params)))
