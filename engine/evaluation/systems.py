"""Which ways to recommend are measured: CineWatch with some weights, and the baselines over its films."""

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
"""Makes a system when its turn comes: some keep a matrix of all films, which need not be there all at once."""


def ours(cinewatch: CineWatch, ablation: bool) -> dict[str, Make]:
    """Return how to make each system that is CineWatch, by name.

    ablation : also with each part of the blend, and each field, switched off
    """

    def weighted(weights: Weights) -> Make:
        def system(film: Film) -> Ids:
            return np.array(
                cinewatch.recommender.ranked_ids(Query((film.id,), k=len(cinewatch), weights=weights)), dtype=np.int64
            )

        return lambda: system

    whole = Weights()
    made = {"CineWatch": weighted(whole)}
    if ablation:
        without = {
            "era": replace(whole, era=0.0),
            "popularity": replace(whole, popularity=0.0),
            "quality": replace(whole, quality=0.0),
        }
        # A part that has no weight is off already.
        made |= {f"CineWatch, {part} off": weighted(rest) for part, rest in without.items() if rest != whole}
        made |= {
            f"CineWatch, {label.lower()} off": weighted(replace(whole, fields=((name, 0.0),)))
            for name, label in cinewatch.field_labels.items()
        }
    return made | {"CineWatch, content alone": weighted(replace(whole, era=0.0, popularity=0.0, quality=0.0))}


def others(cinewatch: CineWatch, seed: int) -> dict[str, Make]:
    """Return how to make each baseline, by name. `seed` is that of chance."""
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
    """The films that may be recommended, the best known first; read one at a time, because there may be a million."""

    def __init__(self, cinewatch: CineWatch) -> None:
        self._cinewatch = cinewatch
        self.ids: Sequence[int] = [name.id for name in cinewatch.film_names(len(cinewatch))]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Film]:
        return map(self._cinewatch.film, self.ids)

    def __contains__(self, film: object) -> bool:
        return isinstance(film, Film) and film.id in self.ids
