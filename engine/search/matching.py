"""How well a typed text matches titles: letter by letter, and word by word. Pure; works on normal forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from engine.search import word_matching
from engine.search.numbers import is_number, number_form
from engine.search.text import ARTICLES, normal_form

Floats = npt.NDArray[np.float32]

_ARTICLE = re.compile(rf"^(?:{'|'.join(ARTICLES)}) (?=\S)")

# A freer reading is worth less: an exact title beats the beginning of one, and that beats some of its words.
_ALMOST = 0.99
_WITHOUT_ARTICLE = 0.98
_BEGINNING, _BEGINNING_OF_WORD = 0.95, 0.94

_MIN_BEGINNING = 3
"""Letters; too many titles begin with fewer."""
# Factors of a match by letters and words. Whoever means a sequel types its number.
_WRONG_NUMBER, _MISSING_NUMBER, _OTHER_NUMBER, _NUMBER_NOT_TYPED = 0.72, 0.75, 0.95, 0.99


@dataclass(frozen=True)
class Form:
    """A title or a typed text in the forms that are compared."""

    plain: str
    """Its normal form."""
    numbered: str
    """Its normal form with all numbers as figures."""

    @classmethod
    def of(cls, text: str) -> Form:
        """Return the forms of a text."""
        plain = normal_form(text)
        return cls(plain, number_form(plain))

    @cached_property
    def words(self) -> list[str]:
        """The words of `numbered`."""
        return self.numbered.split()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers among the words."""
        return frozenset(word for word in self.words if is_number(word))


@dataclass(frozen=True, slots=True)
class Title:
    """A title that may be meant, and what else a text may say about its film."""

    form: Form
    place: int = 0
    """Which film of its franchise it is, in order of years from 1; 0 if it has none."""
    context: frozenset[str] = frozenset()
    """Words about the film, such as its language."""

    def is_number(self, number: str) -> bool:
        """Return whether the film is the one of its franchise that a number means: the first has none in its title."""
        return number == str(self.place) or (number == "1" and not self.place and not self.form.numbers)


def match_qualities(query: Form, titles: Sequence[Title]) -> Floats:
    """Return how well a typed text matches each title, 0 to 1; 1 means that they are equal.

    Numbers may be written differently, spaces do not count ("spiderman"), two swapped letters are one error
    ("godfahter"), an article may be missing, the title may go on ("the dark kni"), and the text may be some of its
    words in any order ("fellowship ring"). The more of the text a title explains, the better; a number that is in the
    text and not in the title counts against it.

    Returns
    -------
    shape (n_titles,)

    """
    if not titles:
        return np.empty(0, dtype=np.float32)
    letters = np.maximum(
        _by_letters(query.plain, [title.form.plain for title in titles]),
        _by_letters(query.numbered, [title.form.numbered for title in titles]),
    )
    words = word_matching.qualities(query.words, [_words(query, title) for title in titles])
    guard = np.array([_number_factor(query, title) for title in titles], dtype=np.float32)
    # Only equality is perfect: "spiderman" is as good as "spider man", but not the same.
    qualities: Floats = np.minimum(np.maximum(letters, words) * guard, _ALMOST)
    for place, title in enumerate(titles):
        if title.form.plain == query.plain:
            qualities[place] = 1
    return qualities


def _words(query: Form, title: Title) -> word_matching.Words:
    context = title.context | {number for number in query.numbers if title.is_number(number)}
    plain = title.form.plain.split() if title.form.plain != title.form.numbered else []
    return word_matching.Words(title.form.words, plain, context)


def _number_factor(query: Form, title: Title) -> float:
    """Return less than 1 if the numbers in the text are not those of the title."""
    missing = query.numbers - title.form.numbers
    if any(not title.is_number(number) for number in missing):
        return _WRONG_NUMBER if title.form.numbers - query.numbers else _MISSING_NUMBER
    if title.form.numbers - query.numbers:
        return _OTHER_NUMBER if query.numbers else _NUMBER_NOT_TYPED
    return 1.0


def _by_letters(query: str, titles: list[str]) -> Floats:
    """Return how well the letters of each title match, without spaces, shape (n_titles,)."""
    typed, bare = _squeezed(query), _squeezed(_ARTICLE.sub("", query))
    whole = [_squeezed(title) for title in titles]
    without = [_squeezed(_ARTICLE.sub("", title)) for title in titles]
    readings = [_similarities(typed, whole), _WITHOUT_ARTICLE * _similarities(bare, without)]
    # A whole word is a better beginning than half of one.
    begins = [title.startswith(f"{query} ") or _ARTICLE.sub("", title).startswith(f"{query} ") for title in titles]
    readings.append(np.where(begins, np.float32(_BEGINNING), np.float32(0)))
    if len(bare) >= _MIN_BEGINNING:
        readings += [
            _BEGINNING_OF_WORD * _similarities(part, [title[: len(part)] for title in full])
            for part, full in ((typed, whole), (bare, without))
        ]
    best: Floats = np.maximum.reduce(readings).astype(np.float32)
    return best


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _similarities(text: str, others: list[str]) -> Floats:
    similar: Floats = cdist([text], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    return similar
