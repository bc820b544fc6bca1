"""A CSV -> a build on disk: joins the rooms for writing, as cinewatch.py does for reading."""

from __future__ import annotations

import gc
import logging
import time
import uuid
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import pyarrow as pa

from engine.catalogue.catalogue import Catalogue, read_columns, write_catalogue, write_unordered
from engine.catalogue.cleaning import DUPLICATE, clean, rejection
from engine.catalogue.columns import columns_of
from engine.catalogue.franchises import franchises_of
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES, Priors
from engine.catalogue.sources import Source, open_source
from engine.content import vectors
from engine.content.fields import FIELDS
from engine.entities import Rejection
from engine.errors import NoFilms, SourceMissing, SourceUnreadable, reason
from engine.progress import Progress, no_progress
from engine.search.titles import build_titles
from engine.storage import arrays, builds
from engine.storage.builds import Manifest
from engine.storage.digests import fingerprint
from engine.storage.rejections import MAX_KEPT, Rejections
from engine.storage.strings import StringArray

log = logging.getLogger("cinewatch.build")

_STEPS = len(FIELDS) + 5
"""After reading: putting the films in order, franchises, each field, titles, writing, and a last look."""


def is_built(source: Path, models: Path) -> bool:
    """Return whether there is a build of `source`, as it is now, in `models`. Raises SourceError."""
    return builds.find(models, source, _fingerprint(source)) is not None


def ensure(source: Path, models: Path, progress: Progress = no_progress) -> Path:
    """Return the folder of the build of `source` in `models`, made now if there is none.

    Raises SourceError, or BuildFailed if nothing can be written.
    """
    wanted = _fingerprint(source)
    if found := builds.find(models, source, wanted):
        return found
    with builds.building(models) as folder:
        # Somebody else may have built it while we waited for the lock.
        return builds.find(models, source, wanted) or _build(source, models, folder, wanted, progress)


def build(source: Path, models: Path, progress: Progress = no_progress) -> Path:
    """Build `source` into `models`, again if it has been, and return the folder. Raises as `ensure`."""
    wanted = _fingerprint(source)
    with builds.building(models) as folder:
        return _build(source, models, folder, wanted, progress)


def _fingerprint(source: Path) -> str:
    parameters = [arrays.VERSION, builds.VERSION, KNOWN_VOTES, PRIOR_VOTES, [asdict(field) for field in FIELDS]]
    try:
        return fingerprint(source, parameters)
    except FileNotFoundError as error:
        raise SourceMissing(f"there is no file {source}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, source)}") from error


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles: a build makes millions of strings and lists and never one cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def _build(source: Path, models: Path, folder: Path, wanted: str, progress: Progress) -> Path:
    """Build in `folder`, rename it into place, and return where that is."""
    start = time.perf_counter()
    build_id = uuid.uuid4().hex
    report_step = _steps(progress)
    unordered = folder / "unordered.arrow"
    found = _read(source, unordered, progress)
    report_step("Ordering films")
    dropped = write_catalogue(folder / builds.CATALOGUE, unordered, build_id)
    unordered.unlink()
    found.reject([rejection(found.lines[film.place], DUPLICATE, (str(film.id), film.title)) for film in dropped])
    films, terms, nnz = _write_index(folder, build_id, wanted, Rejections.of(found.kept), report_step)
    report_step("Finishing")
    sizes, digests = builds.describe_files(folder)
    manifest = Manifest(
        build=build_id,
        fingerprint=wanted,
        source=str(source.resolve()),
        schema=found.schema,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - start, 3),
        rows_read=found.rows_read,
        films=films,
        rejected=dict(found.rejected),
        unusable=dict(found.unusable),
        terms=terms,
        nnz=nnz,
        sizes=sizes,
        digests=digests,
    )
    builds.write_manifest(folder, manifest)
    target = builds.folder_of(models, source, wanted, build_id)
    builds.put_in_place(folder, target)
    builds.remove_superseded(models, manifest, kept=target)
    report_step("Done")
    log.info("built %s films of %s in %.1f s", manifest.films, source.name, manifest.seconds)
    return target


def _steps(progress: Progress) -> Callable[[str], None]:
    """Return a function that reports each step after reading by its name."""
    begun = count()
    return lambda stage: progress(stage, next(begun), _STEPS)


@dataclass(slots=True)
class _Found:
    """What a source has been found to hold, besides its films."""

    schema: str
    rows_read: int = 0
    lines: array[int] = field(default_factory=lambda: array("q"))
    """Of the file, that each film begins on, in the order they came."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Rows that are no film, by reason."""
    kept: list[Rejection] = field(default_factory=list)
    """Those rows themselves, as many as a build keeps."""
    unusable: Counter[str] = field(default_factory=Counter)
    """Cells that could not be understood, by column."""

    def reject(self, rows: Sequence[Rejection]) -> None:
        self.rejected.update(row.reason for row in rows)
        self.kept += rows[: max(0, MAX_KEPT - len(self.kept))]


def _read(source: Path, unordered: Path, progress: Progress) -> _Found:
    """Write the films of `source` to `unordered` as they come. Raises SourceError, also if there is no film at all."""

    def tables(opened: Source, found: _Found) -> Iterator[pa.Table]:
        this_year = datetime.now(UTC).year
        for chunk in opened.chunks(progress=progress):
            cleaned = clean(chunk, this_year, opened.schema.separator)
            found.rows_read += chunk.rows + len(chunk.malformed)
            found.lines.extend(cleaned.lines)
            found.reject(cleaned.rejected)
            found.unusable.update(cleaned.unusable)
            yield cleaned.films

    with open_source(source) as opened:
        found = _Found(opened.schema.name)
        films = write_unordered(unordered, tables(opened, found))
    if not films:
        why = ", ".join(f"{name}: {count}" for name, count in found.rejected.most_common()) or "it has no rows"
        raise NoFilms(f"there is no film in {source} ({why})")
    return found


def _write_index(
    folder: Path, build_id: str, wanted: str, rejections: Rejections, report_step: Callable[[str], None]
) -> tuple[int, int, int]:
    """Write columns, content and titles of the catalogue in `folder`; return the films, the terms and the entries."""
    path = folder / builds.CATALOGUE
    report_step("Franchises")
    franchises = franchises_of(partial(read_columns, path))
    columns, languages = columns_of(Catalogue.open(path, build_id).table, franchises)
    content = vectors.fit(partial(read_columns, path), lambda stage, *_: report_step(stage))
    report_step("Titles")
    titles = build_titles(
        (film["title"], film["original_title"] or "")
        for batch in read_columns(path, ("title", "original_title"))
        for film in batch.to_pylist()
    )
    report_step("Writing")
    terms, films = content.postings.shape
    vocabulary = StringArray.of(content.terms)
    arrays.write_arrays(
        folder / builds.INDEX,
        {
            **columns.to_arrays(),
            **Priors.of(columns).to_arrays(),
            **arrays.matrix_arrays("content/films", content.matrix()),
            **arrays.matrix_arrays("content/postings", content.postings),
            "content/terms/text": vocabulary.text,
            "content/terms/offsets": vocabulary.offsets,
            **titles.to_arrays(),
            **rejections.to_arrays(),
        },
        {
            "build": build_id,
            "source_fingerprint": wanted,
            "films": films,
            "terms": terms,
            "nnz": content.postings.nnz,
            "parameters": [asdict(field) for field in FIELDS],
            "fields": [asdict(field) for field in content.fields],
            "languages": languages,
        },
    )
    return films, terms, int(content.postings.nnz)
