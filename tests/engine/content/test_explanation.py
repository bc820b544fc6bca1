"""Reasons sum to the similarity that they explain, and the parts of a score to the score, on ten thousand pairs."""

from __future__ import annotations

import numpy as np
import pytest

from engine import Query, Weights
from engine.content.explanation import explain
from engine.content.fields import FittedField
from engine.content.vectors import SparseVector
from tests.engine.reference import Reference, dot

SEEDS = OTHERS = 100
EXACT = 1e-6


def test_content_fields_and_terms_agree_on_ten_thousand_pairs(plain_sample: Reference) -> None:
    cinewatch, films, space = plain_sample.cinewatch, plain_sample.films, plain_sample.cinewatch.opened.space
    random = np.random.default_rng(17)
    for seed in random.integers(0, len(films), SEEDS).tolist():
        query, asked = space.vector(seed), plain_sample.vectors[films[seed].id]
        content = space.scores(query)
        rows = random.integers(0, len(films), OTHERS).tolist()
        paired = cinewatch.relations.similarities([(films[seed].id, films[row].id) for row in rows])
        for row, pair in zip(rows, paired, strict=True):
            told = space.explain(query, row)
            expected = dot(asked, plain_sample.vectors[films[row].id])
            fields = [part.value for part in told.fields]
            of_terms = [sum(term.value for term in told.terms if term.field == part.field) for part in told.fields]
            assert abs(content[row] - expected) < EXACT
            assert abs(sum(fields) - expected) < EXACT
            assert abs(sum(term.value for term in told.terms) - expected) < EXACT
            assert fields == pytest.approx(of_terms, abs=EXACT)
            assert row == seed or abs(pair - expected) < EXACT


def test_terms_of_equal_value_keep_the_order_of_the_columns() -> None:
    fields = [FittedField("genres", "Genres", 1.0, 0, 5, 0)]
    vector = SparseVector(np.array([0, 2, 3, 4], np.int32), np.array([0.5, 0.2, 0.5, 0.5], np.float32))
    assert [one.term for one in explain(vector, vector, fields, "abcde").terms] == ["a", "d", "e", "c"]


def queries(plain: Reference) -> list[Query]:
    """Return queries of all kinds, each for all films."""
    random, films = np.random.default_rng(23), plain.films
    made = []
    for n in range(10):
        one, other, unwanted = (films[row] for row in random.permutation(len(films))[:3].tolist())
        terms = [
            (field, term, float(factor)) for field, term in plain.vectors[one.id] for factor in random.choice(5, 1)
        ]
        weights = Weights(*random.normal(size=3).tolist(), fields=(("genres", 2.5), ("companies", 0.0)))
        made.append(
            Query(
                liked=(one.id, other.id)[: 1 + n % 2],
                disliked=(unwanted.id,) * (n % 3 > 0),
                about=other.overview * (n % 2),
                k=len(films),
                weights=weights if n % 4 else Weights(),
                terms=tuple(terms) if n > 4 else (),
            )
        )
    return made


def test_whatever_is_asked_parts_and_reasons_agree_on_ten_thousand_films(plain_sample: Reference) -> None:
    looked_at = 0
    for query in queries(plain_sample):
        contents = plain_sample.contents(query)
        for one in plain_sample.cinewatch.recommend(query).films:
            told = one.explanation
            assert abs(one.match - contents[one.film.id]) < EXACT
            assert abs(sum(part.value for part in told.fields) - one.match) < EXACT
            assert abs(sum(term.value for term in told.terms) - one.match) < EXACT
            assert abs(one.match + one.era + one.popularity + one.quality - one.score) < EXACT
            looked_at += 1
    assert looked_at > 10_000
