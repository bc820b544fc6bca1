"""What a description says about facts becomes filters and films of the query; what is set already stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch, Filters, Query
from engine.errors import InvalidQuery
from engine.ranking.query import MAX_DISLIKED, MAX_LIKED
from engine.ranking.understanding import understood
from engine.search.facts import Fact, Reading


def with_facts(query: Query, *facts: Fact) -> Query:
    return understood(query, Reading(facts, "rest"))


def test_each_kind_of_fact_sets_its_filter_and_the_rest_is_the_description() -> None:
    query = with_facts(
        Query(about="all of it"),
        Fact("years", "", "", low=1991, high=2000),
        Fact("runtime", "", "", high=120),
        Fact("language", "", "", ("ko",)),
        Fact("country", "", "", ("South Korea", "Korea")),
        Fact("not country", "", "", ("Japan",)),
        Fact("genre", "", "", ("Romance", "Comedy")),
        Fact("not genre", "", "", ("Horror",)),
        Fact("many votes", "", "", low=1_000),
        Fact("person", "", "", ("Ada",)),
        Fact("not person", "", "", ("Ben",)),
        Fact("without", "", "", ("gore",)),
    )
    assert query == Query(
        about="rest",
        filters=Filters(
            genres=("Romance", "Comedy"),
            all_genres=True,
            exclude_genres=("Horror",),
            first_year=1991,
            last_year=2000,
            max_runtime=120,
            languages=("ko",),
            countries=("South Korea", "Korea"),
            exclude_countries=("Japan",),
            min_votes=1_000,
            people=("Ada",),
            exclude_people=("Ben",),
            exclude_words=("gore",),
        ),
    )


def test_ranges_become_as_narrow_as_both_and_may_contradict() -> None:
    before = Query(filters=Filters(first_year=1980, max_runtime=100, min_votes=50, min_rating=8.0))
    query = with_facts(
        before,
        Fact("years", "", "", low=1970),
        Fact("years", "", "", high=1975),
        Fact("runtime", "", "", high=120),
        Fact("rating", "", "", low=7.0),
        Fact("few votes", "", "", high=500),
    )
    assert query.filters == replace(before.filters, last_year=1975, max_votes=500)


def test_a_high_rating_takes_more_than_a_few_votes() -> None:
    filters = with_facts(Query(), Fact("rating", "", "", low=7.0)).filters
    assert (filters.min_rating, filters.min_votes) == (7.0, 50)


@pytest.mark.parametrize(("liked", "franchise"), [((), "one"), ((5,), "none")])
def test_no_sequels_leaves_out_the_franchise_of_liked_films_or_shows_one_of_each(
    liked: tuple[int, ...], franchise: str
) -> None:
    assert with_facts(Query(liked), Fact("franchise", "", "")).franchise == franchise


def test_films_are_added_once_and_never_too_many() -> None:
    films = [Fact(kind, "", "", film=n) for n in range(30) for kind in ("like", "unlike")]
    assert with_facts(Query((3, 4)), *films[:4]).liked == (3, 4, 0, 1)
    query = with_facts(Query((3,), (40,)), *films)
    assert len(query.liked) == MAX_LIKED
    assert len(query.disliked) == MAX_DISLIKED
    assert not {*query.liked} & {*query.disliked}
    query.check()


def test_filters_alone_are_answered_with_the_most_voted_films(cinewatch: CineWatch) -> None:
    query, reading = cinewatch.understand(Query(about="western movies", k=3))
    assert (query.about, [fact.label for fact in reading.facts]) == ("", ["Western"])
    films = [one.film for one in cinewatch.recommend(query).films]
    assert films
    assert all("Western" in film.genres for film in films)
    assert [film.votes for film in films] == sorted((film.votes for film in films), reverse=True)


@pytest.mark.parametrize("about", ["", "  ", "unlike Meridian", "no sequels"])
def test_nothing_that_is_wanted_is_a_named_error(cinewatch: CineWatch, about: str) -> None:
    query, _ = cinewatch.understand(Query(about=about))
    with pytest.raises(InvalidQuery):
        cinewatch.recommend(query)


@pytest.mark.parametrize("about", ["without", "of the"])
def test_stop_words_alone_find_no_film(cinewatch: CineWatch, about: str) -> None:
    query, _ = cinewatch.understand(Query(about=about))
    assert cinewatch.recommend(query).films == ()


def test_a_film_without_a_word_is_not_recommended_and_taking_it_back_brings_it_back(sample: CineWatch) -> None:
    about = "slow burn psychological horror without blood"
    query, reading = sample.understand(Query(about=about, k=50))
    found = [one.film for one in sample.recommend(query).films]
    assert found
    assert all("Horror" in film.genres for film in found)
    assert not any("blood" in {*film.overview.lower().split(), *film.keywords} for film in found)
    kept, _ = sample.understand(Query(about=about, k=50), [fact.words for fact in reading.facts])
    assert kept == Query(about=about, k=50)


def test_people_and_titles_of_the_catalogue_are_understood(sample: CineWatch) -> None:
    query, _ = sample.understand(Query(about="christopher nolan", k=20))
    films = [one.film for one in sample.recommend(query).films]
    assert len(films) > 4
    assert all("Christopher Nolan" in film.director for film in films)
    query, reading = sample.understand(Query(about="like Blade Runner but funny"))
    assert [fact.label for fact in reading.facts] == ["like Blade Runner (1982)", "Comedy"]
    assert "Blade Runner" not in [one.film.title for one in sample.recommend(query).films]
