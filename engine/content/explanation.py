"""Why a similarity is what it is: a dot product, told apart by field and by term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from engine.content.fields import FittedField
from engine.content.vectors import SparseVector
from engine.entities import Explanation, FieldContribution, TermContribution

MAX_REASONS = 3
"""Terms that a sentence can hold."""
MAX_UNIQUE = 12
"""Terms that tell what one film is about and another is not."""


# Keywords on what happens beside the credits: true, and about no film.
_UNTOLD = frozenset({"aftercreditsstinger", "duringcreditsstinger"})
_MIN_SHARE = {2: 0.05}
"""By telling: the share of a similarity below which a term is no reason. Any two stories share some word."""


class Terms(Protocol):
    """The text of each column of the matrix."""

    def __getitem__(self, column: int, /) -> str: ...


def explain(a: SparseVector, b: SparseVector, fields: Sequence[FittedField], terms: Terms) -> Explanation:
    """Return what each field and each shared term adds to the dot product of `a` and `b`.

    Both the fields' values and the terms' values sum to it. Terms of equal value keep the order of the columns.
    """
    shared, in_a, in_b = np.intersect1d(a.indices, b.indices, assume_unique=True, return_indices=True)
    values = a.weights[in_a].astype(np.float64) * b.weights[in_b]
    stops = np.array([field.stop for field in fields])
    owner = np.searchsorted(stops, shared, side="right")
    sums = np.bincount(owner, values, minlength=len(fields))
    contributions = tuple(
        TermContribution(fields[owner[n]].name, fields[owner[n]].label, terms[int(shared[n])], float(values[n]))
        for n in np.argsort(-values, kind="stable")
    )
    return Explanation(
        fields=tuple(FieldContribution(f.name, f.label, float(value)) for f, value in zip(fields, sums, strict=True)),
        terms=contributions,
        reasons=strongest_reasons(contributions, {field.name: field.reason_priority for field in fields}),
    )


def explain_itself(vector: SparseVector, fields: Sequence[FittedField], terms: Terms) -> Explanation:
    """Return why a film is like itself: in every field fully, in those that it says nothing in as well."""
    told = explain(vector, vector, fields, terms)
    whole = tuple(FieldContribution(field.name, field.label, field.share) for field in fields)
    return Explanation(whole, told.terms, told.reasons)


def unique_terms(a: SparseVector, b: SparseVector, fields: Sequence[FittedField], terms: Terms) -> tuple[str, ...]:
    """Return the strongest terms of `a` that `b` does not have, in words, as `because` would of a similarity."""
    lacking = ~np.isin(a.indices, b.indices, assume_unique=True)
    rest = SparseVector(a.indices[lacking], a.weights[lacking])
    return strongest_reasons(
        explain(rest, rest, fields, terms).terms, {field.name: field.reason_priority for field in fields}, MAX_UNIQUE
    )


def strongest_reasons(
    terms: Sequence[TermContribution], reason_priority: Mapping[str, int], limit: int = MAX_REASONS
) -> tuple[str, ...]:
    """Return the strongest of `terms` in words, those of the most telling fields first, none said twice.

    Words of a story count only where they matter, and remarks on the credits never, unless there is nothing else. A
    word is left out where a phrase already says it, and gives way to a phrase as telling that says more: "dream" to
    "dream world".

    telling : rank of each field, the lowest first
    """
    # What has been struck out adds nothing, and is no reason.
    terms = [term for term in terms if term.value]
    total = sum(term.value for term in terms)
    worth = [
        t for t in terms if t.term not in _UNTOLD and t.value >= _MIN_SHARE.get(reason_priority[t.field], 0) * total
    ]
    chosen: list[TermContribution] = []
    for term in sorted(worth or terms, key=lambda term: reason_priority[term.field]):
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


def _words(term: TermContribution) -> set[str]:
    return set(term.term.casefold().split())
