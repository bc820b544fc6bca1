"""The CSV exports that we read, recognised by their columns. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.users.transfer.rows import (
    BadCell,
    ImportedMark,
    ImportRow,
    imdb_id_of,
    seconds_since_1970,
    stars,
    time_of,
    title_of,
    tmdb_id_of,
    year_of,
)
from engine.users.values import MarkKind

Cells = Mapping[str, str]
_NO_FILM = ("series", "episode", "game", "podcast", "tv", "season", "show", "serie", "folge")
_FILM_ON_TV = ("tvmovie", "tv movie", "tvspecial", "tv special", "tvshort", "tv short")


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How one kind of export writes films."""

    source: str
    needs: frozenset[str]
    """Columns that show that a file is of this kind."""
    marks: Callable[[Cells, str], list[ImportedMark]]
    """Takes the cells and the file's name in lower case, without folders."""
    title: tuple[str, ...] = ("title",)
    """Columns, the first that is filled in counts; so in the others."""
    year: tuple[str, ...] = ("year",)
    tmdb_id: tuple[str, ...] = ()
    imdb_id: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    """Where it says whether the row is a film."""


def row_of(found: CsvFormat, line: int, cells: Cells, file: str) -> ImportRow:
    """Return one row of an export.

    Raises
    ------
    BadCell
        It is no film, or a rating makes no sense, or it names no film.

    """
    what = _first(cells, found.kind).lower()
    if what not in _FILM_ON_TV and any(word in what for word in _NO_FILM):
        raise BadCell("it is not a film")
    row = ImportRow(
        line=line,
        title=title_of(_first(cells, found.title)),
        year=year_of(_first(cells, found.year)),
        tmdb_id=tmdb_id_of(_first(cells, found.tmdb_id)),
        imdb_id=imdb_id_of(_first(cells, found.imdb_id)),
        marks=tuple(found.marks(cells, file.lower().rsplit("/", 1)[-1])),
        file=file,
    )
    if not (row.title or row.tmdb_id or row.imdb_id):
        raise BadCell("it names no film")
    return row


def _first(cells: Cells, columns: tuple[str, ...]) -> str:
    return next((cell for column in columns if (cell := cells.get(column, "").strip())), "")


def _rated(cells: Cells, column: str, out_of: int, *dates: str) -> list[ImportedMark]:
    rating = stars(cells.get(column), out_of)
    return [] if rating is None else [ImportedMark("rating", rating, time_of(_first(cells, dates)))]


def _dated(kind: MarkKind, cells: Cells, column: str) -> list[ImportedMark]:
    cell = cells.get(column, "").strip()
    return [ImportedMark(kind, at=time_of(cell))] if cell.lower() not in ("", "0", "false", "no") else []


def _letterboxd(cells: Cells, file: str) -> list[ImportedMark]:
    if file.startswith("watchlist"):
        return [ImportedMark("watchlist", at=time_of(cells.get("date")))]
    seen = [ImportedMark("watched", at=time_of(_first(cells, ("watched date", "date"))))]
    return (seen if not file.startswith("ratings") else []) + _rated(cells, "rating", 5, "date")


def _letterboxd_import(cells: Cells, file: str) -> list[ImportedMark]:
    if "watchlist" in file:
        return [ImportedMark("watchlist")]
    return _dated("watched", cells, "watcheddate") + _rated(cells, "rating", 5)


def _imdb(cells: Cells, _: str) -> list[ImportedMark]:
    rated = _rated(cells, "your rating" if "your rating" in cells else "you rated", 10, "date rated", "created")
    # A list has positions, ratings have not; but old exports write both in the same columns.
    is_list = "position" in cells and not ("you rated" in cells and rated)
    return rated + ([ImportedMark("watchlist", at=time_of(cells.get("created")))] if is_list else [])


def _tmdb(cells: Cells, file: str) -> list[ImportedMark]:
    rated = _rated(cells, "your rating", 10, "date rated")
    return rated if rated or "rating" in file else [ImportedMark("watchlist")]


def _movielens(cells: Cells, _: str) -> list[ImportedMark]:
    rating = stars(cells.get("rating"), 5)
    return [] if rating is None else [ImportedMark("rating", rating, seconds_since_1970(cells.get("timestamp")))]


def _trakt(cells: Cells, _: str) -> list[ImportedMark]:
    watched = _dated("watched", cells, "watched_at") + _dated("watchlist", cells, "watchlisted_at")
    return watched + _rated(cells, "rating", 10, "rated_at")


def _cinewatch(cells: Cells, _: str) -> list[ImportedMark]:
    marks = _rated(cells, "rating", 5, "rated_at")
    kinds: tuple[MarkKind, ...] = ("watched", "watchlist", "not_interested")
    return marks + [mark for kind in kinds for mark in _dated(kind, cells, f"{kind}_at")]


def _of(*columns: str) -> frozenset[str]:
    return frozenset(columns)


# A file is of the first kind all of whose columns it has.
CSV_FORMATS = (
    CsvFormat(
        "CineWatch",
        _of("tmdb_id", "rating", "watchlist_at", "not_interested_at"),
        _cinewatch,
        tmdb_id=("tmdb_id",),
        imdb_id=("imdb_id",),
    ),
    CsvFormat(
        "CineWatch", _of("film_id", "rating", "watchlist_at", "not_interested_at"), _cinewatch, imdb_id=("imdb_id",)
    ),
    CsvFormat(
        "Trakt",
        _of("tmdb_id", "watched_at", "rated_at"),
        _trakt,
        tmdb_id=("tmdb_id",),
        imdb_id=("imdb_id",),
        kind=("type",),
    ),
    CsvFormat("Letterboxd", _of("letterboxd uri", "name", "year"), _letterboxd, title=("name",)),
    CsvFormat(
        "Letterboxd", _of("tmdbid", "title", "year"), _letterboxd_import, tmdb_id=("tmdbid",), imdb_id=("imdbid",)
    ),
    CsvFormat(
        "TMDB",
        _of("tmdb id", "name", "release date"),
        _tmdb,
        title=("name",),
        year=("release date",),
        tmdb_id=("tmdb id",),
        imdb_id=("imdb id",),
        kind=("type",),
    ),
    CsvFormat("IMDb", _of("const", "title"), _imdb, imdb_id=("const",), kind=("title type",)),
    CsvFormat(
        "MovieLens", _of("movie_id", "tmdb_id", "rating"), _movielens, tmdb_id=("tmdb_id",), imdb_id=("imdb_id",)
    ),
    CsvFormat("MovieLens", _of("userid", "movieid", "rating"), _movielens, tmdb_id=("tmdbid",), imdb_id=("imdbid",)),
    CsvFormat("a table of ids and ratings", _of("id", "rating"), _movielens, tmdb_id=("id",)),
)
