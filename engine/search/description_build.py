"""From the texts of all films to the posting lists of descriptions: BM25F scores, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from engine.content.stems import stem
from engine.content.terms import count, is_name, running_text, split_words
from engine.retrieval.postings import invert
from engine.search.description_fields import K1, PHRASE_FIELDS, STOP_WORDS, WORD_FIELDS, B, TextField, is_telling
from engine.search.descriptions import MAX_PHRASE_WORDS, DescriptionIndex, inverse_document_frequency
from engine.storage.strings import StringArray

Batches = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
"""From names of columns to these columns of all films in order, batch by batch."""


def build_descriptions(batches: Batches) -> DescriptionIndex:
    """Return the index that ranks films by descriptions.

    Parameters
    ----------
    batches
        Reads columns of the catalogue.

    Notes
    -----
    BM25F adds up what the fields of a film have of a term before it saturates, with tf_f occurrences in field f:

        tf = sum over f of weight_f · tf_f
        length = sum of tf over all words of the film
        score = idf · tf / (tf + K1 · (1 - B + B · length / mean length))

    The score of a description is the sum over its words, so it splits exactly into words. Names of several words are
    terms too, but have no length.

    References
    ----------
    Robertson, Zaragoza and Taylor, "Simple BM25 Extension to Multiple Weighted Fields" (CIKM 2004).

    """
    numbers: dict[str, int] = {}
    forms = _Forms()
    # Fields share most of their words.
    total, lengths = _fields(batches, numbers, forms, cache(stem))
    norms = (1 - B + B * lengths / max(float(lengths.mean()), 1e-9)).astype(np.float32)
    total.data /= total.data + np.float32(K1) * np.repeat(norms, np.diff(total.indptr))
    # At a million films each copy of the matrix takes hundreds of megabytes: none is kept longer than needed.
    total = _in_order(total, numbers)
    postings = invert(total)
    del total
    films = np.diff(postings.indptr)
    postings.data *= np.repeat(inverse_document_frequency(films, postings.shape[1]), films)
    terms = sorted(numbers)
    return DescriptionIndex(StringArray.of(terms), StringArray.of([*map(forms.of, terms)]), postings)


class _Forms:
    """The form of each word that most films have: what is shown of a stem, which need not be a word."""

    def __init__(self) -> None:
        self._most: dict[str, tuple[int, str]] = {}

    def add(self, words: Sequence[str], stems: Sequence[str], films: Sequence[int]) -> None:
        """Note how many films have each word in a column. Of equal ones the first in the alphabet is kept."""
        for word, term, count_of_films in zip(words, stems, films, strict=True):
            if count_of_films > self._most.get(term, (0, ""))[0]:
                self._most[term] = count_of_films, word

    def of(self, term: str) -> str:
        """Return the form that is shown of a term, empty if it is the term itself, as for names."""
        form = self._most.get(term, (0, ""))[1]
        return form if form != term else ""


def _fields(
    batches: Batches, numbers: dict[str, int], forms: _Forms, stem_of: Callable[[str], str]
) -> tuple[sp.csr_array, npt.NDArray[np.float32]]:
    """Return what all fields have of each term, shape (n_films, n_terms), and the length of each film in words."""
    first, *others = WORD_FIELDS
    total = _words(batches, first, numbers, forms, stem_of)
    lengths = np.asarray(total.sum(axis=1), np.float32)
    for field in others:
        part = _words(batches, field, numbers, forms, stem_of)
        lengths = lengths + part.sum(axis=1)
        total = _sum(total, part)
    for field in PHRASE_FIELDS:
        total = _sum(total, _phrases(batches, field, numbers, stem_of))
    return total, lengths


def _words(
    batches: Batches, field: TextField, numbers: dict[str, int], forms: _Forms, stem_of: Callable[[str], str]
) -> sp.csr_array:
    """Return how often each film has each word in a column, times the weight; note new words and their forms."""
    counts, terms = count((split_words(running_text(batch)) for batch in batches((field.column,))), _are_telling)
    stems = [*map(stem_of, terms)]
    forms.add(terms, stems, np.bincount(counts.indices, minlength=len(terms)).tolist())
    return _renumbered(counts, stems, field.weight, numbers)


def _are_telling(words: pa.Array) -> pa.Array:
    """Return which words say something about a film, as `is_telling` does for one."""
    stop_words = pa.array(sorted(STOP_WORDS), pa.string())
    return pc.and_(pc.greater(pc.utf8_length(words), 1), pc.invert(pc.is_in(words, stop_words)))


def _phrases(
    batches: Batches, field: TextField, numbers: dict[str, int], stem_of: Callable[[str], str]
) -> sp.csr_array:
    """Return which films have each name of several words in a column of names, as `_words` does.

    A company of one word counts as that word: nobody else tells "Pixar" from the word.
    """
    counts, names = count((batch.column(0) for batch in batches((field.column,))), is_name)
    split = split_words(pa.array(names, pa.string())).to_pylist()
    or_word = field.column == "companies"
    phrases = [phrase_of([word for word in words if word], or_word, stem_of) for words in split]
    return _renumbered(counts, phrases, field.weight, numbers)


def phrase_of(words: Sequence[str], or_word: bool = False, stem_of: Callable[[str], str] = stem) -> str:
    """Return the term of a name: the stems of its words, joined by spaces; empty if it is no phrase.

    A phrase has two telling words at least, and at most MAX_PHRASE_WORDS words. "A team" is none: it would be found
    in any "a team of specialists".

    Parameters
    ----------
    words
        In lower case, without accents.
    or_word
        Whether a name of one telling word counts too.
    stem_of
        Returns the stem of a word.

    """
    telling = sum(map(is_telling, words))
    if len(words) > MAX_PHRASE_WORDS or telling < (1 if or_word and len(words) == 1 else 2):
        return ""
    return " ".join(map(stem_of, words))


def _renumbered(counts: sp.csr_array, terms: Sequence[str], weight: float, numbers: dict[str, int]) -> sp.csr_array:
    """Return counts with the column that `numbers` has for each term; empty terms are left out. `counts` is used up."""
    column_of = np.array([numbers.setdefault(term, len(numbers)) if term else -1 for term in terms], dtype=np.int32)
    columns, data, indptr = column_of[counts.indices] if len(terms) else counts.indices, counts.data, counts.indptr
    if (kept := columns >= 0).all():
        del kept
    else:
        indptr = np.concatenate([[0], np.cumsum(kept)])[indptr].astype(indptr.dtype)
        columns, data = columns[kept], data[kept]
    data *= np.float32(weight)
    matrix = sp.csr_array((data, columns, indptr), shape=(counts.shape[0], len(numbers)))
    # The forms of a word are several entries by now.
    matrix.sum_duplicates()
    return matrix


def _sum(total: sp.csr_array, part: sp.csr_array) -> sp.csr_array:
    """Return the sum of two matrices, the narrower one filled up with zeros."""
    wider = sp.csr_array((total.data, total.indices, total.indptr), shape=part.shape)
    return sp.csr_array(wider + part)


def _in_order(matrix: sp.csr_array, numbers: dict[str, int]) -> sp.csr_array:
    """Return the matrix with its columns in the alphabetical order of their terms."""
    place: npt.NDArray[np.int32] = np.empty(len(numbers), dtype=np.int32)
    place[[numbers[term] for term in sorted(numbers)]] = np.arange(len(numbers), dtype=np.int32)
    ordered = sp.csr_array((matrix.data, place[matrix.indices], matrix.indptr), shape=matrix.shape)
    ordered.sort_indices()
    return ordered
