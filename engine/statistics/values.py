"""The catalogue in figures, as it crosses the door. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Bin, Count


@dataclass(frozen=True, slots=True)
class YearCount:
    """Films of a year."""

    year: int
    films: int


@dataclass(frozen=True, slots=True)
class GridBin:
    """Films with two values in [x_low, x_high) and [y_low, y_high)."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float
    films: int


@dataclass(frozen=True, slots=True)
class NameInYear:
    """Films of a year that have a value, such as a genre."""

    year: int | None
    """`None` holds the films whose year is not known."""
    name: str
    films: int


@dataclass(frozen=True, slots=True)
class BinInYear:
    """Films of a year with a value in [low, high)."""

    year: int | None
    """`None` holds the films whose year is not known."""
    low: float
    high: float
    films: int


@dataclass(frozen=True, slots=True)
class Decade:
    """The films of a decade in figures; `None` where no film of it has what it would take."""

    decade: int
    """Its first year."""
    films: int
    languages: int
    countries: int
    median_runtime: float | None
    """Minutes."""
    mean_rating: float | None
    """0 to 10, weighted by votes."""
    revenue: int
    """US dollars, over the films where it is known."""


@dataclass(frozen=True, slots=True)
class GenreDecade:
    """Films of a genre in a decade, and their share of the films of that decade."""

    genre: str
    decade: int
    films: int
    share: float


@dataclass(frozen=True, slots=True)
class Money:
    """A film whose budget and revenue are both known, in US dollars."""

    title: str
    year: int | None
    genre: str
    budget: int
    revenue: int


@dataclass(frozen=True, slots=True)
class GenrePair:
    """Two genres that films have together."""

    a: str
    b: str
    films: int
    lift: float
    """How many times as often as if one did not depend on the other."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How the values of some films spread: quantiles."""

    name: str
    films: int
    low: float
    """Five of a hundred films have less."""
    quarter: float
    median: float
    three_quarters: float
    high: float
    """Five of a hundred films have more."""


@dataclass(frozen=True, slots=True)
class KeywordTrend:
    """A keyword's share of the films of two times, 0 to 1."""

    name: str
    before: float
    since: float
    films: int
    """Of both."""


@dataclass(frozen=True, slots=True)
class GenreKeyword:
    """A keyword that films of a genre have more than others."""

    genre: str
    keyword: str
    weight: float
    """Class-based TF-IDF: for the order only."""
    films: int
    """Of the genre, that have it."""


@dataclass(frozen=True, slots=True)
class RatedFilm:
    """A film with its rating as far as its votes bear it."""

    id: int
    label: str
    rating: float
    """Mean vote, 0 to 10."""
    votes: int
    average: float
    """Bayesian average, 0 to 10."""


@dataclass(frozen=True, slots=True)
class ReturnOnBudget:
    """A film and what it took for what it cost."""

    label: str
    budget: int
    """US dollars."""
    revenue: int
    """US dollars."""
    ratio: float
    """Revenue by budget."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """In how many films of a decade a column says something, and their share of its films."""

    decade: int
    column: str
    films: int
    share: float


@dataclass(frozen=True, slots=True)
class ImplausibleValue:
    """Something that can hardly be true, and of how many films it is said."""

    name: str
    """"budget" and "revenue": of less than 1,000 US dollars. "unseen": a million US dollars taken, with fewer than ten
    votes. "runtime": of more than ten hours. "to come": released in a year that is yet to come. "twice": title and year
    are those of another film too."""
    films: int
    examples: tuple[str, ...]
    """The most voted of them."""


@dataclass(frozen=True, slots=True)
class ImplausibleFilm:
    """A film of which something can hardly be true."""

    doubt: str
    """As in `Doubt.name`."""
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class PivotQuery:
    """What to tell of films: a figure of each group."""

    x: str
    """Column to group by, one of CROSS_GROUPS; of names only the most frequent are told."""
    measure: str = "films"
    """One of CROSS_MEASURES; films of which it is not known do not count."""
    figure: str = "count"
    """Of the measure in each group, one of CROSS_FIGURES."""
    colour: str | None = None
    """Another column to group by within each group."""
    least_films: int = 1
    """Of a group that is told."""


@dataclass(frozen=True, slots=True)
class PivotCell:
    """Some films, and the figure that was asked for."""

    x: str
    colour: str | None
    films: int
    """Of which the measure is known."""
    value: float


@dataclass(frozen=True, slots=True)
class Pivot:
    """An answer to `Cross`."""

    asked: PivotQuery
    names: tuple[str, ...]
    """The groups along x, in their own order if they have one, else those of most films first."""
    ordered: bool
    """Whether the groups along x have an order of their own."""
    groups: tuple[PivotCell, ...]
    """Colour by colour, those of each in the order of `names`."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole catalogue in figures. `None` means that no film has what it would take."""

    films: int
    first_year: int | None
    last_year: int | None
    languages: int
    countries: int
    median_runtime: float | None
    """Minutes."""
    mean_rating: float | None
    """0 to 10, weighted by votes."""
    total_revenue: int
    """US dollars, over the films where it is known."""
    decades: tuple[Decade, ...] = ()
    """Those that any film is of, the first first."""
    films_per_year: tuple[YearCount, ...] = ()
    genres: tuple[Count, ...] = ()
    genres_by_decade: tuple[GenreDecade, ...] = ()
    ratings: tuple[Bin, ...] = ()
    runtimes: tuple[Bin, ...] = ()
    genres_by_year: tuple[NameInYear, ...] = ()
    """Of TMDB's genres; a film counts in each of its genres."""
    languages_by_year: tuple[NameInYear, ...] = ()
    """Of the most frequent languages, by their codes."""
    ratings_by_year: tuple[BinInYear, ...] = ()
    runtimes_by_year: tuple[BinInYear, ...] = ()
    votes_and_ratings: tuple[GridBin, ...] = ()
    """x: log10 of the votes; y: rating."""
    money: tuple[Money, ...] = ()
    """The most voted films with both sums known, at most 1,000."""
    best_multiples: tuple[ReturnOnBudget, ...] = ()
    worst_multiples: tuple[ReturnOnBudget, ...] = ()
    genre_pairs: tuple[GenrePair, ...] = ()
    ratings_by_genre: tuple[Quantiles, ...] = ()
    """The highest median first."""
    runtimes_by_decade: tuple[Quantiles, ...] = ()
    ratings_by_decade: tuple[Quantiles, ...] = ()
    middle_year: int | None = None
    """About half of the films with a date are of this year or later: no other year divides them more evenly."""
    keyword_shifts: tuple[KeywordTrend, ...] = ()
    """Those that have risen most since the middle year, then those that have fallen most."""
    typical_keywords: tuple[GenreKeyword, ...] = ()
    """Genre by genre, the most typical first."""
    best: tuple[RatedFilm, ...] = ()
    worst: tuple[RatedFilm, ...] = ()
    top_companies: tuple[Count, ...] = ()
    top_directors: tuple[Count, ...] = ()
    top_cast: tuple[Count, ...] = ()
    top_languages: tuple[Count, ...] = ()
    top_countries: tuple[Count, ...] = ()
    top_keywords: tuple[Count, ...] = ()
    countries_named: tuple[Count, ...] = ()
    """All of them, the most frequent first."""
    completeness: tuple[Count, ...] = ()
    """Films that have each column."""
    completeness_by_decade: tuple[Completeness, ...] = ()
    implausible_values: tuple[ImplausibleValue, ...] = ()
