"""The values that each filter offers are those of the films, the most frequent first."""

from __future__ import annotations

from collections import Counter

from engine import GENRES, Filters
from engine.filters.options import MAX_KEYWORDS
from fakes.sample_catalogue import Build, film_row
from tests.engine.reference import Reference, houses


def test_options_are_the_values_of_the_films(reference: Reference) -> None:
    options = reference.cinewatch.filter_options()
    years = [film.year for film in reference.films if film.year]
    assert (options.first_year, options.last_year) == (min(years), max(years))
    assert set(options.genres) == {genre for film in reference.films for genre in film.genres} & set(GENRES)
    for offered, values in (
        (options.languages, [(film.original_language,) for film in reference.films if film.original_language]),
        (options.keywords, [film.keywords for film in reference.films]),
        (options.countries, [film.countries for film in reference.films]),
        (options.companies, [tuple(houses(film.companies)) for film in reference.films]),
    ):
        counts = [sum(name in names for names in values) for name in offered]
        assert set(offered) == {name for names in values for name in names}
        assert len(set(offered)) == len(offered)
        assert counts == sorted(counts, reverse=True)


def test_without_dates_no_years_are_offered(build: Build) -> None:
    options = build([film_row(1, "Tern")]).filter_options()
    assert (options.first_year, options.last_year, options.genres) == (None, None, ())


def test_every_keyword_offered_lets_a_film_pass(reference: Reference) -> None:
    cinewatch = reference.cinewatch
    for keyword in cinewatch.filter_options().keywords:
        filters = Filters(keywords=(keyword,), include_adult=True, include_unreleased=True)
        assert cinewatch.opened.filter.mask(filters).any()


def test_no_more_keywords_are_offered_than_a_page_can_hold(sample_reference: Reference) -> None:
    offered = sample_reference.cinewatch.filter_options().keywords
    counts = Counter(keyword for film in sample_reference.films for keyword in film.keywords)
    assert len(offered) == MAX_KEYWORDS < len(counts)
    assert [counts[keyword] for keyword in offered] == sorted(counts.values(), reverse=True)[:MAX_KEYWORDS]
