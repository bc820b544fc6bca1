"""The words of one text are the words that Arrow finds in it, at the positions they have in the text."""

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
from engine.content.words import FUNCTION_WORDS, Word, is_informative, words_of

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
    lists = split_words(pa.array(list(texts), pa.string())).to_pylist()
    return [[word for word in words if word] for words in lists]


def terms_of(text: str) -> list[str]:
    return [word.term for word in words_of(text)]


@settings(deadline=None, max_examples=80)
@given(TEXTS)
def test_words_are_the_words_that_arrow_finds(text: str) -> None:
    assert [terms_of(text)] == by_arrow([text])


def test_every_character_is_treated_as_arrow_treats_it() -> None:
    codes = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    # Those for private use, half of all, are alike; texts above have some.
    texts = [f"b{char}B {char} é" for char in codes if unicodedata.category(char) not in ("Cn", "Co")]
    differing = [text for text, words in zip(texts, by_arrow(texts), strict=True) if terms_of(text) != words]
    assert differing == []
    assert len(texts) > 100_000


@settings(deadline=None, max_examples=80)
@given(TEXTS)
def test_positions_are_in_order_and_do_not_overlap(text: str) -> None:
    edges = [0, *(edge for word in words_of(text) for edge in (word.start, word.stop)), len(text)]
    assert edges == sorted(edges)


@settings(deadline=None, max_examples=80)
@given(TEXTS)
def test_a_word_is_at_its_position_and_none_is_elsewhere(text: str) -> None:
    words = words_of(text)
    starts, stops = [word.start for word in words], [word.stop for word in words]
    pieces = by_arrow(text[start:stop] for start, stop in zip(starts, stops, strict=True))
    assert "".join(term for piece in pieces for term in piece) == "".join(word.term for word in words)
    if all(len(words) < 2 for words in by_arrow(text)):
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
def test_a_word_ends_after_its_last_accent(text: str, words: list[Word]) -> None:
    assert words_of(text) == words


def test_half_of_a_surrogate_pair_is_neither_a_word_nor_an_error() -> None:
    assert terms_of("a\ud800b \udfff") == ["a", "b"]


def test_function_words_are_the_stop_words_of_scikit_learn() -> None:
    assert FUNCTION_WORDS == ENGLISH_STOP_WORDS


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from([*sorted(FUNCTION_WORDS), "", "x", "鯨", "7", "_"]) | st.text(max_size=3), max_size=9))
def test_a_word_is_informative_if_the_index_would_keep_it(terms: list[str]) -> None:
    kept = is_word(pa.array(terms, pa.string())).to_pylist()
    assert [is_informative(term) for term in terms] == kept


def test_words_are_found_without_loading_scikit_learn() -> None:
    code = "import sys, engine.content.words, engine.search.descriptions; print('sklearn' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    output = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert output.stdout.split() == ["False"]
