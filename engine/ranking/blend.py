"""What a score adds to the match: same era, popularity, high ratings, what people like. Pure functions of arrays.

How well the best films match differs from query to query: 0.5 among sequels, 0.1 where only a genre is shared, less
again for a description of five words. So weights count in multiples of the query's scale, which is the match of the
tenth best film. And a film that hardly matches is no answer, however popular it is: below a share of the scale,
everything added fades with the match. It also fades, a little, where the match is little but genre and company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.catalogue.priors import Priors
from engine.ranking.liked_together import LikedTogether

ERA_YEARS = 10
"""Years apart at which closeness in time has fallen to 1/e."""
SCALE_RANK = 10
"""Rank, by match, of the film whose match is the scale of a query."""
FADING_SHARE = 0.4
"""Share of the scale below which everything added fades."""
SPECIFIC_SHARE = 0.15
"""Share of a match that has to be more than genre and company; below it, everything added fades, too."""
CATEGORY_FADING = 0.075
"""How far it fades where a match is nothing but genre and company."""

DESCRIPTION_PRIORS = 1 / 4
"""How much popularity and high ratings count for a description alone, compared with liked films. It says itself which
film is meant: popularity helps to find a known one, but must not hide one that few know."""

_ROUNDING = 1e-5

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts: what a part adds to a score at most, in multiples of the query's scale.

    The match itself always counts in full; `fields` changes what the match is made of.
    """

    era: float = 0.9
    """Favours films of the same years."""
    popularity: float = 1.8
    """Favours films with many votes, less if they would come up too often; below 0, films with few."""
    quality: float = 0.0
    """Favours films with high ratings."""
    fields: tuple[tuple[str, float], ...] = ()
    """Field name and a factor for its share of the match: 1 is normal, 0 switches it off. Fields not listed count 1."""
    community: float = 1.5
    """Favours films liked by the same people, 0 or more. It needs a community, which `engine learn` makes."""

    def for_description(self) -> Weights:
        """Return the weights for a query that is a description alone."""
        popularity, quality = self.popularity * DESCRIPTION_PRIORS, self.quality * DESCRIPTION_PRIORS
        return replace(self, popularity=popularity, quality=quality)


PRESETS = {
    "Balanced": Weights(),
    "Story": Weights(
        era=0.4,
        popularity=1.2,
        fields=(("overview", 2.5), ("keywords", 1.5), ("genres", 0.3), ("companies", 0.0)),
        community=0.7,
    ),
    "Mood and genre": Weights(fields=(("genres", 2.5), ("keyword_words", 2.0), ("director", 0.5), ("cast", 0.5))),
    "Hidden gems": Weights(era=0.4, popularity=-0.8, quality=1.2, community=0.0),
    "Crowd-pleasers": Weights(popularity=2.5, quality=3.0),
}
"""Ready-made weights by name. The first is the default and was tuned by measurement; the others are choices."""


def era_closeness(years: npt.NDArray[np.int16], seed_years: Sequence[int]) -> Floats:
    """Return how close films are in time to the seeds: the mean of exp(-years apart / ERA_YEARS) over the seeds.

    Parameters
    ----------
    years
        Shape (n_films,); 0 where unknown.
    seed_years
        Years of the seeds; 0 where unknown.

    Returns
    -------
    closeness
        Shape (n_films,), 0 to 1. An unknown year is close to nothing.

    """
    # Year 0 stands for "unknown" and is so far from every year that its closeness is 0.
    last = int(years.max(initial=0))
    by_year = np.zeros(last + 1)
    for seed in seed_years:
        if seed:
            by_year += np.exp(-np.abs(np.arange(last + 1) - seed) / ERA_YEARS)
    return (by_year / max(1, len(seed_years))).astype(np.float32)[years]


def specificity(matches: Floats, specific: Floats) -> Floats:
    """Return what is left of everything added, from 1 - CATEGORY_FADING to 1, shape (n_rows,).

    Parameters
    ----------
    matches
        Shape (n_rows,).
    specific
        The part of each that is more than genre and company, shape (n_rows,).

    """
    enough = np.float32(SPECIFIC_SHARE) * matches
    is_less = (specific < enough) & (enough > 0)
    share = np.divide(np.maximum(specific, 0), enough, out=np.ones_like(matches), where=is_less)
    left: Floats = 1 - np.float32(CATEGORY_FADING) * (1 - share)
    return left


def scale_of(best: Floats) -> float:
    """Return the scale of a query: the match of the tenth best film, or of the last that matches; 0 if none does.

    Parameters
    ----------
    best
        Matches of the films that match best, the highest first.

    """
    # Where a disliked film takes all that a liked one gives, float32 may leave a little that is no match.
    matching = best[:SCALE_RANK][best[:SCALE_RANK] > _ROUNDING * best.max(initial=0)]
    return float(matching[-1]) if len(matching) else 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What scores add to the match, for some films: weighted values, each of shape (n_rows,)."""

    era: Floats
    popularity: Floats
    quality: Floats
    community: Floats

    @property
    def total(self) -> Floats:
        """Their sum."""
        return self.era + self.popularity + self.quality + self.community


@dataclass(frozen=True, slots=True)
class Blend:
    """Computes what a query's scores add to the match, for the films that need it."""

    years: npt.NDArray[np.int16]
    """Release years of all films, 0 where unknown."""
    priors: Priors
    weights: Weights
    seed_years: Sequence[int]
    scale: float = 1.0
    """Match of the tenth best film, 0 or more."""
    specific: Floats | None = None
    """The part of each match that is more than genre and company, shape (n_films,); if left out, all of it is."""
    liked_together: LikedTogether | None = None
    """What people like who like the query's films; `None` if no community was learned."""

    def scaled(self, best: Floats) -> Blend:
        """Return this blend with the scale of a query.

        Parameters
        ----------
        best
            Matches of the films that match best, the highest first.

        """
        return replace(self, scale=scale_of(best))

    def of(self, rows: npt.NDArray[np.integer], matches: Floats) -> Parts:
        """Return what is added to the scores of `rows`, whose matches are `matches`, both of shape (n_rows,)."""
        most = self._most_added(matches)
        if self.specific is not None:
            most = most * specificity(matches, self.specific[rows])
        return Parts(
            era=np.float32(self.weights.era) * most * era_closeness(self.years[rows], self.seed_years),
            popularity=np.float32(self.weights.popularity) * most * self._popularity(rows),
            quality=np.float32(self.weights.quality) * most * self.priors.quality[rows],
            community=np.float32(self.weights.community) * most * self._liked_together(rows),
        )

    def _liked_together(self, rows: npt.NDArray[np.integer]) -> Floats:
        return np.zeros(len(rows), np.float32) if self.liked_together is None else self.liked_together.shares_of(rows)

    def _popularity(self, rows: npt.NDArray[np.integer]) -> Floats:
        """Return what popularity counts for each of `rows`, 0 to 1."""
        popularity, ubiquity = self.priors.popularity[rows], self.priors.ubiquity[rows]
        # A description, and whoever looks for what few know, are not answered with the same films again and again.
        counts = self.weights.popularity > 0 and len(self.seed_years) > 0
        known: Floats = np.maximum(popularity - ubiquity, np.float32(0)) if counts else popularity
        return known

    def _most_added(self, matches: Floats) -> Floats:
        """Return the most that a weight of 1 adds to each score: the scale, or less where the match is slight."""
        most: Floats = np.clip(matches / np.float32(FADING_SHARE), 0, np.float32(self.scale))
        return most

    def matches_needed(self, score: float) -> Floats:
        """Return a match for each block of `top_k` below which none of its films reaches `score`, shape (n_blocks,).

        A film might reach it if the priors that are best for it, of all films of its block, came together in it. What
        the community adds is not counted.
        """
        era, popularity, quality = self._weights
        lowest, highest = self.priors.block_limits
        most = np.maximum(
            max(0.0, era)
            + popularity * (highest if popularity > 0 else lowest).popularity
            + quality * (highest if quality > 0 else lowest).quality,
            0,
        )
        slack = self._slack(score)
        least = score - slack
        # The highest score for a match has two linear pieces: steep while the added part grows, slope 1 after that.
        needed = np.maximum(least / (1 + most / FADING_SHARE), least - most * self.scale) if least > 0 else least
        return np.broadcast_to(np.asarray(needed - slack, np.float32), most.shape)

    @property
    def _weights(self) -> tuple[float, float, float]:
        return self.weights.era, self.weights.popularity, self.weights.quality

    def _slack(self, score: float) -> float:
        """Return what float32 rounds a score like this by at most."""
        # It rounds a sum by less than this share of its terms.
        return _ROUNDING * max(1.0, abs(score), sum(map(abs, self._weights)) * self.scale)
