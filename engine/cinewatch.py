"""CineWatch, the facade: opens a build, and answers. Everything outside the engine goes through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine import building
from engine.building import Progress
from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns, choices_of
from engine.catalogue.statistics import statistics_of
from engine.content.explanation import explain, explain_itself
from engine.content.fields import FittedField
from engine.content.vectors import SparseVector, row_vector
from engine.entities import (
    Choices,
    Comparison,
    Film,
    FilmName,
    IndexInfo,
    Recommendation,
    SearchHit,
    Statistics,
    label_of,
)
from engine.errors import IndexCorrupt, IndexFault, InvalidQuery, UnknownFilm
from engine.index import arrays, builds
from engine.index.builds import Manifest
from engine.index.postings import score
from engine.index.strings import StringArray
from engine.logs import timed
from engine.ranking.blend import Priors, Weights
from engine.ranking.filters import Filters
from engine.ranking.rank import shares_below
from engine.ranking.recommender import Ranking, Recommender
from engine.search.finder import TitleFinder
from engine.search.titles import TitleIndex


class CineWatch:
    """A catalogue of films and their similarities. Immutable; any number of threads may share one.

    Films are named by TMDB's id. Wherever films are ordered, ties go to the more voted, then to the lower id.
    """

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        catalogue: Catalogue,
        columns: FilmColumns,
        films: sp.csr_array,
        postings: sp.csr_array,
        terms: StringArray,
        fields: tuple[FittedField, ...],
        languages: Sequence[str],
        priors: Priors,
        titles: TitleFinder,
    ) -> None:
        self.path = path
        self._manifest = manifest
        self._catalogue = catalogue
        self._columns = columns
        self._films = films
        self._postings = postings
        self._terms = terms
        self._fields = fields
        self._languages = languages
        self._recommender = Recommender(films, postings, fields, columns, languages, priors)
        self._titles = titles

    @classmethod
    @timed
    def open(cls, path: Path) -> CineWatch:
        """Open the build in the folder `path`, in milliseconds, whatever its size.

        Raises IndexMissing, IndexCorrupt or IndexVersion.
        """
        manifest = builds.read_manifest(path)
        stored, header = arrays.open_arrays(path / builds.INDEX)
        if header.get("build") != manifest.build:
            raise IndexCorrupt(f"the files in {path} are of different builds: rebuild it")
        catalogue = Catalogue.open(path / builds.CATALOGUE, manifest.build)
        try:
            shape = (header["films"], header["terms"])
            columns = FilmColumns.from_arrays(stored)
            opened = cls(
                path=path,
                manifest=manifest,
                catalogue=catalogue,
                columns=columns,
                films=arrays.matrix_of(stored, "content/films", shape),
                postings=arrays.matrix_of(stored, "content/postings", shape[::-1]),
                terms=StringArray(stored["content/terms/text"], stored["content/terms/offsets"]),
                fields=tuple(FittedField(**field) for field in header["fields"]),
                languages=header["languages"],
                priors=Priors.from_arrays(stored),
                titles=TitleFinder(TitleIndex.from_arrays(stored), catalogue, columns),
            )
        except (KeyError, TypeError) as error:
            raise IndexCorrupt(f"the index in {path} is not whole: rebuild it") from error
        if not len(catalogue) == len(columns.id) == shape[0] or len(opened._terms) != shape[1]:
            raise IndexCorrupt(f"the parts of the index in {path} do not fit: rebuild it")
        return opened

    @staticmethod
    def is_built(source: Path, models: Path) -> bool:
        """Return whether `of` would find a build of the CSV `source` in `models`. Raises SourceError."""
        return building.is_built(source, models)

    @classmethod
    def of(cls, source: Path, models: Path, progress: Progress | None = None) -> CineWatch:
        """Open the build of the CSV `source` in `models`; build it first where there is none that can be opened.

        Raises SourceError, or BuildFailed if nothing can be written.
        """
        path = building.ensure(source, models, progress)
        try:
            return cls.open(path)
        except IndexFault:
            return cls.open(building.build(source, models, progress))

    @classmethod
    def build(cls, source: Path, models: Path, progress: Progress | None = None) -> CineWatch:
        """Build the CSV `source` into `models`, again if it has been, and open it.

        Raises SourceError, or BuildFailed if nothing can be written.
        """
        return cls.open(building.build(source, models, progress))

    @classmethod
    def newest(cls, models: Path) -> CineWatch | None:
        """Open the build made last in `models`, `None` if there is none. Raises as `open`."""
        path = builds.newest(models)
        return cls.open(path) if path else None

    def __len__(self) -> int:
        return len(self._catalogue)

    def __contains__(self, film_id: object) -> bool:
        return isinstance(film_id, (int, np.integer)) and self._columns.row_of(int(film_id)) is not None

    def film(self, film_id: int) -> Film:
        """Return the film with that id. Raises UnknownFilm."""
        return self._catalogue.films([self._row(film_id)])[0]

    def best_known(self, limit: int) -> tuple[FilmName, ...]:
        """Return names of at most `limit` films to choose from, the most voted first, each label once."""
        rows = np.flatnonzero(~self._columns.hidden)[: max(0, limit)]
        years = self._columns.year[rows]
        seen: set[str] = set()
        names = []
        for row, title, year in zip(rows, self._catalogue.column("title", rows), years, strict=True):
            label = label_of(title, int(year))
            film_id = int(self._columns.id[row])
            names.append(FilmName(film_id, f"{label} · {film_id}" if label in seen else label))
            seen.add(label)
        return tuple(names)

    @timed
    def search(self, text: str, k: int = 10) -> tuple[SearchHit, ...]:
        """Return at most `k` films whose title or original title fits `text`, the best first.

        Typing errors, missing articles, beginnings and single words are understood, and a year behind the title.
        Raises InvalidQuery if there is no text, or k is negative.
        """
        _check_k(k)
        return self._titles.search(text, k)

    def named(self, title: str) -> Film:
        """Return the one film with that title, its original title, or "title (year)"; capitals do not matter.

        Where no title is the same to the letter, accents, hyphens and the like do not matter either. Raises
        AmbiguousTitle if there are several, UnknownFilm if there is none; both name films that may be meant.
        """
        return self._titles.named(title)

    @timed
    def recommend(
        self,
        film_ids: Sequence[int],
        k: int = 10,
        weights: Weights | None = None,
        disliked: Sequence[int] = (),
        filters: Filters | None = None,
    ) -> tuple[Recommendation, ...]:
        """Return the `k` films most like those given and unlike the disliked, best first; fewer where there are fewer.

        The seeds themselves are left out, and so are films that are adult or not released. Raises UnknownFilm, or
        InvalidQuery if there is no film to start from, k is negative, or a filter asks for what there is not.
        """
        return self._recommendations(self._rank(film_ids, k, weights, disliked, filters))

    def ranked(self, film_ids: Sequence[int], k: int = 10, weights: Weights | None = None) -> list[int]:
        """Return the ids of what `recommend` would answer, without texts and reasons: to measure many answers."""
        ids: list[int] = self._columns.id[self._rank(film_ids, k, weights).rows].tolist()
        return ids

    def _rank(
        self,
        film_ids: Sequence[int],
        k: int,
        weights: Weights | None,
        disliked: Sequence[int] = (),
        filters: Filters | None = None,
    ) -> Ranking:
        if not film_ids:
            raise InvalidQuery("name at least one film to start from")
        _check_k(k)
        liked, avoided = ([self._row(film_id) for film_id in dict.fromkeys(ids)] for ids in (film_ids, disliked))
        return self._recommender.rank(liked, avoided, k, weights or Weights(), filters or Filters())

    def _recommendations(self, ranking: Ranking) -> tuple[Recommendation, ...]:
        parts = ranking.parts()
        columns = (ranking.content, parts.era, parts.popularity, parts.quality)
        films, below = self._catalogue.films(ranking.rows), ranking.shares_below()
        return tuple(
            Recommendation(
                film=film,
                score=sum(values),
                content=values[0],
                era=values[1],
                popularity=values[2],
                quality=values[3],
                closer_than=share,
                explanation=explain(ranking.query, row_vector(self._films, row), self._fields, self._terms),
            )
            for row, film, share, *values in zip(
                ranking.rows.tolist(), films, below, *(column.tolist() for column in columns), strict=True
            )
        )

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each of the filters removes by itself, by what it is about, the most first."""
        return self._recommender.removed_by(filters)

    def choices(self) -> Choices:
        """Return between what filters can choose. Looks at every film: cache it."""
        return choices_of(self._columns, self._languages)

    @timed
    def compare(self, a: int, b: int) -> Comparison:
        """Return how alike two films are, and why. Raises UnknownFilm."""
        row_a, row_b = self._row(a), self._row(b)
        vector = row_vector(self._films, row_a)
        if row_a == row_b:
            explanation = explain_itself(vector, self._fields, self._terms)
        else:
            explanation = explain(vector, row_vector(self._films, row_b), self._fields, self._terms)
        similarities = self._similarities(vector)
        film_a, film_b = self._catalogue.films([row_a, row_b])
        return Comparison(
            a=film_a,
            b=film_b,
            similarity=1.0 if row_a == row_b else min(1.0, sum(part.value for part in explanation.fields)),
            closer_than=shares_below(similarities, similarities[[row_b]], [row_a])[0],
            explanation=explanation,
        )

    @timed
    def similarities(self, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """Return the similarity of each pair of film ids, as `compare` gives it; NaN where an id is unknown."""
        rows = [(self._columns.row_of(a), self._columns.row_of(b)) for a, b in pairs]
        known = [(n, a, b) for n, (a, b) in enumerate(rows) if a is not None and b is not None]
        left, right = self._films[[a for _, a, _ in known]], self._films[[b for _, _, b in known]]
        dots = np.asarray(left.multiply(right).sum(axis=1), dtype=np.float64).ravel()
        result = [math.nan] * len(pairs)
        for (n, a, b), dot in zip(known, dots.tolist(), strict=True):
            result[n] = 1.0 if a == b else min(1.0, dot)
        return result

    @timed
    def statistics(self) -> Statistics:
        """Return the whole catalogue in figures. Reads every film: cache it."""
        return statistics_of(self._catalogue.table)

    @cached_property
    def info(self) -> IndexInfo:
        """What is built, and where."""
        return builds.info_of(self._manifest, self.path, {field.label: field.share for field in self._fields})

    def is_there(self) -> bool:
        """Return whether the build is still on disk. A newer build of the same source removes it; it answers on."""
        return (self.path / builds.MANIFEST).is_file()

    def verify(self) -> None:
        """Read every byte of the build. Raises IndexCorrupt if one has changed since."""
        builds.verify(self.path)

    def _row(self, film_id: int) -> int:
        row = self._columns.row_of(film_id)
        if row is None:
            raise UnknownFilm(f"no film of this catalogue has the id {film_id}")
        return row

    def _similarities(self, query: SparseVector) -> npt.NDArray[np.float32]:
        return score(self._postings, query.indices, query.weights)


def _check_k(k: int) -> None:
    if k < 0:
        raise InvalidQuery(f"k is {k}; it must be 0 or more")
