"""The systems that an evaluation measures: CineWatch with different weights, and the baselines over its films."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.cinewatch import CineWatch
from engine.entities import Film
from engine.evaluation import baselines
from engine.evaluation.baselines import Ids, Scorer, System
from engine.ranking.blend import Weights
from engine.ranking.query import Query

Make = Callable[[], System]
"""Makes a system when its turn comes: some keep a matrix of all films, and not all fit in memory at once."""


def cinewatch_systems(cinewatch: CineWatch, ablation: bool) -> dict[str, Make]:
    """Return how to make each variant of CineWatch, by name.

    Parameters
    ----------
    ablation
        Also with each part of the score, and each field, switched off.
    """

    def weighted(weights: Weights) -> Make:
        def system(film: Film) -> Ids:
            return np.array(
                cinewatch.recommender.ranked_ids(Query((film.id,), k=len(cinewatch), weights=weights)), dtype=np.int64
            )

        return lambda: system

    whole = Weights()
    makers = {"CineWatch": weighted(whole)}
    if ablation:
        without = {
            "era": replace(whole, era=0.0),
            "popularity": replace(whole, popularity=0.0),
            "quality": replace(whole, quality=0.0),
        }
        if cinewatch.for_you.community:
            without["community"] = replace(whole, community=0.0)
        # A part without weight is off already.
        makers |= {f"CineWatch, {part} off": weighted(rest) for part, rest in without.items() if rest != whole}
        labels = cinewatch.field_labels
        for shown in dict.fromkeys(labels.values()):
            off = tuple((name, 0.0) for name, label in labels.items() if label == shown)
            makers[f"CineWatch, {shown.lower()} off"] = weighted(replace(whole, fields=off))
    return makers | {
        "CineWatch, match alone": weighted(replace(whole, era=0.0, popularity=0.0, quality=0.0, community=0.0))
    }


def baseline_systems(cinewatch: CineWatch, seed: int) -> dict[str, Make]:
    """Return how to make each baseline, by name. `seed` is for the random one."""
    films = Candidates(cinewatch)

    def by(make: Callable[[], Scorer]) -> Make:
        return lambda: baselines.ranking_by(make(), films.ids)

    return {
        "the usual recipe": by(lambda: baselines.usual_recipe(films)),
        "genre overlap": by(lambda: baselines.genre_overlap(films)),
        "popularity": by(lambda: baselines.popularity([film.votes for film in films])),
        "random": by(lambda: baselines.random(len(films), seed)),
    }


class Candidates(Collection[Film]):
    """The films that may be recommended, most voted first; read one at a time, because there may be a million."""

    def __init__(self, cinewatch: CineWatch) -> None:
        self._cinewatch = cinewatch
        self.ids: Sequence[int] = [name.id for name in cinewatch.film_names(len(cinewatch))]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Film]:
        return map(self._cinewatch.film, self.ids)

    def __contains__(self, film: object) -> bool:
        return isinstance(film, Film) and film.id in self.ids
