"""What holds for every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import FILMS, film_row, write_csv
from tests.pages.conftest import PAGES, Open, cards, follow, page_markdown, recommend
from ui.recommend.results import VIEWS
from ui.shell import SAMPLE_INSTEAD


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_title_and_no_error(app: AppTest, page: str) -> None:
    at = app.run().switch_page(f"pages/{page}.py").run()
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_cold_link_to_a_page_shows_it_in_the_shell(app: AppTest, page: str) -> None:
    at = app.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    assert len(at.title) == 1
    assert "shell.address" in at.session_state, "the shell notes the address at the end of each run"


def test_a_missing_dataset_is_one_line_on_the_page(open_app: Open, shared_models: Path, tmp_path: Path) -> None:
    at = open_app(tmp_path / "no such file.csv", shared_models).run()
    assert not at.exception
    assert len(at.error) == 1
    assert "file not found" in at.error[0].value
    assert at.error[0].value.startswith(SAMPLE_INSTEAD)
    assert len(at.session_state["cache.engine"]) == 1_050
    assert "\n" not in at.error[0].value


def test_a_file_without_films_is_one_line_on_the_page(open_app: Open, shared_models: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "ratings.csv"
    wrong.write_text("userId,movieId,rating\n1,2,3.5\n")
    at = open_app(wrong, shared_models).run()
    assert not at.exception
    assert "not a film dataset" in at.error[0].value
    assert len(at.title) == 1, "the page is there, with the films of the sample"


def test_a_models_folder_that_cannot_be_written_is_one_line_that_names_the_setting(
    open_app: Open, small_csv: Path, tmp_path: Path
) -> None:
    blocking = tmp_path / "models"
    blocking.write_text("a file where a folder should be")
    at = open_app(small_csv).run()
    assert not at.exception
    assert "CINEWATCH" in at.error[0].value
    assert blocking.read_text() == "a file where a folder should be"


def test_a_damaged_index_is_built_again_without_a_message(open_app: Open, tmp_path: Path) -> None:
    dataset = write_csv(tmp_path / "films.csv", FILMS)
    built = CineWatch.build(dataset, tmp_path / "models")
    index = Path(built.info.path) / "index.h5"
    index.write_bytes(index.read_bytes()[:1000])
    at = recommend(open_app(dataset), {})
    assert not at.exception
    assert not at.error
    assert cards(at)


def test_titles_are_shown_literally_whatever_they_contain(open_app: Open, tmp_path: Path) -> None:
    hostile = [
        film_row(1, "<script>alert(1)</script>", 2001, 900, genres="Drama", overview="# Not a heading"),
        film_row(2, "**bold** [link](https://example.org) $x$ :material/home: :red[red]", 2002, 800, genres="Drama"),
        film_row(3, "🎬🍿", 2003, 700, genres="Drama", overview="<img src=x onerror=alert(1)>"),
        film_row(4, "x" * 10_000, 2004, 600, genres="Drama"),
        film_row(5, "`code`\n---\n| a | b |", 2005, 500, genres="<b>Drama</b>"),
    ]
    csv = write_csv(tmp_path / "films.csv", hostile)
    for view in VIEWS:
        link = {"film": "<script>alert(1)</script> (2001)", "ignore": "<script>: :red[x]", "dislike": "`code`"}
        at = follow(open_app(csv), {**link, "view": view})
        text = page_markdown(at)
        assert "<script>" not in text
        assert "](https://" not in text
        assert ":material/home:" not in text
        assert ":red[" not in text
    for page in PAGES:
        assert not at.switch_page(f"pages/{page}.py").run().exception
