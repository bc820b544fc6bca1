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

from engine.catalogue.titles import BREAK
from engine.search import word_matching
from engine.search.numbers import is_number, number_form
from engine.search.text import ARTICLES, MAX_CHARACTERS, normal_form

Floats = npt.NDArray[np.float32]

_ARTICLE = re.compile(rf"^(?:{'|'.join(ARTICLES)}) (?=\S)")
_BREAK = re.compile(BREAK)
_REPEATED = re.compile(r"([^\W\d])\1+")

# A freer reading is worth less: an exact title beats the beginning of one, and that beats some of its words.
_ALMOST = 0.99
_WITHOUT_ARTICLE = 0.98
_BEGINNING, _BEGINNING_OF_WORD = 0.95, 0.94
_SUBTITLE = 0.93
"""What follows a break is what many call the film: "endgame"."""
_DOUBLED_LETTERS = 0.97
"""Whether a letter is doubled is what people forget first: "alladin"."""
_OTHER_FIRST_LETTER = 0.95
"""Hardly anybody mistypes the first letter."""
_CONTAINED = 0.3
"""A title that stands in a text as it is may be meant from this share of the text on: "spielberg jaws"."""
_WHOLE_INSIDE = 0.55
"""What such a title is worth at least. It is a question, never an answer."""

_MIN_BEGINNING = 3
"""Letters; too many titles begin with fewer."""
_MIN_SINGLE = 4
"""Letters of a text in which doubled ones do not count."""
_SAME_WORD = 0.7
"""How much alike a word and a typo of it are."""
# Factors of a match by letters and words. Whoever means a sequel types its number.
_WRONG_NUMBER, _MISSING_NUMBER, _MOVED_NUMBER, _OTHER_NUMBER, _NUMBER_NOT_TYPED = 0.72, 0.75, 0.85, 0.95, 0.99


@dataclass(frozen=True)
class Form:
    """A title or a typed text in the forms that are compared."""

    plain: str
    """Its normal form."""
    numbered: str
    """Its normal form with all numbers as figures."""
    text: str = ""
    """As it is written."""

    @classmethod
    def of(cls, text: str) -> Form:
        """Return the forms of a text."""
        plain = normal_form(text)
        return cls(plain, number_form(plain), text)

    @cached_property
    def subtitle(self) -> str:
        """What follows the last break of a title, in the form of `numbered`; empty if it has none."""
        behind = _BREAK.split(self.text[:MAX_CHARACTERS])[1:]
        return number_form(normal_form(behind[-1])) if behind else ""

    @cached_property
    def words(self) -> list[str]:
        """The words of `numbered`."""
        return self.numbered.split()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers among the words."""
        return frozenset(word for word in self.words if is_number(word))

    @cached_property
    def first_number(self) -> str:
        """The number that the text begins with, but for an article: 3 in "the third man". It is no sequel's."""
        words = self.words[1:] if self.words[:1] and self.words[0] in ARTICLES else self.words
        return words[0] if len(words) > 1 and is_number(words[0]) else ""

    def beside(self, number: str) -> tuple[str, str]:
        """Return the words before and after a number; empty at an end."""
        place = self.words.index(number)
        return self.words[place - 1] if place else "", "".join(self.words[place + 1 : place + 2])


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
    inside = np.array([_inside(query, title.form) for title in titles], dtype=np.float32)
    subtitle = np.array([query.plain != "" and title.form.subtitle == query.numbered for title in titles])
    # Only equality is perfect: "spiderman" is as good as "spider man", but not the same.
    qualities: Floats = np.maximum.reduce(
        [np.minimum(np.maximum(letters, words) * guard, _ALMOST), inside, _SUBTITLE * subtitle]
    )
    for place, title in enumerate(titles):
        if title.form.plain == query.plain:
            qualities[place] = 1
    return qualities


def _words(query: Form, title: Title) -> word_matching.Words:
    sequel = query.numbers - {query.first_number}
    context = title.context | {number for number in sequel if title.is_number(number)}
    plain = title.form.plain.split() if title.form.plain != title.form.numbered else []
    return word_matching.Words(title.form.words, plain, context)


def _inside(query: Form, title: Form) -> float:
    """Return what a title is worth that stands in a text as it is, by its share of the text; 0 if it does not."""
    if not title.words or f" {title.numbered} " not in f" {query.numbered} ":
        return 0.0
    share = sum(map(word_matching.weight, title.words)) / sum(map(word_matching.weight, query.words))
    return _WHOLE_INSIDE + 0.2 * (share - _CONTAINED) if share >= _CONTAINED else 0.0


def _number_factor(query: Form, title: Title) -> float:
    """Return less than 1 if the numbers in the text are not those of the title."""
    missing = query.numbers - title.form.numbers
    if any(number == query.first_number or not title.is_number(number) for number in missing):
        return _WRONG_NUMBER if title.form.numbers - query.numbers else _MISSING_NUMBER
    if query.first_number not in missing and _has_moved(query, title.form):
        return _MOVED_NUMBER
    if title.form.numbers - query.numbers or any(
        _is_of_a_part(number, query, title) for number in query.numbers - missing
    ):
        return _OTHER_NUMBER if query.numbers else _NUMBER_NOT_TYPED
    return 1.0


def _has_moved(query: Form, title: Form) -> bool:
    """Return whether a text begins with a number that a title has elsewhere: "3rd man" is not "Iron Man 3"."""
    number = query.first_number
    return bool(number) and title.first_number != number and query.beside(number)[1] != title.beside(number)[1]


def _is_of_a_part(number: str, query: Form, title: Title) -> bool:
    """Return whether a number counts the parts of one sequel, and nothing of that one was typed.

    "hunger games 2" is the second film of these, before "The Hunger Games: Mockingjay - Part 2".
    """
    before, _ = title.form.beside(number)
    is_part = bool(before and title.place) and number != str(title.place)
    return is_part and not any(OSA.normalized_similarity(before, word) >= _SAME_WORD for word in query.words)


def _by_letters(query: str, titles: list[str]) -> Floats:
    """Return how well the letters of each title match, without spaces, shape (n_titles,)."""
    typed, bare = _squeezed(query), _squeezed(_ARTICLE.sub("", query))
    whole = [_squeezed(title) for title in titles]
    without = [_squeezed(_ARTICLE.sub("", title)) for title in titles]
    other_start = np.array([title[:1] != bare[:1] for title in without])
    begins_alike = np.where(other_start, np.float32(_OTHER_FIRST_LETTER), np.float32(1))
    readings = [
        _similarities(typed, whole) * begins_alike,
        _WITHOUT_ARTICLE * _similarities(bare, without) * begins_alike,
    ]
    if len(_single(bare)) >= _MIN_SINGLE:
        readings += [
            worth * _similarities(_single(part), list(map(_single, full))) * begins_alike
            for part, full, worth in (
                (typed, whole, _DOUBLED_LETTERS),
                (bare, without, _DOUBLED_LETTERS * _WITHOUT_ARTICLE),
            )
        ]
    # A whole word is a better beginning than half of one.
    begins = [title.startswith(f"{query} ") or _ARTICLE.sub("", title).startswith(f"{query} ") for title in titles]
    readings.append(np.where(begins, np.float32(_BEGINNING), np.float32(0)))
    if len(bare) >= _MIN_BEGINNING:
        readings += [
            worth * _similarities(part, [title[: len(part)] for title in full])
            for part, full, worth in (
                (typed, whole, _BEGINNING_OF_WORD),
                (bare, without, _BEGINNING_OF_WORD * (1 if typed == bare else _WITHOUT_ARTICLE)),
            )
        ]
    best: Floats = np.maximum.reduce(readings).astype(np.float32)
    return best


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _single(text: str) -> str:
    """Return a text with one letter for each run of equal ones."""
    return _REPEATED.sub(r"\1", text)


def _similarities(text: str, others: list[str]) -> Floats:
    similar: Floats = cdist([text], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    return similar
