"""The columns of a film, on disk and in memory."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pyarrow as pa

from engine.entities import Film, FilmSummary

_NAMES = pa.list_(pa.string())
OTHER_TITLES = "other_titles"
"""The column that only the search reads: no film shows it."""

FILM_SCHEMA = pa.schema(
    [
        pa.field("id", pa.int32(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        ("original_title", pa.string()),
        (OTHER_TITLES, _NAMES),
        ("overview", pa.string()),
        ("tagline", pa.string()),
        ("genres", _NAMES),
        ("keywords", _NAMES),
        ("director", _NAMES),
        ("cast", _NAMES),
        ("companies", _NAMES),
        ("countries", _NAMES),
        ("spoken_languages", _NAMES),
        ("original_language", pa.string()),
        ("release_date", pa.date32()),
        ("year", pa.int16()),
        ("runtime", pa.int32()),
        ("rating", pa.float32()),
        ("votes", pa.int32()),
        ("budget", pa.int64()),
        ("revenue", pa.int64()),
        ("popularity", pa.float32()),
        ("status", pa.string()),
        ("adult", pa.bool_()),
        ("imdb_id", pa.string()),
        ("homepage", pa.string()),
        ("poster_path", pa.string()),
        ("backdrop_path", pa.string()),
    ]
)

_LISTS = tuple(field.name for field in FILM_SCHEMA if field.type == _NAMES and field.name != OTHER_TITLES)


SUMMARY_COLUMNS = tuple(field.name for field in fields(FilmSummary))


def summary_of(record: dict[str, Any]) -> FilmSummary:
    """Return what a list shows of a film, from its values in SUMMARY_COLUMNS."""
    rating = record["rating"]
    return FilmSummary(
        **record | {"genres": tuple(record["genres"]), "rating": None if rating is None else round(rating, 3)}
    )


def film_of(record: dict[str, Any]) -> Film:
    """Return the film in a record of FILM_SCHEMA, as `pyarrow.Table.to_pylist` returns it."""
    rating = record["rating"]
    return Film(
        **{name: value for name, value in record.items() if name != OTHER_TITLES}
        | {name: tuple(record[name]) for name in _LISTS}
        # TMDB has three digits; the rest is noise of float32.
        | {"rating": None if rating is None else round(rating, 3), "popularity": round(record["popularity"], 3)}
    )
