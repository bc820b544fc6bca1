"""Filters on the page: they hold for every film, are in the address, each has a chip, and all can be cleared."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters, Franchise, Query
from fakes.sample_catalogue import ADULT, HARBOUR, UNDERTOW, film_row, write_csv
from tests.pages.conftest import (
    ALL_FILMS,
    MOST_VOTED,
    Link,
    Open,
    cards,
    chips,
    follow,
    heading,
    notes,
    open_filters,
    recommend,
)
from ui.widgets.filters import CLEAR, NO_MATCH

LINKS: dict[str, tuple[Link, Filters, list[str]]] = {
    "a genre": ({"genres": "Drama"}, Filters(genres=("Drama",)), ["Drama"]),
    "one of two genres": ({"genres": ["War", "Music"]}, Filters(genres=("War", "Music")), ["War", "Music"]),
    "two genres at once": (
        {"genres": ["Drama", "Music"], "all_genres": "true"},
        Filters(genres=("Drama", "Music"), all_genres=True),
        ["Drama", "Music"],
    ),
    "an excluded genre": ({"exclude_genres": "Mystery"}, Filters(exclude_genres=("Mystery",)), ["not Mystery"]),
    "a keyword": ({"keywords": "whale"}, Filters(keywords=("whale",)), ["about whale"]),
    "an excluded keyword": (
        {"exclude_keywords": ["lighthouse", "map"]},
        Filters(exclude_keywords=("lighthouse", "map")),
        ["not about lighthouse", "not about map"],
    ),
    "years": ({"years": ["1985", "2004"]}, Filters(first_year=1985, last_year=2004), ["1985 to 2004"]),
    "a first year": ({"years": ["2003", "2022"]}, Filters(first_year=2003), ["from 2003"]),
    "a last year": ({"years": ["1929", "1990"]}, Filters(last_year=1990), ["up to 1990"]),
    "running time": ({"runtime": ["100", "120"]}, Filters(min_runtime=100, max_runtime=120), ["100 to 120 min"]),
    "a shortest running time": ({"runtime": ["100", "240"]}, Filters(min_runtime=100), ["from 100 min"]),
    "a language": ({"languages": "French"}, Filters(languages=("fr",)), ["in French"]),
    "a country": ({"countries": "Norway"}, Filters(countries=("Norway",)), ["from Norway"]),
    "a company": (
        {"companies": "Tideline Pictures"},
        Filters(companies=("Tideline Pictures",)),
        ["by Tideline Pictures"],
    ),
    "most votes": ({"max_votes": "500"}, Filters(max_votes=500), ["at most 500 votes"]),
    "votes": ({"votes": "1000"}, Filters(min_votes=1_000), ["at least 1,000 votes"]),
    "a rating": ({"rating": ["7", "10"]}, Filters(min_rating=7), ["rated 7 or higher"]),
    "a highest rating": ({"rating": ["0", "6.5"]}, Filters(max_rating=6.5), ["rated 0 to 6.5"]),
    "adult films": ({"adult": "true"}, Filters(include_adult=True), ["with adult films"]),
    "unreleased films": ({"unreleased": "true"}, Filters(include_unreleased=True), ["with unreleased films"]),
}


def expected(cinewatch: CineWatch, filters: Filters, franchise: Franchise = "one") -> list[int]:
    query = Query((HARBOUR,), filters=filters, franchise=franchise)
    return [one.film.id for one in cinewatch.recommend(query).films]


@pytest.mark.parametrize(("link", "filters", "words"), LINKS.values(), ids=LINKS)
def test_a_filter_in_a_link_holds_for_every_film_and_has_chips(
    app: AppTest, cinewatch: CineWatch, link: Link, filters: Filters, words: list[str]
) -> None:
    # The film that is not released belongs to the franchise of the liked one.
    films = expected(cinewatch, filters, "all")
    assert films != expected(cinewatch, Filters(), "all"), "the filter must change something"
    recommend(app, {**link, "franchise": ALL_FILMS})
    assert cards(app) == films
    assert chips(app) == words


def test_several_filters_hold_at_once(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"genres": "Drama", "votes": "50", "years": ["1940", "2022"]})
    assert cards(app) == expected(cinewatch, Filters(genres=("Drama",), min_votes=50, first_year=1940))
    assert chips(app) == ["Drama", "from 1940", "at least 50 votes"]


def test_without_a_filter_there_is_no_chip_and_nothing_to_clear(app: AppTest) -> None:
    recommend(app, {})
    assert chips(app) == []
    assert CLEAR not in [button.key for button in app.button]
    assert not {ADULT, UNDERTOW} & set(cards(app))


def test_a_filter_is_set_by_hand(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {})
    open_filters(app).multiselect(key="keywords").select("robot").run()
    app.slider(key="years").set_range(1990, 2022).run()
    assert cards(app) == expected(cinewatch, Filters(keywords=("robot",), first_year=1990))


def test_a_closed_panel_has_widgets_only_while_a_filter_is_set(app: AppTest) -> None:
    def has_widgets() -> bool:
        return "genres" in [widget.key for widget in app.multiselect]

    recommend(app, {})
    films = cards(app)
    assert not has_widgets()
    open_filters(app)
    assert has_widgets()
    assert cards(app) == films
    app.multiselect(key="genres").select("Drama").run()
    open_filters(app, False)
    assert has_widgets()
    assert chips(app) == ["Drama"]
    assert cards(app) != films
    app.button(key="chip.genres.Drama").click().run()
    app.run()
    assert not has_widgets()
    assert cards(app) == films


def test_requiring_all_genres_is_offered_for_several_genres_only(app: AppTest) -> None:
    recommend(app, {"genres": "Drama"})
    assert "all_genres" not in [toggle.key for toggle in app.toggle]
    app.multiselect(key="genres").select("Music").run()
    assert "all_genres" in [toggle.key for toggle in app.toggle]


def test_clearing_removes_every_filter(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {name: value for link, *_ in LINKS.values() for name, value in link.items()})
    assert len(chips(app)) == 16
    app.button(key=CLEAR).click().run()
    assert not app.exception
    assert chips(app) == []
    assert cards(app) == expected(cinewatch, Filters())
    assert app.query_params == {"film": MOST_VOTED}


def test_filters_can_be_cleared_in_a_catalogue_without_years(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(1, "One", genres="War"), film_row(2, "Two", genres="War"), film_row(3, "Three", genres="Drama")]
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "One", "genres": "War", "votes": "10"})
    assert cards(app) == [2]
    app.button(key=CLEAR).click().run()
    assert not app.exception
    assert cards(app) == [2, 3]


@pytest.mark.parametrize(
    ("link", "worst"),
    [
        ({"rating": ["9", "10"], "votes": "10"}, "rating"),
        ({"votes": "10000", "rating": ["6", "10"]}, "votes"),
        ({"years": ["1929", "1930"], "exclude_genres": "Drama"}, "years"),
        ({"keywords": "no such keyword", "genres": "Drama"}, "keywords"),
    ],
    ids=["rating", "votes", "years", "keywords"],
)
def test_if_no_film_is_left_the_filter_that_removes_most_is_named(app: AppTest, link: Link, worst: str) -> None:
    recommend(app, link)
    (note,) = notes(app)
    assert note.startswith(f"{NO_MATCH} The {worst} filter removes most of them (")
    assert heading(app) == "0 films like The Glass Harbour"
    assert not cards(app)


def test_answers_to_a_description_alone_are_filtered_too(app: AppTest) -> None:
    recommend(app, {"film": "", "about": "robot", "genres": "Western", "years": ["1929", "1930"]})
    assert notes(app)[0].startswith(NO_MATCH)
