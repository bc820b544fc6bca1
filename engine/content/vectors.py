"""Films and queries as vectors: one TF-IDF block per field, as long as it is sure, joined with weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sp

from engine.content.fields import FIELDS, Field, FittedField
from engine.content.term_rules import ABOUT_THE_FILE, with_houses, without_file_keywords
from engine.progress import Progress, no_progress
from engine.retrieval.postings import invert

Batches = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
"""From names of columns to these columns of all films in order, batch by batch."""

DISLIKED_SHARE = 0.5
"""How much a disliked film counts, compared with a liked one. It may share much with the liked films that is wanted."""


@dataclass(frozen=True, slots=True)
class Content:
    """All films as vectors.

    Row i is the concatenation of sqrt(share_f) · b_f over all fields f. b_f is the film's TF-IDF vector v in that
    field, divided by sqrt(|v|² + u · mean |v|²), where u is the unsureness of the field and the mean is over the films
    with text there; or zero if the film has none. A vector divided by its length alone would be sure of itself even if
    it held one common company. So a field that says little about a film is drawn towards "not known", as a Bayesian
    average draws a rating of few votes towards the mean.

    The dot product of two rows is the sum over f of share_f · cos_f · sureness_f, where cos_f is the cosine of the two
    films in a field, and sureness_f the product of |b_f| of the two: from 0 to below 1. It would be the cosine of the
    films if each had one more coordinate of its own, for all that is not known about it. That is also why another film
    with the same texts has a similarity below 1.
    """

    postings: sp.csr_array
    """The transposed matrix, as scoring reads it: float32, shape (n_terms, n_films), indices sorted."""
    terms: list[str]
    """Text of each column, ascending within each field; length n_terms."""
    fields: tuple[FittedField, ...]
    """Those of FIELDS in which any film has text, in order of their columns."""

    def matrix(self) -> sp.csr_array:
        """Return the films as rows, computed anew: float32, shape (n_films, n_terms), indices sorted."""
        return invert(self.postings)


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Columns of the matrix and their weights."""

    indices: npt.NDArray[np.int32]
    """Columns, ascending, shape (n,)."""
    weights: npt.NDArray[np.float32]
    """Shape (n,)."""


EMPTY_VECTOR = SparseVector(np.empty(0, np.int32), np.empty(0, np.float32))


def fit(batches: Batches, progress: Progress = no_progress) -> Content:
    """Return all films as vectors.

    Parameters
    ----------
    batches
        Reads columns of the catalogue.
    progress
        Called with the label of each field as it begins.

    """
    blocks: list[tuple[Field, sp.csr_array, list[str]]] = []
    for number, field in enumerate(FIELDS):
        progress(field.label, number, len(FIELDS))
        block, terms = _fit_block(field, batches(field.columns))
        if terms:
            blocks.append((field, invert(block), terms))
    total = sum(field.weight for field, _, _ in blocks)
    fitted, start = [], 0
    for field, block, terms in blocks:
        share, stop = field.weight / total, start + len(terms)
        fitted.append(FittedField(field.name, field.label, share, start, stop, field.reason_priority))
        block.data *= np.float32(sqrt(share))
        start = stop
    if not blocks:
        rows = sum(len(batch) for batch in batches(("id",)))
        return Content(sp.csr_array(np.zeros((0, rows), np.float32)), [], ())
    postings = _stack([block for _, block, _ in blocks])
    return Content(postings, list(chain.from_iterable(terms for _, _, terms in blocks)), tuple(fitted))


def _fit_block(field: Field, batches: Iterator[pa.RecordBatch]) -> tuple[sp.csr_array, list[str]]:
    """Return the block of a field, shape (n_films, n), and its n terms."""
    # Loading scikit-learn takes a second, and only a build needs it.
    from sklearn.feature_extraction.text import TfidfTransformer

    from engine.content.terms import count, is_name, is_word, running_text, split_words

    if field.kind == "words":
        counts, terms = count((split_words(running_text(_telling(batch))) for batch in batches), is_word)
    else:
        counts, terms = count((_renamed(field, batch.column(0)) for batch in batches), is_name)
        # A film that names one house twice has it once.
        np.minimum(counts.data, 1, out=counts.data)
    if not terms:
        return counts, terms
    weights = TfidfTransformer(norm=None, sublinear_tf=field.kind == "words").fit(counts)
    block = sp.csr_array(weights.transform(counts, copy=False))
    if field.name == "keywords":
        # They stay among the terms, because filters look for films there.
        block.data[np.isin(block.indices, [n for n, term in enumerate(terms) if term in ABOUT_THE_FILE])] = 0
    return shrunk(block, field.unsureness), terms


def _telling(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch without the keywords that are about the file."""
    if "keywords" not in batch.schema.names:
        return batch
    column = batch.schema.get_field_index("keywords")
    return batch.set_column(column, "keywords", without_file_keywords(batch.column(column)))


def _renamed(field: Field, names: pa.ListArray) -> pa.ListArray:
    return with_houses(names) if field.name == "companies" else names


def shrunk(block: sp.csr_array, unsureness: float) -> sp.csr_array:
    """Return a block whose rows are shorter than 1, the shorter the less they say: see `Content`.

    Parameters
    ----------
    block
        TF-IDF weights of one field, shape (n_films, n_terms), 0 or more. It is changed in place.
    unsureness
        Of the field.

    """
    entries = np.diff(block.indptr)
    row_of = np.repeat(np.arange(len(entries)), entries)
    squares = np.bincount(row_of, np.square(block.data, dtype=np.float64), minlength=len(entries))
    if squares.any():
        lengths = np.sqrt(squares + unsureness * squares[squares > 0].mean())
        block.data /= np.repeat(lengths.astype(np.float32), entries)
    return block


def _stack(blocks: list[sp.csr_array]) -> sp.csr_array:
    """Return blocks of the same width as one matrix, one below the other. Empties the list meanwhile: it is large."""
    width = blocks[0].shape[1]
    ends = np.cumsum([0, *(block.nnz for block in blocks)])
    data, indices = np.empty(ends[-1], np.float32), np.empty(ends[-1], np.int32)
    indptr = [np.zeros(1, np.int64)]
    for start in ends[:-1].tolist():
        block = blocks.pop(0)
        data[start : start + block.nnz], indices[start : start + block.nnz] = block.data, block.indices
        indptr.append(block.indptr[1:] + np.int64(start))
    joined = np.concatenate(indptr)
    return sp.csr_array((data, indices, joined), shape=(len(joined) - 1, width))


def rocchio(liked: Sequence[SparseVector], disliked: Sequence[SparseVector] = ()) -> SparseVector:
    """Return the mean of the liked vectors minus DISLIKED_SHARE of the mean of the disliked ones.

    Parameters
    ----------
    liked
        One or more; a single one without disliked ones is returned as it is.
    disliked
        Any number.

    References
    ----------
    Manning, Raghavan and Schütze, "Introduction to Information Retrieval", section 9.1.1.

    """
    if len(liked) == 1 and not disliked:
        return liked[0]
    vectors = [*liked, *disliked]
    factors = [1 / len(liked)] * len(liked) + [-DISLIKED_SHARE / max(1, len(disliked))] * len(disliked)
    indices, column = np.unique(np.concatenate([v.indices for v in vectors]), return_inverse=True)
    weights = np.concatenate([v.weights * factor for v, factor in zip(vectors, factors, strict=True)])
    return SparseVector(indices.astype(np.int32), np.bincount(column, weights, len(indices)).astype(np.float32))


def scale_fields(
    query: SparseVector, fields: Sequence[FittedField], factors: Sequence[tuple[str, float]]
) -> SparseVector:
    """Return a query in which some fields count more or less.

    The query is one side of a dot product, so each field's part of a similarity is multiplied by its factor.

    Parameters
    ----------
    query
        The query.
    fields
        Fields of the matrix.
    factors
        Name of a field, and its factor; names of no field are ignored.

    """
    if not factors:
        return query
    weights = query.weights.copy()
    by_name = {field.name: field for field in fields}
    for name, factor in factors:
        if name in by_name:
            low, high = np.searchsorted(query.indices, [by_name[name].start, by_name[name].stop])
            weights[low:high] *= np.float32(factor)
    return SparseVector(query.indices, weights)


def scale_terms(query: SparseVector, factors: Mapping[int, float]) -> SparseVector:
    """Return a query in which some terms count more or less.

    Parameters
    ----------
    query
        The query.
    factors
        Factor of each term, by column; columns that the query does not have are ignored.

    """
    if not factors:
        return query
    weights = query.weights.copy()
    for column, factor in factors.items():
        weights[query.indices == column] *= np.float32(factor)
    return SparseVector(query.indices, weights)
