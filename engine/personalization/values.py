"""The values that questions about a user's taste take and return. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.entities import CHOICES, Explanation, Film
from engine.errors import InvalidQuery, quoted
from engine.filters.filters import Filters
from engine.personalization.choices import TermChoice
from engine.personalization.grades import Marks
from engine.ranking.blend import Weights
from engine.ranking.query import MAX_WEIGHT, Franchise, Query


@dataclass(frozen=True, slots=True)
class PersonalQuery:
    """Whom to recommend to, and how. A plain value, so it can be the key of a cache."""

    marks: Marks
    k: int = 10
    """How many films, 0 or more."""
    weights: Weights = field(default_factory=Weights)
    """A preset. Each part counts as much more than usual as in a search from films; quality is added."""
    community: float = 1.0
    """How much the ratings of other users count: 1 is normal, 0 switches them off."""
    filters: Filters = field(default_factory=Filters)
    franchise: Franchise = "all"
    """As in `Query`; "none" leaves out the franchises of the films the user likes."""
    diversity: float = 0.0
    """How different the results are from one another: from 0, the best films, to 1, films that share least."""
    choices: tuple[TermChoice, ...] = ()
    """What the user wants of terms and decades for good: to ignore them, or more or less of them."""

    def check(self) -> None:
        """Check everything that does not depend on a catalogue.

        Raises
        ------
        InvalidQuery
            The query makes no sense; the message says why.

        """
        # What both kinds of query have in common is checked in one place. The description keeps it from being empty.
        Query(
            about="any",
            k=self.k,
            weights=self.weights,
            filters=self.filters,
            franchise=self.franchise,
            diversity=self.diversity,
        ).check()
        if not 0 <= self.community <= MAX_WEIGHT:
            raise InvalidQuery(f"the weight of the community must be from 0 to {MAX_WEIGHT}")
        for _, term, choice in self.choices:
            if choice not in CHOICES:
                raise InvalidQuery(f"{quoted(choice)} is no choice for {quoted(term)}; there are {', '.join(CHOICES)}")


@dataclass(frozen=True, slots=True)
class LikedFilm:
    """What one marked film adds to a score, through the ratings of other users."""

    id: int
    label: str
    """Title and year."""
    value: float
    """Below 0 if it counts against the recommended film."""


@dataclass(frozen=True, slots=True)
class PersonalRecommendation:
    """A film for a user, its score, and why it is there."""

    film: Film
    score: float
    """`community + taste + era + popularity + quality`."""
    community: float
    """What users with similar ratings say; 0 if no community was learned, or it does not know the film."""
    taste: float
    """Match of the film's terms with the user's."""
    era: float
    """Match of its decade with those of the user."""
    popularity: float
    """Added for many votes, as far as the user likes films that many know."""
    quality: float
    """Added for high ratings."""
    liked: tuple[LikedFilm, ...]
    """The marked films whose values sum to `community`, strongest first; those that add nothing are left out."""
    explanation: Explanation
    """Of `taste`: fields and terms sum to it."""


@dataclass(frozen=True, slots=True)
class PersonalAnswer:
    """The films recommended to a user."""

    films: tuple[PersonalRecommendation, ...]
    """Best first."""
    diversity: float
    """As in `Answer`."""
    unknown: tuple[int, ...]
    """Marked films that the catalogue does not have."""


@dataclass(frozen=True, slots=True)
class TasteTerm:
    """How much a user likes a term."""

    field: str
    label: str
    """The field's name on screen."""
    term: str
    weight: float
    """What a film whose only term in the field this is gains in score; below 0 for a dislike."""
    films: int
    """Marked films that have it."""


@dataclass(frozen=True, slots=True)
class TasteProfile:
    """A taste in words."""

    liked: tuple[TasteTerm, ...]
    """Strongest first."""
    disliked: tuple[TasteTerm, ...]
    """Strongest first."""
    decades: tuple[tuple[int, float], ...]
    """Decades of the marked films, as their first years, ascending, and how much more than the others each is liked."""
    fame: float
    """How much films that many know are favoured: what the most voted film gains."""


@dataclass(frozen=True, slots=True)
class StrengthChange:
    """How a rating changed how much a user likes a term."""

    field: str
    label: str
    """The field's name on screen."""
    term: str
    before: float
    """As `TasteTerm.weight`, over the films that are marked now."""
    after: float

    @property
    def change(self) -> float:
        """Above 0 if the user likes the term more than before."""
        return self.after - self.before
