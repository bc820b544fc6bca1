"""The facade: what it recommends is what a plain computation over all films recommends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np
import pytest

from engine import CineWatch, InvalidQuery, Recommendation, UnknownFilm
from engine.ranking.blend import Weights, era_closeness, popularity_prior
from tests.engine.made_up import (
    ABSENT,
    ADULT,
    BARE,
    FILMS,
    HARBOUR,
    HIDDEN,
    HIGH_WATER,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    STOP_WORD,
    UNDERTOW,
    Build,
    film,
)

ORDER = [int(row["id"]) for row in sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]
"""All ids in the order of the rows: the most voted first, then the lower id."""


def ids(found: Sequence[Recommendation]) -> list[int]:
    return [one.film.id for one in found]


def contents(cinewatch: CineWatch, seeds: Sequence[int]) -> np.ndarray:
    """Return the content similarity of the seeds with every film, in the order of the rows: pair by pair."""
    pairs = [cinewatch.compare(seed, other).explanation for seed, other in product(seeds, ORDER)]
    terms = [sum(term.value for term in told.terms) for told in pairs]
    return np.array(terms).reshape(len(seeds), len(ORDER)).mean(axis=0)


def brute_force(cinewatch: CineWatch, seeds: Sequence[int], weights: Weights) -> list[tuple[int, float]]:
    """Return every film that may be recommended with its score, best first, by sorting all of them."""
    films = [cinewatch.film(film_id) for film_id in ORDER]
    years = np.array([one.year or 0 for one in films], dtype=np.int16)
    votes = np.array([one.votes for one in films], dtype=np.int32)
    era = era_closeness(years, [cinewatch.film(seed).year or 0 for seed in seeds])
    scores = contents(cinewatch, seeds) + weights.era * era + weights.popularity * popularity_prior(votes)
    allowed = [row for row, film_id in enumerate(ORDER) if film_id not in HIDDEN | set(seeds)]
    # What the engine computes in float32 is equal where it is equal here to six digits.
    best = sorted(allowed, key=lambda row: (-round(scores[row], 6), row))
    return [(ORDER[row], scores[row]) for row in best]


@pytest.mark.parametrize("seed", IDS)
def test_recommendations_are_those_of_a_full_sort(cinewatch: CineWatch, seed: int) -> None:
    expected = brute_force(cinewatch, [seed], Weights())
    found = cinewatch.recommend([seed], len(IDS))
    assert ids(found) == [film_id for film_id, _ in expected]
    assert [one.score for one in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("seeds", [(HARBOUR, 142), (BARE, LANTERNS, 153), tuple(IDS[:9]), (STOP_WORD, BARE)])
def test_recommendations_for_several_seeds_are_those_of_a_full_sort(
    cinewatch: CineWatch, seeds: tuple[int, ...]
) -> None:
    expected = brute_force(cinewatch, seeds, Weights())
    assert ids(cinewatch.recommend(seeds, len(IDS))) == [film_id for film_id, _ in expected]


def test_weights_of_the_caller_are_used(cinewatch: CineWatch) -> None:
    for weights in (Weights(era=0, popularity=0), Weights(era=5), Weights(popularity=5)):
        expected = brute_force(cinewatch, [HARBOUR], weights)
        assert ids(cinewatch.recommend([HARBOUR], len(IDS), weights)) == [film_id for film_id, _ in expected]


def test_the_sequels_of_a_film_come_first(cinewatch: CineWatch) -> None:
    assert set(ids(cinewatch.recommend([HARBOUR], 2))) == {LOW_TIDE, HIGH_WATER}


def test_of_films_that_score_the_same_the_lower_id_comes_first(cinewatch: CineWatch) -> None:
    for seed in (film_id for film_id in IDS if film_id not in (LANTERNS, LANTERNS_TWIN)):
        found = ids(cinewatch.recommend([seed], len(IDS)))
        assert found.index(LANTERNS) + 1 == found.index(LANTERNS_TWIN)


@pytest.mark.parametrize("seed", IDS)
def test_a_film_is_never_recommended_to_itself(cinewatch: CineWatch, seed: int) -> None:
    assert seed not in ids(cinewatch.recommend([seed], 1_000))


@pytest.mark.parametrize("seed", [HARBOUR, ADULT, UNDERTOW])
def test_adult_and_unreleased_films_are_never_recommended(cinewatch: CineWatch, seed: int) -> None:
    found = ids(cinewatch.recommend([seed], 1_000))
    assert HIDDEN.isdisjoint(found)
    assert len(found) == len(set(IDS) - HIDDEN - {seed})


@pytest.mark.parametrize("k", [0, 1, 5, 29, 1_000])
def test_k_cuts_the_same_list(cinewatch: CineWatch, k: int) -> None:
    everything = cinewatch.recommend([HARBOUR], 10_000)
    assert cinewatch.recommend([HARBOUR], k) == everything[:k]


def test_a_negative_k_and_no_seed_are_invalid_queries(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.recommend([HARBOUR], -1)
    with pytest.raises(InvalidQuery):
        cinewatch.recommend([])


def test_a_seed_named_twice_counts_once(cinewatch: CineWatch) -> None:
    assert cinewatch.recommend([HARBOUR, 142, HARBOUR], 5) == cinewatch.recommend([HARBOUR, 142], 5)


def test_the_order_of_the_seeds_does_not_matter(cinewatch: CineWatch) -> None:
    assert ids(cinewatch.recommend([142, HARBOUR], 9)) == ids(cinewatch.recommend([HARBOUR, 142], 9))


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_id_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    assert film_id not in cinewatch
    for ask in (
        lambda: cinewatch.film(film_id),
        lambda: cinewatch.recommend([HARBOUR, film_id]),
        lambda: cinewatch.compare(HARBOUR, film_id),
        lambda: cinewatch.compare(film_id, HARBOUR),
    ):
        with pytest.raises(UnknownFilm, match=str(film_id)):
            ask()


@pytest.mark.parametrize("thing", ["101", None, 101.5, (101,)])
def test_only_ids_are_in_a_catalogue(cinewatch: CineWatch, thing: object) -> None:
    assert HARBOUR in cinewatch
    assert thing not in cinewatch


@pytest.mark.parametrize("seeds", [(HARBOUR,), (BARE,), (HARBOUR, 142)])
def test_a_score_is_the_sum_of_its_parts_and_content_of_its_explanation(
    cinewatch: CineWatch, seeds: tuple[int, ...]
) -> None:
    for one in cinewatch.recommend(seeds, 100):
        assert one.score == one.content + one.era + one.popularity
        assert 0 <= one.content <= 1 + 1e-6
        assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.content, abs=1e-6)
        assert sum(part.value for part in one.explanation.terms) == pytest.approx(one.content, abs=1e-6)


@pytest.mark.parametrize("seed", [HARBOUR, BARE, LANTERNS, 142])
def test_closer_than_counts_the_other_films_that_are_less_similar(cinewatch: CineWatch, seed: int) -> None:
    content = dict(zip(ORDER, contents(cinewatch, [seed]), strict=True))
    for one in cinewatch.recommend([seed], 100):
        below = sum(content[other] < content[one.film.id] - 1e-7 for other in IDS if other != seed)
        assert one.closer_than == pytest.approx(below / (len(IDS) - 1))


def test_seeds_are_not_among_the_films_that_others_are_closer_than(build: Build) -> None:
    cinewatch = build(
        [film(1, "Tern", overview="Terns at sea."), film(2, "It"), film(3, "Auk", overview="Auks at sea.")]
    )
    (only,) = cinewatch.recommend([1, 2])
    assert only.closer_than == 0


@pytest.mark.parametrize("seed", [HARBOUR, BARE])
def test_closer_than_of_a_comparison_is_that_of_the_recommendation(cinewatch: CineWatch, seed: int) -> None:
    for one in cinewatch.recommend([seed], 100):
        assert cinewatch.compare(seed, one.film.id).closer_than == one.closer_than


def test_a_comparison_is_the_same_from_both_sides(cinewatch: CineWatch) -> None:
    for a, b in product(IDS[:12], IDS[8:20]):
        there, back = cinewatch.compare(a, b), cinewatch.compare(b, a)
        assert there.similarity == pytest.approx(back.similarity, abs=1e-9)
        assert there.explanation == back.explanation
        assert (there.a, there.b) == (back.b, back.a)
        assert 0 <= there.similarity <= 1


@pytest.mark.parametrize("film_id", IDS)
def test_a_film_is_wholly_similar_to_itself(cinewatch: CineWatch, film_id: int) -> None:
    assert cinewatch.compare(film_id, film_id).similarity == pytest.approx(1)
    assert cinewatch.similarities([(film_id, film_id)]) == [1.0]


def test_similarities_are_those_of_comparisons(cinewatch: CineWatch) -> None:
    pairs = list(product(IDS[:15], IDS[10:]))
    expected = [cinewatch.compare(a, b).similarity for a, b in pairs]
    assert cinewatch.similarities(pairs) == pytest.approx(expected, abs=1e-6)


def test_the_similarity_with_an_unknown_film_is_nan(cinewatch: CineWatch) -> None:
    values = cinewatch.similarities([(HARBOUR, ABSENT), (HARBOUR, LOW_TIDE), (ABSENT, ABSENT)])
    assert [math.isnan(value) for value in values] == [True, False, True]
    assert cinewatch.similarities([(ABSENT, -1)])[0] != 0
    assert cinewatch.similarities([]) == []


def test_a_film_without_any_text_is_recommended_for_its_time_and_fame_alone(cinewatch: CineWatch) -> None:
    bare = next(one for one in cinewatch.recommend([HARBOUR], 100) if one.film.id == BARE)
    assert (bare.content, bare.explanation.terms, bare.explanation.because) == (0, (), ())
    assert ids(cinewatch.recommend([BARE], 1)) == [HARBOUR]


def test_eight_threads_get_the_answers_of_one(cinewatch: CineWatch) -> None:
    alone = [cinewatch.recommend([film_id], 7) for film_id in IDS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda film_id: cinewatch.recommend([film_id], 7), IDS * 4))
    assert together == alone * 4


def test_names_to_choose_from_are_the_best_known_and_unique(cinewatch: CineWatch) -> None:
    names = cinewatch.best_known(100)
    assert [name.id for name in names] == [film_id for film_id in ORDER if film_id not in HIDDEN]
    assert len({name.label for name in names}) == len(names)
    assert names[0].label == "The Glass Harbour (1999)"
    assert {name.label for name in names if name.id == BARE} == {"Quillon"}


def test_names_to_choose_from_end_at_the_limit(cinewatch: CineWatch) -> None:
    assert cinewatch.best_known(9) == cinewatch.best_known(100)[:9]
    assert cinewatch.best_known(0) == ()


def test_hidden_films_take_no_place_among_the_names(build: Build) -> None:
    rows = [film(n, f"Film {n}", votes=100 - n, adult=n < 9) for n in range(1, 12)]
    assert [name.id for name in build(rows).best_known(2)] == [9, 10]


def test_a_catalogue_of_one_film_answers_everything(build: Build) -> None:
    cinewatch = build([film(7, "Tern", 1987, overview="Terns at sea.")])
    assert len(cinewatch) == 1
    assert cinewatch.recommend([7]) == ()
    assert cinewatch.search("tern")[0].film.id == 7
    assert cinewatch.compare(7, 7).similarity == pytest.approx(1)
    assert [name.label for name in cinewatch.best_known(5)] == ["Tern (1987)"]


def test_a_catalogue_that_says_nothing_but_stop_words_answers_everything(build: Build) -> None:
    cinewatch = build([film(7, "It", votes=1), film(8, "The", votes=9), film(9, "And", votes=9)])
    assert cinewatch.info.terms == 0
    assert ids(cinewatch.recommend([7])) == [8, 9]
    assert cinewatch.search("it")[0].film.id == 7
    assert cinewatch.similarities([(7, 8)]) == [0.0]
    assert cinewatch.statistics().films == 3


def test_a_film_is_similar_to_itself_even_where_no_film_has_a_word(build: Build) -> None:
    assert build([film(7, "It")]).compare(7, 7).similarity == 1.0
