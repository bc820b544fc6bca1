"""Experiments: what users saw and did in them, and which of them users have left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _owner(table: str) -> list[sa.Column[int] | sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE")
    return [sa.Column("user_id", _ID, nullable=False, autoincrement=False), key]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "experiment_events",
        sa.Column("id", _ID, nullable=False),
        *_owner("experiment_events"),
        sa.Column("experiment", sa.String(60), nullable=False),
        sa.Column("arm", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("film_id", sa.Integer, nullable=False),
        sa.Column("position", sa.SmallInteger),
        sa.Column("build", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_experiment_events"),
    )
    op.create_index("ix_experiment_events_user_id", "experiment_events", ["user_id"])
    op.create_index("ix_experiment_events_at", "experiment_events", ["experiment", "at"])
    op.create_table(
        "left_experiments",
        *_owner("left_experiments"),
        sa.Column("experiment", sa.String(60), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "experiment", name="pk_left_experiments"),
    )
