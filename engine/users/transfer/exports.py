"""Everything of a user as files to take along: JSON and CSV for us, CSV for Letterboxd and Trakt. Pure.

If the catalogue's ids are not TMDB's, files for other sites have none, and ours call them ids of films: films are known
by title, year and IMDb id then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from engine.spreadsheets import csv_text
from engine.users.transfer.json_formats import FORMAT, VERSION
from engine.users.values import MARK_KINDS, Event, Mark, MarkKind, Marks, UserData

FilmFacts = Mapping[int, tuple[str, int | None, str]]
"""Title, year and IMDb id of films by the catalogue's id; a film that the catalogue lacks is not in it."""
_UNKNOWN = ("", None, "")


def as_json(data: UserData, films: FilmFacts, has_tmdb_ids: bool = True) -> str:
    """Return everything as JSON, which `read_import` reads again without a loss."""
    marks = _by_film(data.marks)
    value = {
        FORMAT: VERSION,
        "films": [
            {
                "title": films.get(film_id, _UNKNOWN)[0],
                "year": films.get(film_id, _UNKNOWN)[1],
                "ids": {"tmdb" if has_tmdb_ids else "film": film_id, "imdb": films.get(film_id, _UNKNOWN)[2]},
            }
            | {kind: _mark_as_json(mark) for kind, mark in of_film.items()}
            for film_id, of_film in marks.items()
        ],
        "history": [{"kind": entry.kind, "what": entry.what, "at": _iso(entry.at)} for entry in data.history],
        "preferences": asdict(data.preferences) if data.preferences else None,
        "terms": [asdict(each) | {"at": _iso(each.at)} for each in data.terms],
        # Only for the reader: what somebody did in an experiment belongs to its time and server, so nothing imports it.
        "experiments": {
            "left": list(data.left),
            "events": [_event_as_json(event) for event in data.events],
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_csv(marks: Marks, films: FilmFacts, has_tmdb_ids: bool = True) -> str:
    """Return all marks as CSV, which `read_import` reads again without a loss. A time says that there is a mark."""
    rows = [
        [
            *_names(film_id, films),
            mark.rating if (mark := found.get("rating")) else "",
            *(_iso(mark.at) if (mark := found.get(kind)) else "" for kind in MARK_KINDS),
        ]
        for film_id, found in _by_film(marks).items()
    ]
    header = ["tmdb_id" if has_tmdb_ids else "film_id", "imdb_id", "title", "year", "rating", "rated_at"]
    return csv_text([header + [f"{kind}_at" for kind in MARK_KINDS if kind != "rating"], *rows], "\r\n")


def as_letterboxd(marks: Marks, films: FilmFacts, has_tmdb_ids: bool = True) -> str:
    """Return watched and rated films as Letterboxd imports them: https://letterboxd.com/about/importing-data/."""
    rows = []
    for film_id, found in _by_film(marks).items():
        rated, watched = found.get("rating"), found.get("watched")
        if rated or watched:
            day = watched.at.date().isoformat() if watched else ""
            rows.append([*_names(film_id, films), rated.rating if rated else "", day])
    header = ["tmdbID", "imdbID", "Title", "Year", "Rating", "WatchedDate"]
    return csv_text(_for_others([header, *rows], 0, has_tmdb_ids), "\n")


def as_letterboxd_watchlist(marks: Marks, films: FilmFacts, has_tmdb_ids: bool = True) -> str:
    """Return the watchlist as Letterboxd imports it, on the page of the watchlist."""
    rows = [_names(mark.film_id, films) for mark in marks.watchlist]
    return csv_text(_for_others([["tmdbID", "imdbID", "Title", "Year"], *rows], 0, has_tmdb_ids), "\n")


def as_trakt(marks: Marks, films: FilmFacts, has_tmdb_ids: bool = True) -> str:
    """Return ratings, watched films and the watchlist as Trakt imports them; a star is two of Trakt's points."""
    rows = []
    for film_id, found in _by_film(marks).items():
        times = [_iso(mark.at) if (mark := found.get(kind)) else "" for kind in ("watched", "watchlist", "rating")]
        if any(times):
            rating = found.get("rating")
            points = int(2 * rating.rating) if rating and rating.rating else ""
            rows.append(["movie", *_names(film_id, films), *times, points])
    header = ["type", "tmdb_id", "imdb_id", "title", "year", "watched_at", "watchlisted_at", "rated_at", "rating"]
    return csv_text(_for_others([header, *rows], 1, has_tmdb_ids), "\n")


def _for_others(rows: Sequence[Sequence[object]], place: int, has_tmdb_ids: bool) -> list[Sequence[object]]:
    """Return rows for another site; without the cell at `place`, which holds the id, if it is not TMDB's."""
    return [row if has_tmdb_ids else [*row[:place], *row[place + 1 :]] for row in rows]


def _by_film(marks: Marks) -> dict[int, dict[MarkKind, Mark]]:
    films: dict[int, dict[MarkKind, Mark]] = {}
    for kind in MARK_KINDS:
        for mark in marks.of_kind(kind):
            films.setdefault(mark.film_id, {})[kind] = mark
    return dict(sorted(films.items()))


def _names(film_id: int, films: FilmFacts) -> list[object]:
    title, year, imdb_id = films.get(film_id, _UNKNOWN)
    return [film_id, imdb_id, title, "" if year is None else year]


def _mark_as_json(mark: Mark) -> dict[str, object]:
    stars = {} if mark.rating is None else {"stars": mark.rating}
    return stars | {"at": _iso(mark.at)}


def _event_as_json(event: Event) -> dict[str, object]:
    facts = asdict(event) | {"at": _iso(event.at)}
    del facts["user_id"]
    return facts


def _iso(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")
