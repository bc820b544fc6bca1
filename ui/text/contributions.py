"""What fields and terms add, as people see it: fields of one name are one. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from engine import Explanation

K = TypeVar("K", bound=Hashable)


def by_label(explanation: Explanation) -> dict[str, float]:
    """Return what the fields of each name add, in fixed order."""
    return _sums((part.label, part.value) for part in explanation.fields)


def terms_by_label(explanation: Explanation) -> dict[tuple[str, str], float]:
    """Return what each shared term adds, by the name of its fields and itself, the strongest first."""
    sums = _sums(((term.label, term.term), term.value) for term in explanation.terms)
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _sums(values: Iterable[tuple[K, float]]) -> dict[K, float]:
    """Return the sum of the values of each key, in the order in which keys first come."""
    sums: dict[K, float] = {}
    for key, value in values:
        sums[key] = sums.get(key, 0.0) + value
    return sums
