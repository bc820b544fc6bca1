"""What users want of the terms in their taste: its part of the database of users."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from engine.entities import Choice
from engine.errors import InvalidMark
from engine.users import people, term_rows
from engine.users.database import Database
from engine.users.term_preference import MAX_TERMS, TermPreference


class TermStore:
    """Terms that users want to be ignored, or more or less of. Every method raises as those of `Users`.

    Parameters
    ----------
    database
        Of users.
    now
        Returns the time in UTC.

    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def of(self, user_id: int) -> tuple[TermPreference, ...]:
        """Return what a user wants of terms, newest first."""
        return self._database.read(lambda connection: term_rows.read_terms(connection, user_id))

    def choose(self, user_id: int, field: str, term: str, choice: Choice) -> None:
        """Keep what a user wants of a term; what was there is replaced.

        Raises
        ------
        InvalidMark
            The text or the choice makes no sense, or the user has chosen for too many terms.

        """
        wanted = TermPreference(field, term, choice, self._now())

        def work(connection: Connection) -> None:
            people.lock_user(connection, user_id)
            others = {(each.field, each.term) for each in term_rows.read_terms(connection, user_id)} - {(field, term)}
            if len(others) >= MAX_TERMS:
                raise InvalidMark(f"you have chosen for {MAX_TERMS} terms already; remove one first")
            term_rows.put_term(connection, user_id, wanted)

        self._database.write(work)

    def forget(self, user_id: int, field: str, term: str) -> None:
        """Let a term count as the marks of the user say; nothing happens if it does."""
        self._database.write(lambda connection: term_rows.remove_term(connection, user_id, field, term))
