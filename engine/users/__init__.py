"""Public API of what people do with films: who they are, marks, history, preferences, imports and exports."""

from engine.users.guests import COOKIE_SECONDS, GuestId, cookie_value, new_guest_id, read_cookie
from engine.users.users import Users
from engine.users.values import (
    MARK_KINDS,
    NO_MARKS,
    FilmMarks,
    HistoryEntry,
    HistoryKind,
    Mark,
    MarkChange,
    MarkKind,
    Marks,
    Preferences,
    SignIn,
    User,
    UserData,
    UserSummary,
    WriteCount,
)

__all__ = [
    "COOKIE_SECONDS",
    "MARK_KINDS",
    "NO_MARKS",
    "FilmMarks",
    "GuestId",
    "HistoryEntry",
    "HistoryKind",
    "Mark",
    "MarkChange",
    "MarkKind",
    "Marks",
    "Preferences",
    "SignIn",
    "User",
    "UserData",
    "UserSummary",
    "Users",
    "WriteCount",
    "cookie_value",
    "new_guest_id",
    "read_cookie",
]
