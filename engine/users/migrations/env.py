"""Alembic runs this file; it migrates the connection that `migrating.migrate` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from engine.users.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
