"""What is told online about a film, as it crosses the door. All values are frozen; what is not known is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody in a film, and whom they play."""

    name: str
    character: str = ""


@dataclass(frozen=True, slots=True)
class Video:
    """A video at YouTube."""

    key: str
    """YouTube's id of it."""
    name: str
    kind: str
    """As TMDB calls it: "Trailer", "Teaser", "Clip", …"""
    language: str
    """Code of ISO 639-1, empty where there is nothing to understand."""
    official: bool


@dataclass(frozen=True, slots=True)
class WatchOffers:
    """Where a film can be watched in a country, by JustWatch."""

    country: str
    """Code of ISO 3166-1."""
    link: str
    """TMDB's page of the offers."""
    stream: tuple[str, ...] = ()
    rent: tuple[str, ...] = ()
    buy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """An age rating in a country."""

    country: str
    """Code of ISO 3166-1."""
    certification: str


@dataclass(frozen=True, slots=True)
class FilmDetails:
    """What TMDB knows of a film, in one language."""

    id: int
    language: str
    """As asked for."""
    title: str
    tagline: str = ""
    overview: str = ""
    runtime: int | None = None
    """Minutes."""
    directors: tuple[str, ...] = ()
    cast: tuple[Role, ...] = ()
    """The first MOST_CAST in the order of the credits."""
    ratings: tuple[Rating, ...] = ()
    videos: tuple[Video, ...] = ()
    """At YouTube, the best to show first."""
    offers: tuple[WatchOffers, ...] = ()
    """By country code, ascending."""
    homepage: str = ""
    imdb_id: str = ""
    poster_path: str = ""
    backdrop_path: str = ""

    def rating_in(self, country: str) -> str:
        """Return the age rating in a country, else the one in the United States, else nothing."""
        by_country = {one.country: one.certification for one in self.ratings}
        return by_country.get(country) or by_country.get("US", "")

    def offers_in(self, country: str) -> WatchOffers | None:
        """Return where the film can be watched in a country."""
        return next((one for one in self.offers if one.country == country), None)


KeyState = Literal["none", "untried", "valid", "refused"]


@dataclass(frozen=True, slots=True)
class TmdbStatus:
    """How things stand with TMDB in this process."""

    key: KeyState
    calls: int
    """Made so far, retries included."""
    per_second: int
    """Calls begun within the last second."""
    limit: int
    """Calls a second that are never exceeded."""
    look_ups: int
    """Films looked up: in Redis, and by a call where Redis had nothing."""
    shared_hits: int
    """Look-ups that another process had made before, found in Redis."""
    shared: bool
    """Whether look-ups and the limit are shared through Redis."""
    trouble: str
    """Why the last call failed, in one line; empty if it did not."""
