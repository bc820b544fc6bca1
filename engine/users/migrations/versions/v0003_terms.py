"""Terms of their taste that users want to be ignored, or more or less of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "term_preferences",
        sa.Column("user_id", _ID, nullable=False, autoincrement=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("term", sa.String(300), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_term_preferences_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "field", "term", name="pk_term_preferences"),
    )
