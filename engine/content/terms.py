"""Films' texts -> how often each term occurs in each: tokenised and counted by Arrow, in compiled code.

The words are those of scikit-learn's CountVectorizer with `strip_accents="unicode"`, but for two things: vowel signs,
as of Devanagari, do not cut a word in two, and a sigma is the same letter at the end of a word. All fields of 1.3
million films take a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from engine.content.words import FUNCTION_WORDS

_MARKS = r"\p{M}+"
_BETWEEN_WORDS = r"[^\pL\pN_]+"

Keep = Callable[[pa.Array], pa.Array]
"""Terms -> whether each counts."""


def running_text(batch: pa.RecordBatch) -> pa.Array:
    """Return the text of all columns of a batch, one behind the other; lists are read as texts, nulls as nothing."""
    columns = [
        pc.binary_join(column, " ") if pa.types.is_list(column.type) else column.cast(pa.string())
        for column in batch.columns
    ]
    return pc.binary_join_element_wise(*columns, " ", null_handling="replace", null_replacement="")


def split_words(texts: pa.Array) -> pa.ListArray:
    """Return the words of each text: runs of letters, digits and underscores, lower-cased and without accents."""
    plain = pc.utf8_lower(texts)
    # Normalising is the dearest step, and nothing to ASCII.
    if not pc.all(pc.string_is_ascii(plain)).as_py():
        plain = pc.replace_substring_regex(pc.utf8_normalize(plain, "NFKD"), _MARKS, "")
        # The one letter that is another at the end of a word, which Arrow does not heed when it makes it small.
        plain = pc.replace_substring(plain, "ς", "σ")
    return pc.split_pattern_regex(plain, _BETWEEN_WORDS)


def is_word(terms: pa.Array) -> pa.Array:
    """Return which terms are words that tell something: two letters at least, and no English function word."""
    return pc.and_(pc.greater(pc.utf8_length(terms), 1), pc.invert(pc.is_in(terms, _untold())))


@cache
def _untold() -> pa.Array:
    # Not at import: to make an array of a list, Arrow loads pandas.
    return pa.array(sorted(FUNCTION_WORDS))


def is_name(terms: pa.Array) -> pa.Array:
    """Return which terms are names at all."""
    return pc.not_equal(terms, "")


def count(films: Iterable[pa.ListArray], keep: Keep) -> tuple[sp.csr_array, list[str]]:
    """Return how often each term occurs in each film, and the terms, ascending.

    films : batches of lists of terms, one list a film
    returns : float32, shape (n_films, n_terms), indices sorted, duplicates summed; n_terms different terms
    """
    numbers: dict[str, int] = {}
    counted = [_count_batch(batch, numbers, keep) for batch in films]
    terms = sorted(numbers)
    place = np.empty(len(terms), dtype=np.int32)
    place[[numbers[term] for term in terms]] = np.arange(len(terms))
    lengths = chain.from_iterable(np.diff(part.indptr).tolist() for part in counted)
    indptr = np.cumsum(np.fromiter(chain([0], lengths), dtype=np.int64))
    matrix = sp.csr_array(
        (
            np.concatenate([np.empty(0, np.float32), *(part.data for part in counted)]),
            np.concatenate([np.empty(0, np.int32), *(place[part.indices] for part in counted)]),
            indptr.astype(np.int32) if indptr[-1] <= np.iinfo(np.int32).max else indptr,
        ),
        shape=(len(indptr) - 1, len(terms)),
    )
    matrix.sort_indices()
    return matrix, terms


def _count_batch(films: pa.ListArray, numbers: dict[str, int], keep: Keep) -> sp.csr_array:
    """Return the counts of one batch by the numbers of its terms, giving new terms the next ones."""
    encoded = pc.list_flatten(films).dictionary_encode()
    kept = pc.fill_null(keep(encoded.dictionary), False).to_numpy(zero_copy_only=False)
    number = np.full(len(kept), -1, dtype=np.int32)
    number[kept] = [
        numbers.setdefault(term, len(numbers)) for term in encoded.dictionary.filter(pa.array(kept)).to_pylist()
    ]
    found: npt.NDArray[np.int32] = number[encoded.indices.to_numpy()]
    counts = found >= 0
    rows = pc.list_parent_indices(films).to_numpy()[counts]
    ones = np.ones(len(rows), dtype=np.float32)
    # Building from coordinates sums what occurs twice.
    return sp.csr_array((ones, (rows, found[counts])), shape=(len(films), len(numbers)))
