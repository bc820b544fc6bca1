"""The error tree: everything CineWatch raises on purpose.

    CineWatchError
    ├── SettingsError            a setting has a value that cannot be used
    ├── SourceError              the CSV
    │   ├── SourceMissing            there is no such file
    │   ├── SourceUnreadable         it is there, and cannot be read
    │   ├── UnknownSchema            its columns are not those of a film dataset
    │   └── NoFilms                  not one row of it is a film
    ├── IndexFault               the built index
    │   ├── IndexMissing             nothing has been built
    │   ├── IndexCorrupt             cut, damaged, foreign, or mixed from two builds
    │   ├── IndexVersion             written by another version of CineWatch
    │   └── BuildFailed              it could not be written
    ├── QueryError               what was asked
    │   ├── InvalidQuery             it makes no sense
    │   ├── UnknownFilm              no film has that id or title
    │   └── AmbiguousTitle           several films have that title
    └── OnlineError              TMDB or YouTube
        ├── NoKey                    none is set
        ├── KeyRefused               the one that is set is not accepted
        ├── TooManyCalls             the service asks to be called less often
        └── Unavailable              no answer, or none that makes sense

Every message is one line, says what to do where there is something to do, and holds no secret.
"""

from __future__ import annotations

from pathlib import Path


class CineWatchError(Exception):
    """The root: catch this to catch everything CineWatch raises on purpose."""


class SettingsError(CineWatchError):
    """A setting has a value that cannot be used."""


class SourceError(CineWatchError):
    """Something is wrong with the CSV."""


class SourceMissing(SourceError):
    """There is no such file."""


class SourceUnreadable(SourceError):
    """The file is there, and cannot be read."""


class UnknownSchema(SourceError):
    """The columns are not those of a film dataset."""


class NoFilms(SourceError):
    """Not one row of the file is a film."""


class IndexFault(CineWatchError):
    """Something is wrong with the built index."""


class IndexMissing(IndexFault):
    """Nothing has been built in this folder."""


class IndexCorrupt(IndexFault):
    """The index is cut, damaged, foreign, or mixed from two builds."""


class IndexVersion(IndexFault):
    """The index was written by another version of CineWatch."""


class BuildFailed(IndexFault):
    """The index could not be written."""


class QueryError(CineWatchError):
    """Something is wrong with what was asked."""


class InvalidQuery(QueryError):
    """The question makes no sense: an empty text, a negative k."""


class UnknownFilm(QueryError):
    """No film of the catalogue has that id or title."""


class AmbiguousTitle(QueryError):
    """Several films have that title; the message lists them with year and id."""


class OnlineError(CineWatchError):
    """TMDB or YouTube told nothing; all else works without them."""


class NoKey(OnlineError):
    """No key is set."""


class KeyRefused(OnlineError):
    """The key is not accepted."""


class TooManyCalls(OnlineError):
    """The service asks to be called less often."""


class Unavailable(OnlineError):
    """There was no answer in time, or none that makes sense."""


def quoted(text: object, limit: int = 60) -> str:
    """Return `text` in double quotes, on one line, cut to `limit` characters, fit for an error message."""
    line = "".join(c if c.isprintable() else " " for c in str(text))
    line = " ".join(line.split())
    return f'"{line}"' if len(line) <= limit else f'"{line[: limit - 1]}…"'


def reason(error: OSError, path: Path) -> str:
    """Return why the operating system refused `path`, in one line."""
    why = error.strerror or " ".join(str(error).split())
    return f"{path}: {why}"
