"""The tables. The migrations make them in the database; a test holds that both are the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
)

from engine.users.term_preference import MAX_FIELD_LENGTH, MAX_TERM_LENGTH
from engine.users.values import MarkKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# SQLite gives only a plain INTEGER a number by itself.
_ID = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC as microseconds since 1970: the same number, and the same order, in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return what the database stores."""
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return what the database stored."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owner() -> Column[int]:
    return Column("user_id", _ID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


def _part_of_owner() -> Column[int]:
    """Return the owner as the first part of a primary key."""
    return Column("user_id", _ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


users = Table(
    "users",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("created_at", UtcTime, nullable=False),
    # The id of a deleted user must never become that of a new one: a page may still be open.
    sqlite_autoincrement=True,
)
identities = Table(
    "identities",
    metadata,
    Column("provider", String(200), primary_key=True),
    Column("subject", String(255), primary_key=True),
    _owner(),
    Column("email_hash", String(64)),
    Index(None, "user_id"),
    Index(None, "email_hash"),
)
history = Table(
    "history",
    metadata,
    _part_of_owner(),
    Column("kind", String(10), primary_key=True),
    # The key of a text of any length.
    Column("digest", String(64), primary_key=True),
    Column("what", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_history_newest", "user_id", "at"),
)
preferences = Table(
    "preferences",
    metadata,
    _part_of_owner(),
    Column("country", String(40), nullable=False),
    Column("language", String(40), nullable=False),
    Column("preset", String(40), nullable=False),
    Column("hide_watched", Boolean, nullable=False),
    Column("adult", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
)
keys = Table(
    "keys",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)


def _mark_table(name: str, *more: Column[int] | CheckConstraint) -> Table:
    return Table(
        name,
        metadata,
        _part_of_owner(),
        Column("film_id", Integer, primary_key=True, autoincrement=False),
        Column("at", UtcTime, nullable=False),
        *more,
    )


MARK_TABLES: dict[MarkKind, Table] = {
    "rating": _mark_table(
        "ratings",
        # Half stars are whole numbers, which no database rounds.
        Column("halves", SmallInteger, nullable=False),
        CheckConstraint("halves BETWEEN 1 AND 10", name="halves"),
    ),
    "watched": _mark_table("watched"),
    "watchlist": _mark_table("watchlist"),
    "not_interested": _mark_table("not_interested"),
}
events = Table(
    "experiment_events",
    metadata,
    Column("id", _ID, primary_key=True),
    _owner(),
    Column("experiment", String(60), nullable=False),
    Column("arm", String(60), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("film_id", Integer, nullable=False),
    Column("position", SmallInteger),
    Column("build", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_experiment_events_user_id", "user_id"),
    Index("ix_experiment_events_at", "experiment", "at"),
)
"""What users did in an experiment. Kept for a while only."""
left_experiments = Table(
    "left_experiments",
    metadata,
    _part_of_owner(),
    Column("experiment", String(60), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
"""Experiments that users do not take part in any more."""
term_preferences = Table(
    "term_preferences",
    metadata,
    _part_of_owner(),
    Column("field", String(MAX_FIELD_LENGTH), primary_key=True),
    Column("term", String(MAX_TERM_LENGTH), primary_key=True),
    Column("choice", String(10), nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""Terms of their taste that users want to be ignored, or more or less of."""
OWNED = (*MARK_TABLES.values(), history, preferences, term_preferences, events, left_experiments)
"""Tables whose rows belong to one user."""
