"""The statistics of a catalogue: which films they count, and which films are behind a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import CineWatch, Filters
from engine.errors import InvalidQuery
from engine.statistics import CatalogueStatistics, PivotQuery
from engine.statistics.facts import NAME_COLUMNS
from fakes.sample_catalogue import Build, film_row
from tests.engine.reference import Reference, passes

SECTIONS: dict[str, Callable[..., object]] = {
    "headlines": CatalogueStatistics.headlines,
    "over time": CatalogueStatistics.over_time,
    "contents": CatalogueStatistics.contents,
    "ratings and money": CatalogueStatistics.ratings_and_money,
    "data quality": CatalogueStatistics.data_quality,
    "implausible films": CatalogueStatistics.implausible_films,
    "pivot": lambda statistics, *filters: statistics.pivot(PivotQuery("genre"), *filters),
    "films with": lambda statistics, *filters: statistics.films_with("genres", "Drama", *filters),
}


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_every_film_counts_unless_filters_exclude_it(cinewatch: CineWatch, section: Callable[..., object]) -> None:
    statistics = cinewatch.statistics
    everything = section(statistics, Filters(include_adult=True, include_unreleased=True))
    assert section(statistics) == everything
    assert section(statistics, Filters(first_year=1990)) != everything


def test_the_films_behind_the_default_filters_are_fewer_than_all(cinewatch: CineWatch) -> None:
    statistics = cinewatch.statistics
    assert statistics.headlines().films == len(cinewatch) > statistics.headlines(Filters()).films > 0


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_a_genre_that_does_not_exist_is_refused(cinewatch: CineWatch, section: Callable[..., object]) -> None:
    with pytest.raises(InvalidQuery, match="Mumblecore"):
        section(cinewatch.statistics, Filters(genres=("Mumblecore",)))


def test_facts_are_computed_once_per_build(build: Build) -> None:
    cinewatch = build([film_row(1, "Tern", genres="Drama, Western"), film_row(2, "Auk", keywords="sea")])
    before = cinewatch.statistics.contents()
    (stored,) = cinewatch.opened.path.glob("facts-*.h5")
    again = CineWatch.open(cinewatch.opened.path)
    assert again.statistics.contents() == before
    assert [*cinewatch.opened.path.glob("facts-*.h5")] == [stored]


@pytest.mark.parametrize("column", NAME_COLUMNS)
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(include_adult=True, include_unreleased=True), Filters(first_year=1980)], ids=str
)
def test_the_films_behind_a_name_are_those_with_most_votes_that_have_it_and_pass(
    sample_reference: Reference, column: str, filters: Filters
) -> None:
    names = sorted({name for one in sample_reference.films[::97] for name in getattr(one, column)})
    assert names
    for name in names:
        expected = [one.id for one in sample_reference.films if name in getattr(one, column) and passes(filters, one)]
        films = sample_reference.cinewatch.statistics.films_with(column, name, filters, 8)
        assert [one.id for one in films] == expected[:8]


def test_no_film_is_behind_a_name_that_none_has(cinewatch: CineWatch) -> None:
    assert cinewatch.statistics.films_with("countries", "Atlantis") == ()
    assert cinewatch.statistics.films_with("countries", "") == ()
    assert cinewatch.statistics.films_with("countries", "Norway", k=-1) == ()


def test_a_column_without_names_is_refused(cinewatch: CineWatch) -> None:
    with pytest.raises(
        InvalidQuery, match=r'"title" is not a column of names or groups; choose one of genres, keywords'
    ):
        cinewatch.statistics.films_with("title", "Tern")
