"""The page My films: every section with and without films, imports, exports, and deleting everything."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.users import HistoryEntry, Mark, Marks, ordered
from tests.engine.users.transfer import exported
from tests.pages.conftest import notes, page_text, plain
from tests.pages.film_walls import walls
from tests.pages.visitors import NOW, Visitor, marks_on
from ui import cache
from ui.addresses import MY_FILMS
from ui.charts.my_taste import LAST_CHANGE
from ui.my_films import figures, history, importing, lists, taste, texts, transfer

LACKING = 999_999_999
INCEPTION, TITANIC, MATRIX = 27205, 597, 603
SECTIONS = {
    lists.WATCHLIST.name: texts.NO_WATCHLIST,
    lists.RATINGS.name: texts.NO_RATINGS,
    lists.WATCHED.name: texts.NO_WATCHED,
    lists.NOT_INTERESTED.name: texts.NONE_REFUSED,
    history.NAME: texts.NO_HISTORY,
    taste.NAME: texts.NO_TASTE,
    figures.NAME: texts.NO_RATINGS,
}


@pytest.fixture
def app(sample_app: AppTest) -> AppTest:
    return sample_app


@pytest.fixture
def films(sample: CineWatch) -> list[int]:
    return [int(film_id) for film_id in sample.opened.columns.id[:60]]


def show(app: AppTest, section: str, view: str = lists.ROWS) -> AppTest:
    """Open the page at a section, or choose the section on it: a link works in the first run only."""
    if "films" in app.session_state:
        app.button_group(key="films").set_value(section).run()
    else:
        app.switch_page(MY_FILMS)
        app.query_params["films"] = section
        app.query_params[lists.VIEW] = view
        app.run()
    assert not app.exception
    return app


def headings(app: AppTest) -> list[str]:
    return [plain(heading.value) for heading in app.header]


def removable(app: AppTest, kind: str) -> list[int]:
    """Return the films of the list, in order."""
    before = f"my_films.remove.{kind}."
    return [int(str(button.key).removeprefix(before)) for button in app.button if str(button.key).startswith(before)]


@pytest.mark.usefixtures("visitor")
@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_says_what_to_do(app: AppTest, section: str) -> None:
    show(app, section)
    expected = texts.NOTHING_YET if section in [each.name for each in lists_of_films()] else SECTIONS[section]
    assert notes(app) == [expected]
    assert texts.KEPT in page_text(app)


def lists_of_films() -> tuple[lists.FilmList, ...]:
    return lists.WATCHLIST, lists.RATINGS, lists.WATCHED, lists.NOT_INTERESTED


def test_a_list_without_films_says_so_beside_others(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(rating=marks_on([INCEPTION], 4)))
    assert notes(show(app, lists.WATCHED.name)) == [texts.NO_WATCHED]


@pytest.mark.parametrize("films_of", lists_of_films(), ids=lambda films: films.kind)
def test_a_list_shows_a_page_of_films_and_says_which_the_catalogue_lacks(
    app: AppTest, visitor: Visitor, films: list[int], films_of: lists.FilmList
) -> None:
    marked = [LACKING, *films]
    visitor.add(Marks(**{films_of.kind: marks_on(marked, 4 if films_of.kind == "rating" else None)}))
    show(app, films_of.name)
    assert headings(app) == ["61 films"]
    assert removable(app, films_of.kind) == marked[: lists.PAGE_SIZE]
    assert texts.lacking(1) in page_text(app)
    assert f"TMDB film {LACKING}" in page_text(app)
    app.session_state[lists.PAGE] = 3
    assert removable(app.run(), films_of.kind) == marked[48:]


def test_posters_show_the_films_in_order_and_rows_those_that_the_catalogue_lacks(
    app: AppTest, visitor: Visitor, films: list[int]
) -> None:
    visitor.add(Marks(watched=marks_on([films[3], LACKING, films[1]])))
    show(app, lists.WATCHED.name, lists.POSTERS)
    assert walls(app) == {lists.WATCHED.name: [films[3], films[1]]}
    assert removable(app, "watched") == [LACKING]


def test_the_watchlist_is_sorted_and_can_be_cut_to_short_films(
    app: AppTest, visitor: Visitor, films: list[int], sample: CineWatch
) -> None:
    marks = marks_on(films)
    visitor.add(Marks(watchlist=marks))
    app.query_params["watchlist_order"] = texts.ORDER_LABELS["shortest"]
    app.query_params[lists.SHORT] = "true"
    show(app, lists.WATCHLIST.name)
    short = ordered(marks, sample.opened.columns, "shortest", 120)
    assert 0 < len(short) < len(films)
    assert headings(app) == [f"{len(short)} films"]
    assert removable(app, "watchlist") == [mark.film_id for mark in short[: lists.PAGE_SIZE]]


def test_a_rating_is_changed_and_taken_away(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(rating=marks_on([INCEPTION, TITANIC], 3)))
    show(app, lists.RATINGS.name).selectbox(f"my_films.stars.{INCEPTION}.3.0").select(4.5).run()
    assert {mark.film_id: mark.rating for mark in visitor.data.marks.rating} == {INCEPTION: 4.5, TITANIC: 3}
    app.button(f"my_films.remove.rating.{TITANIC}").click().run()
    assert [mark.film_id for mark in visitor.data.marks.rating] == [INCEPTION]
    assert removable(app, "rating") == [INCEPTION]


def test_the_last_film_of_the_last_page_leads_back_a_page(app: AppTest, visitor: Visitor, films: list[int]) -> None:
    visitor.add(Marks(watched=marks_on(films[: lists.PAGE_SIZE + 1])))
    app.query_params[lists.PAGE] = "2"
    show(app, lists.WATCHED.name).button(f"my_films.remove.watched.{films[lists.PAGE_SIZE]}").click().run()
    assert not app.exception
    assert removable(app, "watched") == films[: lists.PAGE_SIZE]


def test_the_history_has_queries_to_run_again_and_films(app: AppTest, visitor: Visitor) -> None:
    entries = [
        HistoryEntry("query", "film=Heat+%281995%29&about=a+heist", NOW),
        HistoryEntry("film", str(INCEPTION), NOW),
        HistoryEntry("film", str(LACKING), NOW - timedelta(days=1)),
    ]
    visitor.add(Marks(), entries)
    show(app, history.NAME)
    (link,) = app.get("page_link")
    assert plain(link.proto.label) == "Like Heat (1995), “a heist”"
    assert link.proto.query_string == "film=Heat+%281995%29&about=a+heist"
    assert walls(app) == {history.FILMS: [INCEPTION]}
    app.button(history.CLEAR).click().run()
    assert visitor.data.history == ()
    assert notes(app) == [texts.NO_HISTORY]


def test_the_taste_and_the_figures_are_charts_with_tables(app: AppTest, visitor: Visitor, films: list[int]) -> None:
    ratings = tuple(Mark(each.film_id, each.at, (number % 10 + 1) / 2) for number, each in enumerate(marks_on(films)))
    visitor.add(Marks(rating=(*ratings, *marks_on([LACKING], 5))))
    show(app, taste.NAME)
    assert headings(app) == ["You like", "You like less", texts.CHANGE_TASTE, "Decades", LAST_CHANGE]
    assert page_text(app).count("You like") > 2
    show(app, figures.NAME)
    assert [metric.value for metric in app.metric] == ["61", "2.79", "61", "0"]
    assert headings(app)[:3] == ["How you rate", "Your stars by genre", "Your stars by decade"]
    assert texts.lacking(1) in page_text(app)
    assert len(app.get("vega_lite_chart")) == len(app.expander) == 5


def test_films_that_no_catalogue_has_show_no_taste(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(rating=marks_on([LACKING], 5)))
    assert notes(show(app, taste.NAME)) == [texts.NO_TASTE]


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    """Choose a file to import."""
    show(app, transfer.NAME).file_uploader[0].set_value((name, content, "application/octet-stream"))
    app.run()
    assert not app.exception
    return app


def test_an_import_shows_what_it_would_write_and_writes_it_when_it_is_confirmed(app: AppTest, visitor: Visitor) -> None:
    upload(app, "letterboxd.zip", exported.zip_of(exported.LETTERBOXD))
    assert "Letterboxd: 3 films found." in page_text(app)
    assert visitor.user_id is None
    app.button(importing.CONFIRM).click().run()
    assert [plain(done.value) for done in app.success] == ["Imported: 4 marks added."]
    assert len(visitor.data.marks) == 4
    before = visitor.data
    upload(app, "letterboxd.zip", exported.zip_of(exported.LETTERBOXD)).button(importing.CONFIRM).click().run()
    assert [plain(done.value) for done in app.success] == ["Nothing changed: 4 marks there already."]
    assert visitor.data == before


def test_rows_that_are_doubtful_missing_or_skipped_are_shown_and_not_written(app: AppTest, visitor: Visitor) -> None:
    header = exported.RATINGS.splitlines()[0]
    rows = ["2024-01-02,Inception,2010,u,4", "2024-01-02,Godfathr,1972,u,4", "2024-01-02,Nothing Such,1999,u,4"]
    upload(app, "ratings.csv", "\n".join([header, *rows, "2024-01-02,Heat,1995,u,9"]).encode())
    assert "Letterboxd: 1 film found, 1 film to confirm, 1 film not in this catalogue, 1 row skipped." in page_text(app)
    shown = "\n".join(frame.value.to_string() for frame in app.dataframe)
    assert all(text in shown for text in ("Inception (2010)", "The Godfather (1972)", "Nothing Such (1999)", "rating"))
    app.button(importing.CONFIRM).click().run()
    assert [mark.film_id for mark in visitor.data.marks.rating] == [INCEPTION]


def test_an_import_can_be_cancelled(app: AppTest, visitor: Visitor) -> None:
    upload(app, "ratings.csv", exported.RATINGS.encode()).button(importing.CANCEL).click().run()
    assert visitor.user_id is None
    assert importing.CONFIRM not in [button.key for button in app.button]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bomb.zip", exported.zip_of({"a.csv": b"\0" * 61 * 2**20}), "unpacks to more than 60 MB"),
        ("nothing.csv", b"", "is empty"),
        ("<b>recipes.csv", b"flour,sugar\n1,2\n", '"<b>recipes.csv" is no export that we know'),
    ],
)
def test_a_file_that_cannot_be_imported_is_one_line(
    app: AppTest, visitor: Visitor, name: str, content: bytes, message: str
) -> None:
    upload(app, name, content)
    (error,) = app.error
    assert message in plain(error.value)
    assert visitor.user_id is None


def test_exports_hold_everything_and_can_be_imported_again(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(marks_on([INCEPTION], 4.5), watchlist=marks_on([LACKING])), [HistoryEntry("film", "603", NOW)])
    show(app, transfer.NAME)
    assert visitor.user_id is not None
    labels = [element.proto.label for element in app.get("download_button")]
    assert labels == [label for label, *_ in transfer.EXPORTS]
    made = {file: transfer.export_file(visitor.user_id, export)() for _, file, _, export in transfer.EXPORTS}
    assert b"Inception" in made["letterboxd.csv"]
    assert b"Inception" in made["trakt.csv"]
    films = json.loads(made["cinewatch.json"])["films"]
    assert {film["ids"]["tmdb"] for film in films} == {INCEPTION, LACKING}
    before = visitor.data
    for file in ("cinewatch.json", "cinewatch.csv"):
        upload(app, file, made[file]).button(importing.CONFIRM).click().run()
        assert [plain(done.value) for done in app.success] == ["Nothing changed: 2 marks there already."]
    assert visitor.data == before


def test_everything_is_deleted_after_a_confirmation(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(marks_on([INCEPTION], 4.5)))
    user_id = visitor.user_id
    show(app, transfer.NAME).button(transfer.DELETE).click().run()
    assert [plain(done.value) for done in app.success] == [texts.DELETED]
    assert user_id is not None
    assert visitor.user_id is None
    assert cache.database().marks(user_id) == Marks()
    assert notes(show(app, lists.RATINGS.name)) == [texts.NOTHING_YET]


def test_without_a_cookie_the_page_offers_a_file_to_take_along(app: AppTest) -> None:
    show(app, lists.RATINGS.name)
    assert [warning.value for warning in app.warning] == [texts.NOT_KEPT]
    upload(app, "ratings.csv", exported.RATINGS.encode()).button(importing.CONFIRM).click().run()
    assert removable(show(app, lists.RATINGS.name), "rating") == [INCEPTION]


def test_a_database_that_fails_costs_one_line(app: AppTest, visitor: Visitor, tmp_path: Path) -> None:
    visitor.add(Marks(marks_on([INCEPTION], 4.5)))
    cache.database().close()
    (tmp_path / "users.db").write_bytes(b"no database at all " * 100)
    show(app, lists.RATINGS.name)
    assert len(app.error) == 1
    assert notes(app) == []


def test_5000_ratings_are_drawn_a_page_at_a_time(app: AppTest, visitor: Visitor, films: list[int]) -> None:
    many = [*films, *range(10_000_000, 10_004_940)]
    visitor.add(Marks(rating=marks_on(many, 4)))
    show(app, lists.RATINGS.name)
    assert headings(app) == ["5,000 films"]
    # Beside the order and the stars.
    assert len(app.selectbox) == lists.PAGE_SIZE + 2
