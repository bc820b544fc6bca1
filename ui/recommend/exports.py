"""An answer as a file: for a spreadsheet, for a program, for a list on Letterboxd. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from engine import Recommendation
from engine.spreadsheets import csv_text
from ui.charts.scores import score_table
from ui.text.contributions import by_label

MAX_NAME_LENGTH = 60
"""Characters of a file name, with its ending."""

# Letterboxd escapes quotation marks with a backslash, spreadsheets double them. Without either, both read the same.
_SAME_FOR_ALL = str.maketrans({'"': "”", "\\": "/"})


def as_csv(films: Sequence[Recommendation], has_tmdb_ids: bool = True) -> bytes:
    """Return one row per film, best first, in a form that spreadsheets open directly: UTF-8 with BOM, CRLF.

    The columns of the score's parts are called as in `score_table`, after "Score: "; rounded to 6 decimals, they add
    up to the score. Unknown values are empty.
    """
    table = score_table(films)
    parts = [name for name in table.columns if name not in ("Rank", "Film", "Score")]
    header = ["Rank", "Title", "Year", "Score", *(f"Score: {name}" for name in parts)]
    header += ["Rating", "Votes", "Minutes", "Genres", "Why", "TMDB id" if has_tmdb_ids else "Id", "IMDb id"]
    rows = []
    for rank, (recommended, values) in enumerate(zip(films, table[parts].to_numpy().tolist(), strict=True), 1):
        film = recommended.film
        scores = [round(value, 6) for value in (recommended.score, *values)]
        facts = [
            film.rating,
            film.votes,
            film.runtime,
            ", ".join(film.genres),
            ", ".join(recommended.explanation.reasons),
        ]
        rows.append([rank, film.title, film.year, *scores, *facts, film.id, film.imdb_id])
    return csv_text([header, *rows], "\r\n").encode("utf-8-sig")


def as_letterboxd(films: Sequence[Recommendation], has_tmdb_ids: bool = True) -> bytes:
    """Return the films, best first, in a form that Letterboxd imports as a list: UTF-8 without BOM, LF.

    Of the columns in https://letterboxd.com/about/importing-data/ these identify a film. tmdbID alone is enough, and is
    left out if the ids are not TMDB's; then title and year count. The title has no straight quotation mark and no
    backslash.
    """
    tmdb_ids = [[recommended.film.id] if has_tmdb_ids else [] for recommended in films]
    rows = [
        [
            *tmdb_id,
            recommended.film.imdb_id,
            recommended.film.title.translate(_SAME_FOR_ALL),
            recommended.film.year,
        ]
        for tmdb_id, recommended in zip(tmdb_ids, films, strict=True)
    ]
    header = [*(["tmdbID"] if has_tmdb_ids else []), "imdbID", "Title", "Year"]
    return csv_text([header, *rows], "\n").encode()


def as_json(films: Sequence[Recommendation], query: Mapping[str, object]) -> bytes:
    """Return one readable JSON object in UTF-8: the query, and the films with all parts of their scores.

    Parameters
    ----------
    films
        Best first.
    query
        Plain values, and dataclasses of them, such as `Weights` and `Filters`.

    Raises
    ------
    ValueError
        A number is NaN or infinite, which JSON does not have.
    TypeError
        A value is not plain.

    """
    answer = {
        "query": dict(query),
        "recommendations": [_as_dict(rank, recommended) for rank, recommended in enumerate(films, 1)],
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2, default=asdict).encode()


def file_name(titles_or_text: str, ending: str) -> str:
    """Return a file name for films like some titles or a description: "films-like-inception.csv".

    Parameters
    ----------
    titles_or_text
        Anything. Only ASCII letters and digits are used; accents are dropped.
    ending
        Without the first dot: "csv" or "letterboxd.csv".

    Returns
    -------
    name
        ASCII letters, digits and hyphens before the ending; at most MAX_NAME_LENGTH characters in all.

    """
    plain = re.sub(r"[\u0300-\u036f'’]", "", unicodedata.normalize("NFKD", titles_or_text).casefold())
    words = re.sub(r"[^a-z0-9]+", "-", f"films like {plain}" if re.search(r"[a-z0-9]", plain) else "films")
    return f"{words[: MAX_NAME_LENGTH - 1 - len(ending)].strip('-')}.{ending}"


def _as_dict(rank: int, recommended: Recommendation) -> dict[str, object]:
    film = recommended.film
    return {
        "rank": rank,
        "id": film.id,
        "imdb_id": film.imdb_id,
        "title": film.title,
        "original_title": film.original_title,
        "year": film.year,
        "runtime": film.runtime,
        "rating": film.rating,
        "votes": film.votes,
        "genres": film.genres,
        "score": recommended.score,
        "parts": recommended.parts,
        "closer_than": recommended.closer_than,
        "reasons": recommended.explanation.reasons,
        "fields": by_label(recommended.explanation),
    }
