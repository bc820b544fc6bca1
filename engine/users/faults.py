"""What went wrong in the database, in everyday words, and whether it may be tried again. Pure."""

from __future__ import annotations

import sqlite3

from sqlalchemy import exc

# Standard: https://www.postgresql.org/docs/current/errcodes-appendix.html
_TRY_AGAIN = {"40001", "40P01", "55P03"}
_POSTGRESQL = {
    "53100": "has no space left",
    "53300": "has too many connections",
    "25006": "is read-only",
    "3D000": "does not exist",
    "28P01": "refused our password",
    "28000": "refused our name",
    "42501": "does not let us write",
    "57014": "took too long",
    "57P01": "is shutting down",
    "57P03": "is starting or stopping",
}
# Primary result codes: https://www.sqlite.org/rescode.html
_SQLITE = {
    5: "is busy",
    6: "is busy",
    8: "is read-only",
    10: "has a disk that cannot be read or written",
    11: "is damaged",
    13: "has no space left",
    14: "has a file that cannot be opened",
    26: "has a file that is no SQLite database",
}
_BUSY = (5, 6)


def may_retry(error: exc.SQLAlchemyError) -> bool:
    """Return whether the database has undone the transaction and asks to try it again: locks and serialisation."""
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return _primary_code(original) in _BUSY
    return _sqlstate(original) in _TRY_AGAIN


def is_disconnect(error: exc.SQLAlchemyError) -> bool:
    """Return whether the connection is lost. Nothing of the transaction is kept, unless it was being committed."""
    return isinstance(error, exc.DBAPIError) and error.connection_invalidated


def what_is_wrong(error: exc.SQLAlchemyError) -> str:
    """Return what is wrong with the database. No message of a driver is used: it may hold names and addresses."""
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return _SQLITE.get(_primary_code(original), "has a fault")
    if isinstance(error, exc.TimeoutError):
        return "is busy"
    return _POSTGRESQL.get(_sqlstate(original), "does not answer")


def is_unknown_user(error: exc.IntegrityError) -> bool:
    """Return whether a row could not be written because its user does not exist."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return original.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY"
    return _sqlstate(original) == "23503"


def _sqlstate(error: object) -> str:
    # Loading it takes a fifth of a second, and only PostgreSQL's errors need it.
    import psycopg

    return error.sqlstate or "" if isinstance(error, psycopg.Error) else ""


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
