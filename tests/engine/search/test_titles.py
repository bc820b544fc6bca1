"""The title index finds names by their grams; matches are ranked by quality, year and votes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search.grams import grams_of_text
from engine.search.matching import Form, Title, match_qualities
from engine.search.name_ranking import MIN_QUALITY, Name, rank_names
from engine.search.other_titles import other_titles
from engine.search.titles import FilmTitles, TitleIndex, build_titles

LETTERS = st.sampled_from("abc the 2 漢")
NO_PLACES = np.zeros(3, dtype=np.int16)


def quality(query: str, title: str, place: int = 0, context: frozenset[str] = frozenset()) -> float:
    return float(match_qualities(Form.of(query), [Title(Form.of(title), place, context)])[0])


def found(index: TitleIndex, text: str) -> list[int]:
    return [int(number) for number in index.grams.candidates(grams_of_text(Form.of(text)))]


@settings(deadline=None, max_examples=60)
@given(st.text(LETTERS, min_size=1, max_size=12), st.text(LETTERS, min_size=1))
def test_only_an_equal_title_matches_perfectly(query: str, title: str) -> None:
    assert 0 <= quality(query, title) <= 1
    assert (quality(query, title) == 1) == (Form.of(query).plain == Form.of(title).plain)


@settings(deadline=None, max_examples=30)
@given(st.text(LETTERS, max_size=12), st.lists(st.text(LETTERS, max_size=15), max_size=5))
def test_a_title_matches_as_well_among_others_as_alone(query: str, titles: list[str]) -> None:
    together = match_qualities(Form.of(query), [Title(Form.of(title)) for title in titles])
    assert together.tolist() == pytest.approx([quality(query, title) for title in titles])


def test_the_freer_a_reading_the_less_it_is_worth() -> None:
    exact = quality("the dark knoll", "the dark knoll")
    numbers = quality("dark knoll two", "dark knoll ii")
    without_article = quality("dark knoll", "the dark knoll")
    beginning = quality("the dark kn", "the dark knoll rises again")
    words = quality("again dark", "the dark knoll rises again")
    unrelated = quality("sea", "the dark knoll")
    assert exact > numbers > without_article > beginning > words > MIN_QUALITY > unrelated


def test_a_title_that_is_a_part_of_the_text_does_not_beat_one_that_explains_it() -> None:
    text = "grey heron and the sunken stone"
    assert quality(text, "Grey Heron and the Sunken Stones") > quality(text, "Grey Heron and the Hidden Stone")
    assert quality(text, "Stone") < MIN_QUALITY


@pytest.mark.parametrize(
    ("better", "worse"),
    [("Heron II", "Heron"), ("Heron II", "Heron III"), ("Heron II", "Heron 20"), ("Heron", "Heron III")],
)
def test_a_typed_number_has_to_be_in_the_title(better: str, worse: str) -> None:
    assert quality("heron 2", better) > quality("heron 2", worse)


def test_a_number_may_be_the_place_in_a_franchise() -> None:
    assert quality("heron 3", "Heron: Homecoming", place=3) > quality("heron 3", "Heron: Homecoming", place=2)
    assert quality("heron 1", "Heron") > quality("heron 1", "Heron 2")


def test_a_number_at_the_front_is_that_of_no_sequel() -> None:
    assert quality("third heron", "Third Heron: Nest") > MIN_QUALITY
    assert quality("3rd heron", "Grey Heron 3") < quality("heron 3", "Grey Heron 3")
    assert quality("first heron", "Heron") < quality("first heron", "Tern: First Heron")
    assert quality("third heron", "Heron: Homecoming", place=3) < quality("heron third", "Heron: Homecoming", place=3)


def test_the_number_of_a_sequel_comes_before_that_of_a_part_of_one() -> None:
    part = "Heron: The Long Migration - Part 2"
    assert quality("heron 2", "Heron: Homecoming", place=2) > quality("heron 2", part, place=4)
    assert quality("long migration 2", part, place=4) == quality("long migration 2", part)
    assert quality("herons of grey 2", "Heron of Grey 2", place=1) == quality("herons of grey 2", "Heron of Grey 2")


@pytest.mark.parametrize(("typed", "title"), [("alladin", "Aladdin"), ("the batletuns", "The Battletuns")])
def test_doubled_letters_hardly_count(typed: str, title: str) -> None:
    assert quality(typed, title) > 0.95


def test_few_letters_have_no_doubled_ones_to_spare() -> None:
    assert quality("cco", "Co") < MIN_QUALITY + 0.2


def test_a_typo_is_rarely_in_the_first_letter() -> None:
    assert quality("heron", "Meron") < quality("heron", "Heran")


def test_the_subtitle_alone_is_nearly_a_title() -> None:
    assert quality("homecoming", "Heron: Homecoming") > 0.9 > quality("homecoming", "Herons Homecoming")
    assert quality("the homecoming", "Heron") < MIN_QUALITY


@pytest.mark.parametrize("text", ["albatrosson heron", "heron albatrosson", "heron with jo albatrosson"])
def test_a_title_inside_a_text_is_a_question(text: str) -> None:
    assert MIN_QUALITY <= quality(text, "Heron") < 0.8
    assert quality(text, "Herons Nest") < MIN_QUALITY


@pytest.mark.parametrize("typed", ["gih", "GIH", "g.i.h.", "gih 2"])
def test_initials_match_the_words_that_begin_with_them(typed: str) -> None:
    title = "Grey Island Heron: Nest" if "2" not in typed else "Grey Island Heron 2"
    assert quality(typed, title) > MIN_QUALITY > quality(typed, "Island Heron Grey")


def test_words_about_the_film_are_explained_by_it() -> None:
    text = "heron french"
    assert quality(text, "Heron", context=frozenset({"french"})) > quality(text, "Heron")


def test_a_part_of_a_title_finds_the_first_film_of_a_franchise_before_shorter_titles() -> None:
    names = [
        Name(0, "The Tales of Ternia: The Fox and the Old Hen", 2005, 900, place=1),
        Name(1, "The Tales of Ternia: King Fox", 2008, 900, place=2),
    ]
    assert [row for row, _ in rank_names("ternia", names, 2)] == [0, 1]
    assert [row for row, _ in rank_names("ternia 2", names, 1)] == [1]


def test_an_exact_title_comes_before_a_far_more_voted_one_that_only_begins_so() -> None:
    names = [Name(0, "Meridian Rising", 2000, 36_000), Name(1, "Meridian", 1990, 0)]
    assert [row for row, _ in rank_names("meridian", names, 2)] == [1, 0]


def test_a_famous_film_comes_before_an_unknown_one_of_nearly_the_same_title() -> None:
    names = [Name(0, "The Tern", 2000, 36_000), Name(1, "Tern", 1990, 0)]
    assert [row for row, _ in rank_names("tern", names, 2)] == [0, 1]


def test_a_title_that_only_another_film_has_as_its_main_one_finds_that_film() -> None:
    names = [Name(0, "Tern", 1990, 9_000, is_title=False), Name(1, "Tern", 2008, 500)]
    assert [row for row, _ in rank_names("tern", names, 2)] == [1, 0]


def test_of_titles_with_one_form_the_one_typed_with_its_capitals_accents_and_signs_comes_first() -> None:
    names = [Name(0, "Up", 2009, 19_000), Name(1, "Up!", 1976, 40), Name(2, "UP", 1984, 3)]
    assert [rank_names(typed, names, 1)[0][0] for typed in ("Up!", "UP", "Up", "up")] == [1, 2, 0, 0]


def test_of_titles_that_are_one_number_in_one_year_the_one_typed_comes_first() -> None:
    names = [Name(0, "9", 2009, 9_000), Name(1, "Nine", 2009, 900)]
    assert [rank_names(typed, names, 1)[0][0] for typed in ("Nine (2009)", "nine 2009", "9 (2009)")] == [1, 1, 0]


def test_the_nearer_the_year_the_better_the_match() -> None:
    names = [Name(row, "Tern", year, 10) for row, year in enumerate((1980, 1990, 1991, 1992))]
    ranked = dict(rank_names("ternn 1992", names, 4))
    assert list(ranked) == [3, 2, 1, 0]
    assert sorted(ranked.values(), reverse=True) == list(ranked.values())


def test_an_equal_title_with_a_year_in_it_comes_before_another_title_of_that_year() -> None:
    names = [Name(0, "Cherry Falls", 2000, 900), Name(1, "Cherry 2000", 1987, 90)]
    assert rank_names("cherry 2000", names, 1)[0][0] == 1


def test_an_index_of_one_name_finds_it() -> None:
    index = build_titles([FilmTitles("It")], NO_PLACES[:1])
    assert found(index, "it") == [0]
    assert found(index, "zebra") == []


def test_an_index_comes_back_from_its_arrays() -> None:
    films = [FilmTitles("The Whale Song", "Le Chant"), FilmTitles("Tern", "Tern", ("Terns", "tern")), FilmTitles("鯨")]
    index = build_titles(films, NO_PLACES)
    again = TitleIndex.from_arrays(index.to_arrays())
    assert again.film.tolist() == [0, 0, 1, 1, 2]
    assert again.source.tolist() == [-2, -1, -2, 0, -2]
    assert list(again.others) == ["Terns"]
    for text in ("whale", "chant", "tern", "terns", "鯨", "tws"):
        assert found(again, text) == found(index, text) != []


def test_every_title_of_our_list_leads_to_all_others() -> None:
    assert "Harry Potter and the Sorcerer's Stone" in other_titles("Harry Potter and the Philosopher’s Stone", 2002)
    assert other_titles("Harry Potter and the Sorcerer's Stone", 2001) == ("Harry Potter and the Philosopher's Stone",)
    assert other_titles("Harry Potter and the Philosopher's Stone", 1990) == other_titles("No such film", 2001) == ()
