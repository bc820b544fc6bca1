"""The first tables: users, who they are, their marks, history and preferences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# A migration says what the tables were when it was written, so it imports nothing of ours.
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _owner(table: str) -> list[sa.Column[int] | sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE")
    return [sa.Column("user_id", _ID, nullable=False, autoincrement=False), key]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "users",
        sa.Column("id", _ID, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identities",
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        *_owner("identities"),
        sa.Column("email_hash", sa.String(64)),
        sa.PrimaryKeyConstraint("provider", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_index("ix_identities_email_hash", "identities", ["email_hash"])
    for name in ("ratings", "watched", "watchlist", "not_interested"):
        _create_marks(name)
    _create_history_and_preferences()
    op.create_table(
        "keys",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keys"),
    )


def _create_marks(name: str) -> None:
    halves = [
        sa.Column("halves", sa.SmallInteger, nullable=False),
        sa.CheckConstraint("halves BETWEEN 1 AND 10", name="ck_ratings_halves"),
    ]
    op.create_table(
        name,
        *_owner(name),
        sa.Column("film_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(halves if name == "ratings" else []),
        sa.PrimaryKeyConstraint("user_id", "film_id", name=f"pk_{name}"),
    )


def _create_history_and_preferences() -> None:
    op.create_table(
        "history",
        *_owner("history"),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "digest", name="pk_history"),
    )
    op.create_index("ix_history_newest", "history", ["user_id", "at"])
    op.create_table(
        "preferences",
        *_owner("preferences"),
        *(sa.Column(name, sa.String(40), nullable=False) for name in ("country", "language", "preset")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("hide_watched", "adult")),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_preferences"),
    )
