"""The address of a database, as people and hosts write it. Pure; no message shows it, since it may hold a password."""

from __future__ import annotations

from sqlalchemy import exc, make_url
from sqlalchemy.engine import URL

from engine.errors import SettingsError

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def parse_address(text: str) -> URL:
    """Return the address with the driver that we use.

    Raises
    ------
    SettingsError
        It is neither SQLite's nor PostgreSQL's, or names no database.

    """
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError):
        url = None
    if url is not None and url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    if url is not None and url.drivername in _POSTGRESQL and url.database:
        return url.set(drivername="postgresql+psycopg")
    raise SettingsError(
        "CINEWATCH_DATABASE_URL is no address of a database; "
        "it looks like sqlite:///data/cinewatch.db or postgresql://user@host/database"
    ) from None
