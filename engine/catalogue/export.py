"""A small dataset out of a large one: the most voted films as Parquet."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from engine.catalogue.catalogue import Catalogue
from engine.errors import SourceError, reason


def export_films(catalogue: Catalogue, most_voted: int, target: Path, has_tmdb_ids: bool) -> int:
    """Write the most voted films to `target`, so that a build of it has the same films; return how many there are.

    Parameters
    ----------
    catalogue
        The films, in order of votes.
    most_voted
        How many films to write, at most.
    target
        File to write, as Parquet.
    has_tmdb_ids
        Whether the ids are TMDB's; other ids are called so that a build of the file knows that they are not.

    Raises
    ------
    SourceError
        The file cannot be written.

    """
    films = catalogue.table.slice(0, most_voted).replace_schema_metadata(None)
    if not has_tmdb_ids:
        films = films.rename_columns({"id": "film_id"})
    try:
        pq.write_table(films, target, compression="zstd")
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, target)}") from error
    return int(films.num_rows)
