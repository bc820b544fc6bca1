"""The facade: what it recommends is what a slow computation over all films recommends."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from engine import CineWatch, Filters, Query, Weights
from engine.errors import UnknownFilm
from fakes.sample_catalogue import (
    ABSENT,
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
    Build,
    film_row,
)
from tests.engine.reference import Reference, assert_same_answer, ids

BY_VOTES = [int(row["id"]) for row in sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]
"""All ids in the order of the rows: the most voted first, then the lower id."""
ALL = len(IDS)


def test_recommendations_for_any_film_are_those_of_a_full_sort(reference: Reference) -> None:
    for seed in IDS:
        assert_same_answer(reference, Query((seed,), k=ALL))


@pytest.mark.parametrize("seeds", [(HARBOUR, 142), (BARE, LANTERNS, 153), IDS[:10], (STOP_WORD, BARE)])
def test_recommendations_for_several_films_are_those_of_a_full_sort(
    reference: Reference, seeds: tuple[int, ...]
) -> None:
    assert assert_same_answer(reference, Query(seeds, k=ALL))


def test_recommendations_of_a_larger_catalogue_are_those_of_a_full_sort(sample_reference: Reference) -> None:
    films = sample_reference.films
    for row, k in zip(range(0, 1_000, 199), (10, 700, 10, 700, 10, 700), strict=True):
        assert_same_answer(sample_reference, Query((films[row].id,), k=k))
        pair = (films[row].id, films[row + 1].id)
        assert_same_answer(sample_reference, Query(pair, k=k, weights=Weights(2.0, -1.0, 3.0)))


@pytest.mark.parametrize("weights", [Weights(era=0, popularity=0), Weights(era=5), Weights(popularity=5)])
def test_the_weights_of_the_query_count(reference: Reference, weights: Weights) -> None:
    default, weighted = (
        assert_same_answer(reference, Query((HARBOUR, 142), k=ALL, weights=weights)) for weights in (Weights(), weights)
    )
    assert ids(default) != ids(weighted)


def test_the_sequels_of_a_film_come_first(cinewatch: CineWatch) -> None:
    assert set(ids(cinewatch.recommend(Query((HARBOUR,), k=2)).films)) == {LOW_TIDE, HIGH_WATER}


def test_of_films_with_the_same_score_the_lower_id_comes_first(cinewatch: CineWatch) -> None:
    for seed in (film_id for film_id in IDS if film_id not in (LANTERNS, LANTERNS_TWIN)):
        order = ids(cinewatch.recommend(Query((seed,), k=ALL)).films)
        assert order.index(LANTERNS) + 1 == order.index(LANTERNS_TWIN)


def test_neither_the_film_itself_nor_hidden_films_are_recommended(cinewatch: CineWatch) -> None:
    for seed in IDS:
        recommended = ids(cinewatch.recommend(Query((seed,), k=1_000)).films)
        assert sorted(recommended) == sorted(set(IDS) - HIDDEN - {seed})


def test_k_cuts_the_same_list(cinewatch: CineWatch) -> None:
    everything = cinewatch.recommend(Query((HARBOUR,), k=10_000)).films
    for k in (0, 1, 5, 29, 1_000):
        assert cinewatch.recommend(Query((HARBOUR,), k=k)).films == everything[:k]


def test_neither_repetition_nor_order_of_the_seeds_matters(cinewatch: CineWatch) -> None:
    once = cinewatch.recommend(Query((HARBOUR, 142), k=9))
    assert cinewatch.recommend(Query((HARBOUR, 142, HARBOUR), k=9)) == once
    assert ids(cinewatch.recommend(Query((142, HARBOUR), k=9)).films) == ids(once.films)


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_id_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    assert film_id not in cinewatch
    for question in (
        lambda: cinewatch.film(film_id),
        lambda: cinewatch.recommend(Query((HARBOUR, film_id))),
        lambda: cinewatch.recommender.ranked_ids(Query((HARBOUR, film_id))),
        lambda: cinewatch.recommender.what_if(Query((HARBOUR,)), Query((film_id,))),
        lambda: cinewatch.compare(HARBOUR, film_id),
        lambda: cinewatch.compare(film_id, HARBOUR),
    ):
        with pytest.raises(UnknownFilm, match=str(film_id)):
            question()


def test_only_ids_are_in_a_catalogue(cinewatch: CineWatch) -> None:
    assert HARBOUR in cinewatch
    assert [thing in cinewatch for thing in ("101", None, 101.5, (101,))] == [False] * 4


@pytest.mark.parametrize("seeds", [(HARBOUR,), (BARE,), (HARBOUR, 142)])
def test_a_score_is_the_sum_of_its_parts_and_the_match_of_its_explanation(
    cinewatch: CineWatch, seeds: tuple[int, ...]
) -> None:
    recommendations = cinewatch.recommend(Query(seeds, k=100)).films
    assert recommendations
    for film in recommendations:
        assert film.score == film.match + film.era + film.popularity + film.quality
        assert 0 <= film.match <= 1 + 1e-6
        assert sum(part.value for part in film.explanation.fields) == pytest.approx(film.match, abs=1e-6)
        assert sum(part.value for part in film.explanation.terms) == pytest.approx(film.match, abs=1e-6)


@pytest.mark.parametrize("seed", [HARBOUR, BARE, LANTERNS, 142])
def test_closer_than_counts_the_other_films_that_are_less_similar(reference: Reference, seed: int) -> None:
    matches = reference.matches(Query((seed,)))
    for film in reference.cinewatch.recommend(Query((seed,), k=100)).films:
        below = sum(matches[other] < matches[film.film.id] - 1e-7 for other in IDS if other != seed)
        assert film.closer_than == pytest.approx(below / (ALL - 1))
        assert film.closer_than == reference.cinewatch.compare(seed, film.film.id).closer_than


def test_seeds_do_not_count_among_the_films_that_are_less_similar(build: Build) -> None:
    rows = [film_row(1, "Tern", overview="Terns at sea."), film_row(2, "It")]
    cinewatch = build([*rows, film_row(3, "Auk", overview="Auks at sea.")])
    (film,) = cinewatch.recommend(Query((1, 2))).films
    assert film.closer_than == 0


def test_a_comparison_is_the_same_from_both_sides(cinewatch: CineWatch) -> None:
    for a, b in product(IDS[:12], IDS[8:20]):
        there, back = cinewatch.compare(a, b), cinewatch.compare(b, a)
        assert there.similarity == pytest.approx(back.similarity, abs=1e-9)
        assert there.explanation == back.explanation
        assert (there.a, there.b) == (back.b, back.a)
        assert 0 <= there.similarity <= 1


def test_similarities_are_those_of_comparisons_and_1_for_a_film_and_itself(cinewatch: CineWatch) -> None:
    pairs = [*product(IDS[:15], IDS[10:]), *zip(IDS, IDS, strict=True)]
    expected = [cinewatch.compare(a, b).similarity for a, b in pairs]
    assert cinewatch.relations.similarities(pairs) == pytest.approx(expected, abs=1e-6)
    assert expected[-ALL:] == pytest.approx([1.0] * ALL)


def test_the_similarity_to_an_unknown_film_is_nan(cinewatch: CineWatch) -> None:
    values = cinewatch.relations.similarities([(HARBOUR, ABSENT), (HARBOUR, LOW_TIDE), (ABSENT, ABSENT), (ABSENT, -1)])
    assert [math.isnan(value) for value in values] == [True, False, True, True]
    assert cinewatch.relations.similarities([]) == []


def test_a_film_without_text_is_recommended_without_reasons(cinewatch: CineWatch) -> None:
    (bare,) = (film for film in cinewatch.recommend(Query((HARBOUR,), k=100)).films if film.film.id == BARE)
    assert (bare.score, bare.match, bare.explanation.terms, bare.explanation.reasons) == (0, 0, (), ())


@pytest.mark.parametrize("weights", [Weights(), Weights(3.0, -2.0, 4.0)])
def test_a_film_without_text_gets_the_most_voted_films(cinewatch: CineWatch, weights: Weights) -> None:
    recommendations = cinewatch.recommend(Query((BARE,), k=100, weights=weights)).films
    assert ids(recommendations) == [film_id for film_id in BY_VOTES if film_id not in HIDDEN | {BARE}]
    assert {film.score for film in recommendations} == {0.0}


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


def test_ranked_ids_are_those_of_the_recommendations(cinewatch: CineWatch) -> None:
    for query in (*QUERIES[:8], *(replace(query, k=ALL) for query in QUERIES[:8])):
        assert cinewatch.recommender.ranked_ids(query) == ids(cinewatch.recommend(query).films)


def test_eight_threads_get_the_answers_of_one(cinewatch: CineWatch) -> None:
    def answers(query: Query) -> tuple[object, ...]:
        changed = replace(query, weights=Weights(popularity=0.0))
        return cinewatch.recommend(query), cinewatch.recommender.what_if(query, changed)

    alone = list(map(answers, QUERIES))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(answers, QUERIES * 4))
    assert together == alone * 4


def test_a_catalogue_of_one_film_answers_everything(build: Build) -> None:
    cinewatch = build([film_row(7, "Tern", 1987, overview="Terns at sea.")])
    assert len(cinewatch) == 1
    assert cinewatch.recommend(Query((7,))).films == ()
    assert cinewatch.search("tern")[0].film.id == 7
    assert cinewatch.compare(7, 7).similarity == pytest.approx(1)
    assert [name.label for name in cinewatch.film_names(5)] == ["Tern (1987)"]


def test_a_catalogue_of_stop_words_answers_everything(build: Build) -> None:
    cinewatch = build([film_row(7, "It", votes=1), film_row(8, "The", votes=9), film_row(9, "And", votes=9)])
    assert cinewatch.info.terms == 0
    assert ids(cinewatch.recommend(Query((7,))).films) == [8, 9]
    assert cinewatch.recommend(Query(about="it")).films == ()
    assert cinewatch.search("it")[0].film.id == 7
    assert cinewatch.relations.similarities([(7, 8)]) == [0.0]
    assert cinewatch.compare(7, 7).similarity == 1.0
    assert cinewatch.statistics.headlines().films == 3


def test_a_build_that_does_not_open_is_built_again(small_csv: Path, models: Path, folder: Path) -> None:
    with (folder / "index.h5").open("r+b") as file:
        file.write(b"garbage")
    assert ids(CineWatch.of(small_csv, models).recommend(Query((HARBOUR,), k=1)).films)
    assert not folder.exists()
