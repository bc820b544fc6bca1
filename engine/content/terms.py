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
_WORD_BYTES = bytes(
    ord(chr(byte).lower()) if byte < 128 and (chr(byte).isalnum() or chr(byte) == "_") else byte if byte > 127 else 32
    for byte in range(256)
)
"""For each byte of UTF-8 the small letter, and a space if it stands between words."""

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
    words = _words_of_ascii(texts)
    # What Unicode needs are the slowest steps, and ASCII does not need them.
    foreign = pc.invert(pc.string_is_ascii(texts))
    if pc.any(foreign).as_py():
        words = pc.replace_with_mask(words, foreign, _plain_words(texts.filter(foreign)))
    return pc.ascii_split_whitespace(words)


def _plain_words(texts: pa.Array) -> pa.Array:
    """Return texts in lower case without accents, with spaces between words."""
    plain = pc.replace_substring_regex(pc.utf8_normalize(pc.utf8_lower(texts), "NFKD"), _MARKS, "")
    # Arrow does not know that a sigma is another letter at the end of a word.
    plain = pc.replace_substring(plain, "ς", "σ")
    return pc.replace_substring_regex(plain, _BETWEEN_WORDS, " ")


def _words_of_ascii(texts: pa.StringArray) -> pa.StringArray:
    """Return the same texts with ASCII in lower case, and a space for each character of it that parts words.

    Arrow has functions for both, which take longer.
    """
    valid, offsets, letters = texts.buffers()
    if not letters:
        return texts
    spaced = pa.py_buffer(letters.to_pybytes().translate(_WORD_BYTES))
    return pa.StringArray.from_buffers(len(texts), offsets, spaced, valid, offset=texts.offset)


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
    counted = [_count_batch(batch, keep) for batch in films]
    parts, vocabularies = [part for part, _ in counted], [terms for _, terms in counted]
    del counted
    terms, columns = _one_vocabulary(vocabularies)
    matrix = _stacked(parts, columns, len(terms))
    matrix.sort_indices()
    return matrix, terms


def _count_batch(films: pa.ListArray, keep: Keep) -> tuple[sp.csr_array, pa.Array]:
    """Return the counts of one batch, and the term of each column."""
    encoded = pc.list_flatten(films).dictionary_encode()
    kept = pc.fill_null(keep(encoded.dictionary), False)
    is_kept = kept.to_numpy(zero_copy_only=False)
    number = np.where(is_kept, np.cumsum(is_kept) - 1, -1).astype(np.int32)
    terms: npt.NDArray[np.int32] = number[encoded.indices.to_numpy()]
    counted = terms >= 0
    of_films = np.bincount(pc.list_parent_indices(films).to_numpy()[counted], minlength=len(films))
    ends = np.concatenate([[0], np.cumsum(of_films)]).astype(np.int32)
    matrix = sp.csr_array((np.ones(ends[-1], np.float32), terms[counted], ends), shape=(len(films), int(is_kept.sum())))
    matrix.sum_duplicates()
    return matrix, encoded.dictionary.filter(kept)


def _one_vocabulary(vocabularies: list[pa.Array]) -> tuple[list[str], list[npt.NDArray[np.int32]]]:
    """Return the terms of all batches in ascending order, and the place among them of each term of each batch."""
    if not vocabularies:
        return [], []
    numbered = [
        pa.DictionaryArray.from_arrays(pa.array(np.arange(len(terms), dtype=np.int32)), terms) for terms in vocabularies
    ]
    unified = pa.chunked_array(numbered).unify_dictionaries().chunks
    terms = unified[0].dictionary
    order = pc.array_sort_indices(terms)
    place = np.empty(len(terms), dtype=np.int32)
    place[order.to_numpy()] = np.arange(len(terms), dtype=np.int32)
    columns = [place[batch.indices.to_numpy()] for batch in unified]
    # `to_pylist` takes ten times as long.
    return terms.take(order).to_numpy(zero_copy_only=False).tolist(), columns


def _stacked(parts: list[sp.csr_array], columns: list[npt.NDArray[np.int32]], n_terms: int) -> sp.csr_array:
    """Return matrices one below the other, with new columns. Empties the list meanwhile: together they are large."""
    size = sum(part.nnz for part in parts)
    data, indices = np.empty(size, np.float32), np.empty(size, np.int32)
    indptr, start = [np.zeros(1, np.int64)], 0
    for new in columns:
        part = parts.pop(0)
        stop = start + part.nnz
        data[start:stop], indices[start:stop] = part.data, new[part.indices]
        indptr.append(part.indptr[1:] + np.int64(start))
        start = stop
    ends = np.concatenate(indptr)
    if size <= np.iinfo(np.int32).max:
        ends = ends.astype(np.int32)
    return sp.csr_array((data, indices, ends), shape=(len(ends) - 1, n_terms))
