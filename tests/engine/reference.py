"""The engine's answers computed the slow way that cannot be wrong: in plain Python, film by film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from math import exp

import numpy as np
import numpy.typing as npt
import pytest

from engine import CineWatch, Film, Filters, Query, Recommendation, words_of
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES
from engine.content.stems import stem
from engine.content.term_rules import HOUSE_OF
from engine.entities import CATEGORY_FIELDS, DESCRIPTION
from engine.ranking.blend import CATEGORY_FADING, ERA_YEARS, FADING_SHARE, SPECIFIC_SHARE
from engine.ranking.liked_together import ENOUGH
from tests.engine.plain_bm25f import PlainBM25F

ROUNDING = 2e-6
"""The engine computes in float32: values that differ by less than this may come in either order, unless they tie."""

ROUNDED_TO_NOTHING = 1e-5
"""Share of the best match below which another is what rounding left of nothing."""

Vector = dict[tuple[str, str], float]
"""Weights by field and term."""


def ids(recommendations: Sequence[Recommendation]) -> list[int]:
    """Return the ids of the films."""
    return [recommendation.film.id for recommendation in recommendations]


def _is_between(low: int | None, value: int | None, high: int | None) -> bool:
    return value is not None and (low is None or low <= value) and (high is None or value <= high)


def houses(companies: Sequence[str]) -> set[str]:
    """Return companies, those of one house under one name."""
    return {HOUSE_OF.get(name, name) for name in companies}


def filter_results(filters: Filters, film: Film) -> dict[str, bool]:
    """Return whether a film passes each filter that is set, by the filter's label."""
    shared = set(filters.genres) & set(film.genres)
    low, high = np.float32(filters.min_rating), np.float32(filters.max_rating)
    years, runtimes = (filters.first_year, filters.last_year), (filters.min_runtime, filters.max_runtime)
    results = {
        "genres": (filters.genres, shared == set(filters.genres) if filters.all_genres else shared),
        "excluded genres": (filters.exclude_genres, not set(filters.exclude_genres) & set(film.genres)),
        "keywords": (filters.keywords, set(filters.keywords) & set(film.keywords)),
        "excluded keywords": (filters.exclude_keywords, not set(filters.exclude_keywords) & set(film.keywords)),
        "people": (filters.people, set(filters.people) & {*film.director, *film.cast}),
        "countries": (filters.countries, set(filters.countries) & {*film.countries}),
        "excluded countries": (filters.exclude_countries, not set(filters.exclude_countries) & {*film.countries}),
        "companies": (filters.companies, houses(filters.companies) & houses(film.companies)),
        "years": (years != (None, None), _is_between(years[0], film.year, years[1])),
        "running time": (runtimes != (None, None), _is_between(runtimes[0], film.runtime, runtimes[1])),
        "languages": (filters.languages, film.original_language in set(filters.languages) - {""}),
        "votes": (filters.min_votes > 0, film.votes >= filters.min_votes),
        "maximum votes": (filters.max_votes is not None, film.votes <= (filters.max_votes or 0)),
        "excluded people": (filters.exclude_people, not set(filters.exclude_people) & {*film.director, *film.cast}),
        "excluded words": (filters.exclude_words, not set(filters.exclude_words) & {*film.overview.split()}),
        "hidden films": (filters.exclude_films, film.id not in filters.exclude_films),
        "rating": (
            filters.min_rating > 0 or filters.max_rating < 10,
            film.rating is not None and low <= np.float32(film.rating) <= high,
        ),
    }
    return {label: bool(passed) for label, (is_set, passed) in results.items() if is_set}


def is_shown(filters: Filters, film: Film) -> bool:
    """Return whether a film is shown or hidden, whatever the other filters say."""
    return (filters.include_adult or not film.adult) and (filters.include_unreleased or film.status == "Released")


def passes(filters: Filters, film: Film) -> bool:
    """Return whether a film passes all filters."""
    return is_shown(filters, film) and all(filter_results(filters, film).values())


def dot(a: Vector, b: Vector) -> float:
    """Return the dot product of two vectors."""
    return sum(weight * b.get(term, 0.0) for term, weight in a.items())


def mean(vectors: Sequence[Vector]) -> Vector:
    """Return the mean of vectors."""
    terms = {term for vector in vectors for term in vector}
    return {term: sum(vector.get(term, 0.0) for vector in vectors) / len(vectors) for term in terms}


class Reference:
    """All films of a catalogue in memory, with slow answers to compare the engine's with."""

    def __init__(self, cinewatch: CineWatch) -> None:
        self.cinewatch = cinewatch
        films = map(cinewatch.film, cinewatch.opened.columns.id.tolist())
        self.films = sorted(films, key=lambda film: (-film.votes, film.id))
        """In the order of the rows."""
        self.film = {film.id: film for film in self.films}
        space = cinewatch.opened.space
        self._terms = [(field.name, space.terms[n]) for field in space.fields for n in range(field.start, field.stop)]
        edges = pairwise(space.films.indptr.tolist())
        self.vectors = {
            film.id: self._vector(space.films.indices[low:high], space.films.data[low:high])
            for film, (low, high) in zip(self.films, edges, strict=True)
        }
        self.descriptions = PlainBM25F(self.films)
        self.franchise = dict(zip(self.film, cinewatch.opened.columns.franchise.tolist(), strict=True))
        self.ubiquity = dict(zip(self.film, cinewatch.opened.priors.ubiquity.tolist(), strict=True))
        votes = sum(film.votes for film in self.films if film.rating is not None)
        rated = sum(film.votes * (film.rating or 0.0) for film in self.films)
        self._mean_rating = rated / votes if votes else 5.0

    def _vector(self, columns: npt.NDArray[np.int32], weights: npt.NDArray[np.float32]) -> Vector:
        return {self._terms[n]: weight for n, weight in zip(columns.tolist(), weights.tolist(), strict=True)}

    def described(self, query: Query) -> dict[int, float]:
        """Return how well every film fits the description of a query, by id; 0 without one."""
        whole = dict(query.weights.fields).get(DESCRIPTION, 1.0)
        factors = {
            " ".join(stem(word.term) for word in words_of(term)): factor
            for field, term, factor in query.terms
            if field == DESCRIPTION
        }
        return {
            film_id: whole * sum(value * factors.get(term, 1.0) for term, value in values.items())
            for film_id, values in self.descriptions.matches(query.about).items()
        }

    def film_vector(self, query: Query, film_ids: Sequence[int]) -> Vector:
        """Return the mean of some films, with the factors of a query."""
        fields, terms = dict(query.weights.fields), {(field, term): factor for field, term, factor in query.terms}
        vector = mean([self.vectors[film_id] for film_id in {*film_ids}] or [{}])
        return {term: weight * fields.get(term[0], 1.0) * terms.get(term, 1.0) for term, weight in vector.items()}

    def matches(self, query: Query) -> dict[int, float]:
        """Return how well every film matches a query, by id.

        A description counts like one more liked film: in multiples of its tenth best film. Disliked films are
        subtracted at half their weight.
        """
        like, dislike = (self.film_vector(query, film_ids) for film_ids in (query.liked, query.disliked))
        liked, disliked = (
            {film_id: dot(wanted, vector) for film_id, vector in self.vectors.items()} for wanted in (like, dislike)
        )
        described = self.described(query)
        if not self.descriptions.terms_of(query.about):
            return {film_id: liked[film_id] - (disliked[film_id] / 2 if query.liked else 0) for film_id in liked}
        if not query.liked:
            unit = self._ratio(self._tenth_best(query, described), self._tenth_best(query, disliked))
            return {film_id: described[film_id] - unit * disliked[film_id] / 2 for film_id in liked}
        unit = self._ratio(self._tenth_best(query, liked), self._tenth_best(query, described))
        n = len({*query.liked})
        return {
            film_id: (n * liked[film_id] + unit * described[film_id]) / (n + 1) - disliked[film_id] / 2
            for film_id in liked
        }

    def by_category(self, query: Query) -> dict[int, float]:
        """Return the part of each film's match that is genre and company, by id; 0 without liked films."""
        like, dislike = (
            {term: weight for term, weight in self.film_vector(query, film_ids).items() if term[0] in CATEGORY_FIELDS}
            for film_ids in (query.liked, query.disliked)
        )
        n = len({*query.liked})
        share = n / (n + 1) if self.descriptions.terms_of(query.about) else 1.0
        return {
            film_id: share * dot(like, vector) - dot(dislike, vector) / 2 if query.liked else 0.0
            for film_id, vector in self.vectors.items()
        }

    @staticmethod
    def _ratio(above: float, below: float) -> float:
        return above / below if below else 0.0

    def allowed(self, query: Query) -> list[Film]:
        """Return the films that may be recommended. If the query is only a text, they share something with it."""
        described = self.described(query)
        return [film for film in self.candidates(query) if query.liked or described[film.id] > 0]

    def candidates(self, query: Query) -> list[Film]:
        """Return the films that may be recommended, whatever a description says."""
        left_out = {self.franchise[film_id] for film_id in query.liked} - {0} if query.franchise == "none" else set()
        return [
            film
            for film in self.films
            if passes(query.filters, film)
            and film.id not in {*query.liked, *query.disliked}
            and self.franchise[film.id] not in left_out
        ]

    def scale(self, query: Query) -> float:
        """Return the match of the tenth best film allowed, or of the last one that shares anything."""
        matches = self.matches(query)
        return self._tenth_best(query, {film.id: matches[film.id] for film in self.allowed(query)})

    def _tenth_best(self, query: Query, matches: Mapping[int, float]) -> float:
        best = sorted((matches[film.id] for film in self.candidates(query) if film.id in matches), reverse=True)[:10]
        return min((value for value in best if value > ROUNDED_TO_NOTHING * max(0.0, best[0])), default=0.0)

    def liked_together(self, query: Query) -> dict[int, float]:
        """Return how much people who like the liked films like every film, 1 for the best one allowed, by id."""
        community = self.cinewatch.for_you.community
        if community is None:
            return dict.fromkeys(self.film, 0.0)
        weights = np.zeros((len(self.films), len(self.films)))
        weights[np.ix_(community.rows, community.rows)] = community.weights.toarray()
        rows = [row for row, film in enumerate(self.films) if film.id in query.liked]
        sums = dict(zip(self.film, np.maximum(weights[rows], 0).sum(axis=0).tolist(), strict=True))
        best = max((sums[film.id] for film in self.allowed(query)), default=0.0)
        return {film_id: value / max(best, ENOUGH) if best else 0.0 for film_id, value in sums.items()}

    def parts(self, query: Query) -> dict[int, tuple[float, float, float, float, float]]:
        """Return match, era, popularity, quality and community of every film allowed, by id."""
        matches, scale, weights = self.matches(query), self.scale(query), query.weights
        if not query.liked:
            weights = weights.for_description()
        seed_years = [self.film[film_id].year for film_id in {*query.liked}]
        parts, by_category, liked_together = {}, self.by_category(query), self.liked_together(query)
        for film in self.allowed(query):
            match = matches[film.id]
            worth = min(max(0.0, match / FADING_SHARE), scale)
            if worth:
                specific = min(max(0.0, (match - by_category[film.id]) / (SPECIFIC_SHARE * match)), 1.0)
                worth *= 1 - CATEGORY_FADING * (1 - specific)
            popularity = film.votes / (film.votes + KNOWN_VOTES)
            if weights.popularity > 0 and query.liked:
                popularity = max(0.0, popularity - self.ubiquity[film.id])
            era = sum(exp(-abs(film.year - year) / ERA_YEARS) for year in seed_years if film.year and year)
            known = 0 if film.rating is None else film.votes
            quality = (known * (film.rating or 0.0) + PRIOR_VOTES * self._mean_rating) / (known + PRIOR_VOTES) / 10
            parts[film.id] = (
                matches[film.id],
                weights.era * worth * era / max(1, len(seed_years)),
                weights.popularity * worth * popularity,
                weights.quality * worth * quality,
                weights.community * worth * liked_together[film.id],
            )
        return parts

    def scores(self, query: Query) -> dict[int, float]:
        """Return the score of every film allowed, by id, in the order of the rows."""
        return {film_id: sum(parts) for film_id, parts in self.parts(query).items()}


def assert_best(best: Sequence[int], scores: Mapping[int, float], k: int) -> None:
    """Assert that these are the ids of the `k` best scores, best first; ties in the order of `scores`."""
    _assert_best(best, scores, k)
    position = {film_id: n for n, film_id in enumerate(scores)}
    for better, worse in [*pairwise(best), *product(best[-1:], {*scores} - {*best})]:
        assert scores[better] != scores[worse] or position[better] < position[worse]


def _assert_best(best: Sequence[int], scores: Mapping[int, float], k: int) -> None:
    assert len(best) == len({*best}) == min(k, len(scores))
    assert {*best} <= {*scores}
    for better, worse in [*pairwise(best), *product(best[-1:], {*scores} - {*best})]:
        assert scores[better] > scores[worse] - ROUNDING


def assert_same_answer(reference: Reference, query: Query) -> tuple[Recommendation, ...]:
    """Assert that the engine answers a query as the reference does, and return the recommendations.

    Sums that are equal here may be rounded apart in the engine. What ties there comes in the order of the rows.
    """
    recommendations = reference.cinewatch.recommend(query).films
    parts, position = reference.parts(query), {film.id: row for row, film in enumerate(reference.films)}
    _assert_best(ids(recommendations), {film_id: sum(values) for film_id, values in parts.items()}, query.k)
    ranks = [(-film.score, position[film.film.id]) for film in recommendations]
    assert ranks == sorted(ranks)
    more = reference.cinewatch.recommend(replace(query, k=len(reference.films)))
    assert ids(more.films)[: query.k] == ids(recommendations)
    for film in recommendations:
        values = (film.match, film.era, film.popularity, film.quality, film.community or 0.0)
        assert values == pytest.approx(parts[film.film.id], abs=ROUNDING)
        assert film.score == pytest.approx(sum(film.parts.values()), abs=1e-6)
        assert film.score == pytest.approx(sum(parts[film.film.id]), abs=ROUNDING)
    return recommendations
