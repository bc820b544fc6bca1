"""From the texts of films to the number of times each term occurs in each, tokenised and counted by Arrow.

The words are those of scikit-learn's CountVectorizer with `strip_accents="unicode"`, with two differences: vowel signs,
as in Devanagari, do not split a word, and a sigma is the same letter at the end of a word. Arrow is compiled code, and
takes a third of the time for all fields of 1.3 million films.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from engine.content.words import FUNCTION_WORDS

_MARKS = r"\p{M}+"
_BETWEEN_WORDS = r"[^\pL\pN_]+"

Keep = Callable[[pa.Array], pa.Array]
"""From terms to whether each of them counts."""


def running_text(batch: pa.RecordBatch) -> pa.Array:
    """Return the text of each film: all columns of a batch in turn, lists joined by spaces, nulls as empty."""
    columns = [
        pc.binary_join(column, " ") if pa.types.is_list(column.type) else column.cast(pa.string())
        for column in batch.columns
    ]
    return pc.binary_join_element_wise(*columns, " ", null_handling="replace", null_replacement="")


def split_words(texts: pa.Array) -> pa.ListArray:
    """Return the words of each text: runs of letters, digits and underscores, in lower case and without accents."""
    lower = pc.utf8_lower(texts)
    # Normalising is the slowest step, and ASCII does not need it.
    if not pc.all(pc.string_is_ascii(lower)).as_py():
        lower = pc.replace_substring_regex(pc.utf8_normalize(lower, "NFKD"), _MARKS, "")
        # Arrow does not know that a sigma is another letter at the end of a word.
        lower = pc.replace_substring(lower, "ς", "σ")
    return pc.split_pattern_regex(lower, _BETWEEN_WORDS)


def is_word(terms: pa.Array) -> pa.Array:
    """Return which terms are informative words: two letters at least, and not an English function word."""
    return pc.and_(pc.greater(pc.utf8_length(terms), 1), pc.invert(pc.is_in(terms, _function_words())))


@cache
def _function_words() -> pa.Array:
    # Not at import: Arrow loads pandas to convert a list.
    return pa.array(sorted(FUNCTION_WORDS))


def is_name(terms: pa.Array) -> pa.Array:
    """Return which terms are names: not empty."""
    return pc.not_equal(terms, "")


def count(films: Iterable[pa.ListArray], keep: Keep) -> tuple[sp.csr_array, list[str]]:
    """Count the terms of all films.

    Parameters
    ----------
    films
        Batches of lists of terms, one list per film.
    keep
        Returns which terms to count.

    Returns
    -------
    The counts, float32 of shape (n_films, n_terms) with sorted indices, and the terms in ascending order.

    """
    numbers: dict[str, int] = {}
    counted = [_count_batch(batch, numbers, keep) for batch in films]
    terms = sorted(numbers)
    column_of = np.empty(len(terms), dtype=np.int32)
    column_of[[numbers[term] for term in terms]] = np.arange(len(terms))
    matrix = _stacked(counted, column_of)
    matrix.sort_indices()
    return matrix, terms


def _stacked(parts: list[sp.csr_array], column_of: npt.NDArray[np.int32]) -> sp.csr_array:
    """Return matrices one below the other, with new columns. Empties the list meanwhile: together they are large."""
    size = sum(part.nnz for part in parts)
    data, indices = np.empty(size, np.float32), np.empty(size, np.int32)
    indptr, start = [np.zeros(1, np.int64)], 0
    for part in iter(lambda: parts.pop(0) if parts else None, None):
        stop = start + part.nnz
        data[start:stop], indices[start:stop] = part.data, column_of[part.indices]
        indptr.append(part.indptr[1:] + np.int64(start))
        start = stop
    ends = np.concatenate(indptr)
    if size <= np.iinfo(np.int32).max:
        ends = ends.astype(np.int32)
    return sp.csr_array((data, indices, ends), shape=(len(ends) - 1, len(column_of)))


def _count_batch(films: pa.ListArray, numbers: dict[str, int], keep: Keep) -> sp.csr_array:
    """Return the counts of one batch by number of term, and number new terms in `numbers`."""
    encoded = pc.list_flatten(films).dictionary_encode()
    kept = pc.fill_null(keep(encoded.dictionary), False).to_numpy(zero_copy_only=False)
    number = np.full(len(kept), -1, dtype=np.int32)
    number[kept] = [
        numbers.setdefault(term, len(numbers)) for term in encoded.dictionary.filter(pa.array(kept)).to_pylist()
    ]
    terms: npt.NDArray[np.int32] = number[encoded.indices.to_numpy()]
    counted = terms >= 0
    rows = pc.list_parent_indices(films).to_numpy()[counted]
    ones = np.ones(len(rows), dtype=np.float32)
    # SciPy sums entries with the same coordinates.
    return sp.csr_array((ones, (rows, terms[counted])), shape=(len(films), len(numbers)))
