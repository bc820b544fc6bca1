"""Details of a film as TMDB has them. All values are frozen; what is unknown is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Role:
    """A person in a film, and the character they play."""

    name: str
    character: str = ""


@dataclass(frozen=True, slots=True)
class Video:
    """A video at YouTube."""

    key: str
    """Its id at YouTube."""
    name: str
    kind: str
    """As TMDB calls it: "Trailer", "Teaser", "Clip", …"""
    language: str
    """Code of ISO 639-1, empty if there is no speech."""
    official: bool


@dataclass(frozen=True, slots=True)
class WatchOffers:
    """Where to watch a film in a country, by JustWatch."""

    country: str
    """Code of ISO 3166-1."""
    link: str
    """TMDB's page with the offers."""
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
    """A film as TMDB has it, in one language."""

    id: int
    language: str
    """The language that was requested."""
    title: str
    tagline: str = ""
    overview: str = ""
    runtime: int | None = None
    """Minutes."""
    directors: tuple[str, ...] = ()
    cast: tuple[Role, ...] = ()
    """At most MAX_CAST, in the order of the credits."""
    ratings: tuple[Rating, ...] = ()
    videos: tuple[Video, ...] = ()
    """At YouTube, best first."""
    offers: tuple[WatchOffers, ...] = ()
    """By country code, ascending."""
    homepage: str = ""
    imdb_id: str = ""
    poster_path: str = ""
    backdrop_path: str = ""

    def rating_in(self, country: str) -> str:
        """Return the age rating in a country, else the one in the United States, else an empty text."""
        by_country = {rating.country: rating.certification for rating in self.ratings}
        return by_country.get(country) or by_country.get("US", "")

    def offers_in(self, country: str) -> WatchOffers | None:
        """Return where to watch the film in a country."""
        return next((offers for offers in self.offers if offers.country == country), None)


KeyState = Literal["none", "untried", "valid", "refused"]


@dataclass(frozen=True, slots=True)
class TmdbStatus:
    """The state of the key, and the calls that this process has made."""

    key: KeyState
    calls: int
    """Made so far, retries included."""
    calls_last_second: int
    limit: int
    """Most calls per second."""
    lookups: int
    """Films looked up, in Redis or at TMDB."""
    shared_hits: int
    """Look-ups answered by Redis, because another server made them before."""
    shared: bool
    """Whether look-ups and the limit are shared through Redis."""
    last_error: str
    """Why the last call failed, in one line; empty if it did not."""
