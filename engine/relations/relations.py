"""Questions about films among films, by their ids, answered from the whole catalogue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csgraph

from engine.entities import Bin, Comparison, Film
from engine.errors import InvalidQuery
from engine.filters.filters import Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.ranking.diversity import intra_list_diversity
from engine.ranking.rank import percentile_ranks
from engine.relations import clustering, layout, network, pairs, reasons
from engine.relations.values import Edge, Group, Member, Merge, Neighbour, Neighbourhood, Node, SimilarityHistogram
from engine.retrieval.top_k import top_k

NEAREST = 10
"""Films that a spectrum names."""
MAX_MEMBERS = 40
"""Films of a group."""
MAX_CENTRES = 3
"""Films in the middle of a neighbourhood."""
MAX_NODES = 60
"""Films in the picture of a neighbourhood."""
_NO_LENGTH = 0.05
"""At which a line of similarity 1 is drawn, so that its ends are told apart."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Relations:
    """How films lie to one another. Immutable; threads share it. Every method raises UnknownFilm for an unknown id."""

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
        content = space.scores(vector)
        film_a, film_b = self._opened.catalogue.films([row_a, row_b])
        return Comparison(
            a=film_a,
            b=film_b,
            similarity=similarity,
            closer_than=percentile_ranks(content, content[[row_b]], [row_a])[0],
            above_pairs=self.share_of_pairs_below(similarity),
            pairs_drawn=pairs.PAIRS,
            unique_to_a=space.unique_terms(row_a, row_b),
            unique_to_b=space.unique_terms(row_b, row_a),
            explanation=explanation,
        )

    @timed
    def similarities(self, film_pairs: Sequence[tuple[int, int]]) -> list[float]:
        """Return the similarity of each pair of film ids, 0 to 1, as `compare` gives it; NaN where an id is unknown."""
        columns = self._opened.columns
        rows = [(columns.row_of(a), columns.row_of(b)) for a, b in film_pairs]
        known = [(n, a, b) for n, (a, b) in enumerate(rows) if a is not None and b is not None]
        result = [math.nan] * len(film_pairs)
        values = self._opened.space.of_pairs([a for _, a, _ in known], [b for _, _, b in known])
        for (n, *_), value in zip(known, values, strict=True):
            result[n] = value
        return result

    def diversity(self, film_ids: Sequence[int]) -> float:
        """Return how different films are: the mean of 1 - similarity over their pairs, 0 to 1; NaN without a pair.

        Raises
        ------
        UnknownFilm
        """
        rows = [self._opened.columns.row(film_id) for film_id in film_ids]
        return intra_list_diversity(self._opened.space.similarities(rows))

    def share_of_pairs_below(self, similarity: float) -> float:
        """Return the share of all pairs of films, 0 to 1, that are less similar; NaN where there are no two films.

        It is estimated from `pairs.PAIRS` pairs drawn by chance, once for a build.
        """
        return pairs.share_less(self._at_random, similarity)

    @timed
    def histogram(self, film_id: int) -> SimilarityHistogram:
        """Return how similar a film is to all others."""
        row = self._opened.columns.row(film_id)
        similarities = self._opened.space.scores(self._opened.space.vector(row))
        counts, unrelated = pairs.histogram(similarities, row)
        filled = np.flatnonzero(counts)
        bins = counts[: filled[-1] + 1].tolist() if len(filled) else []
        near = [int(other) for other in self._nearest(similarities, row, NEAREST)[0]]
        return SimilarityHistogram(
            film=self._opened.catalogue.films([row])[0],
            others=len(similarities) - 1,
            unrelated=unrelated,
            bins=tuple(Bin(n / pairs.BINS, (n + 1) / pairs.BINS, count) for n, count in enumerate(bins)),
            nearest=self._told(row, near),
        )

    def nearest(self, film_id: int, k: int) -> tuple[Film, ...]:
        """Return at most `k` films most similar to a film, the most similar first: films that share something with it.

        Films that are shown only on request are left out.
        """
        row = self._opened.columns.row(film_id)
        rows, _ = self._nearest(self._opened.space.scores(self._opened.space.vector(row)), row, k)
        return tuple(self._opened.catalogue.films(rows))

    def most_voted(self, filters: Filters, k: int) -> tuple[Film, ...]:
        """Return the `k` most voted films that pass the filters, or all that do. Raises InvalidQuery."""
        return tuple(self._opened.catalogue.films(np.flatnonzero(self._opened.filter.mask(filters))[: max(0, k)]))

    @timed
    def group(self, film_ids: Sequence[int]) -> Group:
        """Return films side by side; their order does not matter, and each counts once.

        Raises InvalidQuery for fewer than two films, or more than MOST_MEMBERS.
        """
        rows = np.unique([self._opened.columns.row(film_id) for film_id in film_ids])
        if not 2 <= len(rows) <= MAX_MEMBERS:
            raise InvalidQuery(f"a group has 2 to {MAX_MEMBERS} different films, not {len(rows)}")
        similarity = self._similarities(rows)
        tree = clustering.cluster(similarity)
        similarity = similarity[np.ix_(tree.order, tree.order)]
        closeness = (similarity.sum(axis=1) - 1) / (len(rows) - 1)
        films = self._opened.catalogue.films(rows[tree.order])
        # Of films as close as one another the most voted is named, which is the lowest row.
        by_fame = np.argsort(tree.order)
        ranked = by_fame[np.argsort(-closeness[by_fame], kind="stable")]
        told = not np.allclose(closeness, closeness[0], rtol=0, atol=1e-6)
        return Group(
            members=tuple(Member(film, close) for film, close in zip(films, closeness.tolist(), strict=True)),
            similarities=tuple(map(tuple, similarity.tolist())),
            merges=tuple(Merge(*merge) for merge in tree.merges.tolist()),
            mean=float(closeness.mean()),
            typical=films[ranked[0]] if told else None,
            outlier=films[ranked[-1]] if told else None,
        )

    @timed
    def neighbourhood(
        self, film_ids: Sequence[int], depth: int = 1, links: int = 8, least: float = 0.0
    ) -> Neighbourhood:
        """Return the films around a few, as a picture: their neighbours, and with depth 2 the neighbours of those.

        film_ids : 1 to MOST_CENTRES
        links : how many films nearest to a film are its neighbours, at least 1
        least : similarity, 0 to 1, that a neighbour must have; one that shares nothing is none

        Films that are shown only on request are left out, unless asked for. Raises InvalidQuery.
        """
        middle = list(dict.fromkeys(self._opened.columns.row(film_id) for film_id in film_ids))
        if not 1 <= len(middle) <= MAX_CENTRES:
            raise InvalidQuery(f"a neighbourhood has 1 to {MAX_CENTRES} films in the middle, not {len(middle)}")
        if depth not in (1, 2) or links < 1 or not 0 <= least <= 1:
            raise InvalidQuery(f"depth {depth} is not 1 or 2, links {links} below 1, or least {least} not in 0 to 1")

        def nearest(row: int) -> tuple[Rows, Floats]:
            rows, values = self._nearest(self._opened.space.scores(self._opened.space.vector(row)), row, links)
            return rows[values >= least], values[values >= least]

        grown = network.grow(middle, nearest, depth, MAX_NODES)
        similarity = self._similarities(grown.rows)
        lines = network.lines(grown, similarity)
        points = layout.place(_lengths(similarity, lines)).tolist()
        films = self._opened.catalogue.films(grown.rows)
        told = reasons.reasons(self._opened.space, [(grown.rows[a], grown.rows[b]) for a, b in lines])
        return Neighbourhood(
            nodes=tuple(Node(film, x, y, n) for film, (x, y), n in zip(films, points, grown.steps, strict=True)),
            edges=tuple(
                Edge(films[a].id, films[b].id, value, reasons)
                for (a, b), (value, reasons) in zip(lines, told, strict=True)
            ),
            left_out=grown.left_out,
        )

    @cached_property
    def _at_random(self) -> Floats:
        made_with = {"pairs": pairs.PAIRS}
        name = "similarities"
        return self._opened.derived.get(
            "pairs", made_with, lambda: {name: pairs.similarities_at_random(self._opened.space)}
        )[name]

    def _nearest(self, similarities: Floats, row: int, k: int) -> tuple[Rows, Floats]:
        """Return the `k` nearest of a row that share anything with it; `similarities` of all rows are used up."""
        similarities[self._hidden] = -np.inf
        similarities[row] = -np.inf
        rows = top_k(similarities, k)
        rows = rows[similarities[rows] > 0]
        return rows, similarities[rows]

    def _similarities(self, rows: Sequence[int] | Rows) -> npt.NDArray[np.float64]:
        """Return the similarity of each film to each as `compare` gives it, shape (n_rows, n_rows)."""
        similarity = np.minimum(self._opened.space.similarities(rows).astype(np.float64), 1.0)
        np.fill_diagonal(similarity, 1.0)
        return similarity

    def _told(self, row: int, others: Sequence[int]) -> tuple[Neighbour, ...]:
        return reasons.neighbours(self._opened.catalogue, self._opened.space, [(row, other) for other in others])


def _lengths(similarity: npt.NDArray[np.float64], lines: Sequence[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Return how long the shortest way along lines is between any two films, a line being 1 - similarity long."""
    lengths = np.zeros_like(similarity)
    for a, b in lines:
        lengths[a, b] = max(_NO_LENGTH, 1 - similarity[a, b])
    shortest: npt.NDArray[np.float64] = csgraph.shortest_path(lengths, directed=False)
    return shortest
