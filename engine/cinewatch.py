"""CineWatch, the facade: opens a build, and answers. Everything outside the engine goes through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from engine import building
from engine.building import Progress
from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.content.space import Space
from engine.entities import (
    Answer,
    Choices,
    Comparison,
    Film,
    FilmName,
    IndexInfo,
    Move,
    Rejection,
    SearchHit,
    label_of,
)
from engine.errors import IndexCorrupt, IndexFault, InvalidQuery
from engine.index import arrays, builds
from engine.index.builds import Manifest
from engine.index.derived import Derived
from engine.index.rejections import Rejections
from engine.logs import timed
from engine.ranking.blend import Priors
from engine.ranking.choices import choices_of
from engine.ranking.diversity import intra_list_diversity
from engine.ranking.filters import EVERY_FILM, Filters, Sieve
from engine.ranking.query import Query
from engine.ranking.rank import shares_below
from engine.ranking.recommender import Recommender
from engine.relations import pairs
from engine.relations.atlas import Atlas
from engine.relations.relations import Relations
from engine.search.finder import TitleFinder
from engine.search.titles import TitleIndex
from engine.statistics.figures import Figures
from engine.statistics.values import Statistics


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
        languages: Sequence[str],
        space: Space,
        priors: Priors,
        titles: TitleFinder,
        rejections: Rejections,
    ) -> None:
        self.path = path
        self._manifest = manifest
        self._catalogue = catalogue
        self._columns = columns
        self._languages = languages
        self._space = space
        self._sieve = Sieve(columns, languages, space)
        self._recommender = Recommender(catalogue, columns, self._sieve, space, priors)
        self._titles = titles
        self._rejections = rejections
        self._derived = Derived(path, manifest.build)
        self.relations = Relations(catalogue, columns, self._sieve, space, self._derived)
        """How films lie to one another."""
        self.figures = Figures(
            catalogue, columns, languages, self._sieve, self._derived, datetime.fromisoformat(manifest.built_at).year
        )
        """The films in figures."""
        self.atlas = Atlas(catalogue, columns, space, self._derived)
        """The most voted films on a map, and the chains between any two films."""

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
            columns = FilmColumns.from_arrays(stored)
            space = Space.from_arrays(stored, header)
            opened = cls(
                path=path,
                manifest=manifest,
                catalogue=catalogue,
                columns=columns,
                languages=header["languages"],
                space=space,
                priors=Priors.from_arrays(stored),
                titles=TitleFinder(TitleIndex.from_arrays(stored), catalogue, columns),
                rejections=Rejections.from_arrays(stored),
            )
        except (KeyError, TypeError) as error:
            raise IndexCorrupt(f"the index in {path} is not whole: rebuild it") from error
        if not len(catalogue) == len(columns.id) == space.films.shape[0] or len(space.terms) != space.films.shape[1]:
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
        return self._catalogue.films([self._columns.row(film_id)])[0]

    def best_known(self, limit: int) -> tuple[FilmName, ...]:
        """Return names of at most `limit` films to choose from, the most voted first, each label once."""
        rows = np.flatnonzero(self._columns.hidden == 0)[: max(0, limit)]
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
        if k < 0:
            raise InvalidQuery(f"k is {k}; it must be 0 or more")
        return self._titles.search(text, k)

    def named(self, title: str) -> Film:
        """Return the one film with that title, its original title, or "title (year)"; capitals do not matter.

        Where no title is the same to the letter, accents, hyphens and the like do not matter either. Raises
        AmbiguousTitle if there are several, UnknownFilm if there is none; both name films that may be meant.
        """
        return self._titles.named(title)

    @timed
    def recommend(self, query: Query) -> Answer:
        """Return the films most like those liked and what is told, unlike those disliked, the best first.

        There are fewer than asked for where there are fewer. The films of the query are left out, and so are films
        that are adult or not released unless they are asked for. Raises UnknownFilm, or InvalidQuery if there is
        nothing to start from, or the query or a filter asks for what there is not.
        """
        return self._recommender.answer(query)

    def ranked(self, query: Query) -> list[int]:
        """Return the ids of what `recommend` would answer, without texts and reasons: to measure many answers."""
        return self._recommender.ids(query)

    @timed
    def what_if(self, query: Query, changed: Query) -> tuple[Move, ...]:
        """Return the films that are among the `k` best of either query, with their places by score in both.

        They come in the order of `changed`. Diversity, and one film of each franchise, do not look at scores alone and
        are left out of it. A film that one of the queries leaves out has the place there that its score would have.
        Raises as `recommend`.
        """
        return self._recommender.what_if(query, changed)

    def surprise(self, filters: Filters | None = None, seed: int | None = None) -> Film | None:
        """Return one of the best-known films that pass the filters, drawn by chance; `None` if none passes."""
        return self._recommender.surprise(filters or Filters(), np.random.default_rng(seed))

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each of the filters removes by itself, by what it is about, the most first."""
        return self._recommender.removed_by(filters)

    def choices(self) -> Choices:
        """Return between what filters can choose. Looks at every film: cache it."""
        return choices_of(self._columns, self._languages, self._space)

    @timed
    def compare(self, a: int, b: int) -> Comparison:
        """Return how alike two films are, and why. Raises UnknownFilm."""
        row_a, row_b = self._columns.row(a), self._columns.row(b)
        vector = self._space.vector(row_a)
        same = row_a == row_b
        explanation = self._space.explain_itself(row_a) if same else self._space.explain(vector, row_b)
        similarity = 1.0 if same else min(1.0, sum(part.value for part in explanation.fields))
        similarities = self._space.scores(vector)
        film_a, film_b = self._catalogue.films([row_a, row_b])
        return Comparison(
            a=film_a,
            b=film_b,
            similarity=similarity,
            closer_than=shares_below(similarities, similarities[[row_b]], [row_a])[0],
            above_pairs=self.relations.share_of_pairs_below(similarity),
            pairs_drawn=pairs.PAIRS,
            only_a=self._space.only(row_a, row_b),
            only_b=self._space.only(row_b, row_a),
            explanation=explanation,
        )

    @timed
    def similarities(self, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """Return the similarity of each pair of film ids, as `compare` gives it; NaN where an id is unknown."""
        rows = [(self._columns.row_of(a), self._columns.row_of(b)) for a, b in pairs]
        known = [(n, a, b) for n, (a, b) in enumerate(rows) if a is not None and b is not None]
        result = [math.nan] * len(pairs)
        values = self._space.of_pairs([a for _, a, _ in known], [b for _, _, b in known])
        for (n, *_), value in zip(known, values, strict=True):
            result[n] = value
        return result

    def diversity(self, film_ids: Sequence[int]) -> float:
        """Return how different films are: the mean of 1 - similarity over their pairs, NaN without any.

        Raises UnknownFilm.
        """
        return intra_list_diversity(self._space.similarities([self._columns.row(film_id) for film_id in film_ids]))

    def statistics(self, filters: Filters = EVERY_FILM) -> Statistics:
        """Return the films that pass filters in figures, or the whole catalogue, as `figures` does."""
        return self.figures.of(filters)

    @cached_property
    def info(self) -> IndexInfo:
        """What is built, and where."""
        return builds.info_of(self._manifest, self.path, {field.label: field.share for field in self._space.fields})

    @cached_property
    def field_labels(self) -> dict[str, str]:
        """What people call each field that any film says anything in, by name, in the fixed order."""
        return {field.name: field.label for field in self._space.fields}

    def rejections(self) -> tuple[Rejection, ...]:
        """Return the rows of the dataset that are no films of the catalogue, in its order: the first 100,000."""
        return tuple(self._rejections.to_list())

    def is_there(self) -> bool:
        """Return whether the build is still on disk. A newer build of the same source removes it; it answers on."""
        return (self.path / builds.MANIFEST).is_file()

    def verify(self) -> None:
        """Read every byte of the build. Raises IndexCorrupt if one has changed since."""
        builds.verify(self.path)
