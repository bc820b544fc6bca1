"""Why two vectors are similar: their dot product, split by field and by term."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from engine.content.fields import FittedField
from engine.content.vectors import SparseVector
from engine.entities import DESCRIPTION, DESCRIPTION_LABEL, Explanation, FieldContribution, TermContribution

MAX_REASONS = 3
"""Terms that fit into a sentence."""
MAX_UNIQUE = 12
"""Terms that only one of two films has."""

_MIN_SHARE = {2: 0.05}
"""By reason priority: the share of a similarity below which a term is no reason. Any two stories share some word."""


class Terms(Protocol):
    """The text of each column of the matrix."""

    def __getitem__(self, column: int, /) -> str: ...


def explain(a: SparseVector, b: SparseVector, fields: Sequence[FittedField], terms: Terms) -> Explanation:
    """Return what each field and each shared term adds to the dot product of two vectors.

    The values of the fields sum to the dot product, and so do the values of the terms. Terms come in order of value,
    highest first; ties in order of columns.

    Parameters
    ----------
    a, b
        The vectors.
    fields
        In order of their columns.
    terms
        Text of each column.

    """
    stops = [field.stop for field in fields]
    sums = [0.0] * len(fields)
    shared = []
    # A film shares a few terms with a query, so a loop takes less time than NumPy's calls.
    for column, value in zip(*(part.tolist() for part in _products(a, b)), strict=True):
        number = bisect_right(stops, column)
        sums[number] += value
        shared.append(TermContribution(fields[number].name, fields[number].label, terms[column], value))
    contributions = tuple(sorted(shared, key=lambda term: -term.value))
    return Explanation(
        fields=tuple(FieldContribution(f.name, f.label, value) for f, value in zip(fields, sums, strict=True)),
        terms=contributions,
        reasons=strongest_reasons(contributions, _priorities(fields)),
    )


def _products(a: SparseVector, b: SparseVector) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Return the columns that two vectors share, ascending, and the product of their weights in each."""
    if not len(a.indices):
        return a.indices, np.empty(0)
    # Both are ascending, so a bisection is several times as fast as `np.intersect1d`, which sorts them again.
    places = np.minimum(np.searchsorted(a.indices, b.indices), len(a.indices) - 1)
    is_shared = a.indices[places] == b.indices
    products = a.weights[places[is_shared]].astype(np.float64) * b.weights[is_shared]
    return b.indices[is_shared], products


def with_description(
    explanation: Explanation, fields: Sequence[FittedField], words: Iterable[tuple[str, float]]
) -> Explanation:
    """Return an explanation with what a description adds to a similarity: one more part, and its words as terms.

    Parameters
    ----------
    explanation
        Without the description.
    fields
        Of the explanation.
    words
        Words of the description, each once, and what they add.

    """
    added = [TermContribution(DESCRIPTION, DESCRIPTION_LABEL, word, value) for word, value in words]
    part = FieldContribution(DESCRIPTION, DESCRIPTION_LABEL, sum(term.value for term in added))
    # Sorting keeps the order of what is equal.
    terms = tuple(sorted([*added, *explanation.terms], key=lambda term: -term.value))
    reasons = strongest_reasons(terms, _priorities(fields) | {DESCRIPTION: 1})
    return Explanation((*explanation.fields, part), terms, reasons)


def explain_itself(vector: SparseVector, fields: Sequence[FittedField], terms: Terms) -> Explanation:
    """Return why a film is similar to itself: fully in every field, even in fields where it has no text."""
    explanation = explain(vector, vector, fields, terms)
    shares = tuple(FieldContribution(field.name, field.label, field.share) for field in fields)
    return Explanation(shares, explanation.terms, explanation.reasons)


def unique_terms(a: SparseVector, b: SparseVector, fields: Sequence[FittedField], terms: Terms) -> tuple[str, ...]:
    """Return the strongest terms of `a` that `b` does not have, at most MAX_UNIQUE, chosen like reasons."""
    only_a = ~np.isin(a.indices, b.indices, assume_unique=True)
    rest = SparseVector(a.indices[only_a], a.weights[only_a])
    return strongest_reasons(explain(rest, rest, fields, terms).terms, _priorities(fields), MAX_UNIQUE)


def _priorities(fields: Sequence[FittedField]) -> dict[str, int]:
    return {field.name: field.reason_priority for field in fields}


def strongest_reasons(
    terms: Sequence[TermContribution], reason_priority: Mapping[str, int], limit: int = MAX_REASONS
) -> tuple[str, ...]:
    """Return the strongest terms in words, fields of the best priority first, without repeating a word.

    A word of a story counts only if it matters. A term is left out if a longer one with the same words is there;
    "dream" gives way to "dream world" of the same priority.

    Parameters
    ----------
    terms
        Highest value first.
    reason_priority
        Priority of each field, by name; 1 is the best.
    limit
        Most terms to return.

    """
    chosen: list[_Reason] = []
    for term in sorted(_candidates(terms, reason_priority), key=lambda term: reason_priority[term.field]):
        reason = _Reason(term.term, frozenset(term.term.casefold().split()), reason_priority[term.field])
        covered = [other for other in chosen if other.words <= reason.words]
        if any(reason.words <= other.words or other.priority < reason.priority for other in covered):
            continue
        if covered:
            chosen = [reason if other is covered[0] else other for other in chosen if other not in covered[1:]]
        elif len(chosen) < limit and not any(reason.words <= other.words for other in chosen):
            chosen.append(reason)
    return tuple(reason.term for reason in chosen)


class _Reason(NamedTuple):
    """A term that may be a reason."""

    term: str
    words: frozenset[str]
    """Its different words, in lower case."""
    priority: int


def _candidates(terms: Sequence[TermContribution], reason_priority: Mapping[str, int]) -> Sequence[TermContribution]:
    """Return the terms that can be reasons; if there are none, all that count at all."""
    # Terms that the user has switched off have no value.
    terms = [term for term in terms if term.value]
    total = sum(term.value for term in terms)
    return [term for term in terms if term.value >= _MIN_SHARE.get(reason_priority[term.field], 0) * total] or terms
