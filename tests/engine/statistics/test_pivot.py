"""Columns crossed give the groups that plain Python finds film by film, in the order that is promised."""

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
from engine.statistics import PIVOT_FIGURES, PIVOT_GROUPS, PIVOT_MEASURES, Pivot, PivotQuery, pivot
from tests.engine.reference import Reference, passes
from tests.engine.statistics.film_tables import Asked, Record, asked_of, film_tables, films_of, table_of

ApiKey = Any
"""A group: a number where groups have an order of their own, else a name."""
ByName = dict[str, Callable[[Any], Any]]
Row = tuple[str, str | None, int, float]
"""Group along x, colour, films, value."""

# fmt: off
MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]
# fmt: on
POWERS = ["1", "10", "100", "1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"]
"""Of ten, from 10 ** 0."""
MAX_DOLLARS = 10**12 - 1
"""Of what is more, no name of a group tells."""


def told(column: str) -> Callable[[Record], Any]:
    return lambda film: film[column]


def one(column: str, group: Callable[[Any], ApiKey]) -> Callable[[Record], Sequence[ApiKey]]:
    """Return which group a film is in, by what a column says; in none where that is not known."""
    return lambda film: [] if film[column] in (None, "") else [group(film[column])]


def power_of(column: str) -> Callable[[Record], Sequence[int]]:
    return lambda film: [len(str(film[column])) - 1] if film[column] else []


KEYS: ByName = {
    "year": one("year", int),
    "decade": one("year", lambda year: year // 10),
    "month": one("release_date", lambda day: day.month),
    "language": one("original_language", str),
    **{name: told(name) for name in ("director", "cast")},
    **{name: told(f"{name}s") for name in ("genre", "keyword")},
    **{name: told(f"{name[:-1]}ies") for name in ("country", "company")},
    "rating": one("rating", lambda rating: min(int(rating), 9)),
    "runtime": one("runtime", lambda minutes: min(minutes // 15 * 15, 240)),
    **{column: power_of(column) for column in ("votes", "budget", "revenue")},
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
"""By column whose groups are numbers: what each is called."""
MEASURES: ByName = {
    "films": lambda _: 1,
    **{column: told(column) for column in ("rating", "votes", "runtime", "year", "budget", "revenue")},
    "multiple": lambda film: film["revenue"] / film["budget"] if film["revenue"] and film["budget"] else None,
}
FIGURES: ByName = {"count": len, "mean": fmean, "median": median, "sum": math.fsum, "lowest": min, "highest": max}


def largest(column: str, films: Iterable[Record], most: int | None) -> list[ApiKey]:
    """Return the groups of most films: in their own order, or the largest first and equals in alphabetical order."""
    counts = Counter(key for film in films for key in KEYS[column](film))
    found = sorted(counts, key=lambda key: (-counts[key], key))[:most]
    return sorted(found) if column in ORDERED else found


def plainly(asked: PivotQuery, films: Sequence[Record], most_names: int = 25, most_colours: int = 8) -> list[Row]:
    measure = MEASURES[asked.measure]
    known = [film for film in films if measure(film) is not None and list(KEYS[asked.x](film))]
    colours = largest(asked.colour, known, most_colours) if asked.colour else [None]
    if asked.colour:
        known = [film for film in known if {*KEYS[asked.colour](film)} & {*colours}]
    along = largest(asked.x, known, None if asked.x in ORDERED else most_names)
    rows = []
    for colour in colours:
        values: dict[ApiKey, list[Any]] = {key: [] for key in along}
        for film in known:
            if asked.colour is None or colour in KEYS[asked.colour](film):
                for key in KEYS[asked.x](film):
                    values.get(key, []).append(measure(film))
        rows += [
            (called(asked.x, key), called(asked.colour, colour), len(own), FIGURES[asked.figure](own))
            for key, own in values.items()
            if own and len(own) >= asked.least_films
        ]
    return rows


def called(column: str | None, key: ApiKey) -> Any:
    return ORDERED[column](key) if column in ORDERED else key


def assert_tells(found: Pivot, asked: PivotQuery, rows: Sequence[Row]) -> None:
    """Assert that an answer has these groups in this order, with finite values."""
    assert (found.asked, found.ordered) == (asked, asked.x in ORDERED)
    groups = [(group.x, group.colour, group.films) for group in found.groups]
    assert groups == [row[:3] for row in rows], asked
    for group, (*_, value) in zip(found.groups, rows, strict=True):
        assert type(group.value) is float
        assert math.isfinite(group.value)
        assert math.isclose(group.value, value, rel_tol=1e-9, abs_tol=1e-30), (asked, group, value)


def pivot_of(asked: PivotQuery, given: Asked) -> Pivot:
    return pivot.pivot(asked, given.mask, pivot.Films(given.columns, given.languages, given.facts))


def all_of(films: Sequence[Record]) -> Asked:
    numbered = [{"id": n, "title": "Tern"} | film for n, film in enumerate(films, 1)]
    return asked_of(table_of(numbered), [True] * len(films))


def groups_of(asked: PivotQuery, films: Sequence[Record]) -> list[tuple[str, int]]:
    """Return the groups along x, and how many of these films are in each."""
    return [(group.x, group.films) for group in pivot_of(asked, all_of(films)).groups]


@st.composite
def some_films(draw: st.DrawFn) -> Asked:
    """Draw some films of a table, released in any month, of amounts that the groups have names for."""
    films = [
        film
        | {"release_date": film["release_date"] and film["release_date"].replace(month=film["id"] % 12 + 1)}
        | {column: film[column] and min(film[column], MAX_DOLLARS) for column in ("budget", "revenue")}
        for film in draw(film_tables()).to_pylist()
    ]
    mask = st.lists(st.booleans(), min_size=len(films), max_size=len(films))
    return asked_of(table_of(films), draw(st.one_of(st.just([True] * len(films)), mask)))


CROSSES = st.builds(
    PivotQuery,
    x=st.sampled_from([*KEYS]),
    measure=st.sampled_from([*MEASURES]),
    figure=st.sampled_from([*FIGURES]),
    colour=st.one_of(st.none(), st.sampled_from([*KEYS])),
    least_films=st.sampled_from([1, 1, 2, 3, 0, -1]),
).filter(lambda asked: asked.x != asked.colour)


@given(some_films(), st.lists(CROSSES, min_size=1, max_size=8), st.sampled_from([1, 2, 25]), st.sampled_from([1, 2, 8]))
@settings(deadline=None, max_examples=50)
def test_any_columns_crossed_are_what_plain_python_finds_film_by_film(
    given: Asked, questions: list[PivotQuery], most_names: int, most_colours: int
) -> None:
    films = films_of(given)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pivot, "MAX_NAMES", most_names)
        patch.setattr(pivot, "MAX_COLOURS", most_colours)
        for asked in questions:
            assert_tells(pivot_of(asked, given), asked, plainly(asked, films, most_names, most_colours))


def test_all_that_can_be_asked_is_held_against_plain_python() -> None:
    assert [{*PIVOT_GROUPS}, {*PIVOT_MEASURES}, {*PIVOT_FIGURES}] == [{*KEYS}, {*MEASURES}, {*FIGURES}]


def record_of(film: Film) -> Record:
    """Return what the table says of a film, which tells three digits of the rating where that has float32."""
    return asdict(film) | {"rating": None if film.rating is None else float(np.float32(film.rating))}


@pytest.mark.parametrize("x", KEYS)
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(genres=("Drama",), include_adult=True)], ids=["shown", "dramas"]
)
def test_columns_of_a_catalogue_are_crossed_over_the_films_that_pass(
    x: str, filters: Filters, reference: Reference
) -> None:
    films = [record_of(film) for film in reference.films if passes(filters, film)]
    alone = [PivotQuery(x, measure, figure) for measure, figure in product(MEASURES, FIGURES)]
    coloured = [PivotQuery(x, "votes", "mean", colour) for colour in KEYS if colour != x]
    for asked in alone + coloured:
        assert_tells(reference.cinewatch.statistics.pivot(asked, filters), asked, plainly(asked, films))


def test_every_film_is_crossed_where_no_filters_are_told(reference: Reference) -> None:
    asked = PivotQuery("decade", colour="genre")
    films = [record_of(film) for film in reference.films]
    assert_tells(reference.cinewatch.statistics.pivot(asked), asked, plainly(asked, films))


@given(some_films(), CROSSES)
@settings(deadline=None, max_examples=10)
def test_where_no_film_is_asked_about_there_are_no_groups(given: Asked, asked: PivotQuery) -> None:
    nothing = given._replace(mask=np.zeros_like(given.mask))
    assert pivot_of(asked, nothing) == Pivot(asked, (), asked.x in ORDERED, ())


def test_a_catalogue_without_films_has_no_groups() -> None:
    nothing = all_of([])
    for x, measure, figure in product(KEYS, MEASURES, FIGURES):
        assert pivot_of(PivotQuery(x, measure, figure), nothing).groups == ()


def test_of_names_twenty_five_are_told_the_most_frequent_first_and_equals_in_alphabetical_order() -> None:
    names = [f"keyword {n:02}" for n in range(30)]
    films: list[Record] = [{"keywords": names[::-1]}, {"keywords": names[28:]}]
    told = [(names[28], 2), (names[29], 2), *((name, 1) for name in names[:23])]
    assert groups_of(PivotQuery("keyword"), films) == told
    codes = [f"{a}{b}" for a, b in product("edcba", "abcdef")]
    films = [{"original_language": code} for code in [*codes, "ef", ""]]
    assert groups_of(PivotQuery("language"), films) == [("ef", 2), *((code, 1) for code in sorted(codes)[:24])]


def test_of_years_all_are_told_and_of_colours_eight_the_largest() -> None:
    films: list[Record] = [{"year": year, "genres": ["War"]} for year in range(1900, 2000)]
    assert groups_of(PivotQuery("year"), films) == [(str(year), 1) for year in range(1900, 2000)]
    assert groups_of(PivotQuery("genre", colour="decade"), films) == [("War", 10)] * 8
    films += [{"year": 1990, "genres": ["War"]}, {"year": 1950, "genres": ["War"]}]
    found = pivot_of(PivotQuery("genre", colour="decade"), all_of(films))
    # Of decades of equally many films the first; and those eight in their own order.
    assert [group.colour for group in found.groups] == [f"{n}0s" for n in (190, 191, 192, 193, 194, 195, 196, 199)]


def test_the_largest_groups_are_those_of_most_films_of_which_the_measure_is_known() -> None:
    films: list[Record] = [{"genres": ["War"], "runtime": 90}, *([{"genres": ["Drama"]}] * 3)]
    assert groups_of(PivotQuery("genre"), films) == [("Drama", 3), ("War", 1)]
    assert groups_of(PivotQuery("genre", "runtime", "mean"), films) == [("War", 1)]
    films += [{"genres": ["War"], "runtime": 95}, {"genres": ["Drama"], "runtime": 95}]
    assert groups_of(PivotQuery("genre", "runtime", "mean"), films) == [("War", 2), ("Drama", 1)]


def test_groups_along_x_have_one_order_in_every_colour() -> None:
    films: list[Record] = [{"genres": ["War"], "year": 1990}] * 3 + [{"genres": ["Drama"], "year": 1980}] * 2
    films += [{"genres": ["War"], "year": 1980}]
    told = [("War", 1), ("Drama", 2), ("War", 3)]
    assert groups_of(PivotQuery("genre", colour="decade"), films) == told
    assert groups_of(PivotQuery("genre", colour="decade", least_films=2), films) == told[1:]


@pytest.mark.parametrize(("x", "most"), [("votes", 2**31 - 1), ("budget", MAX_DOLLARS), ("revenue", MAX_DOLLARS)])
def test_every_power_of_ten_begins_a_group(x: str, most: int) -> None:
    edges = [10**n for n in range(12) if 10**n <= most]
    films = [{}, *({x: amount} for amount in [*edges, *(edge - 1 for edge in edges[1:]), most])]
    assert groups_of(PivotQuery(x), films) == [(ORDERED[x](n), 2) for n in range(len(edges))]


@pytest.mark.parametrize("amount", [10**12, 2**53 - 1, 2**53])
def test_an_amount_beyond_the_last_power_is_not_said_to_be_below_it(amount: int) -> None:
    ((name, films),) = groups_of(PivotQuery("revenue"), [{"revenue": amount}])
    assert films == 1
    assert not name.endswith("to 1T")


def test_runtimes_are_grouped_by_quarters_of_an_hour() -> None:
    films = [{"runtime": minutes} for minutes in (None, 1, 14, 15, 29, 225, 239, 240, 254, 255, 10_000)]
    told = [("0 to 14 min", 2), ("15 to 29 min", 2), ("225 to 239 min", 2), ("240 min or more", 4)]
    assert groups_of(PivotQuery("runtime"), films) == told


def test_ratings_are_grouped_by_whole_numbers() -> None:
    below = float(np.nextafter(np.float32(9), np.float32(0)))
    films = [{"rating": rating} for rating in (None, 0.0, -0.0, 0.999, 1.0, below, 9.0, 9.999, 10.0)]
    assert groups_of(PivotQuery("rating"), films) == [("0 to 1", 3), ("1 to 2", 1), ("8 to 9", 1), ("9 to 10", 3)]


def test_nothing_counts_where_it_is_not_known_but_no_votes_are_a_number() -> None:
    films = [{"year": 1999, "votes": 0}, {"year": 1999, "votes": 3}]
    assert groups_of(PivotQuery("year", "votes", "mean"), films) == [("1999", 2)]
    for measure in ("rating", "runtime", "budget", "revenue", "multiple"):
        assert groups_of(PivotQuery("year", measure, "mean"), films) == []
    assert groups_of(PivotQuery("year", "multiple"), [{"year": 1999, "revenue": 5}, {"year": 1999, "budget": 5}]) == []


PARTS: dict[str, Iterable[str]] = {
    "x": PIVOT_GROUPS,
    "measure": PIVOT_MEASURES,
    "figure": PIVOT_FIGURES,
    "colour": PIVOT_GROUPS,
}
WRONG = {
    "": '""',
    "genres": '"genres"',
    "Year": '"Year"',
    "a\nname\x1b[31m of\r two\u2028lines": '"a name [31m of two lines"',
    "x" * 5_000: f'"{"x" * 59}…"',
}
"""Names, and how a message tells them."""


@pytest.mark.parametrize("name", WRONG, ids=["empty", "plural", "capital", "lines", "long"])
@pytest.mark.parametrize("part", PARTS)
def test_what_there_is_not_is_refused_in_one_line_with_what_there_is(part: str, name: str) -> None:
    asked: dict[str, Any] = {"x": "year", part: name}
    with pytest.raises(InvalidQuery) as refused:
        groups_of(PivotQuery(**asked), [{"year": 1999}])
    message = str(refused.value)
    assert message.isprintable()
    assert message.startswith(f"{WRONG[name]} is no ")
    assert message.endswith(f"; there are {', '.join(PARTS[part])}")


@pytest.mark.parametrize("column", [*KEYS, "no such\ncolumn"])
def test_a_column_is_not_crossed_with_itself(column: str) -> None:
    with pytest.raises(InvalidQuery, match="differ") as refused:
        groups_of(PivotQuery(column, colour=column), [{"year": 1999}])
    assert str(refused.value).isprintable()
