"""Finds the smoothest path of similar films from one film to another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.errors import InvalidQuery
from engine.logs import timed
from engine.opened import OpenBuild
from engine.relations.neighbour_graph import NeighbourGraph
from engine.relations.reasons import neighbours_with_reasons
from engine.relations.shortest_path import smoothest_path
from engine.relations.values import FilmPath


class PathFinder:
    """Finds paths from film to film through the most voted films. Any number of threads may share one."""

    def __init__(self, opened: OpenBuild, graph: NeighbourGraph) -> None:
        self._opened = opened
        self._graph = graph

    @timed
    def path(self, a: int, b: int) -> FilmPath:
        """Return the smoothest path from one film to another.

        A film that is not among the most voted is joined to the ten of them that are most similar to it. The first path
        for a build takes some seconds, because the neighbours of all these films are computed.

        Parameters
        ----------
        a, b
            Ids of two different films.

        Raises
        ------
        UnknownFilm
        InvalidQuery
            Both ids are the same.
        """
        ends = [self._opened.columns.row(a), self._opened.columns.row(b)]
        if a == b:
            raise InvalidQuery("a path needs two different films")
        rows, neighbours, similarities = self._graph.with_films(ends)
        start, end = (int(np.flatnonzero(rows == row)[0]) for row in ends)
        path = rows[smoothest_path(neighbours, similarities, start, end)].tolist()
        film_a, film_b = self._opened.catalogue.films(ends)
        return FilmPath(
            a=film_a,
            b=film_b,
            similarity=self._opened.space.pair_similarities(ends[:1], ends[1:])[0],
            steps=neighbours_with_reasons(self._opened.catalogue, self._opened.space, list(pairwise(path))),
            films_searched=len(self._graph),
        )
