"""Every filter lets through the films that plain Python lets through, and tells how many it removes by itself."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import GENRES, CineWatch, Film, Filters
from engine.ranking.filters import mask_of, removed_by
from tests.engine.made_up import HARBOUR, HIDDEN, IDS

GENRE_LISTS = st.lists(st.sampled_from(GENRES), max_size=2, unique=True).map(tuple)
YEARS = st.none() | st.integers(1900, 2030)
MINUTES = st.none() | st.integers(1, 240)
FILTERS = st.builds(
    Filters,
    genres=GENRE_LISTS,
    without_genres=GENRE_LISTS,
    first_year=YEARS,
    last_year=YEARS,
    shortest=MINUTES,
    longest=MINUTES,
    languages=st.lists(st.sampled_from(["en", "fr", "ja", "xx", ""]), max_size=2).map(tuple),
    least_votes=st.sampled_from([0, 1, 50, 500, 10_000]),
    least_rating=st.sampled_from([0.0, 5.0, 7.5, 9.5]),
)
EXAMPLES = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def verdicts(filters: Filters, film: Film) -> dict[str, bool]:
    """Return by what each filter that is set is about whether the film passes it."""
    between = [(filters.first_year, film.year, filters.last_year), (filters.shortest, film.runtime, filters.longest)]
    year, runtime = (value is not None and (a or 0) <= value <= (b or 9_999) for a, value, b in between)
    told = {
        "genres": (bool(filters.genres), bool(set(filters.genres) & set(film.genres))),
        "genres left out": (bool(filters.without_genres), not set(filters.without_genres) & set(film.genres)),
        "years": (bool(filters.first_year or filters.last_year), year),
        "runtime": (bool(filters.shortest or filters.longest), runtime),
        "languages": (bool(filters.languages), film.original_language in set(filters.languages) - {""}),
        "votes": (filters.least_votes > 0, film.votes >= filters.least_votes),
        "rating": (filters.least_rating > 0, (film.rating or -1) >= filters.least_rating),
    }
    return {label: passed for label, (is_set, passed) in told.items() if is_set}


@EXAMPLES
@given(filters=FILTERS)
def test_the_films_that_pass_are_those_that_plain_python_lets_pass(cinewatch: CineWatch, filters: Filters) -> None:
    mask = mask_of(filters, cinewatch._columns, cinewatch._languages)
    passed = {int(film_id) for film_id, yes in zip(cinewatch._columns.id, mask, strict=True) if yes}
    assert passed == {
        film_id for film_id in IDS if film_id not in HIDDEN and all(verdicts(filters, cinewatch.film(film_id)).values())
    }


@EXAMPLES
@given(filters=FILTERS)
def test_each_filter_tells_how_many_films_it_removes_by_itself(cinewatch: CineWatch, filters: Filters) -> None:
    shown = [verdicts(filters, cinewatch.film(film_id)) for film_id in IDS if film_id not in HIDDEN]
    expected = {label: sum(not one[label] for one in shown) for label in shown[0]}
    got = removed_by(filters, cinewatch._columns, cinewatch._languages)
    assert got == expected
    assert list(got.values()) == sorted(got.values(), reverse=True)


def test_recommendations_pass_the_filters(cinewatch: CineWatch) -> None:
    filters = Filters(without_genres=("Drama",), least_votes=1, longest=150)
    found = cinewatch.recommend([HARBOUR], len(IDS), filters=filters)
    assert found
    assert all(all(verdicts(filters, one.film).values()) for one in found)


def test_choices_are_what_the_films_have(cinewatch: CineWatch) -> None:
    films = [cinewatch.film(film_id) for film_id in IDS]
    choices = cinewatch.choices()
    years = [film.year for film in films if film.year]
    assert (choices.first_year, choices.last_year) == (min(years), max(years))
    assert set(choices.genres) == {name for film in films for name in film.genres} & set(GENRES)
    counts = {code: sum(film.original_language == code for film in films) for code in choices.languages}
    assert set(choices.languages) == {film.original_language for film in films} - {""}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
