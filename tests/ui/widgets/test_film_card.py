"""Facts about a film in short, and about two films side by side."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, Film
from fakes.sample_catalogue import HARBOUR, MARKDOWN, WHALES
from tests.pages.conftest import plain
from ui.text.markdown import literal
from ui.widgets.film_card import facts_of, facts_side_by_side, people_of


def test_a_long_count_is_in_thousands(cinewatch: CineWatch) -> None:
    counts = {1: "1", 999: "999", 9_999: "9,999", 10_000: "10k", 34_495: "34k", 34_999: "34k", 1_200_000: "1200k"}
    for votes, short in counts.items():
        assert facts_of(replace(cinewatch.film(HARBOUR), votes=votes)).endswith(f"8.1\u00a0({short})")


def test_facts_are_year_running_time_and_rating(cinewatch: CineWatch) -> None:
    facts = facts_of(cinewatch.film(HARBOUR))
    assert facts == "1999 · 1 h 58 min · :material/star:\u00a08.1\u00a0(9,000)"


def test_unknown_facts_are_left_out(cinewatch: CineWatch) -> None:
    known = cinewatch.film(HARBOUR)
    assert facts_of(replace(known, year=None, runtime=None)) == ":material/star:\u00a08.1\u00a0(9,000)"
    assert facts_of(replace(known, rating=None, votes=0)) == "1999 · 1 h 58 min"
    assert facts_of(replace(known, year=None, runtime=None, rating=None)) == ""


def test_people_are_up_to_two_directors_and_four_actors(cinewatch: CineWatch) -> None:
    film = replace(cinewatch.film(HARBOUR), director=("A", "B", "C"), cast=("D", "E", "F", "G", "H"))
    assert people_of(film).replace("\\", "") == "Directed by A, B  \nWith D, E, F, G"
    assert people_of(replace(film, director=())).replace("\\", "") == "With D, E, F, G"
    assert people_of(replace(film, director=(), cast=())) == ""


def test_names_of_people_are_shown_literally(cinewatch: CineWatch) -> None:
    assert people_of(replace(cinewatch.film(HARBOUR), director=("[A](b)",), cast=())) == r"Directed by \[A\]\(b\)"


def rows(a: Film, b: Film) -> list[tuple[str, ...]]:
    """Return the cells of the table of facts as people read them."""
    lines = facts_side_by_side(a, b).splitlines()
    # An escaped bar ends no cell.
    cells = [re.split(r"(?<!\\)\|", line) for line in lines]
    assert all(one[0] == one[-1] == "" for one in cells)
    return [tuple(plain(cell).strip() for cell in one[1:-1]) for one in cells]


def test_facts_about_two_films_are_side_by_side(cinewatch: CineWatch) -> None:
    known = replace(cinewatch.film(HARBOUR), director=("A", "B"), cast=tuple("CDEFGHI"), revenue=None)
    assert rows(known, cinewatch.film(WHALES)) == [
        ("Fact", "The Glass Harbour", "The Whale Song"),
        ("---", "---", "---"),
        ("Original title", "", "Le Chant de la baleine"),
        ("Year", "1999", "1985"),
        ("Running time", "1 h 58 min", "1 h 35 min"),
        ("Rating", "8.1 from 9,000 votes", "6.5 from 700 votes"),
        ("Genres", "Drama, Mystery", "Drama, Music"),
        ("Director", "A, B", ""),
        ("Cast", "C, D, E, F, G, H and 1 more", ""),
        ("Keywords", "harbour town, lighthouse, smuggling, missing brother", "whale, sea, ocean"),
        ("Companies", "Tideline Pictures", ""),
        ("Countries", "Norway", ""),
        ("Language", "English", "French"),
        ("Budget", "$20.0 million", ""),
    ]


def test_a_fact_unknown_of_both_films_has_no_row(cinewatch: CineWatch) -> None:
    film = cinewatch.film(WHALES)
    bare = replace(film, original_title=film.title, year=None, runtime=None, rating=None, votes=0, genres=())
    bare = replace(bare, keywords=(), original_language="")
    assert rows(bare, bare) == [("Fact", film.title, film.title), ("---", "---", "---")]
    assert [row[0] for row in rows(bare, replace(bare, revenue=1))[2:]] == ["Revenue"]


@pytest.mark.parametrize(
    "title",
    [
        "a | b",
        "|||",
        "\\|",
        "**a** [b](https://example.org) `c` $d$",
        "<b>a</b> &amp; :material/home: :red[a]",
        "- | -",
    ],
)
def test_no_title_makes_a_cell_or_markup(cinewatch: CineWatch, title: str) -> None:
    a = replace(cinewatch.film(HARBOUR), title=title, director=(title,), keywords=(title, "sea"))
    cells = rows(a, cinewatch.film(WHALES))
    assert {len(row) for row in cells} == {3}
    facts = {row[0]: row[1] for row in cells}
    # `plain` removes every backslash, also those of the title.
    assert facts["Fact"] == facts["Director"] == plain(title)
    assert facts["Keywords"] == f"{plain(title)}, sea"
    header, *_ = facts_side_by_side(a, cinewatch.film(WHALES)).splitlines()
    assert header == f"| Fact | {literal(title)} | The Whale Song |"


@settings(deadline=None)
@given(st.text(), st.text(alphabet="|\\- \n\r\u2028`a"))
def test_the_table_keeps_its_form_whatever_the_titles(cinewatch: CineWatch, title: str, other: str) -> None:
    one, two = (replace(cinewatch.film(WHALES), title=name, genres=(name, name)) for name in (title, other))
    cells = rows(one, two)
    assert {len(row) for row in cells} == {3}
    assert [row[0] for row in cells[:5]] == ["Fact", "---", "Original title", "Year", "Running time"]
    assert len(cells) == 9


def test_a_line_break_ends_no_row(cinewatch: CineWatch) -> None:
    strange = replace(cinewatch.film(MARKDOWN), title="One\n| two |\r\n\n# Three")
    assert rows(strange, strange)[0] == ("Fact", "One | two | # Three", "One | two | # Three")
