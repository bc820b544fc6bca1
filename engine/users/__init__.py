"""Public API of what people do with films: who they are, marks, history, preferences, imports and exports."""

from engine.users.collection.figures import Difference, GroupRating, RatingFigures, StarCount, rating_figures
from engine.users.collection.lists import LIST_ORDERS, TWO_HOURS, ListOrder, in_catalogue, ordered
from engine.users.guests import COOKIE_NAME, COOKIE_SECONDS, GuestId, cookie_value, new_guest_id, read_cookie
from engine.users.term_preference import TermPreference, can_be_kept
from engine.users.transfer.archives import MAX_UPLOAD_BYTES, check_size
from engine.users.transfer.catalogue_films import CatalogueFilms
from engine.users.transfer.exports import as_csv, as_json, as_letterboxd, as_letterboxd_watchlist, as_trakt
from engine.users.transfer.matching import DoubtfulRow, ImportPlan, MatchedRow, plan_import
from engine.users.transfer.reading import KNOWN_SITES, read_import
from engine.users.transfer.rows import ImportedFile, ImportedMark, ImportRow, SkippedRow
from engine.users.users import Users
from engine.users.values import (
    EVENT_KINDS,
    MARK_KINDS,
    NO_MARKS,
    Event,
    EventKind,
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
    utc_now,
)

__all__ = [
    "COOKIE_NAME",
    "COOKIE_SECONDS",
    "EVENT_KINDS",
    "KNOWN_SITES",
    "LIST_ORDERS",
    "MARK_KINDS",
    "MAX_UPLOAD_BYTES",
    "NO_MARKS",
    "TWO_HOURS",
    "CatalogueFilms",
    "Difference",
    "DoubtfulRow",
    "Event",
    "EventKind",
    "FilmMarks",
    "GroupRating",
    "GuestId",
    "HistoryEntry",
    "HistoryKind",
    "ImportPlan",
    "ImportRow",
    "ImportedFile",
    "ImportedMark",
    "ListOrder",
    "Mark",
    "MarkChange",
    "MarkKind",
    "Marks",
    "MatchedRow",
    "Preferences",
    "RatingFigures",
    "SignIn",
    "SkippedRow",
    "StarCount",
    "TermPreference",
    "User",
    "UserData",
    "UserSummary",
    "Users",
    "WriteCount",
    "as_csv",
    "as_json",
    "as_letterboxd",
    "as_letterboxd_watchlist",
    "as_trakt",
    "can_be_kept",
    "check_size",
    "cookie_value",
    "in_catalogue",
    "new_guest_id",
    "ordered",
    "plan_import",
    "rating_figures",
    "read_cookie",
    "read_import",
    "utc_now",
]
