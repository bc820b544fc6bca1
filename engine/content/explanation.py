"""Why two vectors are similar: their dot product, split by field and by term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from engine.content.fields import CATEGORY_FIELDS, FittedField
from engine.content.vectors import SparseVector
from engine.entities import Explanation, FieldContribution, TermContribution

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
    shared, in_a, in_b = np.intersect1d(a.indices, b.indices, assume_unique=True, return_indices=True)
    values = a.weights[in_a].astype(np.float64) * b.weights[in_b]
    stops = np.array([field.stop for field in fields])
    field_of = np.searchsorted(stops, shared, side="right")
    sums = np.bincount(field_of, values, minlength=len(fields))
    contributions = tuple(
        TermContribution(fields[field_of[n]].name, fields[field_of[n]].label, terms[int(shared[n])], float(values[n]))
        for n in np.argsort(-values, kind="stable")
    )
    return Explanation(
        fields=tuple(FieldContribution(f.name, f.label, float(value)) for f, value in zip(fields, sums, strict=True)),
        terms=contributions,
        reasons=strongest_reasons(contributions, _priorities(fields)),
    )


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
    chosen: list[TermContribution] = []
    for term in sorted(_candidates(terms, reason_priority), key=lambda term: reason_priority[term.field]):
        covered = [other for other in chosen if _words(other) <= _words(term)]
        if any(
            _words(term) <= _words(other) or reason_priority[other.field] < reason_priority[term.field]
            for other in covered
        ):
            continue
        if covered:
            chosen = [term if other is covered[0] else other for other in chosen if other not in covered[1:]]
        elif len(chosen) < limit and not any(_words(term) <= _words(other) for other in chosen):
            chosen.append(term)
    return tuple(term.term for term in chosen)


def _candidates(terms: Sequence[TermContribution], reason_priority: Mapping[str, int]) -> Sequence[TermContribution]:
    """Return the terms that can be reasons; if there are none, all that count at all."""
    # Terms that the user has switched off have no value.
    terms = [term for term in terms if term.value]
    total = sum(term.value for term in terms)
    return [term for term in terms if term.value >= _MIN_SHARE.get(reason_priority[term.field], 0) * total] or terms


def _words(term: TermContribution) -> set[str]:
    return set(term.term.casefold().split())


def category_share(explanation: Explanation) -> float:
    """Return the share of what is shared, 0 to 1, that is only genre or company; 0 if nothing is shared."""
    shared = {part.field: max(0.0, part.value) for part in explanation.fields}
    total = sum(shared.values())
    return sum(value for field, value in shared.items() if field in CATEGORY_FIELDS) / total if total else 0.0
