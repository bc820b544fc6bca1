"""Terms are split and counted as scikit-learn does it, however the films are cut into batches."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, strip_accents_unicode

from engine.content.terms import count, is_name, is_word, running_text, split_words
from fakes.sample_catalogue import FILMS

SCRIPTS = (
    (0x0000, 0x007F),  # ASCII
    (0x0080, 0x024F),  # Latin
    (0x0300, 0x036F),  # combining accents
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x0590, 0x06FF),  # Hebrew, Arabic
    (0x0900, 0x097F),  # Devanagari
    (0x0E00, 0x0E7F),  # Thai
    (0x1E00, 0x1EFF),  # Latin of Vietnam
    (0x2000, 0x218F),  # punctuation, superscripts, currencies, letterlike symbols
    (0x2460, 0x24FF),  # circled letters and digits
    (0x3000, 0x30FF),  # Hiragana, Katakana
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7A3),  # Hangul
    (0xFB00, 0xFB06),  # ligatures
    (0xFF00, 0xFFEF),  # full width
    (0x1D400, 0x1D7FF),  # letters of mathematics
    (0x1F300, 0x1FAFF),  # emoji
)


def splits_words_for_scikit(char: str) -> bool:
    """Return whether scikit-learn splits words at one of its marks, such as a vowel sign, that the engine removes."""
    marks = [part for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part).startswith("M")]
    return any(unicodedata.combining(mark) == 0 for mark in marks)


def letters(first: int, last: int) -> list[str]:
    """Return the characters from one code to another that both sides know and treat alike."""
    chars = [chr(code) for code in range(first, last + 1)]
    known = [char for char in chars if unicodedata.category(char) != "Cn"]
    return [char for char in known if not splits_words_for_scikit(char)]


LETTERS = st.one_of([st.sampled_from(letters(*codes)) for codes in SCRIPTS])
PIECES = st.sampled_from(
    [
        *(
            "the",
            "The",
            "AND",
            "it's",
            "Don't",
            "a",
            "I",
            "42",
            "7",
            "x²",
            "½",
            "①②",
            "_",
            "__",
            "snake_case",
            "e_",
            "-",
        ),
        *("café", "CAFÉ", "cafe\u0301", "ﬁlm", "film", "straße", "STRASSE", "İstanbul", "ǅ", "Æon", "naïve", "thé"),
        *(
            "鯨の歌",
            "鯨",
            "한국어",
            "नमक",
            "नम्र",
            "οδός",
            "мой",
            "Мой",
            "שָׁלוֹם",
            "العَرَبِيَّة",
            "🦊",
            "🦊fox🌙",
            "❤\ufe0f",
            "𝔉ilm",
        ),
    ]
)
TEXTS = st.text(LETTERS, max_size=12) | st.lists(PIECES | st.text(LETTERS, max_size=4), max_size=8).map(" ".join)
Counts = tuple[sp.csr_array, list[str]]
"""Counts of shape (n_films, n_terms), and the terms."""
GUARD = "guillemot"
"""A word for scikit-learn, which refuses texts without words."""


def counted(texts: Sequence[str | None], batch: int = 1_000) -> Counts:
    """Return the counts of the words of texts that come in batches, and the words."""
    batches = [pa.array(texts[start : start + batch], pa.string()) for start in range(0, len(texts), batch)]
    return count((split_words(texts) for texts in batches), is_word)


def by_scikit_learn(texts: Sequence[str]) -> Counts:
    # The engine writes a sigma at the end of a word like any other.
    vectoriser = CountVectorizer(
        stop_words="english", preprocessor=lambda text: strip_accents_unicode(text.lower()).replace("ς", "σ")
    )
    counts = sp.csr_array(vectoriser.fit_transform(texts))
    return counts, vectoriser.get_feature_names_out().tolist()


def matrix_of(rows: npt.ArrayLike) -> sp.csr_array:
    matrix: sp.csr_array = sp.csr_array(np.asarray(rows))
    return matrix


def assert_same(result: Counts, expected: Counts) -> None:
    matrix, terms = result
    assert terms == expected[1]
    assert matrix.dtype == np.float32
    assert matrix.has_canonical_format
    assert matrix.shape == expected[0].shape
    assert abs(matrix - expected[0]).sum() == 0


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, max_size=6))
def test_words_and_their_counts_are_those_of_scikit_learn(texts: list[str]) -> None:
    assert_same(counted([*texts, GUARD]), by_scikit_learn([*texts, GUARD]))


def test_every_letter_of_a_common_script_is_treated_as_scikit_learn_treats_it() -> None:
    for codes in SCRIPTS:
        texts = [f"tern{char}auk {char * 2} {char}b {char.upper()}B" for char in letters(*codes)]
        assert_same(counted([*texts, GUARD]), by_scikit_learn([*texts, GUARD]))


@pytest.mark.parametrize("column", ["title", "overview", "keywords"])
def test_words_of_films_are_those_of_scikit_learn(column: str) -> None:
    texts = [row[column] for row in FILMS]
    assert_same(counted(texts, 4), by_scikit_learn(texts))


def test_a_greek_word_in_capitals_is_the_same_word() -> None:
    matrix, terms = counted(["ΔΡΟΜΟΣ", "δρομος"])
    assert terms == ["δρομοσ"]
    assert matrix.toarray().tolist() == [[1], [1]]


def test_a_vowel_sign_does_not_split_a_word_as_in_scikit_learn() -> None:
    texts = ["हिन्दी फ़िल्म", "தமிழ் படம்", "কলকাতা শহর"]
    assert [len(words) for words in split_words(pa.array(texts)).to_pylist()] == [2, 2, 2]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.none() | TEXTS, max_size=12), st.integers(1, 5))
def test_the_batches_do_not_matter(texts: list[str | None], batch: int) -> None:
    whole, terms = counted([*texts, GUARD])
    assert_same(counted([*texts, GUARD], batch), (whole, terms))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.none() | TEXTS, max_size=8))
def test_a_null_text_has_no_words(texts: list[str | None]) -> None:
    assert_same(counted([*texts, GUARD]), by_scikit_learn([text or "" for text in [*texts, GUARD]]))


@pytest.mark.parametrize("texts", [[], [None], [""], ["It", "the a I ... _ 7", None, " "]])
def test_films_without_words_have_no_columns(texts: list[str | None]) -> None:
    matrix, terms = counted(texts)
    assert (matrix.shape, terms) == ((len(texts), 0), [])


def test_accents_and_case_make_no_other_word() -> None:
    matrix, terms = counted(["Éclair éclair ECLAIR e\u0301clair", "plain ascii, and nothing else"])
    assert terms == ["ascii", "eclair", "plain"]
    assert matrix.toarray().tolist() == [[0, 4, 0], [1, 0, 1]]


NAMES = st.lists(
    st.lists(st.sampled_from(["", "Ada Finch", "ada finch", "Bo", "É", "鯨", "🦊 fox"]), max_size=6), max_size=9
)


@settings(deadline=None, max_examples=60)
@given(NAMES, st.integers(1, 4))
def test_names_are_kept_whole_and_ascending_without_the_empty_one(films: list[list[str]], batch: int) -> None:
    batches = [pa.array(films[n : n + batch], pa.list_(pa.string())) for n in range(0, len(films), batch)]
    by_film = [Counter(name for name in names if name) for names in films]
    names = sorted(set().union(*by_film))
    expected = np.array([[film[name] for name in names] for film in by_film]).reshape(len(films), len(names))
    assert_same(count(batches, is_name), (matrix_of(expected), names))


def test_a_null_list_has_no_names() -> None:
    films = pa.array([["Bo", "Bo"], None, ["", "Ada"], []], pa.list_(pa.string()))
    assert_same(count([films], is_name), (matrix_of([[0, 2], [0, 0], [1, 0], [0, 0]]), ["Ada", "Bo"]))


def test_a_batch_may_be_a_slice_of_a_larger_one() -> None:
    films = pa.array([["Tern"], ["Bo", "Ada"], [], ["Bo", "Bo"], ["Auk"]], pa.list_(pa.string()))
    assert_same(count([films.slice(1, 3)], is_name), (matrix_of([[1, 1], [0, 0], [0, 2]]), ["Ada", "Bo"]))


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.none() | TEXTS, st.none() | st.lists(PIECES, max_size=3), st.none() | st.text("ab ", max_size=4)),
        min_size=1,
        max_size=5,
    )
)
def test_the_running_text_is_all_columns_in_turn(
    films: list[tuple[str | None, list[str] | None, str | None]],
) -> None:
    kinds = (pa.string(), pa.list_(pa.string()), pa.string())
    columns = [pa.array([film[n] for film in films], kind) for n, kind in enumerate(kinds)]
    texts = running_text(pa.RecordBatch.from_arrays(columns, ["overview", "keywords", "tagline"]))
    assert texts.to_pylist() == [
        " ".join([text or "", " ".join(names or []), line or ""]) for text, names, line in films
    ]


def test_a_column_of_nulls_is_read_as_empty() -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["Tern"]), pa.nulls(1)], ["title", "tagline"])
    assert running_text(batch).to_pylist() == ["Tern "]
