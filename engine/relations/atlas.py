"""The most voted films as a graph of nearest neighbours, and as a map: derived once for a build, and kept with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.catalogue.schema import GENRES
from engine.entities import label_of
from engine.errors import InvalidQuery
from engine.logs import timed
from engine.opened import OpenBuild
from engine.progress import Progress, no_progress
from engine.relations import projection, reasons
from engine.relations.neighbours import NEAREST, chain, nearest_among, nearest_of_each
from engine.relations.values import FilmMap, FilmPath, MapNeighbours, MapPoint

MAX_FILMS = 5_000
"""On the map, and links of a chain."""
NEAR_SHARE = 100
"""One in so many films of the map is near a film, ten at least: about what an eye takes for one place."""

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Drawn:
    points: projection.Points
    near: npt.NDArray[np.int64]
    """Places of those near each on the map, shape (n_films, near)."""
    map: FilmMap


class Atlas:
    """The most voted films that are not shown only on request. Threads share it; what is derived is derived once."""

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        # A copy: the slice alone would keep the rows of all films in memory.
        self._rows: npt.NDArray[np.int64] = np.flatnonzero(opened.columns.hidden == 0)[:MAX_FILMS].copy()
        """Ascending. A film's place is where its row stands here."""
        self._links: tuple[Rows, Floats] | None = None
        self._drawn: _Drawn | None = None
        self._linking, self._drawing = Lock(), Lock()

    def __len__(self) -> int:
        return len(self._rows)

    @timed
    def path(self, a: int, b: int) -> FilmPath:
        """Return the best chain of neighbours from one film to another.

        A film that is not among the most voted begins from, or ends with, the ten of them nearest to it. The first
        chain of a build takes some seconds, because all neighbours are looked for. Raises UnknownFilm, or InvalidQuery
        if both are the same film.
        """
        ends = [self._opened.columns.row(a), self._opened.columns.row(b)]
        if a == b:
            raise InvalidQuery("a bridge needs two different films")
        others = [row for row in ends if row not in self._rows]
        rows = np.append(self._rows, np.array(others, dtype=np.int64))
        links = self._with_more(rows, others)
        start, end = (int(np.flatnonzero(rows == row)[0]) for row in ends)
        passed = rows[chain(*links, start, end)].tolist()
        film_a, film_b = self._opened.catalogue.films(ends)
        return FilmPath(
            a=film_a,
            b=film_b,
            similarity=self._opened.space.of_pairs(ends[:1], ends[1:])[0],
            steps=reasons.neighbours(self._opened.catalogue, self._opened.space, list(pairwise(passed))),
            searched=len(self),
        )

    @property
    def has_map(self) -> bool:
        """Whether the map has been made; else `map` takes a while."""
        return self._drawn is not None or self._opened.derived.kept("map", self._drawn_with()) is not None

    @timed
    def map(self, progress: Progress = no_progress) -> FilmMap:
        """Return the map; make it first, which takes up to half a minute, where this build has none."""
        return self._draw(progress).map

    @timed
    def map_neighbours(self, film_id: int) -> MapNeighbours:
        """Return which films of the map are nearest to a film, and which of them are near it there.

        The map is made first where there is none. Raises UnknownFilm.
        """
        row = self._opened.columns.row(film_id)
        place = int(np.searchsorted(self._rows, row))
        on_map = place < len(self._rows) and self._rows[place] == row
        if on_map:
            found, values = (part[place] for part in self._neighbours())
        else:
            found, values = nearest_among(self._opened.space.scores(self._opened.space.vector(row))[self._rows])
        found = found[values > 0]
        near = np.isin(found, self._draw(no_progress).near[place]).tolist() if on_map else []
        return MapNeighbours(
            film=self._opened.catalogue.films([row])[0],
            on_map=on_map,
            nearest=reasons.neighbours(
                self._opened.catalogue, self._opened.space, [(row, int(n)) for n in self._rows[found]]
            ),
            near=tuple(near),
        )

    def _neighbours(self) -> tuple[Rows, Floats]:
        """Return the places of the ten nearest of each film, and how similar they are; both (n_films, NEAREST)."""
        with self._linking:
            if self._links is None:
                stored = self._opened.derived.get("neighbours", {"films": len(self), "nearest": NEAREST}, self._linked)
                self._links = stored["places"], stored["similarities"]
            return self._links

    def _linked(self) -> dict[str, npt.NDArray[np.generic]]:
        places, similarities = nearest_of_each(self.vectors())
        return {"places": places, "similarities": similarities}

    def _with_more(self, rows: npt.NDArray[np.int64], others: Sequence[int]) -> tuple[Rows, Floats]:
        """Return the links with those of some films more, the last of `rows`."""
        places, similarities = self._neighbours()
        for row in others:
            own = self._opened.space.scores(self._opened.space.vector(row))[rows]
            own[rows == row] = -np.inf
            found, values = nearest_among(own)
            places, similarities = np.vstack([places, found]), np.vstack([similarities, values])
        return places, similarities

    def vectors(self) -> sp.csr_array:
        """Return the vectors of the films, of the terms that two of them have: others are in no similarity."""
        films = self._opened.space.films[self._rows]
        having = np.bincount(films.indices, minlength=films.shape[1])
        return sp.csr_array(films[:, np.flatnonzero(having > 1)])

    def _drawn_with(self) -> dict[str, object]:
        return {"films": len(self), **projection.PARAMETERS}

    def _draw(self, progress: Progress) -> _Drawn:
        with self._drawing:
            if self._drawn is None:
                stored = self._opened.derived.get("map", self._drawn_with(), lambda: self._projected(progress))
                points, (trustworthiness,) = stored["points"], stored["trustworthiness"].tolist()
                near = projection.nearest_on_map(points, max(NEAREST, len(self) // NEAR_SHARE))
                places, similarities = self._neighbours()
                kept = projection.kept(np.where(similarities > 0, places, -1), near)
                self._drawn = _Drawn(points, near, self._map(points, trustworthiness, near.shape[1], kept))
            return self._drawn

    def _projected(self, progress: Progress) -> dict[str, npt.NDArray[np.generic]]:
        vectors = self.vectors()
        points = projection.project(vectors, progress)
        progress(projection.STAGES[-1], 2, len(projection.STAGES))
        return {"points": points, "trustworthiness": np.array([projection.trustworthiness(vectors, points)])}

    def _map(self, points: projection.Points, trustworthiness: float, near: int, kept: float) -> FilmMap:
        titles = self._opened.catalogue.column("title", self._rows)
        genres = self._opened.catalogue.column("genres", self._rows)
        columns = [
            getattr(self._opened.columns, name)[self._rows].tolist() for name in ("id", "year", "rating", "votes")
        ]
        return FilmMap(
            tuple(
                MapPoint(film_id, label_of(title, year), _first(own), year or None, _known(rating), votes, x, y)
                for film_id, year, rating, votes, title, own, (x, y) in zip(
                    *columns, titles, genres, points.tolist(), strict=True
                )
            ),
            trustworthiness,
            near,
            kept,
        )


def _first(genres: Sequence[str]) -> str:
    return next((genre for genre in genres if genre in GENRES), "")


def _known(rating: float) -> float | None:
    return None if math.isnan(rating) else round(rating, 3)
