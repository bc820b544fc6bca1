"""What to recommend from: liked and disliked films, a description, weights, filters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from engine.errors import InvalidQuery
from engine.filters.filters import Filters
from engine.ranking.blend import Weights

MAX_LIKED = 10
MAX_DISLIKED = 5
MAX_WEIGHT = 100
"""Above it nothing but that part would count, and sums would lose their last digits."""

Franchise = Literal["all", "one", "none"]
"""Which films of a franchise to recommend: all, at most one per franchise, or none from the liked films' franchises."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to recommend from, and how. Films are given by id. A plain value, so it can be the key of a cache."""

    liked: tuple[int, ...] = ()
    """At most MAX_LIKED different films; repeats count once."""
    disliked: tuple[int, ...] = ()
    """At most MAX_DISLIKED different films, none of them liked. Films like these move down."""
    about: str = ""
    """What a film should be about, in your own words."""
    k: int = 10
    """How many films, 0 or more."""
    weights: Weights = field(default_factory=Weights)
    filters: Filters = field(default_factory=Filters)
    franchise: Franchise = "all"
    diversity: float = 0.0
    """How different the results are from one another: from 0, the best films, to 1, films that share least."""
    terms: tuple[tuple[str, str, float], ...] = ()
    """Field name, term, and the factor it counts by: 0 ignores it, 1 changes nothing."""

    @property
    def can_be_answered(self) -> bool:
        """Whether it says anything about the films wanted."""
        # Films to leave out say nothing about those wanted.
        chosen = replace(self.filters, exclude_films=())
        return bool(self.liked or self.about.strip() or chosen != Filters())

    def check(self) -> None:
        """Check everything that does not depend on a catalogue.

        Raises
        ------
        InvalidQuery
            The query makes no sense; the message says why.

        """
        if not self.can_be_answered:
            raise InvalidQuery("name at least one film you like, or describe what a film should be about")
        if self.k < 0:
            raise InvalidQuery(f"k is {self.k}; it must be 0 or more")
        for kind, ids, most in (("liked", self.liked, MAX_LIKED), ("disliked", self.disliked, MAX_DISLIKED)):
            if len(set(ids)) > most:
                raise InvalidQuery(f"{len(set(ids))} films are {kind}; the limit is {most}")
        if both := set(self.liked) & set(self.disliked):
            raise InvalidQuery(f"the film with the id {min(both)} is both liked and disliked")
        if self.franchise not in ("all", "one", "none"):
            raise InvalidQuery(f"franchise is {self.franchise!r}; it must be all, one or none")
        if not 0 <= self.diversity <= 1:
            raise InvalidQuery(f"diversity is {self.diversity:g}; it must be from 0 to 1")
        self._check_weights()

    def _check_weights(self) -> None:
        factors = [factor for _, _, factor in self.terms] + [factor for _, factor in self.weights.fields]
        if not all(0 <= factor <= MAX_WEIGHT for factor in factors):
            raise InvalidQuery(f"the factor of a term or a field must be from 0 to {MAX_WEIGHT}")
        parts = (self.weights.era, self.weights.popularity, self.weights.quality)
        if not all(-MAX_WEIGHT <= weight <= MAX_WEIGHT for weight in parts):
            raise InvalidQuery(f"a weight must be from -{MAX_WEIGHT} to {MAX_WEIGHT}")
        if not 0 <= self.weights.community <= MAX_WEIGHT:
            raise InvalidQuery(f"the weight of the community must be from 0 to {MAX_WEIGHT}")
