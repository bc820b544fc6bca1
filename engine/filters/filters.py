"""Which films may be shown: a plain value, so that it can be the key of a cache."""

from __future__ import annotations

from dataclasses import dataclass, replace

BEST_RATING = 10.0


@dataclass(frozen=True, slots=True)
class Filters:
    """Which films may be shown. Without arguments: all released films that are not adult films.

    A film with an unknown value does not pass a filter on that value.
    """

    genres: tuple[str, ...] = ()
    """The film has at least one of these."""
    all_genres: bool = False
    """The film has all of `genres`."""
    exclude_genres: tuple[str, ...] = ()
    """The film has none of these."""
    keywords: tuple[str, ...] = ()
    """The film has at least one of these; case matters."""
    exclude_keywords: tuple[str, ...] = ()
    """The film has none of these; case matters."""
    people: tuple[str, ...] = ()
    """At least one of these directed the film or is in its cast; as the catalogue spells their names."""
    countries: tuple[str, ...] = ()
    """The film was made in at least one of these; as the catalogue names them."""
    exclude_countries: tuple[str, ...] = ()
    """The film was made in none of these."""
    companies: tuple[str, ...] = ()
    """At least one of these made the film. Names of one house are one company."""
    first_year: int | None = None
    """The film is from this year or later."""
    last_year: int | None = None
    """The film is from this year or earlier."""
    min_runtime: int | None = None
    """Minutes."""
    max_runtime: int | None = None
    """Minutes."""
    languages: tuple[str, ...] = ()
    """Codes; the original language of the film is one of these."""
    min_votes: int = 0
    max_votes: int | None = None
    """The film has this many votes or fewer."""
    min_rating: float = 0.0
    """0 to 10."""
    max_rating: float = BEST_RATING
    """0 to 10."""
    exclude_people: tuple[str, ...] = ()
    """None of these directed the film or is in its cast; as the catalogue spells their names."""
    exclude_words: tuple[str, ...] = ()
    """No text of the film mentions one of these words or names."""
    exclude_films: tuple[int, ...] = ()
    """The film is none of these ids. They say something about a user: leave them out of what others see."""
    include_adult: bool = False
    """Adult films pass too."""
    include_unreleased: bool = False
    """Films that are not released yet pass too."""

    def for_preset(self, preset: str) -> Filters:
        """Return these filters, made narrower where a preset asks more of every film."""
        limits = PRESET_LIMITS.get(preset)
        if limits is None:
            return self
        return replace(
            self,
            min_votes=max(self.min_votes, limits.min_votes),
            max_votes=limits.max_votes if self.max_votes is None else min(self.max_votes, limits.max_votes),
            min_rating=max(self.min_rating, limits.min_rating),
            min_runtime=max(self.min_runtime or 0, limits.min_runtime),
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What a preset asks of every film, whatever the user's filters are."""

    min_votes: int
    max_votes: int
    min_rating: float
    """0 to 10."""
    min_runtime: int
    """Minutes."""


PRESET_LIMITS = {"Hidden gems": Limits(min_votes=30, max_votes=1_000, min_rating=6.5, min_runtime=40)}
"""By the name of the preset. A gem is liked by a few dozen people at least, is not known to everybody, and is not a
short film."""

EVERY_FILM = Filters(include_adult=True, include_unreleased=True)
"""Every film passes."""
