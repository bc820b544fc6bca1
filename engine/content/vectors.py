"""Films as vectors: one L2-normalised TF-IDF block a field, joined with weights."""

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
from engine.progress import Progress, no_progress
from engine.retrieval.postings import invert

Batches = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
"""Given column names, yields these columns of all films in order, a batch at a time."""

DISLIKED_SHARE = 0.5
"""What a disliked film counts against a liked one. It may be like the liked ones in much that is meant."""


@dataclass(frozen=True, slots=True)
class Content:
    """All films as vectors.

    Row i is the concatenation of sqrt(share_f) * b_f, where b_f is the film's L2-normalised TF-IDF vector in field f,
    or zero where the film says nothing in that field. The dot product of two rows is therefore the weighted mean of
    the fields' cosines, sum over f of share_f * cos_f, from 0 to 1. It is also the cosine of the two films when each
    has one more coordinate, its alone, for all that is not known of it: rows are not stretched to length 1, because a
    film of which only the genre is known would then be closer to everything than films that are known well.
    """

    postings: sp.csr_array
    """The matrix on its side, the way it is scored: float32, shape (n_terms, n_films), indices sorted."""
    terms: list[str]
    """n_terms, in ascending order within a field."""
    fields: tuple[FittedField, ...]
    """Those of FIELDS that any film says anything in."""

    def matrix(self) -> sp.csr_array:
        """Return the films as rows, made anew: float32, shape (n_films, n_terms), indices sorted."""
        return invert(self.postings)


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Terms and their weights."""

    indices: npt.NDArray[np.int32]
    """Ascending columns of the matrix, shape (n,)."""
    weights: npt.NDArray[np.float32]
    """Shape (n,)."""


NO_VECTOR = SparseVector(np.empty(0, np.int32), np.empty(0, np.float32))


def fit(batches: Batches, progress: Progress = no_progress) -> Content:
    """Return the content of all films; each field is reported by its label as it begins."""
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
    postings = _one_below_the_other([block for _, block, _ in blocks])
    return Content(postings, list(chain.from_iterable(terms for _, _, terms in blocks)), tuple(fitted))


def _fit_block(field: Field, batches: Iterator[pa.RecordBatch]) -> tuple[sp.csr_array, list[str]]:
    """Return the field's block of shape (n_films, n) and its n terms."""
    # Loading scikit-learn takes a second, and only a build needs it.
    from sklearn.feature_extraction.text import TfidfTransformer

    from engine.content import terms as terms_of

    if field.kind == "words":
        texts = (terms_of.split_words(terms_of.running_text(batch)) for batch in batches)
        counts, terms = terms_of.count(texts, terms_of.is_word)
    else:
        counts, terms = terms_of.count((batch.column(0) for batch in batches), terms_of.is_name)
    if not terms:
        return counts, terms
    return sp.csr_array(TfidfTransformer(sublinear_tf=field.kind == "words").fit_transform(counts)), terms


def _one_below_the_other(blocks: list[sp.csr_array]) -> sp.csr_array:
    """Return `blocks` of the same width as one matrix, and empty the list as it goes: together they are large."""
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
    """Return the mean of one or more liked vectors less DISLIKED_SHARE of the mean of the disliked; of one, itself.

    The formula is Rocchio's, in Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 9.1.1.
    """
    if len(liked) == 1 and not disliked:
        return liked[0]
    vectors = [*liked, *disliked]
    factors = [1 / len(liked)] * len(liked) + [-DISLIKED_SHARE / max(1, len(disliked))] * len(disliked)
    indices, place = np.unique(np.concatenate([v.indices for v in vectors]), return_inverse=True)
    weights = np.concatenate([v.weights * factor for v, factor in zip(vectors, factors, strict=True)])
    return SparseVector(indices.astype(np.int32), np.bincount(place, weights, len(indices)).astype(np.float32))


def weighted(vector: SparseVector, fields: Sequence[FittedField], factors: Sequence[tuple[str, float]]) -> SparseVector:
    """Return a query in which some fields, by name, count a factor more or less; names of no field do nothing.

    As the query is one side of a dot product, each field's part of a similarity is multiplied by its factor.
    """
    if not factors:
        return vector
    weights = vector.weights.copy()
    by_name = {field.name: field for field in fields}
    for name, factor in factors:
        if name in by_name:
            low, high = np.searchsorted(vector.indices, [by_name[name].start, by_name[name].stop])
            weights[low:high] *= np.float32(factor)
    return SparseVector(vector.indices, weights)


def reweighted(vector: SparseVector, factors: Mapping[int, float]) -> SparseVector:
    """Return a query in which some terms, by column, count a factor more or less; terms it does not have stay out."""
    if not factors:
        return vector
    weights = vector.weights.copy()
    for column, factor in factors.items():
        weights[vector.indices == column] *= np.float32(factor)
    return SparseVector(vector.indices, weights)
