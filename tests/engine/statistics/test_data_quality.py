"""What is missing, and what can hardly be true, is what plain Python finds film by film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Filters
from engine.catalogue.schema import FILM_SCHEMA
from engine.statistics import data_quality
from engine.statistics.facts import COUNTED, Facts
from engine.statistics.values import Completeness, ImplausibleFilm, ImplausibleValue
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics.film_tables import Asked, Record, asked_of, films_of, questions, table_of

THIS_YEAR = 2025
_DOUBTFUL = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Straße", "STRASSE", "strasse", "Auk", "auk", "Åse"]),
        "year": st.sampled_from([None, 1999, THIS_YEAR, THIS_YEAR + 1]),
        "budget": st.sampled_from([None, 1, 999, 1_000, 2**53 - 1]),
        "revenue": st.sampled_from([None, 1, 999, 1_000, 999_999, 1_000_000, 2**53 - 1]),
        "votes": st.sampled_from([0, 9, 9, 10, 500]),
        "runtime": st.sampled_from([None, 90, 600, 601]),
        "status": st.sampled_from(["Released", "Released", "Planned"]),
        "adult": st.booleans(),
    }
)
"""Films at the edges of all doubts, some with the name of another."""


def in_two(films: Sequence[Record], cut: int) -> pa.Table:
    """Return a table of films in two chunks."""
    parts = [table_of(part) for part in (films[:cut], films[cut:]) if part]
    return pa.concat_tables(parts) if parts else FILM_SCHEMA.empty_table()


@st.composite
def doubtful_questions(draw: st.DrawFn) -> Asked:
    """Draw some of a few films that one may doubt."""
    records = draw(st.lists(_DOUBTFUL, max_size=12))
    films: list[Record] = [{**record, "id": n} for n, record in enumerate(records, 1)]
    films.sort(key=lambda one: -one["votes"])
    mask = draw(st.lists(st.booleans(), min_size=len(films), max_size=len(films)))
    return asked_of(in_two(films, draw(st.integers(0, len(films)))), mask)


def name(one: Record) -> tuple[str, int | None]:
    return one["title"].casefold(), one["year"]


def shared_names(films: Sequence[Record]) -> set[tuple[str, int | None]]:
    """Return the titles and years that several films have."""
    return {own for own, times in Counter(map(name, films)).items() if times > 1 and own[1] is not None}


def label(one: Record) -> str:
    return f"{one['title']} ({one['year']})" if one["year"] else str(one["title"])


def implausible_values(asked: Asked, this_year: int) -> tuple[ImplausibleValue, ...]:
    return data_quality.implausible_values(asked.mask, asked.catalogue, asked.columns, asked.facts, this_year)


def implausible(asked: Asked, this_year: int) -> tuple[ImplausibleFilm, ...]:
    return data_quality.implausible_films(asked.mask, asked.catalogue, asked.columns, asked.facts, this_year)


def filled(asked: Asked) -> tuple[Completeness, ...]:
    return data_quality.completeness_by_decade(asked.mask, asked.columns.year, asked.facts.present)


def plain_doubts(asked: Asked, this_year: int) -> dict[str, list[Record]]:
    """Return the films of each doubt, in order of fame. A film has the name of another also where that is left out."""
    shared = shared_names(asked.catalogue.table.to_pylist())
    has_votes = any(one["votes"] for one in asked.catalogue.table.to_pylist())
    filter_results: dict[str, Callable[[Record], bool]] = {
        "budget": lambda one: one["budget"] is not None and one["budget"] < 1_000,
        "revenue": lambda one: one["revenue"] is not None and one["revenue"] < 1_000,
        "unseen": lambda one: has_votes and (one["revenue"] or 0) >= 1_000_000 and one["votes"] < 10,
        "runtime": lambda one: (one["runtime"] or 0) > 10 * 60,
        "to come": lambda one: one["status"] == "Released" and one["year"] is not None and one["year"] > this_year,
        "twice": lambda one: name(one) in shared,
    }
    return {what: [one for one in films_of(asked) if holds(one)] for what, holds in filter_results.items()}


@given(st.one_of(questions(), doubtful_questions()))
@settings(deadline=None, max_examples=40)
def test_how_many_films_of_a_decade_have_a_column(asked: Asked) -> None:
    dated = [one for one in films_of(asked) if one["year"]]
    expected = []
    for decade in sorted({one["year"] // 10 * 10 for one in dated}):
        own = [one for one in dated if decade <= one["year"] < decade + 10]
        for column in COUNTED:
            told = sum(one[column] not in (None, "", []) for one in own)
            expected.append((decade, column, told, told / len(own)))
    assert [(one.decade, one.column, one.films, one.share) for one in filled(asked)] == expected


@given(st.one_of(doubtful_questions(), questions()), st.sampled_from([1950, THIS_YEAR, 2068]), st.integers(0, 4))
@settings(deadline=None, max_examples=45)
def test_doubts_and_their_films_are_found_one_by_one_the_most_voted_first(
    asked: Asked, this_year: int, most: int
) -> None:
    expected = plain_doubts(asked, this_year)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_quality, "MAX_EXAMPLES", most)
        patch.setattr(data_quality, "MAX_DOUBTFUL", most + 1)
        told, films = implausible_values(asked, this_year), implausible(asked, this_year)
    assert [(one.name, one.films, one.examples) for one in told] == [
        (what, len(own), tuple(map(label, own[:most]))) for what, own in expected.items()
    ]
    assert [(one.doubt, one.id, one.label) for one in films] == [
        (what, one["id"], label(one)) for what, own in expected.items() for one in own[: most + 1]
    ]


def test_every_doubt_is_told_though_there_are_no_films() -> None:
    asked = asked_of(FILM_SCHEMA.empty_table(), [])
    told = implausible_values(asked, THIS_YEAR)
    assert [one.name for one in told] == ["budget", "revenue", "unseen", "runtime", "to come", "twice"]
    assert {(one.films, one.examples) for one in told} == {(0, ())}
    assert implausible(asked, THIS_YEAR) == ()
    assert filled(asked) == ()


def test_three_films_are_named_for_a_doubt_and_ten_thousand_listed() -> None:
    films = [{"id": n, "title": f"Tern {n}", "budget": 1} for n in range(1, 10_002)]
    asked = asked_of(table_of(films), [True] * len(films))
    few, *others = implausible_values(asked, THIS_YEAR)
    assert (few.films, few.examples) == (10_001, ("Tern 1", "Tern 2", "Tern 3"))
    assert not any(one.films for one in others)
    assert [one.id for one in implausible(asked, THIS_YEAR)] == [*range(1, 10_001)]


@pytest.mark.parametrize("numbers", [hash, len, lambda _: 0], ids=["hash", "length", "always 0"])
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
@settings(deadline=None, max_examples=45)
def test_a_film_is_there_twice_where_title_and_year_are_those_of_another(
    numbers: Callable[[str], int], named: list[tuple[str, int | None]], cut: int
) -> None:
    films = [{"id": n, "title": title, "year": year} for n, (title, year) in enumerate(named, 1)]
    with pytest.MonkeyPatch.context() as patch:
        # Titles that are not equal may have one hash, which strings cannot be made to have.
        patch.setattr("engine.statistics.facts.hash", numbers, raising=False)
        twice = Facts.of(in_two(films, cut)).twice
    assert twice.tolist() == [int(name(one) in shared_names(films)) for one in films]


@given(st.lists(st.one_of(st.none(), st.dates(date(1874, 1, 1), date(2068, 12, 31))), max_size=25), st.integers(0, 25))
@settings(deadline=None, max_examples=40)
def test_the_month_is_that_of_the_release_or_unknown(dates: list[date | None], cut: int) -> None:
    films = [{"id": n, "title": "Tern", "year": 1999, "release_date": day} for n, day in enumerate(dates, 1)]
    months = Facts.of(in_two(films, cut)).month
    assert months.dtype == np.uint8
    assert months.tolist() == [day.month if day else 0 for day in dates]


def test_the_doubtful_films_of_a_catalogue_are_those_that_pass(build: Build) -> None:
    later = datetime.now(UTC).year + 2
    cinewatch = build(
        [
            film_row(1, "Straße", 1999, votes=5, genres="Drama"),
            film_row(2, "STRASSE", 1999, votes=50, adult=True),
            film_row(3, "Straße", 2000, votes=40, genres="Drama"),
            film_row(4, "Tern", later - 3, votes=9, genres="Drama", budget=999, revenue=1_000_000),
            film_row(5, "Auk", later, votes=10, genres="Drama", budget=1_000, revenue=1_000_000, runtime=600),
            film_row(6, "Wren", later, votes=3, genres="Drama", status="Planned"),
            film_row(7, "Rook", 1990, votes=60, genres="Comedy", revenue=12, runtime=601),
            film_row(8, "Knot", 1990, votes=70, genres="Comedy", revenue=12),
        ]
    )

    def found(filters: Filters) -> list[tuple[str, int, str]]:
        return [(one.doubt, one.id, one.label) for one in cinewatch.statistics.implausible(filters)]

    dramas = [
        ("budget", 4, f"Tern ({later - 3})"),
        ("unseen", 4, f"Tern ({later - 3})"),
        ("to come", 5, f"Auk ({later})"),
        ("twice", 1, "Straße (1999)"),
    ]
    comedies = [("revenue", 8, "Knot (1990)"), ("revenue", 7, "Rook (1990)"), ("runtime", 7, "Rook (1990)")]
    assert found(Filters(genres=("Drama",))) == dramas
    assert found(Filters()) == [dramas[0], *comedies[:2], dramas[1], comedies[2], *dramas[2:]]
    shown = found(Filters(include_adult=True, include_unreleased=True))
    assert [one for one in shown if one[0] == "twice"] == [("twice", 2, "STRASSE (1999)"), dramas[3]]
    assert ("to come", 6, f"Wren ({later})") not in shown
