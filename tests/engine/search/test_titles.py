"""The title index finds names by their trigrams; matches are ranked by quality, year and votes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search.matching import match_quality
from engine.search.text import normal_form
from engine.search.titles import MIN_QUALITY, Name, build_titles, rank_names

LETTERS = st.sampled_from("abc the 漢")


@settings(deadline=None, max_examples=150)
@given(st.text(LETTERS, min_size=1, max_size=12), st.text(LETTERS, min_size=1))
def test_only_an_equal_title_matches_perfectly(query: str, title: str) -> None:
    quality = match_quality(normal_form(query), normal_form(title))
    assert 0 <= quality <= 1
    assert (quality == 1) == (normal_form(query) == normal_form(title))


def test_the_freer_a_reading_the_less_it_is_worth() -> None:
    exact = match_quality("the dark knoll", "the dark knoll")
    without_article = match_quality("dark knoll", "the dark knoll")
    beginning = match_quality("the dark kn", "the dark knoll rises again")
    words = match_quality("again dark", "the dark knoll rises again")
    unrelated = match_quality("sea", "the dark knoll")
    assert exact > without_article > beginning > words > MIN_QUALITY > unrelated


def test_an_exact_title_comes_before_a_far_more_voted_one_that_only_begins_so() -> None:
    names = [Name(0, "Meridian Rising", 2000, 36_000), Name(1, "Meridian", 1990, 0)]
    assert [row for row, _ in rank_names("meridian", names, 2)] == [1, 0]


def test_a_famous_film_comes_before_an_unknown_one_of_nearly_the_same_title() -> None:
    names = [Name(0, "The Tern", 2000, 36_000), Name(1, "Tern", 1990, 0)]
    assert [row for row, _ in rank_names("tern", names, 2)] == [0, 1]


def test_the_nearer_the_year_the_better_the_match() -> None:
    names = [Name(row, "Tern", year, 10) for row, year in enumerate((1990, 1991, 1992))]
    ranked = dict(rank_names("ternn 1992", names, 3))
    assert list(ranked) == [2, 1, 0]
    assert ranked[2] > ranked[1] > ranked[0]


def test_an_index_of_one_name_finds_it() -> None:
    index = build_titles([("It", "")])
    assert index.candidates("it").tolist() == [0]
    assert index.candidates("zebra").tolist() == []


def test_an_index_comes_back_from_its_arrays() -> None:
    index = build_titles([("The Whale Song", "Le Chant"), ("Tern", "Tern"), ("鯨", "")])
    again = type(index).from_arrays(index.to_arrays())
    assert again.film.tolist() == [0, 0, 1, 2]
    assert again.original.tolist() == [False, True, False, False]
    for text in ("whale", "chant", "tern", "鯨"):
        assert again.candidates(text).tolist() == index.candidates(text).tolist() != []
