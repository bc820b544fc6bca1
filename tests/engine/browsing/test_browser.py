"""Pages of all films in every order, franchises, standings and people are those of plain Python."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import CineWatch, Film, Filters
from engine.browsing import MAX_PAGE_SIZE, SORTS, Sort
from engine.errors import InvalidQuery, UnknownFilm, UnknownPerson
from fakes.sample_catalogue import ADULT, HIDDEN, IDS, Build, film_row
from tests.engine.reference import Reference, passes

FILTERS = st.builds(
    Filters,
    genres=st.sampled_from([(), ("Drama",), ("Comedy", "Crime"), ("Western",)]),
    first_year=st.sampled_from([None, 1975, 2000]),
    min_votes=st.sampled_from([0, 5_000]),
)
EXAMPLES = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def library_title(film: Film) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFKD", film.title.lower()) if not unicodedata.combining(c))
    return re.sub(r"^(the|an|a) ", "", re.sub(r"^[\W_]+", "", letters))


def in_order(films: list[Film], sort: Sort, quality: dict[int, float]) -> list[int]:
    """Return the ids of films, which come in the order of votes, in another order."""
    far = math.inf
    keys = {
        "popular": lambda _: 0,
        "rating": lambda film: far if film.rating is None else -quality[film.id],
        "newest": lambda film: -film.release_date.toordinal() if film.release_date else far,
        "oldest": lambda film: film.release_date.toordinal() if film.release_date else far,
        "shortest": lambda film: film.runtime or far,
        "longest": lambda film: -film.runtime if film.runtime else far,
        "title": library_title,
    }
    return [film.id for film in sorted(films, key=keys[sort])]


@EXAMPLES
@given(filters=FILTERS, sort=st.sampled_from(SORTS), size=st.sampled_from([24, MAX_PAGE_SIZE]))
def test_all_pages_together_are_the_films_that_pass_in_their_order(
    sample: CineWatch, sample_reference: Reference, filters: Filters, sort: Sort, size: int
) -> None:
    first = sample.browser.page(filters, sort, 1, size)
    pages = [sample.browser.page(filters, sort, number, size) for number in range(1, first.pages + 1)]
    films = [film for film in sample_reference.films if passes(filters, film)]
    quality = dict(zip(sample.opened.columns.id.tolist(), sample.opened.priors.quality.tolist(), strict=True))
    assert [film.id for page in pages for film in page.films] == in_order(films, sort, quality)
    assert {(page.total, page.pages) for page in pages} == {(len(films), max(1, math.ceil(len(films) / size)))}


def test_films_of_which_the_value_is_unknown_come_last(build: Build) -> None:
    unknown = {"release_date": "", "runtime": "", "vote_average": "", "vote_count": "900"}
    cinewatch = build(
        [film_row(1, "Aground") | unknown, *(film_row(n, "Tern") | {"release_date": f"199{n}-02-03"} for n in (2, 3))]
    )
    for sort in ("rating", "newest", "oldest", "shortest", "longest"):
        assert cinewatch.browser.page(Filters(), sort).films[-1].id == 1, sort


def test_beyond_the_last_page_is_the_last_page(cinewatch: CineWatch) -> None:
    last = cinewatch.browser.page(Filters(), "title", 10_000, 5)
    assert last.page == last.pages
    assert last.films


def test_no_film_is_one_empty_page(cinewatch: CineWatch) -> None:
    page = cinewatch.browser.page(Filters(first_year=2200))
    assert (page.films, page.total, page.page, page.pages) == ((), 0, 1, 1)


@pytest.mark.parametrize("arguments", [("best", 1, 24), ("popular", 0, 24), ("popular", 1, 0), ("popular", 1, 101)])
def test_an_order_or_a_number_out_of_range_is_named(cinewatch: CineWatch, arguments: tuple[Sort, int, int]) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.browser.page(Filters(), *arguments)


def test_a_franchise_is_all_its_films_the_oldest_first(sample: CineWatch) -> None:
    reloaded = sample.named("The Matrix Reloaded")
    years = [film.year for film in sample.browser.franchise(reloaded.id)]
    assert reloaded.id in {film.id for film in sample.browser.franchise(reloaded.id)}
    assert years == sorted(years, key=lambda year: year or 0)
    assert len(years) == 4


def test_a_film_without_franchise_has_none(sample: CineWatch) -> None:
    assert sample.browser.franchise(sample.named("Casablanca").id) == ()


def test_an_unknown_film_has_neither_franchise_nor_standing(cinewatch: CineWatch) -> None:
    for question in (cinewatch.browser.franchise, cinewatch.browser.standing):
        with pytest.raises(UnknownFilm):
            question(999_999)


def test_a_standing_counts_the_other_films_below(sample: CineWatch, sample_reference: Reference) -> None:
    film = sample.named("Casablanca")
    others = [other for other in sample_reference.films if other.id != film.id]
    standing = sample.browser.standing(film.id)
    assert standing.fewer_votes == pytest.approx(sum(other.votes < film.votes for other in others) / len(others))
    assert standing.rated_lower is not None
    assert 0.8 < standing.rated_lower <= 1


def test_a_film_without_rating_has_no_standing_by_rating(build: Build) -> None:
    cinewatch = build([film_row(1, "Aground") | {"vote_average": "", "vote_count": "0"}, film_row(2, "Breaker")])
    assert cinewatch.browser.standing(1).rated_lower is None


def test_a_person_has_all_their_films_the_newest_first(sample: CineWatch, sample_reference: Reference) -> None:
    names = Counter(name for film in sample_reference.films for name in film.director)
    for name, _ in names.most_common(20):
        person = sample.browser.person(name)
        for films, role in ((person.directed, "director"), (person.acted_in, "cast")):
            expected = [film for film in sample_reference.films if name in getattr(film, role)]
            assert {film.id for film in films} == {film.id for film in expected}
            dates = [film.release_date for film in films if film.release_date]
            assert dates == sorted(dates, reverse=True)
        votes = [film.votes for film in person.best_known]
        assert votes == sorted(votes, reverse=True)


def test_the_films_of_a_person_have_the_order_that_the_whole_catalogue_has(sample: CineWatch) -> None:
    name = "Steven Spielberg"
    for sort in ("rating", "popular"):
        person = sample.browser.person(name, sort)
        ordered = [film.id for film in sample.browser.page(Filters(people=(name,)), sort, 1, 100).films]
        for films in (person.directed, person.acted_in):
            ids = [film.id for film in films]
            assert ids == [film_id for film_id in ordered if film_id in ids]
        assert len(person.directed) > 10
        assert person.films < 100


def test_the_films_of_a_person_have_no_unknown_order(sample: CineWatch) -> None:
    with pytest.raises(InvalidQuery, match="choose one of newest, rating, popular"):
        sample.browser.person("Steven Spielberg", "longest")  # type: ignore[arg-type]


def test_the_keywords_of_a_person_are_those_of_several_of_their_films(sample: CineWatch) -> None:
    person = sample.browser.person("Alfred Hitchcock")
    films = {film.id: film for film in (*person.directed, *person.acted_in)}.values()
    assert person.keywords
    for keyword in person.keywords:
        assert sum(keyword in film.keywords for film in films) >= 2


def test_hidden_films_are_in_no_page_and_no_filmography(cinewatch: CineWatch, reference: Reference) -> None:
    shown = cinewatch.browser.page(Filters(), "newest", 1, 100)
    assert not {film.id for film in shown.films} & {ADULT, *HIDDEN}
    assert shown.total == len(IDS) - len(HIDDEN)
    for film in (reference.film[film_id] for film_id in HIDDEN):
        for name in (*film.director, *film.cast):
            try:
                person = cinewatch.browser.person(name)
            except UnknownPerson:
                continue
            assert film.id not in {other.id for other in (*person.directed, *person.acted_in)}


def test_nobody_has_an_unknown_name(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownPerson, match="nobody in this catalogue is called"):
        cinewatch.browser.person("Nobody At All")
