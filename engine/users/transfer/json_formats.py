"""The JSON exports that we read: Trakt's lists, and ours. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from engine.errors import ImportRefused, InvalidMark, quoted
from engine.users.term_preference import MAX_TERMS, TermPreference
from engine.users.transfer.csv_files import MAX_ROWS
from engine.users.transfer.rows import (
    BadCell,
    ImportedFile,
    ImportedMark,
    ImportRow,
    SkippedRow,
    imdb_id_of,
    stars,
    time_of,
    title_of,
    tmdb_id_of,
    year_of,
)
from engine.users.values import MARK_KINDS, MAX_HISTORY, HistoryEntry, HistoryKind, Preferences

FORMAT = "cinewatch"
"""The key of our exports; its value is the version of the format."""
VERSION = 1


def read_json(text: str, name: str) -> ImportedFile | None:
    """Return what a JSON export holds, `None` if it is of no kind that we know.

    Raises
    ------
    ImportRefused
        It is no JSON, too long, or of a newer CineWatch.

    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportRefused(f"{quoted(name)} is damaged or no JSON; export it again") from None
    if isinstance(value, dict) and FORMAT in value:
        return _ours(value, name)
    if isinstance(value, list) and any(isinstance(entry, dict) and "movie" in entry for entry in value):
        return _trakt(value, name)
    return None


def _trakt(entries: list[object], name: str) -> ImportedFile:
    _check_length(len(entries), name)
    rows, skipped = [], []
    for number, entry in enumerate(entries, 1):
        try:
            rows.append(_trakt_row(entry, number, name))
        except BadCell as error:
            skipped.append(SkippedRow(number, str(error), name))
    return ImportedFile("Trakt", tuple(rows), tuple(skipped))


def _trakt_row(entry: object, number: int, name: str) -> ImportRow:
    found = _mapping(entry)
    if "movie" not in found:
        raise BadCell("it is not a film")
    rated, seen = found.get("rated_at"), found.get("last_watched_at") or found.get("watched_at")
    marks = []
    if found.get("rating") is not None:
        marks.append(ImportedMark("rating", stars(found["rating"], 10), time_of(rated)))
    if seen:
        marks.append(ImportedMark("watched", at=time_of(seen)))
    if found.get("listed_at"):
        marks.append(ImportedMark("watchlist", at=time_of(found["listed_at"])))
    return _film_row(_mapping(found["movie"]), number, name, tuple(marks))


def _film_row(film: Mapping[str, Any], number: int, name: str, marks: tuple[ImportedMark, ...]) -> ImportRow:
    ids = _mapping(film.get("ids", {}))
    row = ImportRow(
        line=number,
        title=title_of(film.get("title")),
        year=year_of(film.get("year")),
        tmdb_id=tmdb_id_of(ids.get("tmdb")),
        imdb_id=imdb_id_of(ids.get("imdb")),
        marks=marks,
        file=name,
    )
    if not (row.title or row.tmdb_id or row.imdb_id):
        raise BadCell("it names no film")
    return row


def _ours(value: Mapping[str, Any], name: str) -> ImportedFile:
    if value[FORMAT] != VERSION:
        raise ImportRefused(f"{quoted(name)} was written by a newer version of CineWatch; update CineWatch")
    films = value.get("films", [])
    films = films if isinstance(films, list) else []
    _check_length(len(films), name)
    rows, skipped = [], []
    for number, film in enumerate(films, 1):
        try:
            rows.append(_film_row(_mapping(film), number, name, _our_marks(_mapping(film))))
        except BadCell as error:
            skipped.append(SkippedRow(number, str(error), name))
    beside = _our_history(value), _our_preferences(value, name), _our_terms(value, name)
    return ImportedFile("CineWatch", tuple(rows), tuple(skipped), *beside)


def _our_marks(film: Mapping[str, Any]) -> tuple[ImportedMark, ...]:
    marks = []
    for kind in MARK_KINDS:
        if kind in film:
            mark = _mapping(film[kind])
            rating = stars(mark.get("stars"), 5) if kind == "rating" else None
            if kind != "rating" or rating is not None:
                marks.append(ImportedMark(kind, rating, time_of(mark.get("at"))))
    return tuple(marks)


def _our_history(value: Mapping[str, Any]) -> tuple[HistoryEntry, ...]:
    entries = value.get("history", [])
    return tuple(
        HistoryEntry(cast(HistoryKind, entry["kind"]), str(entry.get("what", "")), at)
        for entry in (entries[:MAX_HISTORY] if isinstance(entries, list) else [])
        if isinstance(entry, dict) and entry.get("kind") in ("query", "film") and (at := time_of(entry.get("at")))
    )


def _our_preferences(value: Mapping[str, Any], name: str) -> Preferences | None:
    chosen = value.get("preferences")
    if not isinstance(chosen, dict):
        return None
    country, language, preset = (chosen.get(key, "") for key in ("country", "language", "preset"))
    hide_watched, adult = (chosen.get(key) is True for key in ("hide_watched", "adult"))
    try:
        return Preferences(country, language, preset, hide_watched, adult)
    except InvalidMark as error:
        raise ImportRefused(f"the preferences in {quoted(name)} make no sense: {error}") from None


def _our_terms(value: Mapping[str, Any], name: str) -> tuple[TermPreference, ...]:
    entries = value.get("terms", [])
    try:
        return tuple(
            TermPreference(entry.get("field", ""), entry.get("term", ""), entry.get("choice", ""), at)
            for entry in (entries[:MAX_TERMS] if isinstance(entries, list) else [])
            if isinstance(entry, dict) and (at := time_of(entry.get("at")))
        )
    except InvalidMark as error:
        raise ImportRefused(f"the terms in {quoted(name)} make no sense: {error}") from None


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadCell("it is not an entry of such an export")
    return value


def _check_length(entries: int, name: str) -> None:
    if entries > MAX_ROWS:
        raise ImportRefused(f"{quoted(name)} has more than {MAX_ROWS:,} entries; split it and import each part")
