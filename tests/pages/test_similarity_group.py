"""A group of films: how it is chosen, what is shown of it, and what happens without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.relations import MAX_MEMBERS, Group
from fakes.sample_catalogue import FILMS, HARBOUR, HIDDEN, WHALES, film_row, write_csv
from tests.pages.conftest import Link, Open, follow, notes
from ui.charts.group import members_table
from ui.similarity.group import MOST_POPULAR, NOTHING_SHARED, PICK_FILMS, TOO_FEW, metrics

FOUR = ["The Glass Harbour (1999)", "Meridian (1982)", "Meridian 2088 (2018)", "The Whale Song (1985)"]
FOUR_IDS = [101, 143, 142, 137]
MANY = [film_row(n, f"Star {n}", 1990, 1_000 - n, genres="War") for n in range(1, 46)]


def grouped(app: AppTest, link: Link) -> AppTest:
    """Open the mode by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Group", **link})


def films_shown(at: AppTest) -> str:
    """Return the number of films."""
    return {one.label: one.value for one in at.metric}["Films"]


def assert_shows(at: AppTest, group: Group) -> None:
    """Assert that this group is shown, with metrics, as a chart and as a table."""
    assert {one.label: (one.value, one.help or None) for one in at.metric} == metrics(group)
    assert films_shown(at) == str(len(group.members))
    (chart,) = at.get("vega_lite_chart")
    assert f"{len(group.members)} films" in chart.proto.alt
    (table,) = at.dataframe
    assert table.value.equals(members_table(group))
    assert len(at.get("download_button")) == 1


def most_popular(size: int, genre: str = "", keyword: str = "", years: range | None = None) -> list[int]:
    """Return the most voted films of the small catalogue with a genre, a keyword and a year."""
    rows = [
        row
        for row in FILMS
        if int(row["id"]) not in HIDDEN
        and (not genre or genre in row["genres"].split(", "))
        and (not keyword or keyword in row["keywords"].split(", "))
        and (years is None or row["release_date"][:4] in map(str, years))
    ]
    rows.sort(key=lambda row: (-int(row["vote_count"]), int(row["id"])))
    return [int(row["id"]) for row in rows[:size]]


def test_a_group_around_a_film_is_the_film_and_similar_ones(app: AppTest, cinewatch: CineWatch) -> None:
    near = [one.id for one in cinewatch.relations.nearest(HARBOUR, 15)]
    group = cinewatch.relations.group([HARBOUR, *near])
    assert_shows(grouped(app, {"first": "The Glass Harbour (1999)"}), group)
    assert group.typical is not None, "the metrics name the typical film"
    assert not app.header, "no pair is shown before a click"


def test_the_size_of_a_group_around_a_film_is_in_the_link(app: AppTest, cinewatch: CineWatch) -> None:
    near = [one.id for one in cinewatch.relations.nearest(WHALES, 5)]
    grouped(app, {"first": "The Whale Song (1985)", "size": "6"})
    assert_shows(app, cinewatch.relations.group([WHALES, *near]))
    assert films_shown(app) == "6"


def test_films_can_be_picked_in_any_order(new_app: Callable[[], AppTest], cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group(FOUR_IDS)
    for members in (FOUR, FOUR[::-1]):
        assert_shows(grouped(new_app(), {"group": PICK_FILMS, "members": members}), group)


def test_a_picked_film_joins_the_group(app: AppTest, cinewatch: CineWatch) -> None:
    grouped(app, {"group": PICK_FILMS, "members": FOUR[:2]})
    app.multiselect(key="members").select(FOUR[2]).run()
    assert_shows(app, cinewatch.relations.group(FOUR_IDS[:3]))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({}, most_popular(16)),
        ({"size": "40"}, most_popular(40)),
        ({"genre": "Drama"}, most_popular(16, "Drama")),
        ({"decade": "1980s"}, most_popular(16, years=range(1980, 1990))),
        ({"keyword": "robot", "size": "3"}, most_popular(3, keyword="robot")),
        (
            {"genre": "Drama", "decade": "2000s", "keyword": "lighthouse"},
            most_popular(16, "Drama", "lighthouse", range(2000, 2010)),
        ),
    ],
    ids=["all", "all of them", "a genre", "a decade", "a keyword", "all three"],
)
def test_a_group_can_be_the_most_popular_films_of_a_kind(
    app: AppTest, cinewatch: CineWatch, link: Link, expected: list[int]
) -> None:
    assert len(expected) >= 2
    assert_shows(grouped(app, {"group": MOST_POPULAR, **link}), cinewatch.relations.group(expected))


def test_the_decades_are_those_from_the_first_film_to_the_last(app: AppTest) -> None:
    grouped(app, {"group": MOST_POPULAR})
    assert app.selectbox(key="decade").options == [f"{year}s" for year in range(2020, 1910, -10)]


@pytest.mark.parametrize(
    "link",
    [
        {"group": PICK_FILMS},
        {"group": PICK_FILMS, "members": FOUR[0]},
        {"group": PICK_FILMS, "members": [FOUR[0], FOUR[0]]},
        {"group": PICK_FILMS, "members": [FOUR[0], "id 101"]},
        {"first": "Quillon"},
        {"group": MOST_POPULAR, "genre": "Western", "keyword": "robot"},
        {"group": MOST_POPULAR, "genre": "Western", "decade": "2020s"},
        {"group": MOST_POPULAR, "keyword": "no such keyword"},
        {"group": MOST_POPULAR, "genre": "Thriller", "decade": "1970s"},
    ],
    ids=[
        "no film",
        "one film",
        "one film twice",
        "one film by two names",
        "a film without neighbours",
        "a keyword that no film of a genre has",
        "a decade without films of a genre",
        "a keyword that no film has",
        "one film of its kind",
    ],
)
def test_fewer_than_two_films_are_no_group(app: AppTest, link: Link) -> None:
    grouped(app, link)
    assert notes(app) == [TOO_FEW]
    assert not app.metric
    assert not app.get("vega_lite_chart")


def test_values_of_a_link_that_do_not_exist_are_named_and_ignored(
    new_app: Callable[[], AppTest], cinewatch: CineWatch
) -> None:
    for link in ({"genre": "TV Movie", "decade": "1890s"}, {"size": "41"}):
        app = grouped(new_app(), {"group": MOST_POPULAR, **link})
        (note,) = notes(app)
        assert all(f"{name}={value}" in note for name, value in link.items())
        assert_shows(app, cinewatch.relations.group(most_popular(16)))


@pytest.mark.parametrize(
    "link",
    [
        {"group": MOST_POPULAR, "size": "40"},
        {"group": PICK_FILMS, "members": [f"Star {n} (1990)" for n in range(1, 46)]},
    ],
    ids=["most popular", "picked"],
)
def test_a_group_has_forty_films_at_most(open_app: Open, tmp_path: Path, link: Link) -> None:
    app = grouped(open_app(write_csv(tmp_path / "films.csv", MANY)), link)
    assert films_shown(app) == str(MAX_MEMBERS) == "40"
    assert len(app.dataframe[0].value) == 40


@pytest.mark.parametrize(
    ("members", "mean", "expected_notes"),
    [
        (["Two Lanterns (1988) · 121", "Two Lanterns (1988) · 122"], "0.584", []),
        (FOUR[:2], "0.000", [NOTHING_SHARED]),
    ],
    ids=["similar", "with nothing in common"],
)
def test_of_two_films_neither_is_typical(
    app: AppTest, members: Sequence[str], mean: str, expected_notes: list[str]
) -> None:
    grouped(app, {"group": PICK_FILMS, "members": members})
    assert [one.value for one in app.metric] == ["2", mean]
    assert notes(app) == expected_notes
