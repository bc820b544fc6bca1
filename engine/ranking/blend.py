"""What joins content in a score: closeness in time, being known, being rated well. Pure functions of arrays.

How similar the nearest films are differs from one query to another: 0.5 among sequels, 0.1 where only a genre is
shared, less again for a text of five words. Weights are therefore told in multiples of the similarity that the tenth
nearest film has, the query's scale. And what has little in common with a query is no answer to it, however well known:
below a share of the scale, all that is added fades with the similarity itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.catalogue.priors import Priors

ERA_YEARS = 10
"""Years after which closeness in time has fallen to 1/e."""
SCALE_PLACE = 10
"""The place among the nearest films whose similarity is the scale of a query."""
FADING_SHARE = 0.4
"""Share of the scale below which what is added fades."""

_ROUNDING = 1e-5

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a full mark in each part adds to a score, or takes from it, in multiples of the query's scale.

    Content adds its similarity as it is.
    """

    era: float = 0.8
    popularity: float = 1.5
    quality: float = 0.0
    fields: tuple[tuple[str, float], ...] = ()
    """Names of fields, and what their share of the similarity is multiplied by: 0 or more; 1 for all others."""


PRESETS = {
    "Balanced": Weights(),
    "Story": Weights(
        era=0.4, popularity=1.0, fields=(("overview", 2.5), ("keywords", 1.5), ("genres", 0.3), ("companies", 0.0))
    ),
    "Mood and genre": Weights(fields=(("genres", 2.5), ("keyword_words", 2.0), ("director", 0.5), ("cast", 0.5))),
    "Hidden gems": Weights(era=0.4, popularity=-0.8, quality=1.2),
    "Crowd-pleasers": Weights(popularity=2.0, quality=3.0),
}
"""Ways of weighing, by what people want. The first is the default, which is measured; the others are choices."""


def era_closeness(years: npt.NDArray[np.int16], seed_years: Sequence[int]) -> Floats:
    """Return the mean over the seeds of exp(-years apart / ERA_YEARS), from 0 to 1, of shape (n_films,).

    0 stands for an unknown year, on either side; it is so far from every year that nothing is close to it.
    """
    last = int(years.max(initial=0))
    by_year = np.zeros(last + 1)
    for seed in seed_years:
        if seed:
            by_year += np.exp(-np.abs(np.arange(last + 1) - seed) / ERA_YEARS)
    return (by_year / max(1, len(seed_years))).astype(np.float32)[years]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score consists of beside content, for some rows; each of shape (n_rows,), weighted."""

    era: Floats
    popularity: Floats
    quality: Floats

    @property
    def total(self) -> Floats:
        """Their sum."""
        return self.era + self.popularity + self.quality


@dataclass(frozen=True, slots=True)
class Blend:
    """Everything in a score beside content, computed for the rows that need it."""

    years: npt.NDArray[np.int16]
    """Of all films, 0 where unknown."""
    priors: Priors
    weights: Weights
    seed_years: Sequence[int]
    scale: float = 1.0
    """Similarity of the tenth nearest film, 0 or more."""

    def scaled(self, nearest: Floats) -> Blend:
        """Return the blend for a query whose nearest films have these content scores, the best first.

        Where fewer films than SCALE_PLACE share anything with it, the last of those that do has the scale.
        """
        sharing = nearest[:SCALE_PLACE][nearest[:SCALE_PLACE] > 0]
        return replace(self, scale=float(sharing[-1]) if len(sharing) else 0.0)

    def of(self, rows: npt.NDArray[np.integer], content: Floats) -> Parts:
        """Return the parts of the scores of `rows`, whose content scores are `content`, of shape (n_rows,)."""
        worth = self._worth(content)
        return Parts(
            era=np.float32(self.weights.era) * worth * era_closeness(self.years[rows], self.seed_years),
            popularity=np.float32(self.weights.popularity) * worth * self.priors.popularity[rows],
            quality=np.float32(self.weights.quality) * worth * self.priors.quality[rows],
        )

    def _worth(self, content: Floats) -> Floats:
        """Return what a weight of 1 adds at most to each score: the scale, and less where content is slight."""
        worth: Floats = np.clip(content / np.float32(FADING_SHARE), 0, np.float32(self.scale))
        return worth

    def content_needed(self, score: float) -> float:
        """Return a content score below which no film reaches `score`, whatever else is known of it."""
        weights = (self.weights.era, self.weights.popularity, self.weights.quality)
        most = sum(max(0.0, weight) for weight in weights)
        # float32 rounds a sum by less than this share of what is summed.
        slack = _ROUNDING * max(1.0, abs(score), sum(map(abs, weights)) * self.scale)
        least = score - slack
        # The two pieces of content + most · worth: it rises steeply while worth does, and with slope 1 from then on.
        needed = max(least / (1 + most / FADING_SHARE), least - most * self.scale) if least > 0 else least
        return needed - slack
