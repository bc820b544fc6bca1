"""The path of films from one to another."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.relations import FilmPath
from fakes.sample_catalogue import ADULT, BARE, HARBOUR, LOW_TIDE, WHALES, film_row, write_csv
from tests.pages.conftest import Link, Open, follow, notes, page_text, plain
from tests.pages.conftest import heading as heading_of
from ui.charts.neighbours import path_table
from ui.similarity.pair import SAME_FILM
from ui.similarity.path import START, heading, no_path, step_text, summary

MERIDIAN, CARTOGRAPHER = 143, 153


def opened(app: AppTest, link: Link) -> AppTest:
    """Open the mode by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Path", **link})


def assert_shows(at: AppTest, path: FilmPath) -> None:
    """Assert that the films of this path are shown in their order, with what they share, and as a table."""
    films = [path.a, *(step.film for step in path.steps)]
    lines = page_text(at).splitlines()
    assert heading_of(at) == plain(heading(path))
    assert plain(summary(path)) in lines
    posters = [element.proto.body for element in at.get("html")]
    assert len(posters) == len(films)
    for poster, film in zip(posters, films, strict=True):
        assert f'href="film?id={film.id}"' in poster
        assert escape(film.title) in poster
    assert lines.count(START) == 1
    steps = [plain(step_text(step)) for step in path.steps]
    assert [line for line in lines if line in steps] == steps
    for step, text in zip(path.steps, steps, strict=True):
        assert ", ".join(step.reasons[:4]) in text
        assert f"{step.similarity:.3f}" in text
    (table,) = at.dataframe
    assert table.value.equals(path_table(path))


def test_each_step_is_shown_with_what_it_shares(app: AppTest, cinewatch: CineWatch) -> None:
    path = cinewatch.path_finder.path(WHALES, MERIDIAN)
    assert len(path.steps) == 2
    assert_shows(opened(app, {"first": "The Whale Song (1985)", "second": "Meridian (1982)"}), path)
    assert heading(path).startswith("One film between")
    assert "nothing in common" in summary(path)
    assert f"{path.steps[0].similarity:.3f}, to Songs for a Robot" in summary(path)
    assert "among 29 films" in summary(path)


def test_a_path_can_begin_with_a_hidden_film(app: AppTest, cinewatch: CineWatch) -> None:
    path = cinewatch.path_finder.path(ADULT, MERIDIAN)
    assert_shows(opened(app, {"first": f"id {ADULT}", "second": "Meridian (1982)"}), path)
    assert len(path.steps) > 2
    assert heading(path).startswith(f"{len(path.steps) - 1} films between")


def test_the_weakest_step_and_the_similarity_of_the_ends_are_shown(open_app: Open, tmp_path: Path) -> None:
    words = [f"{a}{b} " for a in "abcdefgh" for b in "lmnopq"]
    rows = [
        film_row(1, "One", 1990, 99, overview="".join(words[:20]) + "rare"),
        film_row(2, "Two", 1991, 98, overview="".join(words[:32])),
        film_row(3, "Three", 1992, 97, overview="".join(words[20:]) + "rare"),
    ]
    app = opened(open_app(write_csv(tmp_path / "films.csv", rows)), {"first": "One", "second": "Three (1992)"})
    path = CineWatch.of(tmp_path / "films.csv", tmp_path / "models").path_finder.path(1, 3)
    first, second = (step.similarity for step in path.steps)
    assert 0 < path.similarity < second < first
    assert_shows(app, path)
    assert f"{path.similarity:.3f}. Weakest step: {second:.3f}, to Three." in summary(path)


def test_neighbours_have_no_film_between_them(app: AppTest, cinewatch: CineWatch) -> None:
    path = cinewatch.path_finder.path(HARBOUR, LOW_TIDE)
    assert len(path.steps) == 1
    assert_shows(opened(app, {"first": "The Glass Harbour (1999)", "second": f"id {LOW_TIDE}"}), path)
    assert heading(path).startswith("No films between")
    assert f"{path.similarity:.3f}" in summary(path)
    assert "Weakest" not in summary(path)


def test_the_ends_can_be_swapped(app: AppTest, cinewatch: CineWatch) -> None:
    opened(app, {"first": "The Cartographer's Wife (1948)", "second": "Meridian (1982)"})
    assert_shows(app, cinewatch.path_finder.path(CARTOGRAPHER, MERIDIAN))
    app.button(key="path.swap").click().run()
    assert not app.exception
    assert_shows(app, cinewatch.path_finder.path(MERIDIAN, CARTOGRAPHER))


def test_a_note_says_why_there_is_no_path(new_app: Callable[[], AppTest], cinewatch: CineWatch) -> None:
    find = cinewatch.path_finder.path
    expected: list[tuple[Link, str]] = [
        ({"first": "The Glass Harbour (1999)", "second": "The Glass Harbour (1999)"}, SAME_FILM),
        ({"first": "Quillon", "second": "Meridian (1982)"}, no_path(find(BARE, MERIDIAN))),
        ({"first": "The Glass Harbour (1999)", "second": "Quillon"}, no_path(find(HARBOUR, BARE))),
    ]
    assert "from Quillon to Meridian through the 29 " in expected[1][1]
    for link, note in expected:
        app = opened(new_app(), link)
        assert notes(app) == [plain(note)]
        assert not app.header
        assert not app.dataframe


def test_films_of_different_kinds_have_no_path(open_app: Open, tmp_path: Path) -> None:
    genres = {"One": "War", "Two": "War", "Three": "Music", "Four": "Music"}
    rows = [film_row(n, title, 1990, 99 - n, genres=genre) for n, (title, genre) in enumerate(genres.items(), 1)]
    app = opened(open_app(write_csv(tmp_path / "films.csv", rows)), {"first": "One", "second": "Four (1990)"})
    path = CineWatch.of(tmp_path / "films.csv", tmp_path / "models").path_finder.path(1, 4)
    assert path.steps == ()
    assert notes(app) == [no_path(path)]
