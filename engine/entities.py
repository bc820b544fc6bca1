"""The values that questions to the engine return. All are frozen; none knows a matrix or a row number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

DESCRIPTION, DESCRIPTION_LABEL = "description", "Your words"
"""Name and label of the part of a match that a description adds, beside the fields."""
Choice = Literal["ignore", "more", "less"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
"""What a user wants of films with a term, for good."""
CATEGORY_FIELDS = ("genres", "companies")
"""Fields that say what shelf a film is on, not what it is about."""


def label_of(title: str, year: int | None) -> str:
    """Return title and year as people write them: `Inception (2010)`."""
    return f"{title} ({year})" if year else title


@dataclass(frozen=True, slots=True)
class Film:
    """A film of the catalogue. `None` and empty tuples mean "unknown"."""

    id: int
    """TMDB's, if the dataset has those; see `IndexInfo.has_tmdb_ids`."""
    title: str
    original_title: str
    year: int | None
    release_date: date | None
    runtime: int | None
    """Minutes."""
    rating: float | None
    """Mean vote, 0 to 10; unknown without votes."""
    votes: int
    genres: tuple[str, ...]
    keywords: tuple[str, ...]
    overview: str
    tagline: str
    director: tuple[str, ...]
    cast: tuple[str, ...]
    companies: tuple[str, ...]
    countries: tuple[str, ...]
    spoken_languages: tuple[str, ...]
    original_language: str
    """ISO 639-1 code as on TMDB, or empty."""
    budget: int | None
    """US dollars, not adjusted for inflation."""
    revenue: int | None
    """US dollars, not adjusted for inflation."""
    popularity: float
    status: str
    adult: bool
    imdb_id: str
    homepage: str
    poster_path: str
    backdrop_path: str

    @property
    def label(self) -> str:
        """Title and year as people write them: `Inception (2010)`."""
        return label_of(self.title, self.year)


@dataclass(frozen=True, slots=True)
class FilmSummary:
    """What a list shows of a film; the fields are those of `Film`."""

    id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    rating: float | None
    votes: int
    poster_path: str


@dataclass(frozen=True, slots=True)
class FilmName:
    """A film in a list to choose from."""

    id: int
    label: str
    """Unique within its list."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The values each filter offers in a catalogue."""

    genres: tuple[str, ...]
    """Genres that any film has, in their fixed order."""
    languages: tuple[str, ...]
    """Codes of original languages, the most frequent first."""
    keywords: tuple[str, ...]
    """The most frequent first."""
    people: tuple[str, ...]
    """Directors and cast, those with most films first."""
    countries: tuple[str, ...]
    """The most frequent first."""
    companies: tuple[str, ...]
    """The most frequent first; one name for each house."""
    first_year: int | None
    """`None` if no film has a date."""
    last_year: int | None
    """`None` if no film has a date."""


@dataclass(frozen=True, slots=True)
class FieldContribution:
    """What one field adds to a similarity."""

    field: str
    label: str
    """The field's name on screen."""
    value: float


@dataclass(frozen=True, slots=True)
class TermContribution:
    """What one shared term adds to a similarity."""

    field: str
    label: str
    """The field's name on screen."""
    term: str
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a similarity is what it is: the fields add up to it, and so do the terms."""

    fields: tuple[FieldContribution, ...]
    """Every field of the index in fixed order, even if it adds nothing; then the description, if there is one."""
    terms: tuple[TermContribution, ...]
    """Shared terms, the strongest first."""
    reasons: tuple[str, ...]
    """The few strongest terms, to name in a sentence; no word appears twice."""

    @property
    def category_share(self) -> float:
        """Share of what is shared, 0 to 1, that is only genre or company; 0 if nothing is shared."""
        shared = {part.field: max(0.0, part.value) for part in self.fields}
        return sum(shared.get(name, 0.0) for name in CATEGORY_FIELDS) / (sum(shared.values()) or 1.0)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommended film, its score, and why it is there."""

    film: Film
    score: float
    """The sum of `parts`."""
    match: float
    """Similarity to the query. Usually 0 to 1; below 0 if the film resembles disliked ones more, above 1 if fields or
    terms count more than usual."""
    era: float
    """Added for closeness in time."""
    popularity: float
    """Added for many votes; below 0 if the query favours lesser-known films."""
    quality: float
    """Added for high ratings."""
    closer_than: float
    """Share of the other films, 0 to 1, whose match is lower."""
    explanation: Explanation
    """Of `match`."""
    community: float | None = None
    """Added for being liked by the same people as the liked films; `None` if no community was learned."""

    @property
    def parts(self) -> dict[str, float]:
        """What the score is the sum of, by name; `community` is among it only where a community was learned."""
        parts = {"match": self.match, "era": self.era, "popularity": self.popularity, "quality": self.quality}
        return parts if self.community is None else parts | {"community": self.community}


@dataclass(frozen=True, slots=True)
class Answer:
    """The films recommended to a query."""

    films: tuple[Recommendation, ...]
    """Best first."""
    diversity: float
    """How different the films are: the mean of 1 - similarity over their pairs, 0 to 1. NaN if there is no pair."""
    unknown: tuple[str, ...] = ()
    """Words of the query's description that no film mentions."""
    corrected: tuple[tuple[str, str], ...] = ()
    """Words with a typing error, and the words read instead."""


@dataclass(frozen=True, slots=True)
class ScoredFilm:
    """A recommended film and its score, for those who do not ask why."""

    film: FilmSummary
    score: float
    """As in `Recommendation`."""


@dataclass(frozen=True, slots=True)
class RankChange:
    """A film's rank among all films, by score, before and after a query was changed."""

    film: Film
    before: int
    """1 is the best."""
    after: int
    """1 is the best."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How similar two films are, and why."""

    a: Film
    b: Film
    similarity: float
    """The weighted mean of the cosines of their fields, each as far as both films are sure of it: 1 for a film and
    itself, and from 0 to below 1 for different films. Era and popularity do not count."""
    closer_than: float
    """Share of the films other than `a`, 0 to 1, that are less similar to `a` than `b` is."""
    share_of_pairs_below: float
    """Share of all pairs of films, 0 to 1, that are less similar; an estimate, NaN if the catalogue has one film."""
    pairs_sampled: int
    """Random pairs that the estimate is based on."""
    explanation: Explanation
    unique_to_a: tuple[str, ...]
    """What `a` is about and `b` is not, in words, the strongest of each kind first."""
    unique_to_b: tuple[str, ...]
    """What `b` is about and `a` is not."""


@dataclass(frozen=True, slots=True)
class Count:
    """A value, and how many films have it."""

    name: str
    films: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Films with a value in [low, high)."""

    low: float
    high: float
    films: int
