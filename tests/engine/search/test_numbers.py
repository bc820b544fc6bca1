"""Numbers are equal however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.numerals import ORDINALS, ROMAN, WORDS
from engine.search.numbers import number_form
from engine.search.text import normal_form


def form(text: str) -> str:
    return number_form(normal_form(text))


@pytest.mark.parametrize(
    "spellings",
    [
        ("heron 2", "Heron II", "heron two", "Heron: Part Two", "Heron Part II", "heron vol. 2", "Heron²", "heron2"),
        ("heron 4 nest", "Heron: Episode IV - Nest", "heron chapter four: nest", "heron iv nest"),
        ("7", "Seven", "Se7en", "seventh", "7th"),
        ("13 herons", "Thirteen Herons", "Thir13en Herons", "thirteenth herons"),
        ("heron 33 1 3", "Heron 33⅓", "heron 33 1/3"),
        ("8 1 2", "8½", "eight and a half"),
        ("21 herons", "twenty one herons", "Twenty-One Herons"),
        ("101 herons", "one hundred and one herons"),
        ("500 herons", "five hundred herons", "(500) herons"),
        ("127 hours", "a hundred and twenty seven hours"),
        ("20000 herons", "20,000 Herons", "twenty thousand herons"),
        ("1984", "Nineteen Eighty-Four"),
        ("2001 herons", "two thousand and one herons"),
        ("heron 5", "Heron V", "heron five"),
        ("dr heron", "Dr. Heron", "doctor heron"),
        ("mr mrs heron", "Mr. & Mrs. Heron", "mister and mrs heron"),
        ("heron vs tern", "Heron v Tern", "Heron versus Tern"),
        ("fantastic herons", "Fant4stic Herons"),
        ("herons inc", "Herons, Inc.", "herons incorporated"),
        ("heron on elm st", "Heron on Elm Street"),
        ("heron before xmas", "Heron Before Christmas"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_all_spellings_of_a_number_are_one(spellings: tuple[str, ...]) -> None:
    assert {form(spelling) for spelling in spellings} == {spellings[0]}


@pytest.mark.parametrize(
    "title", ["V for Vendetta", "I am X and Y", "Heron 2049", "The King and I", "H2O", "the hundred", "pi", "鯨 3"]
)
def test_what_is_no_number_stays(title: str) -> None:
    kept = normal_form(title).replace(" and ", " ")
    assert form(title) == kept


def test_ordinals_and_numerals_follow_their_numbers() -> None:
    assert [word for word, value in ORDINALS.items() if value == 20] == ["twentieth"]
    assert (ORDINALS["fourth"], ORDINALS["twelfth"], WORDS["ninety"], ROMAN["xxix"]) == (4, 12, 90, 29)
    assert sorted(ORDINALS[word] for word in ORDINALS if ORDINALS[word] < 20) == list(range(1, 20))


@given(st.text(st.sampled_from("ab 12 one two vi x part hundred"), max_size=24))
def test_the_form_is_empty_only_if_the_title_is(text: str) -> None:
    plain = normal_form(text)
    assert bool(number_form(plain)) == bool(plain)
