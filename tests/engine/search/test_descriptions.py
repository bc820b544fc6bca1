"""Descriptions are ranked by BM25F exactly, each word adds what is said, and typing errors are forgiven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from engine.content.stems import stem
from engine.search.description_build import phrase_of
from engine.search.descriptions import MAX_CHARACTERS, Description, DescriptionIndex
from engine.search.misspellings import one_edit_away
from fakes.sample_catalogue import Build, film_row
from tests.engine.reference import Reference

TEXTS = (
    "a robot lost in space",
    "the song of a whale, and whales again",
    "A harbour town with a lighthouse",
    "science fiction and westerns",
)


@pytest.fixture(scope="session")
def index(cinewatch: CineWatch) -> DescriptionIndex:
    """Return the descriptions of the small catalogue."""
    return cinewatch.opened.descriptions


def terms_of(index: DescriptionIndex, description: Description) -> list[str]:
    return [index.terms[number] for number in description.terms.tolist()]


@pytest.mark.parametrize("text", TEXTS)
def test_scores_are_those_of_plain_python(index: DescriptionIndex, reference: Reference, text: str) -> None:
    plain = reference.descriptions.matches(text)
    expected = [sum(plain[film.id].values()) for film in reference.films]
    assert max(expected) > 0
    assert index.scores(index.describe(text)).tolist() == pytest.approx(expected, abs=1e-6)


def test_scores_of_a_larger_catalogue_are_those_of_plain_python(sample_reference: Reference) -> None:
    index = sample_reference.cinewatch.opened.descriptions
    for film in sample_reference.films[::150]:
        plain = sample_reference.descriptions.matches(film.overview)
        expected = [sum(plain[film.id].values()) for film in sample_reference.films]
        assert index.scores(index.describe(film.overview)).tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_words_add_sums_to_the_score(index: DescriptionIndex, text: str) -> None:
    description = index.describe(text)
    for row, score in enumerate(index.scores(description).tolist()):
        assert sum(value for _, value in index.contributions(description, row)) == pytest.approx(score, abs=1e-6)


def test_a_match_is_the_part_of_the_description_that_a_film_covers(index: DescriptionIndex) -> None:
    for text in TEXTS:
        scores = index.scores(index.describe(text))
        assert 0 <= scores.min() < scores.max() < 1


def test_stop_words_say_nothing_and_a_word_that_no_film_has_is_unknown(index: DescriptionIndex) -> None:
    description = index.describe("The Qwxz, of a robot; qwxz and vrrk")
    assert terms_of(index, description) == ["robot"]
    assert (description.written, description.unknown) == (("robot",), ("Qwxz", "qwxz", "vrrk"))
    assert index.describe("it is not with them").unknown == ()
    assert index.describe("it is not with them").terms.tolist() == []


def test_the_forms_of_a_word_are_one_and_repetition_counts(index: DescriptionIndex) -> None:
    once, twice = index.describe("robot"), index.describe("robots, robot")
    assert once.terms.tolist() == twice.terms.tolist()
    assert twice.written == ("robots",)
    mixed = index.describe("robots robot whale")
    weights = dict(zip(terms_of(index, mixed), mixed.weights.tolist(), strict=True))
    assert weights["robot"] == pytest.approx(2 * weights["whale"])


def test_a_figure_of_speech_counts_only_as_a_keyword(index: DescriptionIndex, build: Build) -> None:
    described = index.describe("Qwxz, a slow-burn robot story, feel good")
    assert "burn" not in terms_of(index, described)
    assert described.unknown[:2] == ("Qwxz", "slow-burn")
    assert described.unknown[-1] == "feel good"
    films = build([film_row(1, "One", keywords="slow burn"), film_row(2, "Two", overview="A fire that burns")])
    known = films.opened.descriptions.describe("a slow burn")
    assert "slow burn" in terms_of(films.opened.descriptions, known)
    assert known.unknown == ()


def test_a_keyword_of_several_words_counts_as_such(index: DescriptionIndex) -> None:
    assert "harbour town" in terms_of(index, index.describe("In a HARBOUR town"))
    assert "harbour town" not in terms_of(index, index.describe("a town with a harbour"))


@pytest.mark.parametrize(
    ("words", "or_word", "phrase"),
    [
        (["time", "travels"], False, "time travel"),
        (["a", "team"], False, ""),
        (["pixar"], False, ""),
        (["pixar"], True, "pixar"),
        (["the"], True, ""),
        (["the", "office"], True, ""),
        ([], True, ""),
        (["one"] + ["two"] * 6, False, ""),
    ],
)
def test_a_phrase_has_two_words_that_say_something(words: list[str], or_word: bool, phrase: str) -> None:
    assert phrase_of(words, or_word) == phrase


def test_a_company_of_one_word_counts_as_that_word(build: Build) -> None:
    films = build([film_row(1, "One", production_companies="Pixar"), film_row(2, "Two", production_companies="The")])
    index = films.opened.descriptions
    assert index.scores(index.describe("something by Pixar")).tolist() == pytest.approx([0.5, 0], abs=0.5)
    assert index.rows_mentioning("Pixar").tolist() == [0]


@pytest.mark.parametrize("typed", ["lighthuose", "lighthoue", "lighthousse", "lighthoude", "Lighthouces"])
def test_a_typing_error_is_forgiven_where_no_film_has_the_word(index: DescriptionIndex, typed: str) -> None:
    description = index.describe(f"a {typed} keeper")
    assert stem("lighthouse") in terms_of(index, description)
    ((written, read),) = description.corrected
    assert (written, read) == (typed, "lighthouse")
    assert typed not in description.unknown


@pytest.mark.parametrize("typed", ["robt", "xyzzyq", "l1ghthouse", "robot"])
def test_short_words_words_with_digits_and_known_words_are_not_corrected(index: DescriptionIndex, typed: str) -> None:
    assert index.describe(typed).corrected == ()


@pytest.mark.parametrize(("letters", "corrected"), [(29, True), (31, False)])
def test_words_longer_than_any_are_not_corrected_since_that_would_take_seconds(
    build: Build, letters: int, corrected: bool
) -> None:
    index = build([film_row(1, "One", overview="x" * (letters - 1))]).opened.descriptions
    assert bool(index.describe("x" * letters).corrected) is corrected


@given(st.text("abcde", min_size=2, max_size=6), st.data())
def test_one_typing_error_leads_back_to_the_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word)))
    errors = [word[:place] + "z" + word[place:]]
    if place < len(word):
        errors += [word[:place] + word[place + 1 :], word[:place] + "z" + word[place + 1 :]]
    if place < len(word) - 1 and word[place] != word[place + 1]:
        errors.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    assert all(word in {*one_edit_away(error)} for error in errors)
    assert word not in {*one_edit_away(word)}


def test_only_the_beginning_of_a_long_text_is_read(index: DescriptionIndex) -> None:
    text = "whale " * MAX_CHARACTERS + "robot"
    assert terms_of(index, index.describe(text)) == ["whale"]


@pytest.mark.parametrize("text", ["", "   ", "夢の中の強盗", "<b>", "\x00", "🦊" * 50, "½ ﷺ"])
def test_any_text_has_an_answer(index: DescriptionIndex, text: str) -> None:
    assert index.scores(index.describe(text)).tolist() == [0.0] * index.postings.shape[1]


def test_rows_that_mention_a_word_or_a_keyword_are_found(index: DescriptionIndex, reference: Reference) -> None:
    for text, term in (("Robots", "robot"), ("harbour towns", "harbour town")):
        plain = [row for row, film in enumerate(reference.films) if reference.descriptions.value(term, film.id)]
        assert index.rows_mentioning(text).tolist() == plain != []
    assert index.rows_mentioning("qwxz").tolist() == index.rows_mentioning("").tolist() == []


def test_an_index_comes_back_from_its_arrays_and_none_may_be_missing(index: DescriptionIndex) -> None:
    stored = index.to_arrays()
    again = DescriptionIndex.from_arrays(stored, index.postings.shape[1])
    assert again.scores(again.describe(TEXTS[0])).tolist() == index.scores(index.describe(TEXTS[0])).tolist()
    for name in stored:
        with pytest.raises(Exception, match=r"damaged|descriptions"):
            DescriptionIndex.from_arrays({key: value for key, value in stored.items() if key != name}, 1)


def test_films_without_any_text_have_an_index_without_terms(build: Build) -> None:
    opened = build([film_row(1, "A", genres="", overview="")]).opened
    assert len(opened.descriptions.terms) == 0
    assert opened.descriptions.scores(opened.descriptions.describe("robot")).tolist() == [0.0]


def test_weights_can_be_changed_word_by_word(index: DescriptionIndex) -> None:
    description = index.describe("robot whale")
    assert description.scaled(2.0).weights.tolist() == (description.weights * 2).tolist()
    without = replace(description, weights=description.weights * np.array([0, 1], np.float32))
    assert description.weighted([0.0, 1.0]).weights.tolist() == without.weights.tolist()
