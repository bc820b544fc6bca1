"""What is computed of every film once is what plain Python finds film by film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.statistics.facts import CHECKED_FIELDS, NAME_COLUMNS, Facts
from tests.engine.statistics.film_tables import Films, Record, Selection, in_two_chunks, numbered, selections
from tests.engine.statistics.plain_python import most_frequent, names


def key(film: Record) -> tuple[str, int | None]:
    return film["title"].casefold(), film["year"]


def shared_keys(films: Films) -> set[tuple[str, int | None]]:
    """Return the titles and years that several films have."""
    return {own for own, times in Counter(map(key, films)).items() if times > 1 and own[1] is not None}


@given(selections())
@settings(deadline=None, max_examples=20)
def test_stored_facts_give_the_same_statistics(selection: Selection) -> None:
    stored = selection._replace(facts=Facts.from_arrays(selection.facts.to_arrays()))
    assert stored.headlines() == selection.headlines()
    assert stored.over_time() == selection.over_time()
    assert stored.contents() == selection.contents()
    assert stored.ratings_and_money() == selection.ratings_and_money()
    assert stored.data_quality() == selection.data_quality()


@given(selections())
@settings(deadline=None, max_examples=20)
def test_the_rows_with_a_name_are_those_of_the_films_that_have_it(selection: Selection) -> None:
    films = selection.all_films()
    for column in NAME_COLUMNS:
        for name in [*dict(most_frequent(names(films, column), 12)), "", "Atlantis"]:
            rows = [row for row, film in enumerate(films) if name in film[column]]
            assert selection.facts.names[column].rows_with(name).tolist() == rows


@given(selections())
@settings(deadline=None, max_examples=20)
def test_a_field_is_filled_in_if_it_has_any_text_number_or_name(selection: Selection) -> None:
    expected = [
        sum((film[name] not in (None, "", [])) << bit for bit, name in enumerate(CHECKED_FIELDS))
        for film in selection.all_films()
    ]
    assert selection.facts.filled_in.tolist() == expected


@pytest.mark.parametrize("hashed", [hash, len, lambda _: 0], ids=["hash", "length", "always 0"])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Straße", "STRASSE", "strase", "Auk", "AUK", "auk ", "Ïle", "ïle", "ile", ""]),
            st.sampled_from([None, 1999, 1999, 2000]),
        ),
        max_size=20,
    ),
    st.integers(0, 20),
)
@settings(deadline=None, max_examples=25)
def test_a_duplicate_has_title_and_year_of_another_film(
    hashed: Callable[[str], int], titles: list[tuple[str, int | None]], cut: int
) -> None:
    films = [{"id": n, "title": title, "year": year} for n, (title, year) in enumerate(titles, 1)]
    with pytest.MonkeyPatch.context() as patch:
        # Different titles can share a hash, but real strings with the same hash are hard to find.
        patch.setattr("engine.statistics.facts.hash", hashed, raising=False)
        duplicate = Facts.of(in_two_chunks(films, cut)).duplicate
    assert duplicate.tolist() == [int(key(film) in shared_keys(films)) for film in films]


@given(st.lists(st.one_of(st.none(), st.dates(date(1874, 1, 1), date(2068, 12, 31))), max_size=25), st.integers(0, 25))
@settings(deadline=None, max_examples=25)
def test_the_month_is_that_of_the_release(dates: list[date | None], cut: int) -> None:
    films = [{"id": n, "title": "Tern", "year": 1999, "release_date": day} for n, day in enumerate(dates, 1)]
    months = Facts.of(in_two_chunks(films, cut)).month
    assert months.dtype == np.uint8
    assert months.tolist() == [day.month if day else 0 for day in dates]


def test_a_table_without_films_has_empty_facts() -> None:
    facts = Facts.of(numbered([]))
    assert {array.shape for name, array in facts.to_arrays().items() if "/" not in name} == {(0,)}
    assert {len(lists.names) for lists in facts.names.values()} == {0}
