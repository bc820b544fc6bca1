"""Which film of the catalogue each row of an import means. Nothing is written before somebody has seen the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engine.entities import Film
from engine.errors import InvalidQuery
from engine.progress import Progress, no_progress
from engine.users.transfer.catalogue_films import CatalogueFilms, title_key
from engine.users.transfer.rows import ImportedFile, ImportedMark, ImportRow
from engine.users.values import MARK_KINDS, Mark, MarkKind, Marks, UserData

MATCHING = "Matching films"
"""The stage whose progress is in rows."""
MIN_DOUBTFUL = 0.8
"""How well a title must match, 0 to 1, to be offered as what may be meant. Its year must be near, too: of 266 films of
another year that the search offered for titles of MovieLens, one was right."""
MAX_CANDIDATES = 3
_BLOCK = 100

How = Literal["TMDB id", "IMDb id", "title and year", "title", "your choice"]


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row whose film is known."""

    row: ImportRow
    film: Film
    how: How


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row whose film somebody has to confirm."""

    row: ImportRow
    candidates: tuple[Film, ...]
    """One to three, the likeliest first."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    file: ImportedFile
    matched: tuple[MatchedRow, ...] = ()
    doubtful: tuple[DoubtfulRow, ...] = ()
    kept: tuple[ImportRow, ...] = ()
    """Films that the catalogue lacks but whose TMDB id is known: their marks are kept for a catalogue that has them.
    Empty if the catalogue has other ids, among which TMDB's would mean other films."""
    missing: tuple[ImportRow, ...] = ()
    """Other films that the catalogue lacks; they cannot be imported."""

    def with_choices(self, choices: Mapping[int, int]) -> ImportPlan:
        """Return the plan after somebody has chosen.

        Parameters
        ----------
        choices
            Number of a doubtful row, from 0, and the id of the candidate that is meant. Rows that nobody has chosen a
            film for stay doubtful, and are not written.

        Raises
        ------
        InvalidQuery
            There is no such row, or the film is none of its candidates.

        """
        chosen = []
        for number, film_id in choices.items():
            candidates = self.doubtful[number].candidates if 0 <= number < len(self.doubtful) else ()
            film = next((film for film in candidates if film.id == film_id), None)
            if film is None:
                raise InvalidQuery("this film is none of those that may be meant; choose another")
            chosen.append(MatchedRow(self.doubtful[number].row, film, "your choice"))
        left = tuple(each for number, each in enumerate(self.doubtful) if number not in choices)
        return replace(self, matched=(*self.matched, *chosen), doubtful=left)

    def to_write(self, now: datetime) -> tuple[UserData, dict[MarkKind, frozenset[int]]]:
        """Return what `Users.add` takes: the data, and which marks have `now` because the file gives no time.

        Of several marks of one kind on one film, the newest counts.
        """
        films = [(each.film.id, each.row) for each in self.matched]
        films += [(row.tmdb_id, row) for row in self.kept if row.tmdb_id]
        found: dict[MarkKind, dict[int, ImportedMark]] = {kind: {} for kind in MARK_KINDS}
        for film_id, row in films:
            for mark in row.marks:
                before = found[mark.kind].get(film_id)
                if before is None or _is_newer(mark, before):
                    found[mark.kind][film_id] = mark
        marks: dict[MarkKind, tuple[Mark, ...]] = {
            kind: tuple(Mark(film_id, mark.at or now, mark.rating) for film_id, mark in by_film.items())
            for kind, by_film in found.items()
        }
        undated = {
            kind: frozenset(film_id for film_id, mark in by_film.items() if mark.at is None)
            for kind, by_film in found.items()
        }
        data = UserData(Marks(**marks), self.file.history, self.file.preferences, terms=self.file.terms)
        return data, undated


def plan_import(file: ImportedFile, films: CatalogueFilms, progress: Progress = no_progress) -> ImportPlan:
    """Return which films an import means: by TMDB id, by IMDb id, by title and year, then by the title search.

    The TMDB ids of a file count only if the catalogue has TMDB's, too.

    A title is certain if it is equal to a film's, apart from case, accents and punctuation, and the years differ by at
    most one; without a year, if no other film is called so. What the search finds beyond that is doubtful.
    """
    by_imdb = films.by_imdb_id({row.imdb_id for row in file.rows if row.imdb_id})
    by_title = films.by_title({row.title for row in file.rows if row.title})
    found: list[MatchedRow | DoubtfulRow | None] = []
    for number, row in enumerate(file.rows):
        if number % _BLOCK == 0:
            progress(MATCHING, number, len(file.rows))
        by_id = _by_id(row, films, by_imdb)
        called = by_title.get(title_key(row.title), [])
        is_known = row.tmdb_id and films.has_tmdb_ids
        found.append(by_id or (None if is_known else _by_title(row, films, called)))
    progress(MATCHING, len(file.rows), len(file.rows))
    lacking = [row for row, match in zip(file.rows, found, strict=True) if match is None]
    return ImportPlan(
        file,
        matched=tuple(each for each in found if isinstance(each, MatchedRow)),
        doubtful=tuple(each for each in found if isinstance(each, DoubtfulRow)),
        kept=tuple(row for row in lacking if row.tmdb_id and films.has_tmdb_ids),
        missing=tuple(row for row in lacking if not (row.tmdb_id and films.has_tmdb_ids)),
    )


def _by_id(row: ImportRow, films: CatalogueFilms, by_imdb: Mapping[str, int]) -> MatchedRow | None:
    if films.has_tmdb_ids and row.tmdb_id and row.tmdb_id in films:
        return MatchedRow(row, films.film(row.tmdb_id), "TMDB id")
    if row.imdb_id in by_imdb:
        return MatchedRow(row, films.film(by_imdb[row.imdb_id]), "IMDb id")
    return None


def _by_title(row: ImportRow, films: CatalogueFilms, called: Sequence[Film]) -> MatchedRow | DoubtfulRow | None:
    if not row.title:
        return None
    certain = _certain(row, called)
    if certain:
        return MatchedRow(row, certain, "title and year" if row.year else "title")
    hits = films.search(row.title, row.year, MIN_DOUBTFUL)
    found = [
        hit.film
        for hit in hits
        if title_key(row.title) in (title_key(hit.film.title), title_key(hit.film.original_title))
    ]
    certain = _certain(row, found)
    if certain and not called:
        return MatchedRow(row, certain, "title and year" if row.year else "title")
    likely = [*called, *(hit.film for hit in hits if hit.score >= MIN_DOUBTFUL)]
    near = {film.id: film for film in likely if row.year is None or film.year is None or abs(film.year - row.year) <= 1}
    candidates = tuple(near.values())[:MAX_CANDIDATES]
    return DoubtfulRow(row, candidates) if candidates else None


def _certain(row: ImportRow, called: Sequence[Film]) -> Film | None:
    """Return the one film of this title that is meant, `None` if there is none or might be another."""
    if row.year is None:
        return called[0] if len(called) == 1 else None
    for gap in (0, 1):
        near = [film for film in called if film.year is not None and abs(film.year - row.year) == gap]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _keys(film: Film) -> set[str]:
    return {title_key(film.title), title_key(film.original_title)}


def _is_newer(mark: ImportedMark, before: ImportedMark) -> bool:
    return mark.at is not None and (before.at is None or mark.at > before.at)
