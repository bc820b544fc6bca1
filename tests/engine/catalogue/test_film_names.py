"""A film is named by its title; where that is not enough, the message names those that may be meant."""

from __future__ import annotations

import pytest

from engine import CineWatch, CineWatchError
from engine.errors import AmbiguousTitle, InvalidQuery, UnknownFilm
from fakes.sample_catalogue import CAFE, EMOJI, HARBOUR, NIGHTJAR_1974, NIGHTJAR_2015, SCRIPT, WHALES, Build, film


@pytest.mark.parametrize(
    ("title", "film_id"),
    [
        ("The Glass Harbour", HARBOUR),
        ("the glass HARBOUR", HARBOUR),
        ("  The Glass Harbour ", HARBOUR),
        ("the glass harbour (1999)", HARBOUR),
        ("Le Chant de la baleine", WHALES),
        ("le chant de la baleine (1985)", WHALES),
        ("cafe eclair", CAFE),
        ("Nightjar (1974)", NIGHTJAR_1974),
        ("nightjar 2015", NIGHTJAR_2015),
        ("Meridian 2088", 142),
        ("Meridian", 143),
        ("2047", 144),
        ("spool runner", 141),
        ("🦊🌙", EMOJI),
        ("<script>alert(1)</script>", SCRIPT),
        ("鯨の歌", 148),
    ],
)
def test_a_title_names_its_film(cinewatch: CineWatch, title: str, film_id: int) -> None:
    assert cinewatch.named(title).id == film_id


def test_an_ambiguous_title_lists_the_films_with_year_and_id(cinewatch: CineWatch) -> None:
    with pytest.raises(AmbiguousTitle) as caught:
        cinewatch.named("nightjar")
    for part in ("2 films", "1974", "2015", f"id {NIGHTJAR_1974}", f"id {NIGHTJAR_2015}"):
        assert part in str(caught.value)


def test_equal_titles_of_equal_years_stay_ambiguous(cinewatch: CineWatch) -> None:
    with pytest.raises(AmbiguousTitle, match=r"id 121.*id 122"):
        cinewatch.named("Two Lanterns (1988)")


def test_the_title_to_the_letter_goes_before_one_that_only_reads_the_same(build: Build) -> None:
    cinewatch = build([film(1, "Spider Crab", votes=90), film(2, "Spider-Crab", votes=1)])
    assert cinewatch.named("spider-crab").id == 2
    assert cinewatch.named("Spider Crab").id == 1


def test_a_list_of_many_films_of_one_title_is_cut_and_says_so(build: Build) -> None:
    with pytest.raises(AmbiguousTitle, match=r"12 films.* and 4 more"):
        build([film(n, "Tern", 1980 + n, votes=50 - n) for n in range(1, 13)]).named("tern")


def test_a_year_names_a_film_among_hundreds_of_equal_titles(build: Build) -> None:
    rows = [film(n, "Home", 1870 + n % 160, votes=500 - n) for n in range(1, 160)]
    assert build(rows).named("Home (2029)").id == 159


def test_an_unknown_title_proposes_what_may_be_meant(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownFilm, match=r"did you mean.*The Glass Harbour.*1999, id 101"):
        cinewatch.named("the glas harbor")


def test_a_title_like_no_other_proposes_nothing(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownFilm) as caught:
        cinewatch.named("qzxwvkq")
    assert "did you mean" not in str(caught.value)


def test_a_known_title_with_a_wrong_year_is_unknown(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownFilm, match="did you mean"):
        cinewatch.named("The Glass Harbour (1950)")


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_an_empty_title_is_an_invalid_query(cinewatch: CineWatch, title: str) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.named(title)


@pytest.mark.parametrize(
    "title", ["x" * 10_000, "line\nbreak\r\nand\tmore", "\x1b[31mred", "\u2028", '"quoted" text', "a\ud800"]
)
def test_the_message_is_one_printable_line_whatever_the_title(cinewatch: CineWatch, title: str) -> None:
    with pytest.raises(CineWatchError) as caught:
        cinewatch.named(title)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 1_000
