"""What is asked for: films liked and disliked, words, weights, filters. A value, so that it can be a key of a cache."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.errors import InvalidQuery
from engine.filters.filters import Filters
from engine.ranking.blend import Weights

MAX_LIKED = 10
MAX_DISLIKED = 5
MAX_WEIGHT = 100
"""Beyond it nothing but that part would count, and sums would lose their last digits."""

Franchise = Literal["all", "one", "none"]
"""Which films of a franchise may be recommended: all, at most one of each, or none of those that liked films are of."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to recommend from, and how. Films are named by id."""

    liked: tuple[int, ...] = ()
    """At most MOST_LIKED; one said twice counts once."""
    disliked: tuple[int, ...] = ()
    """At most MOST_DISLIKED, none of them liked."""
    text: str = ""
    """What a film should be about, in anybody's words."""
    k: int = 10
    """How many films, 0 or more."""
    weights: Weights = field(default_factory=Weights)
    filters: Filters = field(default_factory=Filters)
    franchise: Franchise = "all"
    diversity: float = 0.0
    """From 0, the best films whatever they share, to 1, films that share least with one another."""
    terms: tuple[tuple[str, str, float], ...] = ()
    """Names of fields, terms in them, and what each counts, as a factor: 0 strikes it out, 1 changes nothing."""

    def check(self) -> None:
        """Raise InvalidQuery if it makes no sense, whatever the catalogue."""
        if not self.liked and not self.text.strip():
            raise InvalidQuery("name at least one film to start from, or say what a film should be about")
        if self.k < 0:
            raise InvalidQuery(f"k is {self.k}; it must be 0 or more")
        for what, ids, most in (("liked", self.liked, MAX_LIKED), ("disliked", self.disliked, MAX_DISLIKED)):
            if len(set(ids)) > most:
                raise InvalidQuery(f"{len(set(ids))} films are {what}; there can be {most}")
        if both := set(self.liked) & set(self.disliked):
            raise InvalidQuery(f"the film with the id {min(both)} is both liked and disliked")
        if self.franchise not in ("all", "one", "none"):
            raise InvalidQuery(f"franchise is {self.franchise!r}; it can be all, one or none")
        if not 0 <= self.diversity <= 1:
            raise InvalidQuery(f"diversity is {self.diversity:g}; it must be from 0 to 1")
        factors = [factor for _, _, factor in self.terms] + [factor for _, factor in self.weights.fields]
        if not all(0 <= factor <= MAX_WEIGHT for factor in factors):
            raise InvalidQuery(f"a term or a field can count from 0 to {MAX_WEIGHT} times as much")
        parts = (self.weights.era, self.weights.popularity, self.weights.quality)
        if not all(-MAX_WEIGHT <= weight <= MAX_WEIGHT for weight in parts):
            raise InvalidQuery(f"a weight must be from -{MAX_WEIGHT} to {MAX_WEIGHT}")
