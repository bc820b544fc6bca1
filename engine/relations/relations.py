"""How films relate to one another: pairs, groups and neighbourhoods, from the whole catalogue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.entities import Bin, Comparison, Film
from engine.errors import InvalidQuery
from engine.filters.filters import Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.ranking.diversity import intra_list_diversity
from engine.ranking.rank import percentile_ranks
from engine.relations import layout, network, pairs
from engine.relations.grouping import group_of
from engine.relations.reasons import neighbours_with_reasons, similarities_with_reasons
from engine.relations.values import Edge, Group, Neighbourhood, Node, SimilarityHistogram
from engine.retrieval.top_k import block_maxima, top_k

MAX_MEMBERS = 40
"""Films of a group."""
MAX_CENTRES = 3
"""Centre films of a neighbourhood."""
MAX_NODES = 60
"""Films of a neighbourhood."""
_LISTED = 10
"""Nearest films listed with a histogram."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Relations:
    """Compares films in pairs, groups and neighbourhoods. Immutable; any number of threads may share one.

    Every method that takes ids raises UnknownFilm if the catalogue has no film with such an id.
    """

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        self._hidden = np.flatnonzero(opened.columns.hidden)

    def compare(self, a: int, b: int) -> Comparison:
        """Return how similar two films are, and why.

        Parameters
        ----------
        a, b
            Ids of films. They may be the same.

        Raises
        ------
        UnknownFilm
        """
        space = self._opened.space
        row_a, row_b = self._opened.columns.row(a), self._opened.columns.row(b)
        vector = space.vector(row_a)
        same = row_a == row_b
        explanation = space.explain_itself(row_a) if same else space.explain(vector, row_b)
        similarity = 1.0 if same else min(1.0, sum(part.value for part in explanation.fields))
        similarities = space.scores(vector)
        film_a, film_b = self._opened.catalogue.films([row_a, row_b])
        return Comparison(
            a=film_a,
            b=film_b,
            similarity=similarity,
            closer_than=percentile_ranks(similarities, block_maxima(similarities), similarities[[row_b]], [row_a])[0],
            share_of_pairs_below=self.share_of_pairs_below(similarity),
            pairs_sampled=pairs.PAIRS_SAMPLED,
            unique_to_a=space.unique_terms(row_a, row_b),
            unique_to_b=space.unique_terms(row_b, row_a),
            explanation=explanation,
        )

    @timed
    def similarities(self, film_pairs: Sequence[tuple[int, int]]) -> list[float]:
        """Return the similarity of each pair of ids, 0 to 1, as `compare` does; NaN if an id is unknown."""
        columns = self._opened.columns
        rows = [(columns.row_of(a), columns.row_of(b)) for a, b in film_pairs]
        known = [(n, a, b) for n, (a, b) in enumerate(rows) if a is not None and b is not None]
        result = [math.nan] * len(film_pairs)
        values = self._opened.space.pair_similarities([a for _, a, _ in known], [b for _, _, b in known])
        for (n, *_), value in zip(known, values, strict=True):
            result[n] = value
        return result

    def diversity(self, film_ids: Sequence[int]) -> float:
        """Return how different films are: the mean of 1 - similarity over their pairs, 0 to 1; NaN without a pair."""
        rows = [self._opened.columns.row(film_id) for film_id in film_ids]
        return intra_list_diversity([self._opened.space.vector(row) for row in rows])

    def share_of_pairs_below(self, similarity: float) -> float:
        """Return the share of all pairs of films, 0 to 1, that are less similar; NaN if there are no two films.

        It is an estimate from random pairs, which are drawn once for a build.
        """
        return pairs.share_below(self._sampled_similarities, similarity)

    @timed
    def histogram(self, film_id: int) -> SimilarityHistogram:
        """Return how similar a film is to all others."""
        row = self._opened.columns.row(film_id)
        similarities = self._opened.space.scores(self._opened.space.vector(row))
        counts, unrelated = pairs.histogram(similarities, row)
        filled = np.flatnonzero(counts)
        bins = counts[: filled[-1] + 1].tolist() if len(filled) else []
        nearest = [(row, other) for other in self._nearest(similarities, row, _LISTED)[0].tolist()]
        return SimilarityHistogram(
            film=self._opened.catalogue.films([row])[0],
            other_films=len(similarities) - 1,
            unrelated=unrelated,
            bins=tuple(Bin(n / pairs.BINS, (n + 1) / pairs.BINS, count) for n, count in enumerate(bins)),
            nearest=neighbours_with_reasons(self._opened.catalogue, self._opened.space, nearest),
        )

    def films_between(self, film_id: int, low: float, high: float, k: int) -> tuple[Film, ...]:
        """Return the `k` most voted films in a bin of a histogram: as similar to a film as `low`, but less than `high`.

        A bin that ends at 1 also has what is as similar as that. Hidden and unrelated films are left out.
        """
        row = self._opened.columns.row(film_id)
        similarities = self._opened.space.scores(self._opened.space.vector(row))
        similarities[self._hidden] = similarities[row] = -np.inf
        lowest = low or float(np.finfo(np.float32).tiny)
        within = (similarities >= lowest) & ((similarities < high) | (high >= 1))
        return tuple(self._opened.catalogue.films(np.flatnonzero(within)[:k]))

    def nearest(self, film_id: int, k: int) -> tuple[Film, ...]:
        """Return the `k` most similar films, the most similar first.

        There are fewer if fewer have anything in common with the film. Hidden films are left out.
        """
        row = self._opened.columns.row(film_id)
        rows, _ = self._nearest(self._opened.space.scores(self._opened.space.vector(row)), row, k)
        return tuple(self._opened.catalogue.films(rows))

    def most_voted(self, filters: Filters, k: int) -> tuple[Film, ...]:
        """Return the `k` most voted films that pass the filters, or all of them if there are fewer.

        Raises
        ------
        InvalidQuery
            A filter value does not exist.
        """
        return tuple(self._opened.catalogue.films(np.flatnonzero(self._opened.filter.mask(filters))[: max(0, k)]))

    @timed
    def group(self, film_ids: Sequence[int]) -> Group:
        """Return how the films of a group relate. The order of the ids does not matter, nor do repeated ids.

        Parameters
        ----------
        film_ids
            Ids of 2 to MAX_MEMBERS different films.

        Raises
        ------
        UnknownFilm
        InvalidQuery
            There are too few or too many films.
        """
        rows = np.unique([self._opened.columns.row(film_id) for film_id in film_ids])
        if not 2 <= len(rows) <= MAX_MEMBERS:
            raise InvalidQuery(f"a group has 2 to {MAX_MEMBERS} different films, not {len(rows)}")
        return group_of(self._opened.catalogue.films(rows), self._similarities(rows))

    @timed
    def neighbourhood(
        self, film_ids: Sequence[int], depth: int = 1, n_neighbours: int = 8, min_similarity: float = 0.0
    ) -> Neighbourhood:
        """Return the films around some centre films. Hidden films are left out, unless they are centres.

        Parameters
        ----------
        film_ids
            Ids of 1 to MAX_CENTRES centre films.
        depth
            1 for the neighbours of the centres, 2 to add the neighbours of these.
        n_neighbours
            How many most similar films are the neighbours of a film, 1 or more.
        min_similarity
            Least similarity of a neighbour, 0 to 1. A film with nothing in common is never a neighbour.

        Raises
        ------
        UnknownFilm
        InvalidQuery
            An argument is outside its range.
        """
        centres = list(dict.fromkeys(self._opened.columns.row(film_id) for film_id in film_ids))
        _check_neighbourhood(len(centres), depth, n_neighbours, min_similarity)

        def nearest(row: int) -> tuple[Rows, Floats]:
            scores = self._opened.space.scores(self._opened.space.vector(row))
            rows, values = self._nearest(scores, row, n_neighbours)
            return rows[values >= min_similarity], values[values >= min_similarity]

        return self._draw(network.expand(centres, nearest, depth, MAX_NODES))

    def _draw(self, subgraph: network.Subgraph) -> Neighbourhood:
        similarity = self._similarities(subgraph.rows)
        edges = network.edges(subgraph, similarity)
        points = layout.kamada_kawai_layout(network.path_lengths(edges, similarity)).tolist()
        films = self._opened.catalogue.films(subgraph.rows)
        row_pairs = [(subgraph.rows[a], subgraph.rows[b]) for a, b in edges]
        explained = similarities_with_reasons(self._opened.space, row_pairs)
        return Neighbourhood(
            nodes=tuple(Node(film, x, y, n) for film, (x, y), n in zip(films, points, subgraph.steps, strict=True)),
            edges=tuple(
                Edge(films[a].id, films[b].id, *reasons) for (a, b), reasons in zip(edges, explained, strict=True)
            ),
            not_shown=subgraph.not_shown,
        )

    @cached_property
    def _sampled_similarities(self) -> Floats:
        name = "similarities"
        return self._opened.derived.get(
            "pairs", {"pairs": pairs.PAIRS_SAMPLED}, lambda: {name: pairs.sample_similarities(self._opened.space)}
        )[name]

    def _nearest(self, similarities: Floats, row: int, k: int) -> tuple[Rows, Floats]:
        """Return the `k` nearest films that have anything in common with a row; overwrites `similarities`."""
        similarities[self._hidden] = -np.inf
        similarities[row] = -np.inf
        rows = top_k(similarities, k)
        rows = rows[similarities[rows] > 0]
        return rows, similarities[rows]

    def _similarities(self, rows: Sequence[int] | Rows) -> npt.NDArray[np.float64]:
        """Return the similarity of each film to each, as `compare` does, shape (n_rows, n_rows)."""
        similarity = np.minimum(self._opened.space.similarities(rows).astype(np.float64), 1.0)
        np.fill_diagonal(similarity, 1.0)
        return similarity


def _check_neighbourhood(centres: int, depth: int, n_neighbours: int, min_similarity: float) -> None:
    if not 1 <= centres <= MAX_CENTRES:
        raise InvalidQuery(f"a neighbourhood has 1 to {MAX_CENTRES} centre films, not {centres}")
    if depth not in (1, 2):
        raise InvalidQuery(f"the depth of a neighbourhood is 1 or 2, not {depth}")
    if n_neighbours < 1:
        raise InvalidQuery(f"a neighbourhood needs 1 neighbour or more, not {n_neighbours}")
    if not 0 <= min_similarity <= 1:
        raise InvalidQuery(f"the minimum similarity is 0 to 1, not {min_similarity}")
