"""Users and their identities, history and preferences: functions of a connection, called inside one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from engine.errors import UnknownUser
from engine.users.marks import insert_into
from engine.users.tables import MARK_TABLES, OWNED, history, identities, keys, preferences, users
from engine.users.values import (
    MAX_HISTORY,
    MAX_HISTORY_TEXT,
    HistoryEntry,
    Preferences,
    User,
    UserSummary,
)

NO_USER = "this user does not exist, or was deleted with everything of theirs"
_COOKIE_KEY = "guest cookie"
_USER = select(users.c.id, identities.c.provider, users.c.created_at).join(identities)


def find_user(connection: Connection, provider: str, subject: str) -> User | None:
    """Return whom a provider knows as `subject`, `None` if nobody has come from there yet."""
    query = _USER.where(identities.c.provider == provider, identities.c.subject == subject)
    row = connection.execute(query).first()
    return None if row is None else User(*row)


def find_or_add_user(
    connection: Connection, provider: str, subject: str, now: datetime, email_hash: str | None = None
) -> tuple[User, bool]:
    """Return whom a provider knows as `subject`, and whether the user was made just now."""
    found = find_user(connection, provider, subject)
    if found:
        return found, False
    user_id = connection.execute(insert(users).values(created_at=now).returning(users.c.id)).scalar_one()
    row = {"provider": provider, "subject": subject, "user_id": user_id, "email_hash": email_hash}
    adding = insert_into(connection, identities).values(row).on_conflict_do_nothing()
    # Not by the count of rows, which drivers do not tell for every INSERT.
    if connection.execute(adding.returning(identities.c.user_id)).first():
        return User(user_id, provider, now), True
    # Another request of the same person came first.
    connection.execute(delete(users).where(users.c.id == user_id))
    found = find_user(connection, provider, subject)
    if found is None:
        raise UnknownUser("this user was deleted while signing in; sign in again")
    return found, False


def lock_user(connection: Connection, user_id: int) -> None:
    """Let nobody else change much of this user until the transaction ends. Raises UnknownUser."""
    if connection.execute(select(users.c.id).where(users.c.id == user_id).with_for_update()).first() is None:
        raise UnknownUser(NO_USER)


def require_user(connection: Connection, user_id: int) -> None:
    """Raise UnknownUser if there is no such user."""
    if connection.execute(select(users.c.id).where(users.c.id == user_id)).first() is None:
        raise UnknownUser(NO_USER)


def remove_user(connection: Connection, user_id: int) -> None:
    """Delete a user and everything of theirs. Raises UnknownUser."""
    lock_user(connection, user_id)
    # Identities and all that is owned go with it: foreign keys cascade.
    connection.execute(delete(users).where(users.c.id == user_id))


def providers_of_email(connection: Connection, email_hash: str, user_id: int) -> tuple[str, ...]:
    """Return the providers of other users with that address, in alphabetical order."""
    query = (
        select(identities.c.provider)
        .where(identities.c.email_hash == email_hash, identities.c.user_id != user_id)
        .distinct()
        .order_by(identities.c.provider)
    )
    return tuple(connection.execute(query).scalars())


def remember_email(connection: Connection, user_id: int, email_hash: str) -> None:
    """Keep the hash of the address with which a user has signed in last."""
    connection.execute(update(identities).where(identities.c.user_id == user_id).values(email_hash=email_hash))


def read_history(connection: Connection, user_id: int) -> tuple[HistoryEntry, ...]:
    """Return the history of a user, newest first."""
    newest = history.c.at.desc(), history.c.kind, history.c.what
    query = select(history.c.kind, history.c.what, history.c.at).where(history.c.user_id == user_id).order_by(*newest)
    return tuple(HistoryEntry(*row) for row in connection.execute(query.limit(MAX_HISTORY)))


def add_history(connection: Connection, user_id: int, entries: Iterable[HistoryEntry]) -> None:
    """Add to the history. What is there already moves to its newest time; entries beyond the newest 500 go."""
    rows = [_history_row(user_id, entry) for entry in entries]
    if not rows:
        return
    statement = insert_into(connection, history)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id", "kind", "digest"],
            set_={"at": statement.excluded.at},
            where=statement.excluded.at > history.c.at,
        ),
        rows,
    )
    of_user = history.c.user_id == user_id
    order = history.c.at.desc(), history.c.kind, history.c.digest
    oldest = select(history.c.kind, history.c.digest, func.row_number().over(order_by=order).label("number"))
    numbered = oldest.where(of_user).subquery()
    for kind, digest, _ in connection.execute(select(numbered).where(numbered.c.number > MAX_HISTORY)).all():
        connection.execute(delete(history).where(of_user, history.c.kind == kind, history.c.digest == digest))


def clear_history(connection: Connection, user_id: int) -> None:
    """Forget all queries and films opened."""
    connection.execute(delete(history).where(history.c.user_id == user_id))


def read_preferences(connection: Connection, user_id: int) -> Preferences | None:
    """Return the preferences of a user, `None` if none are set."""
    row = connection.execute(select(preferences).where(preferences.c.user_id == user_id)).first()
    return None if row is None else Preferences(row.country, row.language, row.preset, row.hide_watched, row.adult)


def write_preferences(connection: Connection, user_id: int, values: Preferences, now: datetime) -> None:
    """Set all preferences of a user."""
    row = asdict(values) | {"at": now}
    statement = insert_into(connection, preferences).values(row | {"user_id": user_id})
    connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=row))


def summaries(connection: Connection, limit: int) -> tuple[UserSummary, ...]:
    """Return the newest users with how many rows each has."""
    found = [User(*row) for row in connection.execute(_USER.order_by(users.c.id.desc()).limit(limit))]
    ids = [user.id for user in found]
    counts: dict[int, dict[str, int]] = {each: {} for each in ids}
    for table in OWNED:
        query = select(table.c.user_id, func.count()).where(table.c.user_id.in_(ids)).group_by(table.c.user_id)
        of_table = {row.user_id: row[1] for row in connection.execute(query)}
        for each in ids:
            counts[each][table.name] = of_table.get(each, 0)
    return tuple(UserSummary(user, counts[user.id]) for user in found)


def table_sizes(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table.name: _size(connection, table) for table in (users, identities, *OWNED)}


def size_in_bytes(connection: Connection) -> int:
    """Return how large the whole database is."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, page = (int(connection.execute(text(f"PRAGMA {name}")).scalar_one()) for name in ("page_count", "page_size"))
    return pages * page


def cookie_key(connection: Connection) -> bytes | None:
    """Return the key that signs the cookies of guests, `None` if there is none yet."""
    return connection.execute(select(keys.c.value).where(keys.c.name == _COOKIE_KEY)).scalar()


def add_cookie_key(connection: Connection, key: bytes) -> bytes:
    """Store `key` as the one that signs the cookies of guests, unless there is one; return the one that is stored."""
    row = {"name": _COOKIE_KEY, "value": key}
    connection.execute(insert_into(connection, keys).values(row).on_conflict_do_nothing())
    return cookie_key(connection) or key


def all_ratings(connection: Connection) -> list[tuple[int, int, float]]:
    """Return user, film and stars of every rating, by user and film."""
    table = MARK_TABLES["rating"]
    query = select(table.c.user_id, table.c.film_id, table.c.halves).order_by(table.c.user_id, table.c.film_id)
    return [(user, film, halves / 2) for user, film, halves in connection.execute(query)]


def hash_of(plain: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _history_row(user_id: int, entry: HistoryEntry) -> dict[str, Any]:
    # PostgreSQL stores no NUL and no half of a surrogate pair.
    what = entry.what.replace("\0", "").encode("utf-8", "replace").decode()[:MAX_HISTORY_TEXT]
    return {"user_id": user_id, "kind": entry.kind, "digest": hash_of(what), "what": what, "at": entry.at}


def preferences_time(connection: Connection, user_id: int) -> datetime | None:
    """Return when a user set their preferences last, `None` if never."""
    return connection.execute(select(preferences.c.at).where(preferences.c.user_id == user_id)).scalar()


def _size(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
