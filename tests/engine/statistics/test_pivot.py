"""Pivots have the groups that plain Python finds film by film, in the documented order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import product
from statistics import fmean, median
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Film, Filters
from engine.errors import InvalidQuery
from engine.statistics import PIVOT_AGGREGATES, PIVOT_GROUPS, PIVOT_MEASURES, Pivot, PivotQuery, pivot
from tests.engine.reference import Reference, passes
from tests.engine.statistics.film_tables import Films, Record, Selection, film_tables, numbered, table_of

Key = Any
"""A group: a number if groups have an order of their own, otherwise a name."""
ByName = dict[str, Callable[[Any], Any]]
Row = tuple[str, str | None, int, float]
"""Group, colour, films, value."""

# fmt: off
MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]
# fmt: on
POWERS = ["1", "10", "100", "1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"]
"""Of ten, from 10 ** 0."""
MAX_DOLLARS = 10**12 - 1
"""Larger amounts have no group of their own."""


def value_of(column: str) -> Callable[[Record], Any]:
    return lambda film: film[column]


def one_group(column: str, group: Callable[[Any], Key]) -> Callable[[Record], Sequence[Key]]:
    """Return the group of a film by its value in a column; none if the value is unknown."""
    return lambda film: [] if film[column] in (None, "") else [group(film[column])]


def power_of_ten(column: str) -> Callable[[Record], Sequence[int]]:
    return lambda film: [len(str(film[column])) - 1] if film[column] else []


KEYS: ByName = {
    "year": one_group("year", int),
    "decade": one_group("year", lambda year: year // 10),
    "month": one_group("release_date", lambda day: day.month),
    "language": one_group("original_language", str),
    **{name: value_of(name) for name in ("director", "cast")},
    **{name: value_of(f"{name}s") for name in ("genre", "keyword")},
    **{name: value_of(f"{name[:-1]}ies") for name in ("country", "company")},
    "rating": one_group("rating", lambda rating: min(int(rating), 9)),
    "runtime": one_group("runtime", lambda minutes: min(minutes // 15 * 15, 240)),
    **{column: power_of_ten(column) for column in ("votes", "budget", "revenue")},
}
"""By column: the groups that a film is in."""
ORDERED: ByName = {
    "year": str,
    "decade": lambda decade: f"{decade}0s",
    "month": lambda month: MONTHS[month - 1],
    "rating": lambda low: f"{low} to {low + 1}",
    "runtime": lambda low: f"{low} to {low + 14} min" if low < 240 else "240 min or more",
    "votes": lambda power: f"{POWERS[power]} to {POWERS[power + 1]}",
    **dict.fromkeys(
        ("budget", "revenue"),
        lambda power: f"${POWERS[power]} to {POWERS[power + 1]}" if power < 11 else "$100B or more",
    ),
}
"""By column whose groups are numbers: the name of each group."""
MEASURES: ByName = {
    "films": lambda _: 1,
    **{column: value_of(column) for column in ("rating", "votes", "runtime", "year", "budget", "revenue")},
    "return": lambda film: film["revenue"] / film["budget"] if film["revenue"] and film["budget"] else None,
}
AGGREGATES: ByName = {"count": len, "mean": fmean, "median": median, "sum": math.fsum, "min": min, "max": max}


def largest(column: str, films: Iterable[Record], limit: int | None) -> list[Key]:
    """Return the groups with most films: in their own order, or largest first with ties in alphabetical order."""
    counts = Counter(key for film in films for key in KEYS[column](film))
    keys = sorted(counts, key=lambda key: (-counts[key], key))[:limit]
    return sorted(keys) if column in ORDERED else keys


def name_of(column: str | None, key: Key) -> Any:
    return ORDERED[column](key) if column in ORDERED else key


def plain_pivot(query: PivotQuery, films: Films, max_names: int = 25, max_colours: int = 8) -> list[Row]:
    measure = MEASURES[query.measure]
    known = [film for film in films if measure(film) is not None and list(KEYS[query.group_by](film))]
    colours = largest(query.colour_by, known, max_colours) if query.colour_by else [None]
    if query.colour_by:
        known = [film for film in known if {*KEYS[query.colour_by](film)} & {*colours}]
    groups = largest(query.group_by, known, None if query.group_by in ORDERED else max_names)
    rows = []
    for colour in colours:
        values: dict[Key, list[Any]] = {key: [] for key in groups}
        for film in known:
            if query.colour_by is None or colour in KEYS[query.colour_by](film):
                for key in KEYS[query.group_by](film):
                    values.get(key, []).append(measure(film))
        rows += [
            (
                name_of(query.group_by, key),
                name_of(query.colour_by, colour),
                len(own),
                AGGREGATES[query.aggregate](own),
            )
            for key, own in values.items()
            if own and len(own) >= query.min_films
        ]
    return rows


def assert_cells(answer: Pivot, query: PivotQuery, rows: Sequence[Row]) -> None:
    """Assert that a pivot has these cells in this order, with finite values."""
    assert (answer.query, answer.ordered) == (query, query.group_by in ORDERED)
    assert [(cell.group, cell.colour, cell.films) for cell in answer.cells] == [row[:3] for row in rows], query
    for cell, (*_, value) in zip(answer.cells, rows, strict=True):
        assert type(cell.value) is float
        assert math.isfinite(cell.value)
        assert math.isclose(cell.value, value, rel_tol=1e-9, abs_tol=1e-30), (query, cell, value)


def groups_of(query: PivotQuery, films: Films) -> list[tuple[str, int]]:
    """Return the group and the number of films of each cell."""
    return [(cell.group, cell.films) for cell in Selection.of(numbered(films)).pivot(query).cells]


@st.composite
def pivot_selections(draw: st.DrawFn) -> Selection:
    """Draw some films of a table, released in any month, with amounts that have a group."""
    films = [
        film
        | {"release_date": film["release_date"] and film["release_date"].replace(month=film["id"] % 12 + 1)}
        | {column: film[column] and min(film[column], MAX_DOLLARS) for column in ("budget", "revenue")}
        for film in draw(film_tables()).to_pylist()
    ]
    mask = st.lists(st.booleans(), min_size=len(films), max_size=len(films))
    return Selection.of(table_of(films), draw(st.one_of(st.just([True] * len(films)), mask)))


QUERIES = st.builds(
    PivotQuery,
    group_by=st.sampled_from([*KEYS]),
    measure=st.sampled_from([*MEASURES]),
    aggregate=st.sampled_from([*AGGREGATES]),
    colour_by=st.one_of(st.none(), st.sampled_from([*KEYS])),
    min_films=st.sampled_from([1, 1, 2, 3, 0, -1]),
).filter(lambda query: query.group_by != query.colour_by)


@given(
    pivot_selections(),
    st.lists(QUERIES, min_size=1, max_size=8),
    st.sampled_from([1, 2, 25]),
    st.sampled_from([1, 2, 8]),
)
@settings(deadline=None, max_examples=30)
def test_any_pivot_is_that_of_plain_python(
    selection: Selection, queries: list[PivotQuery], max_names: int, max_colours: int
) -> None:
    films = selection.films()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pivot, "MAX_NAMES", max_names)
        patch.setattr(pivot, "MAX_COLOURS", max_colours)
        for query in queries:
            assert_cells(selection.pivot(query), query, plain_pivot(query, films, max_names, max_colours))


def test_plain_python_knows_every_column_measure_and_aggregate() -> None:
    assert [{*PIVOT_GROUPS}, {*PIVOT_MEASURES}, {*PIVOT_AGGREGATES}] == [{*KEYS}, {*MEASURES}, {*AGGREGATES}]


def record_of(film: Film) -> Record:
    """Return a film as the table has it: the rating in float32."""
    return asdict(film) | {"rating": None if film.rating is None else float(np.float32(film.rating))}


@pytest.mark.parametrize("group_by", KEYS)
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(genres=("Drama",), include_adult=True)], ids=["default", "dramas"]
)
def test_pivots_of_a_catalogue_are_over_the_films_that_pass(
    group_by: str, filters: Filters, reference: Reference
) -> None:
    films = [record_of(film) for film in reference.films if passes(filters, film)]
    queries = [PivotQuery(group_by, measure, aggregate) for measure, aggregate in product(MEASURES, AGGREGATES)]
    queries += [PivotQuery(group_by, "votes", "mean", colour) for colour in KEYS if colour != group_by]
    for query in queries:
        assert_cells(reference.cinewatch.statistics.pivot(query, filters), query, plain_pivot(query, films))


def test_without_filters_a_pivot_is_over_every_film(reference: Reference) -> None:
    query = PivotQuery("decade", colour_by="genre")
    films = [record_of(film) for film in reference.films]
    assert_cells(reference.cinewatch.statistics.pivot(query), query, plain_pivot(query, films))


@given(pivot_selections(), QUERIES)
@settings(deadline=None, max_examples=10)
def test_a_pivot_over_no_films_of_a_catalogue_has_no_groups(selection: Selection, query: PivotQuery) -> None:
    nothing = selection._replace(mask=np.zeros_like(selection.mask))
    assert nothing.pivot(query) == Pivot(query, (), query.group_by in ORDERED, ())


def test_a_pivot_of_a_catalogue_without_films_has_no_groups() -> None:
    nothing = Selection.of(numbered([]))
    for group_by, measure, aggregate in product(KEYS, MEASURES, AGGREGATES):
        assert nothing.pivot(PivotQuery(group_by, measure, aggregate)).cells == ()


def test_the_25_most_frequent_names_are_groups_with_ties_in_alphabetical_order() -> None:
    names = [f"keyword {n:02}" for n in range(30)]
    films: list[Record] = [{"keywords": names[::-1]}, {"keywords": names[28:]}]
    expected = [(names[28], 2), (names[29], 2), *((name, 1) for name in names[:23])]
    assert groups_of(PivotQuery("keyword"), films) == expected
    codes = [f"{a}{b}" for a, b in product("edcba", "abcdef")]
    films = [{"original_language": code} for code in [*codes, "ef", ""]]
    assert groups_of(PivotQuery("language"), films) == [("ef", 2), *((code, 1) for code in sorted(codes)[:24])]


def test_all_years_are_groups_but_only_the_eight_largest_decades_are_colours() -> None:
    films: list[Record] = [{"year": year, "genres": ["War"]} for year in range(1900, 2000)]
    assert groups_of(PivotQuery("year"), films) == [(str(year), 1) for year in range(1900, 2000)]
    assert groups_of(PivotQuery("genre", colour_by="decade"), films) == [("War", 10)] * 8
    films += [{"year": 1990, "genres": ["War"]}, {"year": 1950, "genres": ["War"]}]
    answer = Selection.of(numbered(films)).pivot(PivotQuery("genre", colour_by="decade"))
    # Decades with equally many films: the first ones; and all eight in their own order.
    assert [cell.colour for cell in answer.cells] == [f"{n}0s" for n in (190, 191, 192, 193, 194, 195, 196, 199)]


def test_the_largest_groups_are_those_with_most_films_that_have_the_measure() -> None:
    films: list[Record] = [{"genres": ["War"], "runtime": 90}, *([{"genres": ["Drama"]}] * 3)]
    assert groups_of(PivotQuery("genre"), films) == [("Drama", 3), ("War", 1)]
    assert groups_of(PivotQuery("genre", "runtime", "mean"), films) == [("War", 1)]
    films += [{"genres": ["War"], "runtime": 95}, {"genres": ["Drama"], "runtime": 95}]
    assert groups_of(PivotQuery("genre", "runtime", "mean"), films) == [("War", 2), ("Drama", 1)]


def test_groups_have_the_same_order_in_every_colour() -> None:
    films: list[Record] = [{"genres": ["War"], "year": 1990}] * 3 + [{"genres": ["Drama"], "year": 1980}] * 2
    films += [{"genres": ["War"], "year": 1980}]
    cells = [("War", 1), ("Drama", 2), ("War", 3)]
    assert groups_of(PivotQuery("genre", colour_by="decade"), films) == cells
    assert groups_of(PivotQuery("genre", colour_by="decade", min_films=2), films) == cells[1:]


@pytest.mark.parametrize(
    ("group_by", "largest_amount"), [("votes", 2**31 - 1), ("budget", MAX_DOLLARS), ("revenue", MAX_DOLLARS)]
)
def test_a_group_starts_at_every_power_of_ten(group_by: str, largest_amount: int) -> None:
    edges = [10**n for n in range(12) if 10**n <= largest_amount]
    amounts = [*edges, *(edge - 1 for edge in edges[1:]), largest_amount]
    films = [{}, *({group_by: amount} for amount in amounts)]
    assert groups_of(PivotQuery(group_by), films) == [(ORDERED[group_by](n), 2) for n in range(len(edges))]


def test_the_last_group_of_amounts_has_no_upper_end() -> None:
    for amount in (10**12, 2**53 - 1, 2**53):
        assert groups_of(PivotQuery("revenue"), [{"revenue": amount}]) == [("$100B or more", 1)]


def test_running_times_are_grouped_by_quarters_of_an_hour() -> None:
    films = [{"runtime": minutes} for minutes in (None, 1, 14, 15, 29, 225, 239, 240, 254, 255, 10_000)]
    groups = [("0 to 14 min", 2), ("15 to 29 min", 2), ("225 to 239 min", 2), ("240 min or more", 4)]
    assert groups_of(PivotQuery("runtime"), films) == groups


def test_ratings_are_grouped_by_whole_numbers() -> None:
    below_nine = float(np.nextafter(np.float32(9), np.float32(0)))
    films = [{"rating": rating} for rating in (None, 0.0, -0.0, 0.999, 1.0, below_nine, 9.0, 9.999, 10.0)]
    assert groups_of(PivotQuery("rating"), films) == [("0 to 1", 3), ("1 to 2", 1), ("8 to 9", 1), ("9 to 10", 3)]


def test_unknown_values_do_not_count_but_zero_votes_do() -> None:
    films = [{"year": 1999, "votes": 0}, {"year": 1999, "votes": 3}]
    assert groups_of(PivotQuery("year", "votes", "mean"), films) == [("1999", 2)]
    for measure in ("rating", "runtime", "budget", "revenue", "return"):
        assert groups_of(PivotQuery("year", measure, "mean"), films) == []
    one_of_both: list[Record] = [{"year": 1999, "revenue": 5}, {"year": 1999, "budget": 5}]
    assert groups_of(PivotQuery("year", "return"), one_of_both) == []


CHOICES: dict[str, Iterable[str]] = {
    "group_by": PIVOT_GROUPS,
    "measure": PIVOT_MEASURES,
    "aggregate": PIVOT_AGGREGATES,
    "colour_by": PIVOT_GROUPS,
}
INVALID = {
    "": '""',
    "genres": '"genres"',
    "Year": '"Year"',
    "a\nname\x1b[31m of\r two\u2028lines": '"a name [31m of two lines"',
    "x" * 5_000: f'"{"x" * 59}…"',
}
"""Names that do not exist, and how a message quotes them."""


@pytest.mark.parametrize("part", CHOICES)
def test_an_invalid_name_is_refused_in_one_line_that_lists_the_valid_ones(part: str) -> None:
    for name, quoted in INVALID.items():
        query: dict[str, Any] = {"group_by": "year", part: name}
        with pytest.raises(InvalidQuery) as refused:
            groups_of(PivotQuery(**query), [{"year": 1999}])
        message = str(refused.value)
        assert message.isprintable()
        assert message.startswith(f"{quoted} is not a valid ")
        assert message.endswith(f"; choose one of {', '.join(CHOICES[part])}")


def test_a_column_cannot_be_both_group_and_colour() -> None:
    for column in (*KEYS, "no such\ncolumn"):
        with pytest.raises(InvalidQuery, match="must differ") as refused:
            groups_of(PivotQuery(column, colour_by=column), [{"year": 1999}])
        assert str(refused.value).isprintable()
