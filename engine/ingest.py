"""From a dataset to films on disk in the order of the file, and what is known about its rows and columns."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from engine.catalogue.catalogue import write_unordered
from engine.catalogue.cleaning import clean
from engine.catalogue.column_names import known_columns
from engine.catalogue.evidence import Evidence
from engine.catalogue.made_ids import IdMaker
from engine.catalogue.plan import Plan
from engine.catalogue.schemas import schema_name
from engine.dataset_info import ColumnUse, Rejection
from engine.errors import NoFilms, UnknownSchema
from engine.progress import Progress
from engine.reading.companions import paths_beside
from engine.reading.sources import Source, open_source
from engine.storage.rejections import MAX_KEPT

IDS_MADE = "The file has no ids, so each film has one that is made from its IMDb id, or from its title and year."
IDS_OF_OTHERS = "The ids are not those of TMDB, so there are no age ratings, trailers or places to watch."
_NOT_READ = "Not read from the same file: "
_JOINED = "Joined from a second file: "


@dataclass(slots=True)
class SourceRows:
    """What is known about the rows of a source, besides the films in them."""

    schema: str
    count: int = 0
    lines: array[int] = field(default_factory=lambda: array("q"))
    """Line of the file where each film begins, in the order they were read."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Skipped rows, counted by reason."""
    kept: list[Rejection] = field(default_factory=list)
    """The skipped rows themselves, as many as a build stores."""
    unreadable: Counter[str] = field(default_factory=Counter)
    """Cells whose content could not be understood, counted by column."""
    columns: tuple[ColumnUse, ...] = ()
    """Every column of the file, and what it was used as."""
    notes: tuple[str, ...] = ()
    has_tmdb_ids: bool = False
    """Whether films have the ids that they have at TMDB."""

    def reject(self, rejections: Sequence[Rejection]) -> None:
        """Count skipped rows, and keep the first of them."""
        self.rejected.update(rejection.reason for rejection in rejections)
        self.kept += rejections[: max(0, MAX_KEPT - len(self.kept))]


def ingest(source: Path, target: Path, progress: Progress) -> SourceRows:
    """Write the films of the dataset `source` to `target` as they come.

    How columns are written is decided from all rows. The first chunk is nearly always right about it, so films are
    read with its plan; if a later row changes the plan, everything is read once more.

    Raises
    ------
    SourceError
        It cannot be read, its columns are not those of films, or it has no films.

    """
    rows, films, plan, final = _read(source, target, None, progress)
    if plan != final:
        rows, films, plan, _ = _read(source, target, final, progress)
    if not films:
        why = ", ".join(f"{name}: {count}" for name, count in rows.rejected.most_common()) or "it has no rows"
        raise NoFilms(f"{source} has no films ({why})")
    return rows


def _read(source: Path, target: Path, plan: Plan | None, progress: Progress) -> tuple[SourceRows, int, Plan, Plan]:
    """Write the films; return what is known of the rows, the number of films, the plan, and the one of all rows."""
    this_year = datetime.now(UTC).year
    ids = IdMaker()
    used = plan

    def tables(opened: Source, rows: SourceRows, evidence: Evidence) -> Iterator[pa.Table]:
        nonlocal used
        for chunk in opened.chunks(progress=progress):
            if plan is None:
                evidence.add(chunk)
            used = used or evidence.plan()
            cleaned = clean(chunk, this_year, used, ids)
            rows.count += chunk.rows + len(chunk.malformed)
            rows.lines.extend(cleaned.lines)
            rows.reject(cleaned.rejected)
            rows.unreadable.update(cleaned.unreadable)
            yield cleaned.films

    with open_source(source, known_columns) as opened:
        rows = SourceRows(schema_name(opened.header, source))
        evidence = Evidence(opened.header)
        try:
            films = write_unordered(target, tables(opened, rows, evidence))
            final = plan or evidence.plan()
            if plan is None:
                evidence.check_genres(final)
        except UnknownSchema as error:
            raise UnknownSchema(f"{source}: {error}") from error
        used = used or final
        rows.columns = used.report([name for name in opened.header if name], rows.unreadable)
        rows.notes = tuple(_notes(opened, used))
        rows.has_tmdb_ids = used.has_tmdb_ids
    return rows, films, used, final


def _notes(opened: Source, plan: Plan) -> Iterator[str]:
    if not plan.use("id"):
        yield IDS_MADE
    if not plan.has_tmdb_ids:
        yield IDS_OF_OTHERS
    for joined in opened.joined:
        yield _JOINED + ", ".join(joined.takes)
    if opened.unused:
        yield _NOT_READ + ", ".join(opened.unused)


def files_read_with(source: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of change of the second files that lie beside a dataset and may be joined to it."""
    states = [(path.name, path.stat()) for path in paths_beside(source)]
    return [(name, state.st_size, state.st_mtime_ns) for name, state in states]
