"""The score of a film for a user: community, taste, era, popularity and quality, each a sum that explains itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.opened import OpenBuild
from engine.personalization import first_guess
from engine.personalization.community import Community
from engine.personalization.taste import Taste
from engine.personalization.traits import DECADES, FAME_SIZE, year_traits
from engine.retrieval.row_blocks import row_blocks

FAME_PRIOR = 0.005
"""What each e-fold of votes adds to a score, whatever the user likes: nobody is recommended what nobody knows."""
TASTE_BESIDE_COMMUNITY = 0.2
"""How much taste, era and popularity count for a film that the community knows: its weights know the content too."""
MANY_MARKS = 50
"""Marks with which a film that the community does not know has come halfway to its taste, era and popularity in full.
With few marks the community's scores are small, and such films would all come before those it knows."""
QUALITY_SCALE = 0.1
"""What a quality weight of 1 adds at most: about as much as a film of one's taste."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the scores of some films, in float64; each of shape (n_films,) but `by_film`."""

    community: npt.NDArray[np.float64]
    taste: npt.NDArray[np.float64]
    era: npt.NDArray[np.float64]
    popularity: npt.NDArray[np.float64]
    quality: npt.NDArray[np.float64]
    by_film: npt.NDArray[np.float64]
    """What each marked film adds to `community`, shape (n_marked, n_films)."""


@dataclass(frozen=True)
class Scorer:
    """Scores films for one user."""

    opened: OpenBuild
    community: Community | None
    rows: Rows
    """Rows of the films the user marked, shape (n_marked,)."""
    grades: npt.NDArray[np.float64]
    """Their grades, times the weight of the community, shape (n_marked,)."""
    liked_rows: Rows
    """Those with a grade above 0, shape (n_liked,)."""
    taste: Taste
    era: float
    """Factor of the decades in the taste."""
    popularity: float
    """Factor of fame; below 0, films that few know are favoured."""
    quality: float
    most_votes: int
    """Votes of the film that has the most."""

    def all_scores(self) -> Floats:
        """Return the score of every film, shape (n_films,)."""
        scores = self.opened.space.scores(self.taste.terms)
        for block in row_blocks(len(scores)):
            scores[block] += self._beside_terms(block)
        if self.community is not None:
            known = self.community.rows
            own = np.float32(TASTE_BESIDE_COMMUNITY) * scores[known]
            scores *= np.float32(self._share_of_unknown)
            scores[known] = self.community.scores(self.rows, self.grades) + own
        for block in row_blocks(len(scores)):
            scores[block] += self._familiar(block)
        if self.community is not None:
            scores[self.community.rows] += np.float32(self._worth) * self.community.liked
        return scores

    @property
    def _share_of_unknown(self) -> float:
        marks = len(self.rows)
        return TASTE_BESIDE_COMMUNITY + (1 - TASTE_BESIDE_COMMUNITY) * marks / (marks + MANY_MARKS)

    def shares(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Return how much everything but the community counts for each of `rows`: least where it knows the film."""
        if self.community is None:
            return np.ones(len(rows))
        return np.where(self.community.knows(rows), TASTE_BESIDE_COMMUNITY, self._share_of_unknown)

    def of(self, rows: Rows) -> Parts:
        """Return the parts of the scores of `rows`."""
        none = np.zeros((len(self.rows), len(rows)))
        by_film = self.community.contributions(self.rows, self.grades, rows) if self.community is not None else none
        shares = self.shares(rows)
        return Parts(
            community=by_film.sum(axis=0),
            taste=shares * self._taste(rows),
            era=shares * self._era(rows),
            popularity=shares * self._popularity(rows) + self._first_guess(rows),
            quality=shares * self._quality(rows),
            by_film=by_film,
        )

    def _taste(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Return the match of the terms of `rows` with the taste, shape (n_rows,)."""
        films, terms = self.opened.space.films[rows], self.taste.terms
        owner = np.repeat(np.arange(len(rows)), np.diff(films.indptr))
        place = np.searchsorted(terms.indices, films.indices)
        known = np.append(terms.indices, -1)[place] == films.indices
        values = films.data[known].astype(np.float64) * terms.weights[place[known]]
        return np.asarray(np.bincount(owner[known], values, minlength=len(rows)), dtype=np.float64)

    def _beside_terms(self, rows: slice) -> Floats:
        return self._era(rows) + self._popularity(rows) + self._quality(rows)

    @cached_property
    def _by_year(self) -> Floats:
        """What each year adds, by year."""
        last = int(self.opened.columns.year.max(initial=0))
        weights = self.taste.traits[: len(DECADES)]
        return (np.float32(self.era) * (year_traits(np.arange(last + 1)) @ weights)).astype(np.float32)

    def _era(self, rows: Rows | slice) -> Floats:
        closeness: Floats = self._by_year[self.opened.columns.year[rows]]
        return closeness

    def _popularity(self, rows: Rows | slice) -> Floats:
        votes = self.opened.columns.votes[rows].astype(np.float32)
        learned = self.taste.traits[-1] * np.sqrt(votes * np.float32(FAME_SIZE / max(1, self.most_votes)))
        fame: Floats = np.float32(self.popularity) * (learned + np.float32(FAME_PRIOR) * np.log1p(votes))
        return fame

    @cached_property
    def _worth(self) -> float:
        return self.popularity * first_guess.worth(len(self.rows), self.community is not None)

    @cached_property
    def _familiar_by_year(self) -> Floats:
        """What the film with the most votes gains if it is of a year, by year."""
        years = self.opened.columns.year
        closeness = first_guess.closeness_by_year(years[self.liked_rows], int(years.max(initial=0)))
        beside_liked = 1.0 if self.community is None else first_guess.FAMILIAR_BESIDE_LIKED
        gains: Floats = np.float32(self._worth * beside_liked / math.sqrt(max(1, self.most_votes))) * closeness
        return gains

    def _familiar(self, rows: Rows | slice) -> Floats:
        columns = self.opened.columns
        familiar: Floats = np.sqrt(columns.votes[rows].astype(np.float32)) * self._familiar_by_year[columns.year[rows]]
        return familiar

    def _first_guess(self, rows: Rows) -> npt.NDArray[np.float64]:
        familiar = self._familiar(rows).astype(np.float64)
        return familiar if self.community is None else familiar + self._worth * self.community.liked_share(rows)

    def _quality(self, rows: Rows | slice) -> Floats:
        quality: Floats = np.float32(self.quality * QUALITY_SCALE) * self.opened.priors.quality[rows]
        return quality
