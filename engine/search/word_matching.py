"""How well the words of a typed text match those of titles: which share of the text a title explains. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from engine.search.numbers import is_number
from engine.search.text import ARTICLES

Floats = npt.NDArray[np.float32]

_LIGHT = frozenset(
    (
        *ARTICLES,
        "of",
        "in",
        "on",
        "at",
        "to",
        "and",
        "for",
        "with",
        "from",
        "by",
        "de",
        "du",
        "des",
        "et",
        "y",
        "und",
        "zu",
    )
)
_NO_TITLE = frozenset(("movie", "film", "films", "full", "hd", "online", "watch", "trailer"))
"""Words that people add to a title."""

_SOME_WORDS = 0.93
_OF_TITLE = 0.15
"""How much of the quality depends on how much of the title was typed."""
_MIN_SIMILAR = 0.7
_MIN_FUZZY = 4
"""Letters of a word that may have typos."""
_UNFINISHED = {1: 0.3, 2: 0.7, 3: 0.85}
"""How well the last word matches a longer one, by its letters."""
_UNFINISHED_LONG, _CONTEXT, _INITIAL = 0.93, 0.95, 0.75
_ACRONYM = {2: 0.8, 3: 0.9, 4: 0.93, 5: 0.93, 6: 0.93}
"""How well letters match the words that begin with them, by their number."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one title."""

    numbered: list[str]
    """With all numbers as figures."""
    plain: list[str]
    """As they are written, if that is different."""
    context: frozenset[str]
    """Words that are not in the title, but say something about the film."""


def qualities(query: Sequence[str], titles: Sequence[Words]) -> Floats:
    """Return how well the words of a text match the words of each title, in any order, shape (n_titles,), 0 to 1.

    It is the share of the text that the title explains, by the weights of words, and a little the share of the title
    that the text explains.
    """
    spellings = [(n, words) for n, title in enumerate(titles) for words in (title.numbered, title.plain) if words]
    best = np.zeros(len(titles), dtype=np.float32)
    if not (spellings and query):
        return best
    title, lists = (list(column) for column in zip(*spellings, strict=True))
    explained, covered, weights = _explained(query, lists)
    for place, word in enumerate(query):
        _explain_by_context(place, word, explained, [titles[number].context for number in title])
        if word.isalpha() and len(word) in _ACRONYM:
            _explain_as_initials(word, explained[place], covered, lists)
        elif len(word) == 1 and any(map(is_number, query[place + 1 : place + 2])):
            _explain_as_initial(word, explained[place], covered, lists)
    typed = np.array([weight(word) for word in query], dtype=np.float32)
    of_text = typed @ explained / typed.sum()
    of_title = (weights * covered).sum(axis=1) / weights.sum(axis=1)
    np.maximum.at(best, title, _SOME_WORDS * of_text * (1 - _OF_TITLE + _OF_TITLE * of_title))
    return best


@lru_cache(maxsize=65_536)
def weight(word: str) -> float:
    """Return how much a word counts: long words more than short ones, articles hardly anything."""
    if word in _NO_TITLE:
        return 0.1
    if word in _LIGHT:
        return 0.15
    return 1.0 if is_number(word) else min(1.3, 0.25 + 0.13 * len(word))


def _explained(query: Sequence[str], lists: Sequence[Sequence[str]]) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    """Return how well titles explain each typed word, which of their words do so, and the weights of these.

    Returns
    -------
    Shapes (n_typed, n_titles), (n_titles, n_words) and (n_titles, n_words); titles are filled up with weights of 0.

    """
    numbers: dict[str, int] = {"": 0}
    longest = max(map(len, lists))
    words, pairs = (np.zeros((len(lists), length), dtype=np.int64) for length in (longest, max(1, longest - 1)))
    for row, title in enumerate(lists):
        words[row, : len(title)] = [numbers.setdefault(word, len(numbers)) for word in title]
        pairs[row, : len(title) - 1] = [numbers.setdefault(a + b, len(numbers)) for a, b in pairwise(title)]
    match = _matches(query, list(numbers))
    of_words, of_pairs = match[:, words], match[:, pairs]
    best = np.maximum(of_words.max(axis=2), of_pairs.max(axis=2))
    explained = best[: len(query)].copy()
    # After the typed words come their neighbours as one.
    for place, as_one in enumerate(best[len(query) :]):
        explained[place : place + 2] = np.maximum(explained[place : place + 2], as_one)
    covered: npt.NDArray[np.bool_] = np.any(of_words, axis=0, keepdims=True)[0]
    together: npt.NDArray[np.bool_] = np.any(of_pairs, axis=0, keepdims=True)[0, :, : longest - 1]
    covered[:, :-1] |= together
    covered[:, 1:] |= together
    weights = np.array([weight(term) if term else 0.0 for term in numbers], dtype=np.float32)[words]
    return explained, covered, weights


def _matches(query: Sequence[str], terms: Sequence[str]) -> Floats:
    """Return how well each typed word, and then each two neighbours as one, match each term, 0 to 1.

    `terms` begins with an empty one, which nothing matches.

    Returns
    -------
    shape (2 * n_typed - 1, n_terms)

    """
    typed = list(_with_neighbours(query))
    similar = cdist(typed, terms, scorer=OSA.normalized_similarity, score_cutoff=_MIN_SIMILAR, dtype=np.float32)
    fuzzy = np.array([len(word) >= _MIN_FUZZY and not is_number(word) for word in typed])
    matches: Floats = np.where(fuzzy[:, None] | (similar == 1), similar, 0)
    last = query[-1]
    if not is_number(last):
        worth = _UNFINISHED.get(len(last), _UNFINISHED_LONG)
        longer = np.array([term.startswith(last) for term in terms])
        matches[len(query) - 1] = np.maximum(matches[len(query) - 1], worth * longer)
    matches[:, 0] = 0
    return matches


def _with_neighbours(words: Sequence[str]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield first + second


def _explain_by_context(place: int, word: str, explained: Floats, contexts: Sequence[frozenset[str]]) -> None:
    known = np.array([word in context for context in contexts])
    explained[place] = np.maximum(explained[place], _CONTEXT * known)


def _explain_as_initials(
    typed: str, explained: Floats, covered: npt.NDArray[np.bool_], lists: Sequence[Sequence[str]]
) -> None:
    """Let a typed word stand for words of a title that begin with its letters: "lotr", "rotk"."""
    worth = _ACRONYM[len(typed)]
    for title in np.flatnonzero(explained < worth).tolist():
        words = lists[title]
        start = "".join(word[0] for word in words).find(typed)
        at_the_front = start == 0 or (start == 1 and words[0] in ARTICLES)
        # Few letters are the initials of something in most long titles.
        if at_the_front or (start > 0 and len(typed) > 3):
            explained[title] = worth
            # The name of a series stands for all of the title.
            covered[title, slice(None) if at_the_front else slice(start, start + len(typed))] = True


def _explain_as_initial(
    letter: str, explained: Floats, covered: npt.NDArray[np.bool_], lists: Sequence[Sequence[str]]
) -> None:
    """Let a letter before a number stand for the first word of a title: "T2"."""
    for title, words in enumerate(lists):
        if words[0].startswith(letter) and explained[title] < _INITIAL:
            explained[title] = _INITIAL
            covered[title, 0] = True
