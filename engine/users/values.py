"""What people do with films, as frozen values. Times are in UTC."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from engine.errors import InvalidMark, quoted
from engine.users.term_preference import TermPreference

MarkKind = Literal["rating", "watched", "watchlist", "not_interested"]
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)
HistoryKind = Literal["query", "film"]

MAX_HISTORY = 500
"""Entries of the history that are kept; the newest."""
MAX_HISTORY_TEXT = 2_000
"""Characters of a query in the history."""
MAX_FILM_ID = 2**31 - 1
GUEST = "guest"
"""The provider of identities that nobody has signed in with."""
_MAX_SETTING = 40


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who uses CineWatch: a guest, or the owner of an account."""

    id: int
    """Never used again once the user is deleted."""
    provider: str
    """Who says that it is them: "guest", or the provider that they sign in with."""
    created_at: datetime

    @property
    def is_guest(self) -> bool:
        """Whether nobody has signed in."""
        return self.provider == GUEST


@dataclass(frozen=True, slots=True)
class SignIn:
    """The result of signing in."""

    user: User
    is_new: bool
    """Whether the account was made just now."""
    same_email: tuple[str, ...] = ()
    """Other providers with which an account of the same e-mail address exists. Accounts are never joined by address."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a user said about a film, and when."""

    film_id: int
    at: datetime
    rating: float | None = None
    """Stars, 0.5 to 5 in halves; `None` for marks that are no rating."""


@dataclass(frozen=True, slots=True)
class FilmMarks:
    """All marks of one user on one film."""

    rating: float | None = None
    watched: bool = False
    watchlist: bool = False
    not_interested: bool = False

    @property
    def seen(self) -> bool:
        """Whether the user has seen the film: watched or rated it."""
        return self.watched or self.rating is not None


NO_MARKS = FilmMarks()


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a user; each kind is newest first, and ties go to the lower film id."""

    rating: tuple[Mark, ...] = ()
    watched: tuple[Mark, ...] = ()
    watchlist: tuple[Mark, ...] = ()
    not_interested: tuple[Mark, ...] = ()

    def of_kind(self, kind: MarkKind) -> tuple[Mark, ...]:
        """Return the marks of one kind."""
        by_kind: dict[MarkKind, tuple[Mark, ...]] = {
            "rating": self.rating,
            "watched": self.watched,
            "watchlist": self.watchlist,
            "not_interested": self.not_interested,
        }
        return by_kind[kind]

    def by_film(self) -> dict[int, FilmMarks]:
        """Return the marks on each film that has any."""
        ratings = {mark.film_id: mark.rating for mark in self.rating}
        watched, watchlist, refused = (
            {mark.film_id for mark in marks} for marks in (self.watched, self.watchlist, self.not_interested)
        )
        return {
            film: FilmMarks(ratings.get(film), film in watched, film in watchlist, film in refused)
            for film in sorted({*ratings, *watched, *watchlist, *refused})
        }

    def __len__(self) -> int:
        return sum(len(self.of_kind(kind)) for kind in MARK_KINDS)


@dataclass(frozen=True, slots=True)
class MarkChange:
    """What one click changed; `Users.undo` takes it back."""

    kind: MarkKind
    film_id: int
    before: Mark | None
    """`None` if there was no mark."""
    after: Mark | None
    """`None` if there is none now."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A query that was run, or a film that was opened, and when last."""

    kind: HistoryKind
    what: str
    """The query as in the page's address, or the film's id."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user wants everywhere. Empty texts mean "not chosen"."""

    country: str = ""
    """ISO 3166-1 code of two capital letters."""
    language: str = ""
    """ISO 639-1 code."""
    preset: str = ""
    hide_watched: bool = False
    adult: bool = False

    def __post_init__(self) -> None:
        for name in ("country", "language", "preset"):
            text = getattr(self, name)
            if not isinstance(text, str) or len(text) > _MAX_SETTING or not all(map(str.isprintable, text)):
                raise InvalidMark(f"{name} is {quoted(text)}; it is a short text")


@dataclass(frozen=True, slots=True)
class WriteCount:
    """What writing many marks at once did to those that were there."""

    added: int = 0
    changed: int = 0
    """Ratings that a newer one replaced."""
    unchanged: int = 0
    """Marks that were there already, or newer."""

    def __add__(self, other: WriteCount) -> WriteCount:
        return WriteCount(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


EventKind = Literal["shown", "opened", "watchlist", "watched", "rating", "not_interested"]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a user saw or did in an experiment."""

    user_id: int
    experiment: str
    arm: str
    """The arm of the user, or of the film in an interleaved list. Empty for what users do: the store finds it."""
    kind: EventKind
    at: datetime
    film_id: int
    position: int | None = None
    """Place of the film in the list, from 1."""
    build: str = ""
    """Name of the catalogue's build."""


@dataclass(frozen=True, slots=True)
class UserData:
    """Everything that is kept about one user."""

    marks: Marks = field(default_factory=Marks)
    history: tuple[HistoryEntry, ...] = ()
    """Newest first."""
    preferences: Preferences | None = None
    """`None` if the user has set none."""
    events: tuple[Event, ...] = ()
    """What they saw and did in experiments, the oldest first."""
    terms: tuple[TermPreference, ...] = ()
    """What they want of terms in their taste, newest first."""
    left: tuple[str, ...] = ()
    """Names of the experiments that they have left, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class UserSummary:
    """A user in the operator's list: counts only."""

    user: User
    counts: Mapping[str, int]
    """Rows of each table, by its name."""


def utc_now() -> datetime:
    """Return the time, to the microsecond, as the database keeps it."""
    return datetime.now(UTC)


def halves_of(rating: object) -> int:
    """Return a rating as a number of half stars, 1 to 10.

    Raises
    ------
    InvalidMark
        It is no number from 0.5 to 5 in steps of a half.

    """
    if isinstance(rating, (int, float)) and not isinstance(rating, bool) and math.isfinite(rating):
        halves = 2 * rating
        if halves == int(halves) and 1 <= halves <= 10:
            return int(halves)
    raise InvalidMark(f"a rating is 0.5 to 5 stars in half steps, not {quoted(rating)}")


def valid_film_id(film_id: object) -> int:
    """Return a TMDB id. Raises InvalidMark if it cannot be one."""
    if isinstance(film_id, int) and not isinstance(film_id, bool) and 0 < film_id <= MAX_FILM_ID:
        return film_id
    raise InvalidMark(f"{quoted(film_id)} is not a film id")
