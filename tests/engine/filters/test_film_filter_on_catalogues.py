"""Every filter lets through the films that plain Python lets through, and tells how many it removes by itself."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import GENRES, CineWatch, Filters, Query
from engine.filters.film_filter import FilmFilter
from fakes.sample_catalogue import ADULT, HARBOUR, HIDDEN, IDS, UNDERTOW, Build, film
from tests.engine.reference import Reference, ids, is_shown, passes, verdicts

GENRE_LISTS = st.lists(st.sampled_from(GENRES), max_size=2, unique=True).map(tuple)
KEYWORDS = st.sampled_from(["whale", "lighthouse", "space station", "robot", "Robot", "<b>html</b>", "no keyword", ""])
KEYWORD_LISTS = st.just(()) | st.lists(KEYWORDS, max_size=2).map(tuple)
YEARS = st.none() | st.integers(1900, 2030)
MINUTES = st.none() | st.integers(1, 240)
FILTERS = st.builds(
    Filters,
    genres=GENRE_LISTS,
    all_genres=st.booleans(),
    exclude_genres=GENRE_LISTS,
    keywords=KEYWORD_LISTS,
    exclude_keywords=KEYWORD_LISTS,
    first_year=YEARS,
    last_year=YEARS,
    min_runtime=MINUTES,
    max_runtime=MINUTES,
    languages=st.just(()) | st.lists(st.sampled_from(["en", "fr", "ja", "xx", ""]), max_size=2).map(tuple),
    min_votes=st.sampled_from([0, 1, 50, 500, 10_000]),
    min_rating=st.sampled_from([0.0, 5.0, 7.2, 9.5]),
    max_rating=st.sampled_from([10.0, 7.2, 6.5, 0.0]),
    include_adult=st.booleans(),
    include_unreleased=st.booleans(),
)
EXAMPLES = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sieve_of(cinewatch: CineWatch) -> FilmFilter:
    return FilmFilter(cinewatch.opened.columns, cinewatch.opened.languages, cinewatch.opened.space)


@EXAMPLES
@given(filters=FILTERS)
def test_the_films_that_pass_are_those_that_plain_python_lets_pass(plain: Reference, filters: Filters) -> None:
    mask = sieve_of(plain.cinewatch).mask(filters)
    assert mask.tolist() == [passes(filters, one) for one in plain.films]


ALONE = (
    Filters(("Drama",)),
    Filters(("Drama", "Music")),
    Filters(("Drama", "Music"), all_genres=True),
    Filters(exclude_genres=("Drama", "Comedy")),
    Filters(keywords=("whale", "robot")),
    Filters(exclude_keywords=("whale", "robot")),
    Filters(first_year=1990),
    Filters(last_year=1990),
    Filters(min_runtime=100),
    Filters(max_runtime=100),
    Filters(languages=("fr", "ja")),
    Filters(min_votes=500),
    Filters(min_rating=7.2),
    Filters(max_rating=6.5),
    Filters(include_adult=True),
    Filters(include_unreleased=True),
)


@pytest.mark.parametrize("filters", ALONE)
def test_each_filter_alone_makes_a_difference_and_the_right_one(plain: Reference, filters: Filters) -> None:
    passed = [film_id for film_id, one in plain.film.items() if passes(filters, one)]
    found = ids(plain.cinewatch.recommend(Query((HARBOUR,), k=1_000, filters=filters)).films)
    assert {*found} == {*passed} - {HARBOUR}
    assert passed
    assert {*passed} != {*IDS} - HIDDEN


@EXAMPLES
@given(filters=FILTERS)
def test_each_filter_tells_how_many_films_it_removes_by_itself(plain: Reference, filters: Filters) -> None:
    shown = [verdicts(filters, one) for one in plain.films if is_shown(filters, one)]
    got = plain.cinewatch.recommender.removed_by(filters)
    assert got == {label: sum(not one[label] for one in shown) for label in shown[0]}
    assert list(got.values()) == sorted(got.values(), reverse=True)


def test_without_filters_nothing_is_removed_and_withheld_films_are_not_counted(build: Build) -> None:
    cinewatch = build(
        [film(1, "Tern", 1999), film(2, "Auk", 1999, adult=True), film(3, "Gull", 1999, status="Rumored")]
    )
    assert cinewatch.recommender.removed_by(Filters()) == {}
    assert cinewatch.recommender.removed_by(Filters(include_adult=True, include_unreleased=True)) == {}
    assert cinewatch.recommender.removed_by(Filters(first_year=2000)) == {"years": 1}
    assert cinewatch.recommender.removed_by(Filters(first_year=2000, include_adult=True)) == {"years": 2}
    assert cinewatch.recommender.removed_by(Filters(first_year=2000, include_adult=True, include_unreleased=True)) == {
        "years": 3
    }


def test_recommendations_pass_the_filters(cinewatch: CineWatch) -> None:
    filters = Filters(exclude_genres=("Drama",), exclude_keywords=("robot",), min_votes=1, max_runtime=150)
    found = cinewatch.recommend(Query((HARBOUR,), k=len(IDS), filters=filters)).films
    assert found
    assert all(passes(filters, one.film) for one in found)


def test_withheld_films_are_recommended_on_request(cinewatch: CineWatch) -> None:
    def found(**asked: bool) -> set[int]:
        return HIDDEN & {*ids(cinewatch.recommend(Query((HARBOUR,), filters=Filters(**asked))).films)}

    assert found() == set()
    assert found(include_adult=True) == {ADULT}
    assert found(include_unreleased=True) == {UNDERTOW}
    assert found(include_adult=True, include_unreleased=True) == {ADULT, UNDERTOW}


def test_keywords_keep_their_capitals(build: Build) -> None:
    told = {"keywords": "Undercover, sea"}, {"keywords": "undercover, Sea Map"}
    cinewatch = build([film(1, "Tern"), film(2, "Auk", **told[0]), film(3, "Gull", **told[1])])

    def found(*keywords: str) -> list[int]:
        return ids(cinewatch.recommend(Query((1,), filters=Filters(keywords=keywords))).films)

    assert (found("Undercover"), found("undercover"), found("UNDERCOVER")) == ([2], [3], [])
    assert (found("Sea Map"), found("sea map"), found("undercover", "sea")) == ([3], [], [2, 3])


def test_choices_are_what_the_films_have(plain: Reference) -> None:
    choices = plain.cinewatch.filter_options()
    years = [one.year for one in plain.films if one.year]
    assert (choices.first_year, choices.last_year) == (min(years), max(years))
    assert set(choices.genres) == {name for one in plain.films for name in one.genres} & set(GENRES)
    for chosen, had in (
        (choices.languages, [(one.original_language,) for one in plain.films if one.original_language]),
        (choices.keywords, [one.keywords for one in plain.films]),
    ):
        counts = [sum(name in names for names in had) for name in chosen]
        assert set(chosen) == {name for names in had for name in names}
        assert len(set(chosen)) == len(chosen)
        assert counts == sorted(counts, reverse=True)


def test_every_choice_of_a_keyword_lets_a_film_pass(cinewatch: CineWatch) -> None:
    sieve = sieve_of(cinewatch)
    for keyword in cinewatch.filter_options().keywords:
        assert sieve.mask(Filters(keywords=(keyword,), include_adult=True, include_unreleased=True)).any()


def test_there_are_no_more_choices_than_a_page_can_hold(plain_sample: Reference) -> None:
    chosen = plain_sample.cinewatch.filter_options().keywords
    counts = Counter(keyword for one in plain_sample.films for keyword in one.keywords)
    assert len(chosen) == 500 < len(counts)
    assert [counts[keyword] for keyword in chosen] == sorted(counts.values(), reverse=True)[:500]
