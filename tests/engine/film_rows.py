"""Rows of TMDB v11 as a table of films, as a build reads them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from engine.catalogue.cleaning import clean
from engine.reading.rows import Chunk
from fakes.sample_catalogue import COLUMNS, Row


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Return the films of rows as a table in FILM_SCHEMA."""
    return clean(Chunk({name: [row[name] for row in rows] for name in COLUMNS}, range(len(rows)), ()), 2026).films
