"""How well films match a query: liked films, disliked films and a description, joined on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.content.explanation import with_description
from engine.content.vectors import DISLIKED_SHARE, EMPTY_VECTOR, SparseVector, rocchio, scale_fields, scale_terms
from engine.entities import DESCRIPTION, Explanation
from engine.opened import OpenBuild
from engine.ranking.blend import SCALE_RANK, scale_of
from engine.ranking.query import Query
from engine.retrieval.top_k import block_maxima, top_k_allowed
from engine.search.descriptions import Description

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

FITS_FILTERS = "fits your filters"
"""The reason where a query is nothing but filters."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well every film matches a query, and what that is made of."""

    opened: OpenBuild
    films: SparseVector
    """The liked and disliked films, as one vector."""
    description: Description
    """The description, weighted so that its scores add to those of `films`."""
    values: Floats
    """Shape (n_films,)."""
    specific: Floats | None
    """The part of each value that is more than genre and company, shape (n_films,); `None` without films."""
    fitting: Mask | None
    """Which films the description fits, shape (n_films,), if there are no liked films; otherwise `None`."""

    def explain(self, row: int) -> Explanation:
        """Return why the film in a row matches."""
        explanation = self.opened.space.explain(self.films, row)
        if not len(self.description.terms):
            return explanation if len(self.films.indices) else replace(explanation, reasons=(FITS_FILTERS,))
        contributions = self.opened.descriptions.contributions(self.description, row)
        return with_description(explanation, self.opened.space.fields, contributions)


def match(opened: OpenBuild, query: Query, liked: Sequence[int], disliked: Sequence[int], allowed: Mask) -> Match:
    """Return how well every film matches a query.

    Parameters
    ----------
    opened
        The build.
    query
        Its description, the factors of its fields, and those of its terms count.
    liked, disliked
        Rows of films.
    allowed
        Which films may be recommended, shape (n_films,): the scales are theirs.

    Notes
    -----
    A description counts like one more liked film. Its scores are BM25F, those of films are cosines, so they do not
    compare: each is measured in multiples of what its own tenth best film has. Disliked films are subtracted.

    """
    description = _factored(opened.descriptions.describe(query.about), query)
    wanted, unwanted = ([opened.space.vector(row) for row in rows] for rows in (liked, disliked))
    if not len(description.terms):
        vector = _tuned(opened, query, rocchio(wanted, unwanted)) if wanted else EMPTY_VECTOR
        # Filters alone are answered with the most voted films; a description of unknown words has no answer.
        fitting = np.zeros(len(opened), dtype=bool) if query.about.strip() and not liked else None
        return Match(opened, vector, description, *opened.space.parted_scores(vector), fitting)
    fits = opened.descriptions.scores(description)
    if not wanted and not unwanted:
        return Match(opened, EMPTY_VECTOR, description, fits, None, fits > 0)
    films = _tuned(opened, query, rocchio(wanted or unwanted))
    text_scale, film_scale = _scale(fits, allowed), _scale(opened.space.scores(films), allowed)
    if not wanted:
        vector = _times(films, -DISLIKED_SHARE * text_scale / film_scale if film_scale else 0.0)
        return Match(opened, vector, description, fits + opened.space.scores(vector), None, fits > 0)
    share = len(wanted) / (len(wanted) + 1)
    description = description.scaled((1 - share) * film_scale / text_scale if text_scale else 0.0)
    vector = _tuned(opened, query, rocchio([_times(film, share) for film in wanted], unwanted))
    return _with_words(Match(opened, vector, description, *opened.space.parted_scores(vector), None))


def _with_words(films: Match) -> Match:
    """Return a match of films alone with the scores of its description added."""
    words = films.opened.descriptions.scores(films.description)
    specific = None if films.specific is None else films.specific + words
    return replace(films, values=films.values + words, specific=specific)


def _factored(description: Description, query: Query) -> Description:
    """Return a description in which some words, or all, count more or less, as the query says."""
    whole = dict(query.weights.fields).get(DESCRIPTION, 1.0)
    factors = {term: factor for field, term, factor in query.terms if field == DESCRIPTION}
    return description.weighted([whole * factors.get(written, 1.0) for written in description.written])


def _tuned(opened: OpenBuild, query: Query, vector: SparseVector) -> SparseVector:
    """Return a vector in which some fields and terms count more or less; terms that do not exist are skipped."""
    vector = scale_fields(vector, opened.space.fields, query.weights.fields)
    columns = ((opened.space.column(field, term), factor) for field, term, factor in query.terms)
    return scale_terms(vector, {column: factor for column, factor in columns if column is not None})


def _times(vector: SparseVector, factor: float) -> SparseVector:
    return SparseVector(vector.indices, vector.weights * np.float32(factor))


def _scale(matches: Floats, allowed: Mask) -> float:
    """Return the match of the tenth best film that may be recommended."""
    return scale_of(matches[top_k_allowed(matches, block_maxima(matches), allowed, SCALE_RANK)])
