"""Reading and writing what users want of terms: functions of a connection, called inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from engine.entities import CHOICES
from engine.users.tables import term_preferences as table
from engine.users.term_preference import MAX_TERMS, TermPreference


def read_terms(connection: Connection, user_id: int) -> tuple[TermPreference, ...]:
    """Return what a user wants of terms, newest first; ties in alphabetical order."""
    order = table.c.at.desc(), table.c.field, table.c.term
    found = connection.execute(select(table).where(table.c.user_id == user_id).order_by(*order))
    # A choice that a newer version writes means nothing to this one.
    return tuple(TermPreference(row.field, row.term, row.choice, row.at) for row in found if row.choice in CHOICES)


def remove_term(connection: Connection, user_id: int, field: str, term: str) -> None:
    """Take away what a user wants of a term; nothing happens if there is nothing."""
    chosen = table.c.user_id == user_id, table.c.field == field, table.c.term == term
    connection.execute(delete(table).where(*chosen))


def put_term(connection: Connection, user_id: int, wanted: TermPreference) -> None:
    """Write what a user wants of a term over what is there."""
    remove_term(connection, user_id, wanted.field, wanted.term)
    connection.execute(insert(table).values(_row(user_id, wanted)))


def add_terms(connection: Connection, user_id: int, more: Iterable[TermPreference]) -> None:
    """Add what comes from elsewhere. The newer of a term wins; of too many, the newest stay."""
    more = list(more)
    if not more:
        return
    found = {(each.field, each.term): each for each in read_terms(connection, user_id)}
    for each in more:
        before = found.get((each.field, each.term))
        if before is None or each.at > before.at:
            found[each.field, each.term] = each
    newest = sorted(found.values(), key=lambda each: each.at, reverse=True)[:MAX_TERMS]
    connection.execute(delete(table).where(table.c.user_id == user_id))
    connection.execute(insert(table), [_row(user_id, each) for each in newest])


def _row(user_id: int, wanted: TermPreference) -> dict[str, object]:
    return asdict(wanted) | {"user_id": user_id}
