"""The engine's answers the slow way that cannot be wrong: in plain Python, one film after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import exp

import numpy as np
import pytest

from engine import CineWatch, Film, Filters, Query, Recommendation
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES
from engine.ranking.blend import ERA_YEARS, FADING_SHARE

ROUNDING = 2e-6
"""The engine counts in float32; what lies nearer than this may come in either order, unless it is equal."""

Vector = dict[tuple[str, str], float]
"""Field and term -> weight."""


def ids(found: Sequence[Recommendation]) -> list[int]:
    """Return the ids of films recommended."""
    return [one.film.id for one in found]


def verdicts(filters: Filters, film: Film) -> dict[str, bool]:
    """Return by what each filter that is set is about whether the film passes it."""
    between = [
        (filters.first_year, film.year, filters.last_year),
        (filters.min_runtime, film.runtime, filters.max_runtime),
    ]
    year, runtime = (
        value is not None and (a is None or a <= value) and (b is None or value <= b) for a, value, b in between
    )
    shared = set(filters.genres) & set(film.genres)
    low, high = np.float32(filters.min_rating), np.float32(filters.max_rating)
    told = {
        "genres": (filters.genres, shared == set(filters.genres) if filters.all_genres else shared),
        "excluded genres": (filters.exclude_genres, not set(filters.exclude_genres) & set(film.genres)),
        "keywords": (filters.keywords, set(filters.keywords) & set(film.keywords)),
        "excluded keywords": (filters.exclude_keywords, not set(filters.exclude_keywords) & set(film.keywords)),
        "years": (any(end is not None for end in (filters.first_year, filters.last_year)), year),
        "running time": (any(end is not None for end in (filters.min_runtime, filters.max_runtime)), runtime),
        "languages": (filters.languages, film.original_language in set(filters.languages) - {""}),
        "votes": (filters.min_votes > 0, film.votes >= filters.min_votes),
        "rating": (
            filters.min_rating > 0 or filters.max_rating < 10,
            film.rating is not None and low <= np.float32(film.rating) <= high,
        ),
    }
    return {label: bool(passed) for label, (is_set, passed) in told.items() if is_set}


def is_shown(filters: Filters, film: Film) -> bool:
    """Return whether a film is there at all, whatever else is asked for."""
    return (filters.include_adult or not film.adult) and (filters.include_unreleased or film.status == "Released")


def passes(filters: Filters, film: Film) -> bool:
    """Return whether a film passes."""
    return is_shown(filters, film) and all(verdicts(filters, film).values())


def dot(a: Vector, b: Vector) -> float:
    """Return the dot product of two vectors."""
    return sum(weight * b.get(term, 0.0) for term, weight in a.items())


def mean(vectors: Sequence[Vector]) -> Vector:
    """Return the mean of vectors."""
    terms = {term for vector in vectors for term in vector}
    return {term: sum(vector.get(term, 0.0) for vector in vectors) / len(vectors) for term in terms}


class Reference:
    """A catalogue, read whole."""

    def __init__(self, cinewatch: CineWatch) -> None:
        self.cinewatch = cinewatch
        films = map(cinewatch.film, cinewatch.opened.columns.id.tolist())
        self.films = sorted(films, key=lambda film: (-film.votes, film.id))
        """In the order of the rows."""
        self.film = {film.id: film for film in self.films}
        space = cinewatch.opened.space
        self._terms = [(field.name, space.terms[n]) for field in space.fields for n in range(field.start, field.stop)]
        starts = pairwise(space.films.indptr.tolist())
        self.vectors = {
            film.id: self._vector(space.films.indices[low:high], space.films.data[low:high])
            for film, (low, high) in zip(self.films, starts, strict=True)
        }
        self.franchise = dict(zip(self.film, cinewatch.opened.columns.franchise.tolist(), strict=True))
        votes = sum(film.votes for film in self.films if film.rating is not None)
        rated = sum(film.votes * (film.rating or 0.0) for film in self.films)
        self._mean_rating = rated / votes if votes else 5.0

    def _vector(self, columns: np.ndarray, weights: np.ndarray) -> Vector:
        return {self._terms[n]: weight for n, weight in zip(columns.tolist(), weights.tolist(), strict=True)}

    def vector_of_text(self, text: str) -> Vector:
        """Return what a text says, as the engine reads it."""
        told = self.cinewatch.opened.space.vector_of_text(text).vector
        return self._vector(told.indices, told.weights)

    def asked(self, query: Query) -> Vector:
        """Return a query as a vector: what is liked and told, less half of what is disliked."""
        told = self.vector_of_text(query.about) if query.about.strip() else {}
        wanted = [self.vectors[film_id] for film_id in {*query.liked}] + ([told] if told else [])
        if not wanted:
            return {}
        liked, disliked = mean(wanted), mean([self.vectors[film_id] for film_id in {*query.disliked}] or [{}])
        fields, terms = dict(query.weights.fields), {(field, term): factor for field, term, factor in query.terms}
        return {
            term: (liked.get(term, 0.0) - disliked.get(term, 0.0) / 2) * fields.get(term[0], 1.0) * terms.get(term, 1.0)
            for term in {*liked, *disliked}
        }

    def contents(self, query: Query) -> dict[int, float]:
        """Return the content of every film."""
        asked = self.asked(query)
        return {film_id: dot(asked, vector) for film_id, vector in self.vectors.items()}

    def allowed(self, query: Query) -> list[Film]:
        """Return the films that a query may be answered with: of a text alone, those that share anything with it."""
        content = self.contents(query)
        spent = {self.franchise[film_id] for film_id in query.liked} - {0} if query.franchise == "none" else set()
        return [
            film
            for film in self.films
            if passes(query.filters, film)
            and (query.liked or content[film.id] > 0)
            and film.id not in {*query.liked, *query.disliked}
            and self.franchise[film.id] not in spent
        ]

    def scale(self, query: Query) -> float:
        """Return the content of the tenth nearest film allowed, or of the last that shares anything."""
        content = self.contents(query)
        nearest = sorted((content[film.id] for film in self.allowed(query)), reverse=True)[:10]
        return min((value for value in nearest if value > 0), default=0.0)

    def parts(self, query: Query) -> dict[int, tuple[float, float, float, float]]:
        """Return content, era, popularity and quality of every film allowed."""
        content, scale, weights = self.contents(query), self.scale(query), query.weights
        seed_years = [self.film[film_id].year for film_id in {*query.liked}]
        parts = {}
        for film in self.allowed(query):
            worth = min(max(0.0, content[film.id] / FADING_SHARE), scale)
            era = sum(exp(-abs(film.year - year) / ERA_YEARS) for year in seed_years if film.year and year)
            known = 0 if film.rating is None else film.votes
            rated = (known * (film.rating or 0.0) + PRIOR_VOTES * self._mean_rating) / (known + PRIOR_VOTES)
            parts[film.id] = (
                content[film.id],
                weights.era * worth * era / max(1, len(seed_years)),
                weights.popularity * worth * film.votes / (film.votes + KNOWN_VOTES),
                weights.quality * worth * rated / 10,
            )
        return parts

    def scores(self, query: Query) -> dict[int, float]:
        """Return the score of every film allowed, in the order of the rows."""
        return {film_id: sum(parts) for film_id, parts in self.parts(query).items()}


def assert_best(found: Sequence[int], scores: Mapping[int, float], k: int) -> None:
    """Assert that `found` are the `k` best of `scores`, best first; of equals those that come first there."""
    place = {film_id: n for n, film_id in enumerate(scores)}
    assert len(found) == len({*found}) == min(k, len(scores))
    assert {*found} <= {*scores}
    rest = [film_id for film_id in scores if film_id not in {*found}]
    for better, worse in [*pairwise(found), *product(found[-1:], rest)]:
        assert scores[better] > scores[worse] - ROUNDING
        assert scores[better] != scores[worse] or place[better] < place[worse]


def assert_plain(plain: Reference, query: Query) -> tuple[Recommendation, ...]:
    """Assert that the engine answers a query as plain Python does, and return the films."""
    found = plain.cinewatch.recommend(query).films
    parts = plain.parts(query)
    assert_best(ids(found), {film_id: sum(values) for film_id, values in parts.items()}, query.k)
    for one in found:
        assert (one.match, one.era, one.popularity, one.quality) == pytest.approx(parts[one.film.id], abs=ROUNDING)
        assert one.score == pytest.approx(sum(parts[one.film.id]), abs=ROUNDING)
    return found
