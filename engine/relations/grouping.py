"""How the films of a group relate, from their similarities alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.entities import Film
from engine.relations.clustering import cluster
from engine.relations.values import Group, Member, Merge


def group_of(films: Sequence[Film], similarity: npt.NDArray[np.float64]) -> Group:
    """Return the group of two or more films.

    Parameters
    ----------
    films
        The most voted first.
    similarity : shape (n_films, n_films), symmetric, 0 to 1, 1 on the diagonal
    """
    tree = cluster(similarity)
    similarity = similarity[np.ix_(tree.order, tree.order)]
    means = (similarity.sum(axis=1) - 1) / (len(films) - 1)
    ordered = [films[n] for n in tree.order.tolist()]
    # Of films with the same mean, the most voted counts as the most similar.
    by_votes = np.argsort(tree.order)
    ranked = by_votes[np.argsort(-means[by_votes], kind="stable")]
    differ = not np.allclose(means, means[0], rtol=0, atol=1e-6)
    return Group(
        members=tuple(Member(film, mean) for film, mean in zip(ordered, means.tolist(), strict=True)),
        similarities=tuple(map(tuple, similarity.tolist())),
        merges=tuple(Merge(*merge) for merge in tree.merges.tolist()),
        mean_similarity=float(means.mean()),
        typical=ordered[ranked[0]] if differ else None,
        outlier=ordered[ranked[-1]] if differ else None,
    )
