"""Fields filled in and implausible values are what plain Python finds film by film."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, Filters
from engine.catalogue.schema import FILM_SCHEMA
from engine.statistics import DataQuality, Problem, implausible
from engine.statistics.facts import CHECKED_FIELDS
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics.film_tables import Films, Record, Selection, in_two_chunks, numbered, selections
from tests.engine.statistics.pandas_counts import pairs
from tests.engine.statistics.plain_python import Row, as_tuples, by_decade, in_fixed_order, label
from tests.engine.statistics.test_facts import key, shared_keys

THIS_YEAR = 2025
_IMPLAUSIBLE = st.fixed_dictionaries(
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
"""Films at the edges of all problems, some with the title of another."""


@st.composite
def implausible_selections(draw: st.DrawFn) -> Selection:
    """Draw some of a few films that are mostly implausible."""
    records = draw(st.lists(_IMPLAUSIBLE, max_size=12))
    films: list[Record] = [{**record, "id": n} for n, record in enumerate(records, 1)]
    films.sort(key=lambda film: -film["votes"])
    mask = draw(st.lists(st.booleans(), min_size=len(films), max_size=len(films)))
    return Selection.of(in_two_chunks(films, draw(st.integers(0, len(films)))), mask)


def films_by_problem(selection: Selection, this_year: int) -> dict[str, list[Record]]:
    """Return the films with each problem. A duplicate counts even if the other film is not selected."""
    shared = shared_keys(selection.all_films())
    has_votes = any(film["votes"] for film in selection.all_films())
    rules: dict[str, Callable[[Record], bool]] = {
        "budget": lambda film: film["budget"] is not None and film["budget"] < 1_000,
        "revenue": lambda film: film["revenue"] is not None and film["revenue"] < 1_000,
        "votes": lambda film: has_votes and (film["revenue"] or 0) >= 1_000_000 and film["votes"] < 10,
        "runtime": lambda film: (film["runtime"] or 0) > 10 * 60,
        "year": lambda film: film["status"] == "Released" and film["year"] is not None and film["year"] > this_year,
        "duplicate": lambda film: key(film) in shared,
    }
    return {problem: [film for film in selection.films() if rule(film)] for problem, rule in rules.items()}


def filled_in(films: Films) -> list[Row]:
    return [(name, sum(film[name] not in (None, "", []) for film in films)) for name in CHECKED_FIELDS]


@given(st.one_of(selections(), implausible_selections()))
@settings(deadline=None, max_examples=30)
def test_fields_filled_in_are_counted_film_by_film(selection: Selection) -> None:
    quality, films = selection.data_quality(), selection.films()
    assert quality.films == len(films)
    assert in_fixed_order(as_tuples(quality.completeness)) == in_fixed_order(filled_in(films))
    counts = [count.films for count in quality.completeness]
    assert counts == sorted(counts, reverse=True)
    assert list(as_tuples(quality.completeness_by_decade)) == [
        (decade, name, count, count / len(own))
        for decade, own in by_decade(films).items()
        for name, count in filled_in(own)
    ]


@given(st.one_of(implausible_selections(), selections()), st.sampled_from([1950, THIS_YEAR, 2068]), st.integers(0, 4))
@settings(deadline=None, max_examples=25)
def test_implausible_films_are_found_one_by_one_most_votes_first(
    selection: Selection, this_year: int, limit: int
) -> None:
    expected = films_by_problem(selection, this_year)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(implausible, "MAX_EXAMPLES", limit)
        patch.setattr(implausible, "MAX_FILMS", limit + 1)
        values = selection.data_quality(this_year).implausible_values
        films = selection.implausible_films(this_year)
    assert [(one.problem, one.films, one.examples) for one in values] == [
        (problem, len(own), tuple(map(label, own[:limit]))) for problem, own in expected.items()
    ]
    assert [(one.problem, one.id, one.label) for one in films] == [
        (problem, film["id"], label(film)) for problem, own in expected.items() for film in own[: limit + 1]
    ]


def test_every_problem_is_listed_even_without_films() -> None:
    nothing = Selection.of(FILM_SCHEMA.empty_table())
    values = nothing.data_quality().implausible_values
    assert [one.problem for one in values] == [*get_args(Problem)]
    assert {(one.films, one.examples) for one in values} == {(0, ())}
    assert nothing.implausible_films() == ()
    assert nothing.data_quality().completeness_by_decade == ()


def test_a_problem_has_three_examples_and_lists_ten_thousand_films() -> None:
    films = [{"title": f"Tern {n}", "budget": 1} for n in range(1, 10_002)]
    selection = Selection.of(numbered(films))
    budget, *others = selection.data_quality().implausible_values
    assert (budget.films, budget.examples) == (10_001, ("Tern 1", "Tern 2", "Tern 3"))
    assert not any(one.films for one in others)
    assert [one.id for one in selection.implausible_films()] == [*range(1, 10_001)]


@pytest.fixture(scope="module")
def quality(cinewatch: CineWatch, filters: Filters) -> DataQuality:
    return cinewatch.statistics.data_quality(filters)


def test_completeness_is_that_of_pandas(quality: DataQuality, rows: pd.DataFrame) -> None:
    counts = dict(pairs(quality.completeness))
    for name in ("title", "overview", "tagline", "original_language", "imdb_id", "genres", "keywords"):
        assert counts[name] == rows[name].map(len).gt(0).sum(), name
    for name, column in {"rating": "vote_average", "runtime": "runtime", "budget": "budget"}.items():
        assert counts[name] == rows[column].notna().sum(), name
    assert counts["countries"] == rows["production_countries"].map(len).gt(0).sum()
    assert counts["director"] == 0


def test_the_implausible_films_of_a_catalogue_are_those_that_pass(build: Build) -> None:
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

    def problems_of(filters: Filters) -> list[tuple[str, int, str]]:
        return [(one.problem, one.id, one.label) for one in cinewatch.statistics.implausible_films(filters)]

    dramas = [
        ("budget", 4, f"Tern ({later - 3})"),
        ("votes", 4, f"Tern ({later - 3})"),
        ("year", 5, f"Auk ({later})"),
        ("duplicate", 1, "Straße (1999)"),
    ]
    comedies = [("revenue", 8, "Knot (1990)"), ("revenue", 7, "Rook (1990)"), ("runtime", 7, "Rook (1990)")]
    assert problems_of(Filters(genres=("Drama",))) == dramas
    assert problems_of(Filters()) == [dramas[0], *comedies[:2], dramas[1], comedies[2], *dramas[2:]]
    everything = problems_of(Filters(include_adult=True, include_unreleased=True))
    assert [one for one in everything if one[0] == "duplicate"] == [("duplicate", 2, "STRASSE (1999)"), dramas[3]]
    assert ("year", 6, f"Wren ({later})") not in everything
