"""Draws the most voted films as a map on which similar films are close together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from engine.catalogue.genres import GENRES
from engine.entities import label_of
from engine.logs import timed
from engine.opened import OpenBuild
from engine.progress import Progress, no_progress
from engine.relations import projection
from engine.relations.map_process import draw, draw_apart
from engine.relations.map_regions import name_regions
from engine.relations.neighbour_graph import NeighbourGraph
from engine.relations.neighbours import N_NEIGHBOURS
from engine.relations.reasons import neighbours_with_reasons
from engine.relations.values import FilmMap, MapNeighbours, MapPoint

APART_FROM = 500
"""Films from which a map is drawn in a process of its own. Fewer take less time than to start one."""
_CLOSE_SHARE = 100
"""One in so many films of the map counts as close to a film: about what looks like one spot."""


@dataclass(frozen=True, slots=True)
class _DrawnMap:
    map: FilmMap
    close: npt.NDArray[np.int64]
    """Nodes of the films close to each film on the map, shape (n_films, close_count)."""


class FilmMapper:
    """Draws the map of the most voted films once, and stores it with the build. Any number of threads may share one."""

    def __init__(self, opened: OpenBuild, graph: NeighbourGraph) -> None:
        self._opened = opened
        self._graph = graph
        self._drawn: _DrawnMap | None = None
        self._lock = Lock()

    @property
    def film_count(self) -> int:
        """The number of films on the map."""
        return len(self._graph)

    @property
    def has_map(self) -> bool:
        """Whether the map exists already; if not, `film_map` takes a while."""
        return self._drawn is not None or self._opened.derived.stored("map", self._parameters()) is not None

    @timed
    def film_map(self, progress: Progress = no_progress) -> FilmMap:
        """Return the map. The first call for a build draws it, which takes up to half a minute.

        Parameters
        ----------
        progress
            Called as each stage of `STAGES` begins; never if the map exists already.

        Raises
        ------
        MapFailed
            The process that draws it has ended.
        """
        return self._draw(progress).map

    @timed
    def map_neighbours(self, film_id: int) -> MapNeighbours:
        """Return the films of the map that are most similar to a film, and which of them are close to it there.

        The first call for a build draws the map, unless the film is not on it.

        Raises
        ------
        UnknownFilm, MapFailed
        """
        row = self._opened.columns.row(film_id)
        node = self._graph.node_of(row)
        neighbours = self._graph.neighbours_of(row)
        close = [] if node is None else np.isin(neighbours, self._draw(no_progress).close[node]).tolist()
        pairs = [(row, other) for other in self._graph.rows[neighbours].tolist()]
        return MapNeighbours(
            film=self._opened.catalogue.films([row])[0],
            on_map=node is not None,
            neighbours=neighbours_with_reasons(self._opened.catalogue, self._opened.space, pairs),
            close_on_map=tuple(close),
        )

    def _parameters(self) -> dict[str, object]:
        return {"films": self.film_count, **projection.PARAMETERS}

    def _draw(self, progress: Progress) -> _DrawnMap:
        with self._lock:
            if self._drawn is None:
                stored = self._opened.derived.get("map", self._parameters(), lambda: self._project(progress))
                self._drawn = self._measure(stored["points"], float(stored["trustworthiness"][0]))
            return self._drawn

    def _project(self, progress: Progress) -> dict[str, npt.NDArray[np.generic]]:
        if self.film_count < APART_FROM:
            return draw(self._graph, progress)
        return draw_apart(self._opened.path, progress)

    def _measure(self, points: projection.Points, trustworthiness: float) -> _DrawnMap:
        close = projection.nearest_on_map(points, close_count(self.film_count))
        nodes, similarities = self._graph.neighbours()
        recall = projection.neighbour_recall(np.where(similarities > 0, nodes, -1), close)
        regions = name_regions(self._opened.space, self._graph.rows, points)
        drawn = FilmMap(self._map_points(points), trustworthiness, close.shape[1], recall, regions)
        return _DrawnMap(drawn, close)

    def _map_points(self, points: projection.Points) -> tuple[MapPoint, ...]:
        rows = self._graph.rows
        titles, genres = (self._opened.catalogue.column(name, rows) for name in ("title", "genres"))
        columns = [getattr(self._opened.columns, name)[rows].tolist() for name in ("id", "year", "rating", "votes")]
        films = zip(*columns, titles, genres, points.tolist(), strict=True)
        return tuple(
            MapPoint(film_id, label_of(title, year), _first_genre(names), year or None, _rating(rating), votes, x, y)
            for film_id, year, rating, votes, title, names, (x, y) in films
        )


def close_count(films: int) -> int:
    """Return how many films count as close to a film on a map of so many films."""
    return max(N_NEIGHBOURS, films // _CLOSE_SHARE)


def _first_genre(genres: Sequence[str]) -> str:
    return next((genre for genre in genres if genre in GENRES), "")


def _rating(rating: float) -> float | None:
    return None if math.isnan(rating) else round(rating, 3)
