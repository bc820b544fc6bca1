"""Ranks films by how well they fit a description: BM25F over words and names, exact, additive and explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.content.stems import stem
from engine.content.words import Word, words_of
from engine.retrieval.postings import score
from engine.search.description_fields import FIGURATIVE, is_telling
from engine.search.misspellings import one_edit_away
from engine.storage.arrays import Arrays, matrix_arrays, matrix_of
from engine.storage.strings import StringArray

MAX_CHARACTERS = 5_000
"""Characters of a description that are read: more than any overview has. A pasted novel takes no longer."""
MAX_PHRASE_WORDS = 6
_MAX_CORRECTED = 5
"""Words of a description that are checked for typing errors: each takes some milliseconds."""
_MIN_CORRECTED = 5
"""Letters of a word that is checked for typing errors: shorter ones have too many neighbours."""
_LONGEST_CORRECTED = 30
"""Letters too: the time grows with their square, and one "word" of a thousand letters kept a core busy for seconds."""

_LONGEST_FIGURE = max(map(len, FIGURATIVE))

Floats = npt.NDArray[np.float32]


def inverse_document_frequency(films: npt.NDArray[np.integer], n_films: int) -> Floats:
    """Return log(1 + (n_films - films + 0.5) / (films + 0.5)), as Lucene has it: never below 0.

    Parameters
    ----------
    films
        Number of films that have each term, shape (n_terms,).
    n_films
        Number of all films.

    """
    idf: Floats = np.log1p((n_films - films + 0.5) / (films + 0.5)).astype(np.float32)
    return idf


@dataclass(frozen=True, slots=True)
class Description:
    """A description as terms of the index."""

    terms: npt.NDArray[np.int32]
    """Numbers of the terms, ascending, shape (n,)."""
    weights: Floats
    """Of each term in the sum, shape (n,): how often the description has it, divided by the highest sum there can be.
    So the match of a film is the part of the description that it covers, 0 to 1."""
    written: tuple[str, ...]
    """Each term as the description writes it, length n."""
    unknown: tuple[str, ...]
    """Words that say something and that no film has; as written, in order, each once."""
    corrected: tuple[tuple[str, str], ...]
    """Words with a typing error, as written, and the words that were read instead."""

    def scaled(self, factor: float) -> Description:
        """Return the same description with all weights multiplied."""
        return self.weighted([factor] * len(self.terms))

    def weighted(self, factors: Sequence[float]) -> Description:
        """Return the same description with the weight of each term multiplied, `factors` of length n."""
        weights: Floats = self.weights * np.array(factors, dtype=np.float32)
        return replace(self, weights=weights)


@dataclass(frozen=True, slots=True)
class DescriptionIndex:
    """Posting lists of the words, and of the names of several words, in the texts of all films."""

    terms: StringArray
    """Ascending; stems of words, those of a name joined by spaces; length n_terms."""
    forms: StringArray
    """What is shown of each term, since a stem need not be a word; empty where it is one; length n_terms."""
    postings: sp.csr_array
    """BM25F scores, float32, shape (n_terms, n_films)."""

    def describe(self, text: str) -> Description:
        """Return a description as terms. Only the first MAX_CHARACTERS are read."""
        text = text[:MAX_CHARACTERS]
        words, figures = self._without_figures(words_of(text))
        telling = [(word, self.terms.find(stem(word.term))) for word in words if is_telling(word.term)]
        missing = [word for word, number in telling if number is None]
        corrections = dict(self._corrections(word.term for word in missing))
        mentions = [
            *((number, _written(text, word)) for word, number in telling if number is not None),
            *((number, text[first.start : last.stop]) for number, first, last in self._phrases(words)),
            *(corrections[word.term] for word in missing if word.term in corrections),
        ]
        corrected = {_written(text, word): corrections[word.term][1] for word in missing if word.term in corrections}
        unfound = [(word, word) for word in missing if word.term not in corrections] + figures
        in_order = sorted(unfound, key=lambda ends: ends[0].start)
        unknown = dict.fromkeys(text[first.start : last.stop] or first.term for first, last in in_order)
        return self._weighted(mentions, tuple(unknown), tuple(corrected.items()))

    def scores(self, description: Description) -> Floats:
        """Return how well every film fits a description, shape (n_films,)."""
        return score(self.postings, description.terms, description.weights)

    def contributions(self, description: Description, row: int) -> Iterator[tuple[str, float]]:
        """Yield each term of a description that the film in a row has, and what it adds; they sum to its score."""
        indptr, rows = self.postings.indptr, self.postings.indices
        for term, weight, written in zip(
            description.terms.tolist(), description.weights.tolist(), description.written, strict=True
        ):
            low, high = int(indptr[term]), int(indptr[term + 1])
            # A number of another type would make NumPy convert the whole list.
            place = low + int(np.searchsorted(rows[low:high], rows.dtype.type(row)))
            if place < high and int(rows[place]) == row:
                yield written, weight * float(self.postings.data[place])

    def rows_mentioning(self, text: str) -> npt.NDArray[np.integer]:
        """Return the rows of the films that have a word or a name somewhere in their texts, ascending, shape (n,)."""
        number = self.terms.find(" ".join(stem(word.term) for word in words_of(text)))
        if number is None:
            return np.empty(0, dtype=np.int32)
        rows: npt.NDArray[np.integer] = self.postings.indices[
            self.postings.indptr[number] : self.postings.indptr[number + 1]
        ]
        return rows

    def _without_figures(self, words: Sequence[Word]) -> tuple[list[Word], list[tuple[Word, Word]]]:
        """Return words without figures of speech that no film has as a keyword, and the outer words of those."""
        left: list[Word] = []
        figures = []
        start = 0
        while start < len(words):
            terms = tuple(word.term for word in words[start : start + _LONGEST_FIGURE])
            figure = next((figure for figure in FIGURATIVE if terms[: len(figure)] == figure), ())
            if figure and self.terms.find(" ".join(map(stem, figure))) is None:
                figures.append((words[start], words[start + len(figure) - 1]))
                start += len(figure)
            else:
                left.append(words[start])
                start += 1
        return left, figures

    def _phrases(self, words: Sequence[Word]) -> Iterator[tuple[int, Word, Word]]:
        """Yield each name of several words in a text, the longest at each place, as its term and its outer words."""
        stems = [stem(word.term) for word in words]
        start = 0
        while start < len(words) - 1:
            longest = None
            for stop in range(start + 2, min(start + MAX_PHRASE_WORDS, len(words)) + 1):
                place = self.terms.place(phrase := " ".join(stems[start:stop]))
                if place == len(self.terms) or not self.terms[place].startswith(phrase):
                    break
                if self.terms[place] == phrase:
                    longest = place, stop
            if longest:
                yield longest[0], words[start], words[longest[1] - 1]
            start = longest[1] if longest else start + 1

    def _corrections(self, terms: Iterable[str]) -> Iterator[tuple[str, tuple[int, str]]]:
        """Yield words that no film has, each with the number and the form of the word that was probably meant.

        Of the words one typing error away, it is that of most films; ties go to the first in the alphabet.
        """
        fitting = (
            term
            for term in dict.fromkeys(terms)
            if _MIN_CORRECTED <= len(term) <= _LONGEST_CORRECTED and term.isalpha()
        )
        for term, _ in zip(fitting, range(_MAX_CORRECTED), strict=False):
            numbers = {self.terms.find(stem(other)) for other in one_edit_away(term)}
            known = [number for number in numbers if number is not None]
            if known:
                best = min(known, key=lambda number: (-self._films_with(number), number))
                yield term, (best, self.forms[best] or self.terms[best])

    def _films_with(self, number: int) -> int:
        return int(self.postings.indptr[number + 1] - self.postings.indptr[number])

    def _weighted(
        self, mentions: Sequence[tuple[int, str]], unknown: tuple[str, ...], corrected: tuple[tuple[str, str], ...]
    ) -> Description:
        """Return a description that mentions these terms, each given as its number and as it is written."""
        counts = Counter(number for number, _ in mentions)
        # The first mention tells how the term is written.
        written = dict(reversed(mentions))
        terms = np.array(sorted(counts), dtype=np.int32)
        times = np.array([counts[term] for term in terms.tolist()], dtype=np.float32)
        films = self.postings.indptr[terms + 1] - self.postings.indptr[terms]
        most = float((times * inverse_document_frequency(films, self.postings.shape[1])).sum())
        weights: Floats = times / np.float32(most) if most else times
        return Description(terms, weights, tuple(written[term] for term in terms.tolist()), unknown, corrected)

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {
            "descriptions/terms/text": self.terms.text,
            "descriptions/terms/offsets": self.terms.offsets,
            "descriptions/forms/text": self.forms.text,
            "descriptions/forms/offsets": self.forms.offsets,
            **matrix_arrays("descriptions/postings", self.postings),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays, n_films: int) -> DescriptionIndex:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.
        IndexCorrupt
            The posting lists are damaged.

        """
        terms = StringArray(arrays["descriptions/terms/text"], arrays["descriptions/terms/offsets"])
        forms = StringArray(arrays["descriptions/forms/text"], arrays["descriptions/forms/offsets"])
        return cls(terms, forms, matrix_of(arrays, "descriptions/postings", (len(terms), n_films)))


def _written(text: str, word: Word) -> str:
    # A word may begin within a character, as "4scary" in "¼scary", and have no character of its own.
    return text[word.start : word.stop] or word.term
