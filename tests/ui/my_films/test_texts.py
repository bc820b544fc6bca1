"""Sentences of the page My films."""

from __future__ import annotations

import pytest

from engine.users import WriteCount
from ui.my_films.texts import import_result, lacking, query_in_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (WriteCount(1), "Imported: 1 mark added."),
        (WriteCount(1200, 1, 3), "Imported: 1,200 marks added, 1 rating changed, 3 there already."),
        (WriteCount(0, 2), "Imported: 2 ratings changed."),
        (WriteCount(0, 0, 7), "Nothing changed: 7 marks there already."),
    ],
)
def test_the_result_of_an_import_is_a_sentence(count: WriteCount, words: str) -> None:
    assert import_result(count) == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("film=Heat+%281995%29", "Like Heat (1995)"),
        ("film=Heat&film=Ronin&dislike=Up", "Like Heat and Ronin, unlike Up"),
        ("about=a+heist+%26+a+dog", "“a heist & a dog”"),
        ("preset=Story", "A recommendation"),
        ("film=%FF%00", "Like \ufffd\0"),
    ],
)
def test_a_query_is_put_in_words(query: str, words: str) -> None:
    assert query_in_words(query) == words


def test_films_that_the_catalogue_lacks_are_counted() -> None:
    assert lacking(0) == ""
    assert lacking(1).startswith("1 film is")
    assert lacking(2_000).startswith("2,000 films are")
