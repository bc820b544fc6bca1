"""The words of one text are those that Arrow finds in it, and stand where they say they do."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from engine.content.terms import is_word, split_words
from engine.content.words import FUNCTION_WORDS, Word, other_number, tells, words_of

PIECES = st.sampled_from(
    [
        *("heist", "The", "it's", "a", "snake_case", "_", "__", "x2", "42", "-", " ", ".", "\n", "sci-fi"),
        *("<b>", "&amp;", "\u00ad", "\u200d", "\ufeff", "\x00"),
        *("café", "CAFÉ", "cafe\u0301", "\u0301", "e\u0301\u0327\u0301", "ﬁlm", "ﬃ", "ß", "STRASSE", "Æ", "naïve"),
        *("İstanbul", "ISTANBUL", "ı", "ǅ", "ſ", "K", "½", "x½y", "①②", "㎧", "⑴", "…", "´", "¨", "x²", "ﷺ"),
        *("ＦＩＬＭ", "ｆilm", "ｶﾞ", "鯨の歌", "ガンダム", "한국어", "ΟΔΟΣ", "οδός", "Мой"),
        *("हिन्दी", "फ़िल्म", "தமிழ்", "ภาษาไทย", "שָׁלוֹם", "العَرَبِيَّة"),
        *("🦊", "fox❤\ufe0f", "❤\ufe0ffox", "👩\u200d🚀", "𝔉ilm"),
    ]
)
KNOWN_CHARACTERS = st.characters(exclude_categories=("Cs", "Cn"))
TEXTS = (
    st.text(KNOWN_CHARACTERS, max_size=20)
    | st.lists(PIECES, max_size=8).map("".join)
    | st.lists(PIECES | st.text(KNOWN_CHARACTERS, max_size=3), max_size=8).map(" ".join)
)


def by_arrow(texts: Iterable[str]) -> list[list[str]]:
    found = split_words(pa.array(list(texts), pa.string())).to_pylist()
    return [[word for word in words if word] for words in found]


def terms_of(text: str) -> list[str]:
    return [word.term for word in words_of(text)]


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_words_are_those_that_arrow_finds(text: str) -> None:
    assert [terms_of(text)] == by_arrow([text])


def test_every_character_is_taken_as_arrow_takes_it() -> None:
    codes = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    texts = [f"b{char}B {char} é" for char in codes if unicodedata.category(char) != "Cn"]
    for text, words in zip(texts, by_arrow(texts), strict=True):
        assert terms_of(text) == words, repr(text)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_places_are_in_order_and_do_not_overlap(text: str) -> None:
    edges = [edge for word in words_of(text) for edge in (word.start, word.stop)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_a_word_is_in_its_place_and_none_is_outside(text: str) -> None:
    words = words_of(text)
    starts, stops = [word.start for word in words], [word.stop for word in words]
    pieces = by_arrow(text[start:stop] for start, stop in zip(starts, stops, strict=True))
    assert "".join(term for piece in pieces for term in piece) == "".join(word.term for word in words)
    if all(len(found) < 2 for found in by_arrow(text)):
        assert pieces == [[word.term] for word in words]
    between = by_arrow(text[start:stop] for start, stop in zip([0, *stops], [*starts, len(text)], strict=True))
    assert not any(between)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("... ! 🦊", []),
        ("A heist", [Word("a", 0, 1), Word("heist", 2, 7)]),
        ("it's", [Word("it", 0, 2), Word("s", 3, 4)]),
        ("«Éclair»", [Word("eclair", 1, 7)]),
        ("cafe\u0301 noir", [Word("cafe", 0, 5), Word("noir", 6, 10)]),
        ("\u0301a", [Word("a", 1, 2)]),
        ("ﬁlm", [Word("film", 0, 3)]),
        ("ΟΔΟΣ", [Word("οδοσ", 0, 4)]),
        ("हिन्दी", [Word("हनद", 0, 6)]),
        ("a ½ b", [Word("a", 0, 1), Word("1", 2, 3), Word("2", 3, 3), Word("b", 4, 5)]),
        ("x½y", [Word("x1", 0, 2), Word("2y", 2, 3)]),
    ],
)
def test_a_word_ends_behind_its_last_mark(text: str, words: list[Word]) -> None:
    assert words_of(text) == words


def test_half_of_a_character_is_no_word_and_no_error() -> None:
    assert terms_of("a\ud800b \udfff") == ["a", "b"]


def test_function_words_are_the_stop_words_of_scikit_learn() -> None:
    assert FUNCTION_WORDS == ENGLISH_STOP_WORDS


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*sorted(FUNCTION_WORDS), "", "x", "鯨", "7", "_"]) | st.text(max_size=3), max_size=9))
def test_a_word_tells_something_where_the_index_would_keep_it(terms: list[str]) -> None:
    kept = is_word(pa.array(terms, pa.string())).to_pylist()
    assert [tells(term) for term in terms] == kept


def test_words_are_found_without_loading_what_takes_long() -> None:
    code = "import sys, engine.content.words, engine.content.free_text; print('sklearn' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False"]


@pytest.mark.parametrize(
    ("one", "many"), [("zombie", "zombies"), ("city", "cities"), ("witch", "witches"), ("robot", "robots")]
)
def test_each_number_of_a_noun_leads_to_the_other(one: str, many: str) -> None:
    assert many in other_number(one)
    assert one in other_number(many)


@pytest.mark.parametrize("term", ["boss", "as", "is", "ss"])
def test_what_ends_as_a_plural_does_and_is_none_is_not_cut(term: str) -> None:
    assert all(len(form) > len(term) for form in other_number(term))
