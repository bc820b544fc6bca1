"""The error tree: everything CineWatch raises on purpose.

    CineWatchError
    ├── SettingsError            a setting has an unknown value
    ├── SourceError              the dataset
    │   ├── SourceMissing            there is no such file
    │   ├── SourceUnreadable         it cannot be read
    │   ├── SourceChanging           it is still being written
    │   ├── SourceShrank             it has lost films since the last build
    │   ├── UnknownSchema            its columns are not those of a film dataset
    │   └── NoFilms                  it has no films
    ├── IndexFault               the built index
    │   ├── IndexMissing             nothing is built
    │   ├── IndexCorrupt             cut, damaged, foreign, or mixed from two builds
    │   ├── IndexVersion             written by another version of CineWatch
    │   ├── BuildFailed              it cannot be written
    │   ├── LearningFailed           a community cannot be learned or stored
    │   └── MapFailed                the map cannot be drawn
    ├── QueryError               a question
    │   ├── InvalidQuery             it makes no sense
    │   ├── UnknownFilm              no film has that id or title
    │   ├── UnknownPerson            nobody in the catalogue has that name
    │   └── AmbiguousTitle           several films have that title
    ├── UsersFault               what people do with films
    │   ├── DatabaseUnavailable      the database does not answer, is busy, full, damaged or read-only
    │   ├── DatabaseVersion          it was written by a newer version of CineWatch
    │   ├── UnknownUser              no user has that id
    │   ├── InvalidMark              a rating, a film id or a preference makes no sense
    │   └── ImportRefused            a file that cannot be imported
    ├── LookupFailed             TMDB or YouTube
    │   ├── NoKey                    no key is set
    │   ├── KeyRefused               the key is not accepted
    │   ├── TooManyCalls             the service asks for fewer calls
    │   └── Unavailable              no answer, or none that makes sense
    └── RequestRefused           a request to our API
        ├── ApiKeyNeeded             it has no key, or a wrong one
        ├── GuestNeeded              it has no cookie of a guest, or a wrong one
        ├── RequestTooLarge          its body is too long
        ├── TooManyRequests          its sender asks too often
        └── Busy                     we have too much to do, or the answer takes too long

Every message is one line, says what to do if something can be done, and holds no secret.
"""

from __future__ import annotations

import os
import re
from pathlib import Path


class CineWatchError(Exception):
    """The root: catch this to catch everything CineWatch raises on purpose."""


class SettingsError(CineWatchError):
    """A setting has an unknown value."""


class SourceError(CineWatchError):
    """Something is wrong with the dataset."""


class SourceMissing(SourceError):
    """There is no such file."""


class SourceUnreadable(SourceError):
    """The file cannot be read."""


class SourceChanging(SourceError):
    """The file is still being written."""


class SourceShrank(SourceError):
    """The file has lost films since the last build."""


class UnknownSchema(SourceError):
    """The columns are not those of a film dataset."""


class NoFilms(SourceError):
    """The file has no films."""


class IndexFault(CineWatchError):
    """Something is wrong with the built index."""


class IndexMissing(IndexFault):
    """Nothing is built in this folder."""


class IndexCorrupt(IndexFault):
    """The index is cut, damaged, foreign, or mixed from two builds."""


class IndexVersion(IndexFault):
    """The index was written by another version of CineWatch."""


class BuildFailed(IndexFault):
    """The index cannot be written."""


class LearningFailed(IndexFault):
    """A community cannot be learned from these ratings, or cannot be stored."""


class MapFailed(IndexFault):
    """The map of a build cannot be drawn: the process that draws it has ended."""


class QueryError(CineWatchError):
    """Something is wrong with a question."""


class InvalidQuery(QueryError):
    """The question makes no sense: an empty text, a negative k."""


class UnknownFilm(QueryError):
    """No film of the catalogue has that id or title."""


class UnknownPerson(QueryError):
    """Nobody in the catalogue has that name."""


class AmbiguousTitle(QueryError):
    """Several films have that title; the message lists them with year and id."""


class UsersFault(CineWatchError):
    """Something is wrong with what people do with films: their marks, or the database that keeps them."""


class DatabaseUnavailable(UsersFault):
    """The database does not answer, is busy, full, damaged or read-only; nothing was changed."""


class DatabaseVersion(UsersFault):
    """The database was written by a newer version of CineWatch; nothing was changed."""


class UnknownUser(UsersFault):
    """No user has that id; the user may have been deleted."""


class InvalidMark(UsersFault):
    """A rating, a film id or a preference makes no sense."""


class ImportRefused(UsersFault):
    """A file cannot be imported; the message says what can be."""


class LookupFailed(CineWatchError):
    """TMDB or YouTube gave no answer; everything else works without them."""


class NoKey(LookupFailed):
    """No key is set."""


class KeyRefused(LookupFailed):
    """The key is not accepted."""


class TooManyCalls(LookupFailed):
    """The service asks for fewer calls."""


class Unavailable(LookupFailed):
    """There was no answer in time, or none that makes sense."""


class RequestRefused(CineWatchError):
    """A request to our API is not answered.

    Parameters
    ----------
    message
        Why, in one line.
    retry_after_s
        Seconds after which it may be answered; `None` if waiting does not help.

    """

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ApiKeyNeeded(RequestRefused):
    """The request has no key, or one that we do not accept."""


class GuestNeeded(RequestRefused):
    """The request has no cookie of a guest, or one that we did not sign."""


class RequestTooLarge(RequestRefused):
    """The body of the request is too long."""


class TooManyRequests(RequestRefused):
    """The sender of the request asks too often."""


class Busy(RequestRefused):
    """We have too much to do, are not ready yet, or the answer takes too long."""


def quoted(text: object, limit: int = 60) -> str:
    """Return `text` in double quotes, on one line, cut to `limit` characters, fit for an error message."""
    line = "".join(c if c.isprintable() else " " for c in str(text))
    line = " ".join(line.split())
    return f'"{line}"' if len(line) <= limit else f'"{line[: limit - 1]}…"'


def reason(error: OSError, path: Path) -> str:
    """Return why the operating system refused `path`, in one line."""
    return f"{path}: {error.strerror or _system_reason(str(error))}"


def _system_reason(text: str) -> str:
    """Return the system's reason in the text of a library, which names much else: HDF5 even addresses of memory."""
    number = re.search(r"errno[ =]+(\d+)", text, re.IGNORECASE)
    return os.strerror(int(number[1])) if number else "it cannot be read or written"
