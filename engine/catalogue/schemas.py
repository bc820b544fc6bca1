"""Names for well-known shapes of files, to be shown. Nothing is read differently because of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.column_names import known_columns, personal_export
from engine.errors import UnknownSchema, quoted
from engine.reading.rows import column_key


@dataclass(frozen=True, slots=True)
class Schema:
    """A shape that many files have."""

    name: str
    columns: frozenset[str]
    """Columns that show it, as `column_key` spells them; a file has many more."""


# A file gets the first name of which it has all columns.
SCHEMAS = (
    Schema("The Movies Dataset", frozenset({"belongs_to_collection", "video"})),
    Schema("TMDB, lists as a|b", frozenset({"release_year", "budget_adj", "revenue_adj"})),
    Schema("TMDB v11", frozenset({"backdrop_path", "imdb_id", "status"})),
    Schema("TMDB 5000", frozenset({"homepage", "spoken_languages", "status"})),
    Schema("TMDB API", frozenset({"genre_ids", "title"})),
    Schema("MovieLens", frozenset({"movie_id", "title", "genres"})),
    Schema("IMDb title basics", frozenset({"tconst", "primary_title"})),
    Schema("IMDb top list", frozenset({"series_title", "imdb_rating"})),
    Schema("Streaming titles", frozenset({"show_id", "listed_in"})),
    Schema("films by id and title", frozenset({"id"})),
    Schema("films by title", frozenset()),
)


def schema_name(header: Sequence[str], path: Path = Path()) -> str:
    """Return the name of the shape that a file with these columns has.

    Raises
    ------
    UnknownSchema
        No column holds titles, or the file is one person's list; so these are not films to recommend.

    """
    if site := personal_export(header):
        raise UnknownSchema(
            f"{path} is an export of your own films from {site}, not a dataset; "
            "it holds what you have watched or rated, so import it as your films instead"
        )
    if not known_columns(header):
        columns = ", ".join(header[:8]) + (", …" if len(header) > 8 else "")
        raise UnknownSchema(
            f"{path} is not a film dataset: it needs a column of titles, such as title, but has {quoted(columns, 100)}"
        )
    keys = {column_key(name) for name in header}
    return next(schema.name for schema in SCHEMAS if schema.columns <= keys)
