"""CineWatch, the facade: opens a build and hands its questions to the rooms that answer them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np

from engine import upkeep
from engine.browsing.browser import Browser
from engine.catalogue.export import export_films
from engine.catalogue.film_names import most_voted_names
from engine.dataset_info import IndexInfo, Rejection
from engine.entities import Answer, Comparison, Film, FilmName, FilterOptions
from engine.errors import IndexFault
from engine.filters.options import filter_options
from engine.logs import timed
from engine.opened import OpenBuild
from engine.personalization.for_you import ForYou
from engine.progress import Progress, no_progress
from engine.ranking.query import Query
from engine.ranking.recommender import Recommender
from engine.ranking.understanding import understood
from engine.relations.film_mapper import FilmMapper
from engine.relations.neighbour_graph import NeighbourGraph
from engine.relations.path_finder import PathFinder
from engine.relations.relations import Relations
from engine.search.facts import Reading
from engine.search.hits import PersonHit, SearchHit
from engine.search.reading import read
from engine.statistics.catalogue_statistics import CatalogueStatistics
from engine.storage import builds
from engine.storage.manifest import index_info, verify
from engine.storage.stillness import PATIENCE_S

log = logging.getLogger("cinewatch.build")


class CineWatch:
    """A catalogue of films and their similarities. Immutable; any number of threads may share one.

    Films are named by their TMDB id. Wherever films are ordered, ties go to the one with more votes, then to the
    lower id. The everyday questions are methods; each room answers more.

    Attributes
    ----------
    recommender : Recommender
        Recommendations, what-if and surprises.
    for_you : ForYou
        Films for a user, from ratings; the user's taste; what was learned from many users.
    relations : Relations
        Pairs, groups and neighbourhoods of films.
    browser : Browser
        The catalogue page by page, franchises and people.
    mapper : FilmMapper
        The map of the most voted films.
    path_finder : PathFinder
        Paths of similar films from one film to another.
    statistics : CatalogueStatistics
        The catalogue in numbers, one method per section.
    opened : OpenBuild
        The build itself, for measuring and tests.

    """

    def __init__(self, opened: OpenBuild) -> None:
        self.opened = opened
        self.for_you = ForYou(opened)
        self.recommender = Recommender(opened, lambda: self.for_you.community)
        self.relations = Relations(opened)
        self.browser = Browser(opened)
        graph = NeighbourGraph(opened)
        self.mapper = FilmMapper(opened, graph)
        self.path_finder = PathFinder(opened, graph)
        self.statistics = CatalogueStatistics(opened)

    @classmethod
    @timed
    def open(cls, path: Path) -> CineWatch:
        """Open the build in the folder `path` in milliseconds, whatever its size. Raises IndexFault."""
        return cls(OpenBuild.open(path))

    @staticmethod
    def is_built(source: Path, models: Path) -> bool:
        """Return whether `models` holds a build of the dataset `source` as it is now. Raises SourceError."""
        return upkeep.is_built(source, models)

    @classmethod
    def of(
        cls, source: Path, models: Path, progress: Progress = no_progress, patience_s: float = PATIENCE_S
    ) -> CineWatch:
        """Open the build of a dataset; build it first if there is none that opens.

        Parameters
        ----------
        source
            The dataset, a CSV.
        models
            The folder of all builds.
        progress
            Called after each step of the build.
        patience_s
            Seconds to wait for a dataset that is still being written.

        Raises
        ------
        SourceError
            The dataset is missing, unreadable, incomplete, or holds no films, or far fewer than before.
        BuildFailed
            The build cannot be written.

        """
        path = upkeep.ensure(source, models, progress, patience_s)
        try:
            return cls.open(path)
        except IndexFault:
            return cls.open(upkeep.build(source, models, progress, patience_s=patience_s))

    @classmethod
    def build(cls, source: Path, models: Path, progress: Progress = no_progress, replace: bool = False) -> CineWatch:
        """Build `source` into `models`, even if it has been built before, and open it. Raises as `of`.

        With `replace`, the build may have far fewer films than the one before it.
        """
        return cls.open(upkeep.build(source, models, progress, replace))

    @classmethod
    def last_good(cls, source: Path, models: Path) -> CineWatch | None:
        """Open the newest build of `source` that opens, even if `source` has changed or is gone; else `None`."""
        for path, _ in builds.sound(models, source):
            try:
                return cls.open(path)
            except IndexFault as error:
                log.warning("%s does not open: %s", path, error)
        return None

    @classmethod
    def newest(cls, models: Path) -> CineWatch | None:
        """Open the newest build in `models`, `None` if there is none. Raises as `open`."""
        path = builds.newest(models)
        return cls.open(path) if path else None

    def __len__(self) -> int:
        return len(self.opened)

    def __contains__(self, film_id: object) -> bool:
        return isinstance(film_id, (int, np.integer)) and self.opened.columns.row_of(int(film_id)) is not None

    def film(self, film_id: int) -> Film:
        """Return the film with the TMDB id `film_id`. Raises UnknownFilm."""
        return self.opened.film(film_id)

    def named(self, title: str) -> Film:
        """Return the one film called `title`, such as "Heat (1995)". See `TitleFinder.named`."""
        return self.opened.titles.named(title)

    @timed
    def search(self, text: str, k: int = 10) -> tuple[SearchHit, ...]:
        """Return at most `k` films that `text` may mean, best first. See `TitleFinder.search`."""
        return self.opened.titles.search(text, k)

    @timed
    def people(self, text: str, k: int = 3, n_films: int = 10) -> tuple[PersonHit, ...]:
        """Return at most `k` people that `text` may name, best first. See `TitleFinder.people`."""
        return self.opened.titles.people(text, k, n_films)

    @timed
    def recommend(self, query: Query) -> Answer:
        """Return the films most like `query`, best first, with reasons. See `Recommender.recommend`."""
        return self.recommender.recommend(query)

    @timed
    def understand(self, query: Query, kept: Collection[str] = ()) -> tuple[Query, Reading]:
        """Return a query with what its description says about facts as filters and films; and the reading of it.

        Parameters
        ----------
        query
            With a description.
        kept
            Words of facts that are to stay in the description.

        """
        reading = read(query.about, self.opened.lexicon, date.today().year, kept)
        return understood(query, reading), reading

    @timed
    def compare(self, a: int, b: int) -> Comparison:
        """Return how similar the films with the ids `a` and `b` are, 0 to 1, and why. See `Relations.compare`."""
        return self.relations.compare(a, b)

    def film_names(self, limit: int) -> tuple[FilmName, ...]:
        """Return the names of at most `limit` films to choose from. See `most_voted_names`."""
        return most_voted_names(self.opened.catalogue, self.opened.columns, limit)

    def filter_options(self) -> FilterOptions:
        """Return the values each filter offers. Reads every film: cache it."""
        opened = self.opened
        return filter_options(opened.columns, opened.languages, opened.space, opened.countries)

    @cached_property
    def info(self) -> IndexInfo:
        """What is built, and where."""
        shares: dict[str, float] = {}
        for field in self.opened.space.fields:
            shares[field.label] = shares.get(field.label, 0.0) + field.share
        return index_info(self.opened.manifest, self.opened.path, shares)

    @cached_property
    def field_labels(self) -> Mapping[str, str]:
        """The label of each field that any film fills in, by name, in fixed order; some have the same."""
        return MappingProxyType({field.name: field.label for field in self.opened.space.fields})

    def rejections(self) -> tuple[Rejection, ...]:
        """Return the rows of the dataset that the build skipped, in file order: the first 100,000."""
        return tuple(self.opened.rejections.to_list())

    def export(self, most_voted: int, target: Path) -> int:
        """Write the `most_voted` films to the Parquet file `target`; return how many there are. See `export_films`."""
        return export_films(self.opened.catalogue, most_voted, target, self.info.has_tmdb_ids)

    @property
    def version(self) -> str:
        """What answers depend on: the build, and what was learned from users so far."""
        return " ".join((self.info.path, *self.for_you.store.fingerprint))

    def exists(self) -> bool:
        """Return whether the build is still on disk. Newer builds of the dataset remove it; this one answers on."""
        return builds.exists(self.opened.path)

    def is_whole(self) -> bool:
        """Return whether nobody has cut the files of this open build. To read on in a file that was cut is fatal."""
        return self.opened.is_whole()

    def verify(self) -> None:
        """Read every byte of the build.

        Raises
        ------
        IndexCorrupt
            A byte has changed since the build was made.

        """
        verify(self.opened.path)
