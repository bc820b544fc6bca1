"""The look at a group of films: how it is chosen, what is told of it, and when there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DownloadButton

from engine import CineWatch
from engine.relations import MAX_MEMBERS, Group
from fakes.sample_catalogue import FILMS, HARBOUR, HIDDEN, WHALES, film, write_csv
from tests.pages.conftest import Link, Open, follow, notes, plain
from ui.charts.relations import members_table

TOO_FEW = "A group has two films at least: choose more, or loosen what is asked for."
IGNORED = "The link asks for what there is not, which is ignored: "
FOUR = ["The Glass Harbour (1999)", "Meridian (1982)", "Meridian 2088 (2018)", "The Whale Song (1985)"]
"""Their ids are 101, 143, 142 and 137."""
MANY = [film(n, f"Star {n}", 1990, 1_000 - n, genres="War") for n in range(1, 46)]


def grouped(app: AppTest, link: Link) -> AppTest:
    """Open the look by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Group", **link})


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: plain(one.value) for one in at.metric}


def assert_shows(at: AppTest, group: Group) -> None:
    """See that this group is shown, in figures, as a chart and as a table."""
    told = {"Films": str(len(group.members)), "Mean similarity": f"{group.mean:.3f}"}
    if group.typical and group.outlier:
        told |= {"Most typical": group.typical.title, "Outlier": group.outlier.title}
    assert figures(at) == told
    (chart,) = at.get("vega_lite_chart")
    assert chart.proto.alt.startswith(f"Similarities of {len(group.members)} films, {group.mean:.2f} in the mean")
    (table,) = at.dataframe
    assert table.value.equals(members_table(group))
    (button,) = at.get("download_button")
    assert isinstance(button, DownloadButton)
    assert button.label == "CSV"


def most_voted(size: int, genre: str = "", keyword: str = "", years: range | None = None) -> list[int]:
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


def test_at_first_the_group_is_the_best_known_film_and_its_neighbours(app: AppTest, cinewatch: CineWatch) -> None:
    near = [one.id for one in cinewatch.relations.nearest(HARBOUR, 15)]
    assert_shows(grouped(app, {}), cinewatch.relations.group([HARBOUR, *near]))
    assert not app.subheader, "nothing is said of a pair before a click"


def test_a_group_is_a_film_and_as_many_neighbours_as_asked_for(app: AppTest, cinewatch: CineWatch) -> None:
    near = [one.id for one in cinewatch.relations.nearest(WHALES, 5)]
    grouped(app, {"first": "The Whale Song (1985)", "size": "6"})
    assert_shows(app, cinewatch.relations.group([WHALES, *near]))
    assert figures(app)["Films"] == "6"


def test_a_group_is_chosen_one_by_one_in_any_order(new_app: Callable[[], AppTest], cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([101, 143, 142, 137])
    for members in (FOUR, FOUR[::-1]):
        assert_shows(grouped(new_app(), {"by": "One by one", "members": members}), group)


def test_a_film_added_by_hand_joins_the_group(app: AppTest, cinewatch: CineWatch) -> None:
    grouped(app, {"by": "One by one", "members": FOUR[:2]})
    app.multiselect(key="members").select(FOUR[2]).run()
    assert_shows(app, cinewatch.relations.group([101, 143, 142]))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({}, most_voted(16)),
        ({"size": "40"}, most_voted(40)),
        ({"genre": "Drama"}, most_voted(16, "Drama")),
        ({"decade": "1980s"}, most_voted(16, years=range(1980, 1990))),
        ({"keyword": "robot", "size": "3"}, most_voted(3, keyword="robot")),
        (
            {"genre": "Drama", "decade": "2000s", "keyword": "lighthouse"},
            most_voted(16, "Drama", "lighthouse", range(2000, 2010)),
        ),
    ],
    ids=["all", "all of them", "a genre", "a decade", "a keyword", "all three"],
)
def test_a_group_is_the_most_voted_of_what_is_asked_for(
    app: AppTest, cinewatch: CineWatch, link: Link, expected: list[int]
) -> None:
    assert len(expected) >= 2
    assert_shows(grouped(app, {"by": "Most voted", **link}), cinewatch.relations.group(expected))


def test_the_decades_offered_are_those_from_the_first_film_to_the_last(app: AppTest) -> None:
    grouped(app, {"by": "Most voted"})
    assert app.selectbox(key="decade").options == [f"{year}s" for year in range(2020, 1910, -10)]


@pytest.mark.parametrize(
    "link",
    [
        {"by": "One by one"},
        {"by": "One by one", "members": FOUR[0]},
        {"by": "One by one", "members": [FOUR[0], FOUR[0]]},
        {"by": "One by one", "members": [FOUR[0], "id 101"]},
        {"first": "Quillon"},
        {"by": "Most voted", "genre": "Western", "keyword": "robot"},
        {"by": "Most voted", "genre": "Western", "decade": "2020s"},
        {"by": "Most voted", "keyword": "no such keyword"},
        {"by": "Most voted", "genre": "Thriller", "decade": "1970s"},
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
        "the only film there is",
    ],
)
def test_fewer_than_two_films_are_no_group(app: AppTest, link: Link) -> None:
    grouped(app, link)
    assert notes(app) == [TOO_FEW]
    assert not app.metric
    assert not app.get("vega_lite_chart")


def test_a_genre_or_a_decade_that_no_film_has_cannot_be_chosen(app: AppTest, cinewatch: CineWatch) -> None:
    grouped(app, {"by": "Most voted", "genre": "TV Movie", "decade": "1890s"})
    assert notes(app) == [f"{IGNORED}genre=TV Movie, decade=1890s."]
    assert_shows(app, cinewatch.relations.group(most_voted(16)))


def test_a_group_has_no_other_size_than_the_slider_has(app: AppTest, cinewatch: CineWatch) -> None:
    grouped(app, {"by": "Most voted", "size": "41"})
    assert notes(app) == [f"{IGNORED}size=41."]
    assert_shows(app, cinewatch.relations.group(most_voted(16)))


@pytest.mark.parametrize(
    "link",
    [
        {"by": "Most voted", "size": "40"},
        {"by": "One by one", "members": [f"Star {n} (1990)" for n in range(1, 46)]},
    ],
    ids=["most voted", "one by one"],
)
def test_a_group_has_forty_films_at_most(open_app: Open, tmp_path: Path, link: Link) -> None:
    app = grouped(open_app(write_csv(tmp_path / "films.csv", MANY)), link)
    assert figures(app)["Films"] == str(MAX_MEMBERS) == "40"
    assert len(app.dataframe[0].value) == 40


@pytest.mark.parametrize(
    ("members", "mean", "told"),
    [
        (["Two Lanterns (1988) · 121", "Two Lanterns (1988) · 122"], "0.857", []),
        (FOUR[:2], "0.000", ["No two of these films share a word, keyword, genre, person or studio."]),
    ],
    ids=["alike", "with nothing in common"],
)
def test_of_two_films_none_is_typical(app: AppTest, members: Sequence[str], mean: str, told: list[str]) -> None:
    grouped(app, {"by": "One by one", "members": members})
    assert figures(app) == {"Films": "2", "Mean similarity": mean}
    assert notes(app) == told
