"""From a dataset to a build on disk: joins the rooms for writing, as cinewatch.py does for reading."""

from __future__ import annotations

import gc
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from engine.catalogue.catalogue import Catalogue, read_columns, write_catalogue
from engine.catalogue.cleaning import DUPLICATE, reject
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.franchises import franchises_of, places_of
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES, Priors
from engine.content import vectors
from engine.content.fields import FIELDS
from engine.errors import SourceChanging, SourceMissing, SourceUnreadable, reason
from engine.filters.country_index import CountryIndex
from engine.ingest import SourceRows, files_read_with, ingest
from engine.progress import Progress, no_progress, step_reporter
from engine.ranking import ubiquity
from engine.search import description_fields
from engine.search.description_build import build_descriptions
from engine.search.people import build_people
from engine.search.titles_process import titles_apart
from engine.storage import arrays, builds, digests
from engine.storage.manifest import CATALOGUE, INDEX, Manifest, sizes_and_digests, write_manifest
from engine.storage.manifest import VERSION as MANIFEST_VERSION
from engine.storage.rejections import Rejections
from engine.storage.strings import StringArray

log = logging.getLogger("cinewatch.build")

_UNORDERED = "unordered.arrow"
_STEPS = len(FIELDS) + 5
"""After reading: ordering the films, franchises, each field, descriptions, titles, and finishing."""


def fingerprint_of(source: Path) -> str:
    """Return what changes with a dataset, or with how it is built. Raises SourceError."""
    parameters = [arrays.VERSION, MANIFEST_VERSION, KNOWN_VOTES, PRIOR_VOTES, [asdict(field) for field in FIELDS]]
    parameters += [*ubiquity.PARAMETERS, *description_fields.PARAMETERS]
    try:
        parameters += files_read_with(source)
        return digests.fingerprint(source, parameters)
    except FileNotFoundError as error:
        raise SourceMissing(f"file not found: {source}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, source)}") from error


def build_into(
    folder: Path, source: Path, models: Path, fingerprint: str, progress: Progress = no_progress, replace: bool = False
) -> Path:
    """Build `source` in the empty `folder`, rename it to its place in `models`, and return its new path.

    Parameters
    ----------
    folder
        From `builds.new_folder`.
    source
        The dataset.
    models
        The folder of all builds.
    fingerprint
        Of `source` when the build begins.
    progress
        Called after each step.
    replace
        Whether a build may have fewer films than the one before it.

    Raises
    ------
    SourceError
        The dataset cannot be used; or it has changed meanwhile, or lost films.

    """
    with _without_garbage_collection():
        return _build(folder, source, models, fingerprint, progress, replace)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for cycles: a build makes millions of strings and lists, but no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _build(folder: Path, source: Path, models: Path, fingerprint: str, progress: Progress, replace: bool) -> Path:
    start = time.perf_counter()
    build_id = uuid.uuid4().hex
    report_step = step_reporter(progress, _STEPS)
    rows = _ingest_unchanged(source, folder / _UNORDERED, fingerprint, progress)
    report_step("Ordering films")
    _write_catalogue(folder, build_id, rows)
    if not replace:
        builds.refuse_to_shrink(models, source, rows.count, len(rows.lines) - rows.rejected[DUPLICATE])
    size = _write_index(folder, build_id, fingerprint, rows, report_step)
    report_step("Finishing")
    sizes, file_digests = sizes_and_digests(folder)
    manifest = Manifest(
        build=build_id,
        fingerprint=fingerprint,
        source=str(source.resolve()),
        schema=rows.schema,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - start, 3),
        rows_read=rows.count,
        films=size.films,
        rejected=dict(rows.rejected),
        unreadable=dict(rows.unreadable),
        columns=[asdict(column) for column in rows.columns],
        notes=list(rows.notes),
        has_tmdb_ids=rows.has_tmdb_ids,
        terms=size.terms,
        nnz=size.nnz,
        sizes=sizes,
        digests=file_digests,
    )
    write_manifest(folder, manifest)
    target = builds.folder_of(models, source, fingerprint, build_id)
    builds.move_into_place(folder, target)
    builds.remove_superseded(models, manifest, keep=target)
    report_step("Done")
    log.info("built %s films of %s in %.1f s", manifest.films, source.name, manifest.seconds)
    return target


def _ingest_unchanged(source: Path, unordered: Path, fingerprint: str, progress: Progress) -> SourceRows:
    """Read the rows of a dataset. Raises SourceError, also if it has changed meanwhile."""
    rows = ingest(source, unordered, progress)
    if fingerprint_of(source) != fingerprint:
        raise SourceChanging(f"{source} was changed while it was read; it is read again once nothing writes to it")
    return rows


def _write_catalogue(folder: Path, build_id: str, rows: SourceRows) -> None:
    unordered = folder / _UNORDERED
    duplicates = write_catalogue(folder / CATALOGUE, unordered, build_id)
    unordered.unlink()
    rows.reject([reject(rows.lines[film.position], DUPLICATE, (str(film.id), film.title)) for film in duplicates])


@dataclass(frozen=True, slots=True)
class _Size:
    """How much a build holds."""

    films: int
    terms: int
    nnz: int


def _write_index(
    folder: Path, build_id: str, fingerprint: str, rows: SourceRows, report_step: Callable[[str], None]
) -> _Size:
    """Compute everything from the films of a catalogue, and write each part before the next: all take much memory."""
    catalogue = folder / CATALOGUE
    batches = partial(read_columns, catalogue)
    with titles_apart(catalogue, len(rows.lines)) as titles, arrays.array_writer(folder / INDEX) as write:
        report_step("Franchises")
        franchises = franchises_of(batches)
        films = Catalogue.open(catalogue, build_id).table
        columns, languages = columns_of(films, franchises)
        write(columns.to_arrays() | CountryIndex.of(films["countries"]).to_arrays(), {"languages": languages})
        # It is mapped, and what has been read of it counts as memory.
        del films
        size = _write_content(write, batches, columns, report_step)
        report_step("Descriptions")
        write(build_descriptions(batches).to_arrays(), {})
        report_step("Titles")
        write(titles(places_of(franchises, columns.year, columns.votes)), {})
        rejections = Rejections.of(rows.kept)
        write(rejections.to_arrays(), {"build": build_id, "source_fingerprint": fingerprint, **asdict(size)})
    return size


def _write_content(
    write: arrays.Write, batches: vectors.Batches, columns: FilmColumns, report_step: Callable[[str], None]
) -> _Size:
    """Write the films as vectors, and what is computed from these."""
    content = vectors.fit(batches, lambda stage, *_: report_step(stage))
    priors = Priors.of(columns)
    priors = replace(priors, ubiquity=ubiquity.ubiquity(content.postings, content.fields, columns.year, priors))
    vocabulary = StringArray.of(content.terms)
    people = build_people(content.terms, content.fields)
    write(
        {
            **priors.to_arrays(),
            **people.to_arrays(),
            **arrays.matrix_arrays("content/postings", content.postings),
            "content/terms/text": vocabulary.text,
            "content/terms/offsets": vocabulary.offsets,
        },
        {"parameters": [asdict(field) for field in FIELDS], "fields": [asdict(field) for field in content.fields]},
    )
    write(arrays.matrix_arrays("content/films", content.matrix()), {})
    return _Size(len(columns.id), len(content.terms), int(content.postings.nnz))
