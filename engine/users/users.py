"""Users, the facade: who somebody is, and everything they do with films. One transaction a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.errors import InvalidMark, quoted
from engine.users import everything, people
from engine.users import marks as mark_rows
from engine.users.database import Database
from engine.users.event_store import EventStore
from engine.users.guests import GuestId, new_cookie_key
from engine.users.term_store import TermStore
from engine.users.transfer.matching import ImportPlan
from engine.users.values import (
    GUEST,
    MARK_KINDS,
    FilmMarks,
    HistoryEntry,
    HistoryKind,
    Mark,
    MarkChange,
    MarkKind,
    Marks,
    Preferences,
    SignIn,
    User,
    UserData,
    UserSummary,
    WriteCount,
    halves_of,
    utc_now,
    valid_film_id,
)


class Users:
    """The database of users. Any number of threads may share one; it connects on first use, and after a failure again.

    Films are named by their TMDB id, whether or not the catalogue has them. Marks are independent of each other: a film
    may be rated and be on the watchlist. Every method raises DatabaseUnavailable if the database cannot be used, and
    DatabaseVersion if a newer CineWatch wrote it; every method that writes raises UnknownUser if the user was deleted.

    Parameters
    ----------
    url
        `sqlite:///FILE` or `postgresql://…`; nothing is opened yet.
    now
        Returns the time in UTC.

    Raises
    ------
    SettingsError
        `url` is no such address.

    """

    def __init__(self, url: str, now: Callable[[], datetime] = utc_now) -> None:
        self._database = Database(url)
        self.events = EventStore(self._database)
        self.terms = TermStore(self._database, now)
        self._now = now

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    # Who is who

    def cookie_key(self) -> bytes:
        """Return the key that signs the cookies of guests: made once, and the same for every server on the database."""
        return self._database.read(people.cookie_key) or self._database.write(
            lambda connection: people.add_cookie_key(connection, new_cookie_key())
        )

    def find_guest(self, guest: GuestId) -> User | None:
        """Return the user that a guest's cookie stands for, `None` if that guest has marked nothing yet."""
        return self._database.read(lambda connection: people.find_user(connection, GUEST, guest.subject))

    def guest(self, guest: GuestId) -> User:
        """Return the user that a guest's cookie stands for; add it if there is none. Call it for the first mark."""
        return self.find_guest(guest) or self._database.write(
            lambda connection: people.find_or_add_user(connection, GUEST, guest.subject, self._now())[0]
        )

    def sign_in(self, provider: str, subject: str, verified_email: str | None = None) -> SignIn:
        """Return the account of whom a provider knows as `subject`; make it if there is none.

        Parameters
        ----------
        provider, subject
            OpenID Connect's issuer and `sub`. Only both together say who somebody is.
        verified_email
            The address, if the provider has checked it. Only its hash is kept, to tell people of their other accounts;
            accounts are never joined by it.

        Raises
        ------
        InvalidMark
            The provider or the subject is empty, too long, or "guest".

        """
        if not (0 < len(provider) <= 200 and 0 < len(subject) <= 255) or provider == GUEST:
            raise InvalidMark(f"{quoted(provider)} did not say who signs in; try again")
        email_hash = people.hash_of(verified_email.strip().casefold()) if verified_email else None

        def work(connection: Connection) -> SignIn:
            user, is_new = people.find_or_add_user(connection, provider, subject, self._now(), email_hash)
            if email_hash is None:
                return SignIn(user, is_new)
            people.remember_email(connection, user.id, email_hash)
            return SignIn(user, is_new, people.providers_of_email(connection, email_hash, user.id))

        return self._database.write(work)

    def merge_guest(self, guest: GuestId, user_id: int) -> WriteCount:
        """Move everything of a guest to an account, and forget the guest. The newer wins, nothing is lost."""

        def work(connection: Connection) -> WriteCount:
            found = people.find_user(connection, GUEST, guest.subject)
            return everything.merge_users(connection, found.id, user_id, self._now()) if found else WriteCount()

        return self._database.write(work)

    def delete(self, user_id: int) -> None:
        """Delete a user and everything of theirs, at once and for good."""
        self._database.write(lambda connection: people.remove_user(connection, user_id))

    # Marks

    def mark(self, user_id: int, kind: MarkKind, film_id: int, rating: float | None = None) -> MarkChange:
        """Mark a film, or rate it; what was there is replaced.

        Raises
        ------
        InvalidMark
            The rating is not 0.5 to 5 in halves, or the id is no film id.

        """
        _check_kind(kind)
        stars = halves_of(rating) / 2 if kind == "rating" else None
        mark = Mark(valid_film_id(film_id), self._now(), stars)
        before = self._database.write(lambda connection: mark_rows.put_mark(connection, user_id, kind, mark))
        return MarkChange(kind, film_id, before, mark)

    def unmark(self, user_id: int, kind: MarkKind, film_id: int) -> MarkChange:
        """Take a mark away; nothing happens if there is none."""
        _check_kind(kind)
        film = valid_film_id(film_id)
        before = self._database.write(lambda connection: mark_rows.remove_mark(connection, user_id, kind, film))
        return MarkChange(kind, film, before, None)

    def undo(self, user_id: int, change: MarkChange) -> None:
        """Take back what one click changed, with its old time. Doing it twice changes nothing more."""

        def work(connection: Connection) -> Mark | None:
            if change.before:
                return mark_rows.put_mark(connection, user_id, change.kind, change.before)
            return mark_rows.remove_mark(connection, user_id, change.kind, change.film_id)

        self._database.write(work)

    def marks(self, user_id: int) -> Marks:
        """Return all marks of a user, newest first."""
        return self._database.read(lambda connection: mark_rows.read_marks(connection, user_id))

    def film_marks(self, user_id: int, film_ids: Sequence[int]) -> dict[int, FilmMarks]:
        """Return the marks of a user on some films, for their cards; films without any are left out."""
        return self._database.read(lambda connection: mark_rows.read_film_marks(connection, user_id, film_ids))

    def all_ratings(self) -> list[tuple[int, int, float]]:
        """Return user, film and stars of every rating, by user and film."""
        return self._database.read(people.all_ratings)

    # History and preferences

    def remember(self, user_id: int, kind: HistoryKind, what: str) -> None:
        """Put a query or an opened film at the top of the history, which keeps the newest 500."""
        entry = HistoryEntry(kind, what, self._now())
        self._database.write(lambda connection: people.add_history(connection, user_id, [entry]))

    def history(self, user_id: int) -> tuple[HistoryEntry, ...]:
        """Return the history of a user, newest first."""
        return self._database.read(lambda connection: people.read_history(connection, user_id))

    def clear_history(self, user_id: int) -> None:
        """Forget all queries and films opened."""
        self._database.write(lambda connection: people.clear_history(connection, user_id))

    def preferences(self, user_id: int) -> Preferences:
        """Return the preferences of a user; nothing is chosen in those of a user who has set none."""
        return self._database.read(lambda connection: people.read_preferences(connection, user_id)) or Preferences()

    def set_preferences(self, user_id: int, preferences: Preferences) -> None:
        """Set all preferences of a user."""
        now = self._now()
        self._database.write(lambda connection: people.write_preferences(connection, user_id, preferences, now))

    # Everything at once

    def data(self, user_id: int) -> UserData:
        """Return everything that is kept about a user. Raises UnknownUser."""

        def work(connection: Connection) -> UserData:
            people.require_user(connection, user_id)
            return everything.read_data(connection, user_id)

        return self._database.read(work)

    def add(self, user_id: int, data: UserData, undated: Mapping[MarkKind, frozenset[int]] | None = None) -> WriteCount:
        """Add what comes from elsewhere, all of it or nothing. What is there stays, but newer ratings win.

        Preferences are set only if the user has none; the newer choice for a term wins. `undated` names the films whose
        mark has a time only because every mark has one; their rating replaces none.
        """
        now = self._now()
        return self._database.write(
            lambda connection: everything.add_data(connection, user_id, data, undated or {}, now)
        )

    def apply(self, user_id: int, plan: ImportPlan) -> WriteCount:
        """Write what an import would do: the rows whose film is known. Doing it twice changes nothing more."""
        return self.add(user_id, *plan.to_write(self._now()))

    # For the operator

    def summaries(self, limit: int) -> tuple[UserSummary, ...]:
        """Return at most `limit` users, the newest first, with how many rows each has."""
        return self._database.read(lambda connection: people.summaries(connection, limit))

    def sizes(self) -> dict[str, int]:
        """Return how many rows each table has, and the bytes of the whole database."""
        rows = self._database.read(people.table_sizes)
        return rows | {"bytes": self._database.read(people.size_in_bytes)}


def _check_kind(kind: str) -> None:
    if kind not in MARK_KINDS:
        raise InvalidMark(f"{quoted(kind)} is no mark; there are {', '.join(MARK_KINDS)}")
