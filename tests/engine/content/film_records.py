"""Films as the content is fitted to them: records with the columns of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.catalogue.schema import FILM_SCHEMA
from engine.content import vectors
from engine.content.fields import Field
from engine.content.vectors import Content
from fakes.sample_catalogue import FILMS

Record = dict[str, Any]
LIST_COLUMNS = ("genres", "keywords", "director", "cast", "companies")


def record(**values: object) -> Record:
    """Return a film with these values; all others are empty."""
    return {name: [] if name in LIST_COLUMNS else "" for name in FILM_SCHEMA.names} | {"id": 1} | values


def small_catalogue() -> list[Record]:
    """Return the films of the small catalogue."""
    lists = {"genres": "genres", "keywords": "keywords", "companies": "production_companies"}
    return [
        record(**{name: row[name] for name in ("title", "overview", "tagline")})
        | {name: [part for part in row[column].split(", ") if part] for name, column in lists.items()}
        for row in FILMS
    ]


def fitted(records: Sequence[Record], batch_rows: int = 7) -> Content:
    """Return the content of films that come in small batches."""

    def batches(columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([FILM_SCHEMA.field(name).with_nullable(True) for name in columns])
        for start in range(0, len(records), batch_rows):
            yield pa.RecordBatch.from_pylist(list(records[start : start + batch_rows]), schema)

    return vectors.fit(batches)


def vectoriser_of(field: Field) -> TfidfVectorizer:
    """Return scikit-learn's own vectoriser for a field."""
    if field.kind == "words":
        return TfidfVectorizer(stop_words="english", strip_accents="unicode", sublinear_tf=True)
    return TfidfVectorizer(analyzer=lambda names: names)


def documents_of(field: Field, records: Sequence[Record]) -> list[Any]:
    """Return what a field takes from each film: one text, or a list of names."""
    if field.kind == "phrases":
        return [film[field.columns[0]] for film in records]
    parts = [[film[column] for column in field.columns] for film in records]
    return [" ".join(" ".join(p) if isinstance(p, list) else p for p in film) for film in parts]
