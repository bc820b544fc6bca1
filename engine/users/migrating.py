"""Brings the tables up to date when the app starts: Alembic's migrations, under a lock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from engine.errors import DatabaseVersion

_SCRIPTS = Path(__file__).parent / "migrations"
# Any number; it must be the same in every version of CineWatch.
_POSTGRESQL_LOCK = 4_611_317_201


def migrate(engine: Engine, across_processes: Callable[[], AbstractContextManager[object]]) -> None:
    """Run the migrations that the database lacks, all in one transaction.

    Parameters
    ----------
    engine
        The database.
    across_processes
        Returns a lock that one process holds at a time. On PostgreSQL, the database itself has one as well.

    Raises
    ------
    DatabaseVersion
        A newer version of CineWatch wrote the database.

    """
    config = Config()
    # ConfigParser reads a percent sign as the beginning of a name.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if _is_up_to_date(connection, script):
            return
    with across_processes(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '60s'"))
            connection.execute(text("SET LOCAL statement_timeout = '60s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
        # Somebody else may have done it meanwhile.
        if not _is_up_to_date(connection, script):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _is_up_to_date(connection: Connection, script: ScriptDirectory) -> bool:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseVersion(
            "the database of users was written by a newer version of CineWatch: update CineWatch, or name another "
            "database in CINEWATCH_DATABASE_URL; nothing was changed"
        )
    return current == script.get_current_head()
