"""A film that would come up with too many others pays for it, and only such a film does."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp

from engine.catalogue.priors import Priors
from engine.content.fields import FittedField
from engine.ranking.blend import CATEGORY_FADING, ERA_YEARS, FADING_SHARE, SPECIFIC_SHARE, Weights
from engine.ranking.ubiquity import PRICE, ROUNDS, TIMES, ubiquity
from engine.retrieval.postings import invert

FIELDS = (FittedField("keywords", "Keywords", 0.6, 0, 30, 1), FittedField("genres", "Genres", 0.4, 30, 36, 3))
FILMS = 70


def films_of(seed: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Return vectors, years and popularities of films; the first has a bit of everything and is known best."""
    random = np.random.default_rng(seed)
    vectors = random.random((FILMS, 36)) * (random.random((FILMS, 36)) < 0.15)
    vectors[0] = 0.2
    vectors /= 1.1 * np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    years = random.choice([0, 1980, 1995, 2010], FILMS)
    years[0] = 1995
    return vectors, years, np.sort(random.random(FILMS))[::-1].copy()


def prices_of(
    vectors: npt.NDArray[Any], years: npt.NDArray[Any], popularity: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Return what each film pays, film by film."""
    weights, prices = Weights(), np.zeros(FILMS)
    for _ in range(ROUNDS):
        times = np.zeros(FILMS)
        for query in range(FILMS):
            matches = {film: vectors[film] @ vectors[query] for film in range(FILMS) if film != query}
            scale = min(value for value in sorted(matches.values(), reverse=True)[:10] if value > 0)
            scores = {}
            for film, match in matches.items():
                worth = min(match / FADING_SHARE, scale)
                if match:
                    specific = min(1.0, vectors[film][:30] @ vectors[query][:30] / (SPECIFIC_SHARE * match))
                    worth *= 1 - CATEGORY_FADING * (1 - specific)
                known = years[film] and years[query]
                era = exp(-abs(int(years[film]) - int(years[query])) / ERA_YEARS) if known else 0.0
                scores[film] = match + worth * (
                    weights.era * era + weights.popularity * max(0.0, popularity[film] - prices[film])
                )
            for film in sorted(scores, key=lambda film: -scores[film])[:10]:
                times[film] += 1
        prices += [PRICE * log(max(count, TIMES) / TIMES) for count in times]
    return prices


def measured(vectors: npt.NDArray[Any], years: npt.NDArray[Any], popularity: npt.NDArray[Any]) -> npt.NDArray[Any]:
    known = popularity.astype(np.float32)
    postings = invert(sp.csr_array(vectors.astype(np.float32)))
    return ubiquity(postings, FIELDS, years.astype(np.int16), Priors(known, known, np.zeros_like(known)))


@pytest.mark.parametrize("seed", [0, 1])
def test_prices_are_those_found_film_by_film(seed: int) -> None:
    films = films_of(seed)
    prices = measured(*films)
    assert prices.dtype == np.float32
    assert prices[0] == prices.max() > 0
    np.testing.assert_allclose(prices, prices_of(*films), atol=1e-6)


def test_a_catalogue_in_which_no_film_can_come_up_too_often_has_no_prices() -> None:
    vectors, years, popularity = (values[:TIMES] for values in films_of(0))
    assert measured(vectors, years, popularity).tolist() == [0] * TIMES
