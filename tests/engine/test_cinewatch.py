"""The facade: what it recommends is what a plain computation over all films recommends."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import pytest

from engine import CineWatch, Filters, Query, Weights
from engine.errors import UnknownFilm
from fakes.sample_catalogue import (
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
from tests.engine.reference import Reference, assert_plain, ids

ORDER = [int(row["id"]) for row in sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]
"""All ids in the order of the rows: the most voted first, then the lower id."""
ALL = len(IDS)


@pytest.mark.parametrize("seed", IDS)
def test_recommendations_are_those_of_a_full_sort(plain: Reference, seed: int) -> None:
    assert_plain(plain, Query((seed,), k=ALL))


@pytest.mark.parametrize("seeds", [(HARBOUR, 142), (BARE, LANTERNS, 153), IDS[:10], (STOP_WORD, BARE)])
def test_recommendations_for_several_seeds_are_those_of_a_full_sort(plain: Reference, seeds: tuple[int, ...]) -> None:
    assert_plain(plain, Query(seeds, k=ALL))


@pytest.mark.parametrize("place", range(0, 1_000, 199))
@pytest.mark.parametrize("k", [10, 700])
def test_recommendations_of_a_larger_catalogue_are_those_of_a_full_sort(
    plain_sample: Reference, place: int, k: int
) -> None:
    films = plain_sample.films
    assert_plain(plain_sample, Query((films[place].id,), k=k))
    assert_plain(plain_sample, Query((films[place].id, films[place + 1].id), k=k, weights=Weights(2.0, -1.0, 3.0)))


@pytest.mark.parametrize("weights", [Weights(era=0, popularity=0), Weights(era=5), Weights(popularity=5)])
def test_weights_of_the_caller_are_used(plain: Reference, weights: Weights) -> None:
    for seed in (HARBOUR, 142):
        assert_plain(plain, Query((seed,), k=ALL, weights=weights))


def test_the_sequels_of_a_film_come_first(cinewatch: CineWatch) -> None:
    assert set(ids(cinewatch.recommend(Query((HARBOUR,), k=2)).films)) == {LOW_TIDE, HIGH_WATER}


def test_of_films_that_score_the_same_the_lower_id_comes_first(cinewatch: CineWatch) -> None:
    for seed in (film_id for film_id in IDS if film_id not in (LANTERNS, LANTERNS_TWIN)):
        found = ids(cinewatch.recommend(Query((seed,), k=len(IDS))).films)
        assert found.index(LANTERNS) + 1 == found.index(LANTERNS_TWIN)


@pytest.mark.parametrize("seed", IDS)
def test_a_film_is_never_recommended_to_itself(cinewatch: CineWatch, seed: int) -> None:
    assert seed not in ids(cinewatch.recommend(Query((seed,), k=1_000)).films)


@pytest.mark.parametrize("seed", [HARBOUR, ADULT, UNDERTOW])
def test_adult_and_unreleased_films_are_not_recommended_unless_asked_for(cinewatch: CineWatch, seed: int) -> None:
    found = ids(cinewatch.recommend(Query((seed,), k=1_000)).films)
    assert HIDDEN.isdisjoint(found)
    assert len(found) == len(set(IDS) - HIDDEN - {seed})


@pytest.mark.parametrize("k", [0, 1, 5, 29, 1_000])
def test_k_cuts_the_same_list(cinewatch: CineWatch, k: int) -> None:
    everything = cinewatch.recommend(Query((HARBOUR,), k=10_000)).films
    assert cinewatch.recommend(Query((HARBOUR,), k=k)).films == everything[:k]


def test_a_seed_named_twice_counts_once(cinewatch: CineWatch) -> None:
    once = cinewatch.recommend(Query((HARBOUR, 142), k=5))
    assert cinewatch.recommend(Query((HARBOUR, 142, HARBOUR), k=5)) == once


def test_the_order_of_the_seeds_does_not_matter(cinewatch: CineWatch) -> None:
    there, back = (cinewatch.recommend(Query(seeds, k=9)).films for seeds in ((142, HARBOUR), (HARBOUR, 142)))
    assert ids(there) == ids(back)


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_id_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    assert film_id not in cinewatch
    for ask in (
        lambda: cinewatch.film(film_id),
        lambda: cinewatch.recommend(Query((HARBOUR, film_id))),
        lambda: cinewatch.recommender.ranked_ids(Query((HARBOUR, film_id))),
        lambda: cinewatch.recommender.what_if(Query((HARBOUR,)), Query((film_id,))),
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
    found = cinewatch.recommend(Query(seeds, k=100)).films
    assert found
    for one in found:
        assert one.score == one.match + one.era + one.popularity + one.quality
        assert 0 <= one.match <= 1 + 1e-6
        assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.match, abs=1e-6)
        assert sum(part.value for part in one.explanation.terms) == pytest.approx(one.match, abs=1e-6)


@pytest.mark.parametrize("seed", [HARBOUR, BARE, LANTERNS, 142])
def test_closer_than_counts_the_other_films_that_are_less_similar(plain: Reference, seed: int) -> None:
    content = plain.contents(Query((seed,)))
    for one in plain.cinewatch.recommend(Query((seed,), k=100)).films:
        below = sum(content[other] < content[one.film.id] - 1e-7 for other in IDS if other != seed)
        assert one.closer_than == pytest.approx(below / (ALL - 1))


def test_seeds_are_not_among_the_films_that_others_are_closer_than(build: Build) -> None:
    cinewatch = build(
        [film(1, "Tern", overview="Terns at sea."), film(2, "It"), film(3, "Auk", overview="Auks at sea.")]
    )
    (only,) = cinewatch.recommend(Query((1, 2))).films
    assert only.closer_than == 0


@pytest.mark.parametrize("seed", [HARBOUR, BARE])
def test_closer_than_of_a_comparison_is_that_of_the_recommendation(cinewatch: CineWatch, seed: int) -> None:
    for one in cinewatch.recommend(Query((seed,), k=100)).films:
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
    assert cinewatch.relations.similarities([(film_id, film_id)]) == [1.0]


def test_similarities_are_those_of_comparisons(cinewatch: CineWatch) -> None:
    pairs = list(product(IDS[:15], IDS[10:]))
    expected = [cinewatch.compare(a, b).similarity for a, b in pairs]
    assert cinewatch.relations.similarities(pairs) == pytest.approx(expected, abs=1e-6)


def test_the_similarity_with_an_unknown_film_is_nan(cinewatch: CineWatch) -> None:
    values = cinewatch.relations.similarities([(HARBOUR, ABSENT), (HARBOUR, LOW_TIDE), (ABSENT, ABSENT)])
    assert [math.isnan(value) for value in values] == [True, False, True]
    assert cinewatch.relations.similarities([(ABSENT, -1)])[0] != 0
    assert cinewatch.relations.similarities([]) == []


def test_a_film_without_any_text_is_recommended_for_nothing(cinewatch: CineWatch) -> None:
    bare = next(one for one in cinewatch.recommend(Query((HARBOUR,), k=100)).films if one.film.id == BARE)
    assert (bare.score, bare.match, bare.explanation.terms, bare.explanation.reasons) == (0, 0, (), ())


@pytest.mark.parametrize("weights", [Weights(), Weights(3.0, -2.0, 4.0)])
def test_a_film_without_any_text_gets_the_most_voted_films(cinewatch: CineWatch, weights: Weights) -> None:
    found = cinewatch.recommend(Query((BARE,), k=100, weights=weights)).films
    assert ids(found) == [film_id for film_id in ORDER if film_id not in HIDDEN | {BARE}]
    assert {one.score for one in found} == {0.0}


QUERIES = tuple(
    query
    for film_id in IDS[:8]
    for query in (
        Query((film_id,), k=7),
        Query((film_id,), about="a robot in a lighthouse", k=7, weights=Weights(quality=1.0)),
        Query((film_id, 142), disliked=(144,), k=7, diversity=0.5, filters=Filters(exclude_genres=("Drama",))),
        Query((film_id,), k=7, franchise="one", terms=(("genres", "Drama", 2.0),)),
    )
)


@pytest.mark.parametrize("query", [*QUERIES[:8], *(replace(query, k=ALL) for query in QUERIES[:8])])
def test_the_ids_alone_are_those_of_the_recommendations(cinewatch: CineWatch, query: Query) -> None:
    assert cinewatch.recommender.ranked_ids(query) == ids(cinewatch.recommend(query).films)


def test_eight_threads_get_the_answers_of_one(cinewatch: CineWatch) -> None:
    def asked(query: Query) -> tuple[object, ...]:
        return cinewatch.recommend(query), cinewatch.recommender.what_if(
            query, replace(query, weights=Weights(popularity=0.0))
        )

    alone = list(map(asked, QUERIES))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(asked, QUERIES * 4))
    assert together == alone * 4


def test_names_to_choose_from_are_the_best_known_and_unique(cinewatch: CineWatch) -> None:
    names = cinewatch.film_names(100)
    assert [name.id for name in names] == [film_id for film_id in ORDER if film_id not in HIDDEN]
    assert len({name.label for name in names}) == len(names)
    assert names[0].label == "The Glass Harbour (1999)"
    assert {name.label for name in names if name.id == BARE} == {"Quillon"}


def test_names_to_choose_from_end_at_the_limit(cinewatch: CineWatch) -> None:
    assert cinewatch.film_names(9) == cinewatch.film_names(100)[:9]
    assert cinewatch.film_names(0) == ()


def test_hidden_films_take_no_place_among_the_names(build: Build) -> None:
    rows = [film(n, f"Film {n}", votes=100 - n, adult=n < 9) for n in range(1, 12)]
    assert [name.id for name in build(rows).film_names(2)] == [9, 10]


def test_a_catalogue_of_one_film_answers_everything(build: Build) -> None:
    cinewatch = build([film(7, "Tern", 1987, overview="Terns at sea.")])
    assert len(cinewatch) == 1
    assert cinewatch.recommend(Query((7,))).films == ()
    assert cinewatch.search("tern")[0].film.id == 7
    assert cinewatch.compare(7, 7).similarity == pytest.approx(1)
    assert [name.label for name in cinewatch.film_names(5)] == ["Tern (1987)"]


def test_a_catalogue_that_says_nothing_but_stop_words_answers_everything(build: Build) -> None:
    cinewatch = build([film(7, "It", votes=1), film(8, "The", votes=9), film(9, "And", votes=9)])
    assert cinewatch.info.terms == 0
    assert ids(cinewatch.recommend(Query((7,))).films) == [8, 9]
    assert cinewatch.recommend(Query(about="it")).films == ()
    assert cinewatch.search("it")[0].film.id == 7
    assert cinewatch.relations.similarities([(7, 8)]) == [0.0]
    assert cinewatch.statistics.headlines().films == 3


def test_a_film_is_similar_to_itself_even_where_no_film_has_a_word(build: Build) -> None:
    assert build([film(7, "It")]).compare(7, 7).similarity == 1.0
