"""Films as vectors: one L2-normalised TF-IDF block a field, joined with weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.content.fields import FIELDS, Field, FittedField

Records = Callable[[Sequence[str]], Iterator[list[dict[str, object]]]]
"""Given column names, yields all films in order as records, a batch at a time: `Catalogue.batches`."""


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

    matrix: sp.csr_array
    """float32, shape (n_films, n_terms), indices sorted."""
    terms: list[str]
    """n_terms, in ascending order within a field."""
    fields: tuple[FittedField, ...]
    """Those of FIELDS that any film says anything in."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Terms and their weights."""

    indices: npt.NDArray[np.int32]
    """Ascending columns of the matrix, shape (n,)."""
    weights: npt.NDArray[np.float32]
    """Shape (n,)."""


def fit(records: Records, progress: Callable[[str], None] | None = None) -> Content:
    """Return the content of all films; `progress` is told the label of each field as it begins."""
    blocks: list[tuple[Field, sp.csr_array, list[str]]] = []
    for field in FIELDS:
        if progress:
            progress(field.label)
        block, terms = _fit_block(field, chain.from_iterable(records(field.columns)))
        if terms:
            blocks.append((field, block, terms))
    total = sum(field.weight for field, _, _ in blocks)
    fitted, start = [], 0
    for field, _, terms in blocks:
        share, stop = field.weight / total, start + len(terms)
        fitted.append(FittedField(field.name, field.label, share, start, stop, field.telling))
        start = stop
    weighted = [block * np.float32(sqrt(f.share)) for f, (_, block, _) in zip(fitted, blocks, strict=True)]
    if not weighted:
        rows = sum(len(batch) for batch in records(("id",)))
        return Content(sp.csr_array(np.zeros((rows, 0), dtype=np.float32)), [], ())
    matrix = sp.csr_array(sp.hstack(weighted, format="csr", dtype=np.float32))
    matrix.sort_indices()
    return Content(matrix, list(chain.from_iterable(terms for _, _, terms in blocks)), tuple(fitted))


def _fit_block(field: Field, records: Iterable[dict[str, object]]) -> tuple[sp.csr_array, list[str]]:
    """Return the field's block of shape (n_films, n) and its n terms; no terms where no film has any."""
    # Loading scikit-learn takes a second, and only a build needs it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    if field.kind == "words":
        vectoriser = TfidfVectorizer(stop_words="english", strip_accents="unicode", sublinear_tf=True, dtype=np.float32)
        documents: Iterable[object] = (_running_text(record, field.columns) for record in records)
    else:
        vectoriser = TfidfVectorizer(analyzer=_as_they_are, dtype=np.float32)
        documents = (record[field.columns[0]] for record in records)
    try:
        block = vectoriser.fit_transform(documents)
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return sp.csr_array(np.zeros((0, 0), dtype=np.float32)), []
    return sp.csr_array(block), vectoriser.get_feature_names_out().tolist()


def _running_text(record: dict[str, object], columns: Sequence[str]) -> str:
    values = (record[column] for column in columns)
    return " ".join(" ".join(value) if isinstance(value, list) else str(value or "") for value in values)


def _as_they_are(names: list[str]) -> list[str]:
    return names


def row_vector(matrix: sp.csr_array, row: int) -> SparseVector:
    """Return a film's vector, without copying."""
    start, stop = int(matrix.indptr[row]), int(matrix.indptr[row + 1])
    return SparseVector(matrix.indices[start:stop], matrix.data[start:stop])


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
