"""An answer as a file to take away: for a spreadsheet, for a program, for a list on Letterboxd. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from engine import Recommendation
from ui.charts.scores import score_table
from ui.text.spreadsheets import csv_text

LONGEST_NAME = 60
"""Characters of a file's name, its ending included."""

# Letterboxd escapes quotation marks with a backslash, spreadsheets double them: without either, both read the same.
_ONE_READING = str.maketrans({'"': "”", "\\": "/"})


def as_csv(found: Sequence[Recommendation]) -> bytes:
    """Return a row a film, best first, as spreadsheets open it without being asked how: UTF-8 with BOM, CRLF.

    The parts of the score have the names of `score_table` behind "Score: ", since a film has a title and genres too;
    rounded to 6 decimals, they sum to the score. What is not known is empty.
    """
    table = score_table(found)
    parts = [name for name in table.columns if name not in ("Place", "Film", "Score")]
    header = ["Place", "Title", "Year", "Score", *(f"Score: {name}" for name in parts)]
    header += ["Rating", "Votes", "Runtime", "Genres", "Because", "TMDB id", "IMDb id"]
    rows = []
    for place, (one, values) in enumerate(zip(found, table[parts].to_numpy().tolist(), strict=True), 1):
        film = one.film
        scores = [round(value, 6) for value in (one.score, *values)]
        facts = [film.rating, film.votes, film.runtime, ", ".join(film.genres), ", ".join(one.explanation.reasons)]
        rows.append([place, film.title, film.year, *scores, *facts, film.id, film.imdb_id])
    return csv_text([header, *rows], "\r\n").encode("utf-8-sig")


def as_letterboxd(found: Sequence[Recommendation]) -> bytes:
    """Return the films, best first, as Letterboxd imports them into a list: UTF-8 without BOM, lines end with LF.

    Of the columns of https://letterboxd.com/about/importing-data/ these are the ones that only say which film is
    meant. tmdbID does so by itself; the title is for people, and has no straight quotation mark and no backslash.
    """
    films = [one.film for one in found]
    rows = [[film.id, film.imdb_id, film.title.translate(_ONE_READING), film.year] for film in films]
    return csv_text([["tmdbID", "imdbID", "Title", "Year"], *rows], "\n").encode()


def as_json(found: Sequence[Recommendation], query: Mapping[str, object]) -> bytes:
    """Return one readable object in UTF-8: `query` as it is told, and the films with all that makes their scores.

    query : plain values, and dataclasses of them, such as `Weights` and `Filters`
    Raises ValueError for NaN and infinity, which JSON does not have, and TypeError for what is not plain.
    """
    answer = {"query": dict(query), "recommendations": [_told(place, one) for place, one in enumerate(found, 1)]}
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2, default=asdict).encode()


def file_name(title_or_text: str, ending: str) -> str:
    """Return a name for the films like a title, or like what a text tells: "films-like-inception.csv".

    It has ASCII letters, digits and hyphens before the ending, and at most `LONGEST_NAME` characters with it.

    ending : without the first dot, "csv" or "letterboxd.csv"
    """
    plain = re.sub(r"[\u0300-\u036f'’]", "", unicodedata.normalize("NFKD", title_or_text).casefold())
    words = re.sub(r"[^a-z0-9]+", "-", f"films like {plain}" if re.search(r"[a-z0-9]", plain) else "films")
    return f"{words[: LONGEST_NAME - 1 - len(ending)].strip('-')}.{ending}"


def _told(place: int, one: Recommendation) -> dict[str, object]:
    film = one.film
    return {
        "place": place,
        "id": film.id,
        "imdb_id": film.imdb_id,
        "title": film.title,
        "original_title": film.original_title,
        "year": film.year,
        "runtime": film.runtime,
        "rating": film.rating,
        "votes": film.votes,
        "genres": film.genres,
        "score": one.score,
        "parts": {"match": one.match, "era": one.era, "popularity": one.popularity, "quality": one.quality},
        "closer_than": one.closer_than,
        "because": one.explanation.reasons,
        "fields": {part.label: part.value for part in one.explanation.fields},
    }
