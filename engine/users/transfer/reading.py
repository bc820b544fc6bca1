"""From an upload to what it says about films: the one door of all formats. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.errors import ImportRefused, quoted
from engine.users.transfer.archives import UploadedFile, files_in
from engine.users.transfer.csv_files import MAX_ROWS, CsvTable, NamedRow, read_csv, text_of
from engine.users.transfer.csv_formats import CSV_FORMATS, CsvFormat, row_of
from engine.users.transfer.json_formats import read_json
from engine.users.transfer.rows import BadCell, ImportedFile, ImportRow, SkippedRow

KNOWN_SITES = "Letterboxd, IMDb, Trakt, MovieLens, TMDB and CineWatch"
"""The sites whose exports can be read, to show."""
_LINKS = frozenset({"movieid", "imdbid", "tmdbid"})
_RATINGS_OF_MANY = frozenset({"userid", "movieid", "rating"})
_LETTERBOXD_FILES = ("ratings", "watched", "watchlist", "diary")


@dataclass(frozen=True, slots=True)
class _NamedTable:
    name: str
    table: CsvTable


def read_import(name: str, data: bytes) -> ImportedFile:
    """Return what an export of a film site says: a CSV, a JSON file, or a zip of them.

    Rows of one film are joined to one, which has the marks of all.

    Parameters
    ----------
    name
        The file's name. Letterboxd's watched.csv and watchlist.csv differ by nothing else.
    data
        Its bytes.

    Raises
    ------
    ImportRefused
        Nothing in it can be imported; the message says why.

    """
    files = files_in(name, data)
    # Some exports hold files without a row, such as an empty diary.
    filled = [file for file in files if len(files) == 1 or file.data.strip()]
    found = [part for file in filled if file.name.lower().endswith(".json") if (part := _json(file))]
    tables = [_NamedTable(file.name, _table(file)) for file in filled if not file.name.lower().endswith(".json")]
    found += _read_tables(tables)
    if not found:
        raise ImportRefused(_unknown(name, tables))
    return _joined(found)


def _json(file: UploadedFile) -> ImportedFile | None:
    return read_json(text_of(file.data, file.name), file.name)


def _table(file: UploadedFile) -> CsvTable:
    return read_csv(text_of(file.data, file.name), file.name)


def _read_tables(tables: Sequence[_NamedTable]) -> list[ImportedFile]:
    links = next((each.table for each in tables if set(each.table.columns) == _LINKS), None)
    found = []
    for each in tables:
        columns = set(each.table.columns)
        kind = next((kind for kind in CSV_FORMATS if kind.needs <= columns), None)
        if kind is None or each.table is links:
            continue
        if kind.source == "Letterboxd" and "letterboxd uri" in columns and not _is_taken(each, len(tables)):
            continue
        table = _linked(each, links) if kind.needs == _RATINGS_OF_MANY else each.table
        found.append(_read_rows(table, kind, each.name))
    return found


def _is_taken(each: _NamedTable, of_tables: int) -> bool:
    """Return whether a file of Letterboxd is about what somebody watched, and not a list, a like or a profile."""
    folders, _, file = each.name.lower().rpartition("/")
    taken = file.startswith(_LETTERBOXD_FILES) and not folders.endswith(("lists", "likes"))
    if not taken and of_tables == 1:
        raise ImportRefused(
            f"{quoted(each.name)} does not say what it is; name it ratings.csv, watched.csv, watchlist.csv or diary.csv"
        )
    return taken


def _linked(each: _NamedTable, links: CsvTable | None) -> CsvTable:
    """Return MovieLens ratings with the ids of links.csv."""
    people = {row.cells.get("userid") for row in each.table.rows}
    if len(people) > 1:
        raise ImportRefused(f"{quoted(each.name)} has ratings of {len(people)} people; leave those of one")
    if links is None:
        raise ImportRefused(f"{quoted(each.name)} has MovieLens ids; put it into a zip with links.csv of MovieLens")
    ids = {row.cells.get("movieid"): row.cells for row in links.rows}
    rows = (NamedRow(row.line, ids.get(row.cells.get("movieid"), {}) | row.cells) for row in each.table.rows)
    return CsvTable(each.table.columns, tuple(rows))


def _read_rows(table: CsvTable, kind: CsvFormat, name: str) -> ImportedFile:
    rows, skipped = [], []
    for row in table.rows:
        try:
            rows.append(row_of(kind, row.line, row.cells, name))
        except BadCell as error:
            skipped.append(SkippedRow(row.line, str(error), name))
    return ImportedFile(kind.source, tuple(rows), tuple(skipped))


def _joined(parts: Sequence[ImportedFile]) -> ImportedFile:
    films: dict[tuple[object, ...], ImportRow] = {}
    for row in (row for part in parts for row in part.rows):
        key = (row.tmdb_id,) if row.tmdb_id else (row.imdb_id,) if row.imdb_id else (row.title.casefold(), row.year)
        before = films.get(key)
        films[key] = replace(before, marks=before.marks + row.marks) if before else row
    if len(films) > MAX_ROWS:
        raise ImportRefused(f"there are {len(films):,} films in it; at most {MAX_ROWS:,} can be imported at once")
    marked = tuple(row for row in films.values() if row.marks)
    unmarked = [SkippedRow(row.line, "it is not rated, watched or listed", row.file) for row in films.values()]
    skipped = [each for part in parts for each in part.skipped]
    skipped += [each for each, row in zip(unmarked, films.values(), strict=True) if not row.marks]
    chosen = next((part.preferences for part in parts if part.preferences), None)
    history = tuple(entry for part in parts for entry in part.history)
    terms = tuple(each for part in parts for each in part.terms)
    return ImportedFile(parts[0].source, marked, tuple(skipped), history, chosen, terms)


def _unknown(name: str, tables: Sequence[_NamedTable]) -> str:
    columns = ", ".join(tables[0].table.columns[:8]) if len(tables) == 1 else ""
    seen = f"; its first row is {quoted(columns, 120)}" if columns else ""
    return (
        f"{quoted(name)} is no export that we know{seen}. We read exports of {KNOWN_SITES}, "
        "with the names of the columns in English in the first row"
    )
