"""Small tables of films as cleaning leaves them, for Hypothesis: whatever it can produce, and nothing else.

No list is null and none has a name twice, text is empty where it is not known, numbers are null where they are not
known, a film without votes has a rating only where the dataset has no column of votes, and a date has its year.
Below the tables is what plain Python reads of their films, and how its figures are held against the engine's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise, product
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

from engine import GENRES
from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.schema import FILM_SCHEMA
from engine.statistics.facts import Facts

MAX_FILMS = 25
MAX_VOTES = 2**31 - 1
MAX_DOLLARS = 2**53 - 1
LONGEST = 57_600
"""Minutes."""

Record = dict[str, Any]
"""A film by column of FILM_SCHEMA, as `pyarrow.Table.to_pylist` gives it."""
Films = Sequence[Record]
Row = tuple[Any, ...]

ROUNDING = 1e-9
"""Relative."""


class Asked(NamedTuple):
    """What `statistics_of` is told, in its order."""

    mask: npt.NDArray[np.bool_]
    catalogue: Catalogue
    columns: FilmColumns
    languages: Sequence[str]
    facts: Facts
    this_year: int = 2026


def asked_of(table: pa.Table, mask: Sequence[bool]) -> Asked:
    """Return what `statistics_of` is told of a table of FILM_SCHEMA, without a build; `mask` is of its length."""
    columns, languages = columns_of(table, np.zeros(table.num_rows, dtype=np.int32))
    return Asked(np.array(mask, dtype=bool), Catalogue(table), columns, languages, Facts.of(table))


def films_of(asked: Asked) -> list[Record]:
    """Return the films that the mask marks, in order of fame."""
    return [film for film, marked in zip(asked.catalogue.table.to_pylist(), asked.mask, strict=True) if marked]


def _names(few: Sequence[str], many: str) -> st.SearchStrategy[list[str]]:
    """Return a strategy of names, each once: mostly some of a few, rarely five hundred."""
    flood = [*few[:1], *(f"{many} {n}" for n in range(499))]
    return st.one_of(
        st.lists(st.sampled_from(few), unique=True, max_size=4),
        st.lists(st.sampled_from(few), unique=True, max_size=4),
        st.sampled_from([[], list(few[:1]), list(few[:3]), flood]),
    )


def _amounts(often: Sequence[int], most: int) -> st.SearchStrategy[int | None]:
    return st.one_of(st.sampled_from([None, *often]), st.integers(1, most))


_NOTHING: Record = {
    field.name: [] if pa.types.is_list(field.type) else "" if pa.types.is_string(field.type) else None
    for field in FILM_SCHEMA
} | {"votes": 0, "popularity": 0.0, "status": "Released", "adult": False}


def table_of(films: Sequence[Record]) -> pa.Table:
    """Return a table of FILM_SCHEMA of films in order of fame; what one does not say is not known of it."""
    return pa.Table.from_pylist([_NOTHING | film for film in films], FILM_SCHEMA)


_TEXTS = st.sampled_from(["", "", "Told."])
_YEARS = st.one_of(st.sampled_from([None, 1989, 1990, 1991, 2000]), st.integers(1870, 2068))
_VOTES = st.one_of(st.sampled_from([0, 0, 1, 10, 10, 999, 1_000, MAX_VOTES]), st.integers(0, MAX_VOTES))
_RATINGS = st.one_of(st.sampled_from([None, -0.0, 5.0, 6.5, 10.0]), st.floats(0, 10, width=32))
_DOLLARS = _amounts([1, 999, 1_000, 99_999, 100_000, 5_000_000], MAX_DOLLARS)
# What these say is only ever told or missing: one draw for all of them is quicker.
_ONLY_TOLD = ("tagline", "overview", "original_title", "imdb_id", "homepage", "poster_path", "backdrop_path")

_RECORDS = st.fixed_dictionaries(
    {
        "id": st.one_of(st.integers(1, 60), st.integers(1, MAX_VOTES)),
        "title": st.sampled_from(["Tern", "Auk", '"Auk" <b>&</b>']),
        # Some that come before and after TMDB's in the order of code points, and one that only case tells apart.
        "genres": _names((*GENRES, "Drame", "drama", "драма", "🎬"), "genre"),
        "keywords": _names(("sea", "Sea", "séance", "île", "zoo", "\uff5e", "🦊"), "keyword"),
        "director": _names(("Ida", "Åse"), "director"),
        "cast": _names(("Ida", "Åse", "Øystein"), "actor"),
        "companies": _names(("Tideline", "Tern & Auk"), "company"),
        "countries": _names(("Norway", "Åland Islands", "Chile"), "country"),
        "spoken_languages": st.sampled_from([[], ["English"], ["Norsk", "English"]]),
        "original_language": st.sampled_from(["", "en", "en", "fr", "cn"]),
        "year": _YEARS,
        "release_date": st.booleans(),
        "runtime": _amounts([9, 10, 90, 90, 95, 229, 230, 240], LONGEST),
        "rating": _RATINGS,
        "votes": _VOTES,
        "budget": _DOLLARS,
        "revenue": _DOLLARS,
        "popularity": st.sampled_from([0.0, 1.5]),
        "status": st.sampled_from(["Released", "Released", "Rumored"]),
        "adult": st.booleans(),
    }
    | dict.fromkeys(_ONLY_TOLD, _TEXTS)
)


def _cleaned(record: Record, has_votes: bool) -> Record:
    """Return a film whose values fit each other, as cleaning has them."""
    votes = record["votes"] if has_votes else 0
    dated = record["release_date"] and record["year"] is not None
    return record | {
        "votes": votes,
        "rating": record["rating"] if votes or not has_votes else None,
        "release_date": date(record["year"], 6, 15) if dated else None,
    }


@st.composite
def film_tables(draw: st.DrawFn) -> pa.Table:
    """Draw a table of FILM_SCHEMA in order of fame, of 0 to MOST_FILMS films, in one chunk or two."""
    # Left to itself a list is mostly short, and what takes five films with one keyword would hardly be seen.
    least = draw(st.sampled_from([0, 0, 12, MAX_FILMS]))
    records = draw(st.lists(_RECORDS, min_size=least, max_size=MAX_FILMS, unique_by=lambda record: record["id"]))
    has_votes = draw(st.integers(0, 4)) < 4
    films = sorted((_cleaned(record, has_votes) for record in records), key=lambda film: (-film["votes"], film["id"]))
    cut = draw(st.integers(0, len(films)))
    parts = [table_of(part) for part in (films[:cut], films[cut:]) if part]
    return pa.concat_tables(parts) if parts else FILM_SCHEMA.empty_table()


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Draw some films of a table, or all or none of them."""
    table = draw(film_tables())
    n = table.num_rows
    masks = st.one_of(st.just([True] * n), st.lists(st.booleans(), min_size=n, max_size=n))
    return asked_of(table, draw(masks))


def known(films: Films, column: str) -> list[Any]:
    """Return the values of a column where there are any."""
    return [film[column] for film in films if film[column] is not None]


def label(film: Record) -> str:
    """Return title and year as people write them."""
    return f"{film['title']} ({film['year']})" if film["year"] else str(film["title"])


def names(films: Films, column: str) -> Counter[str]:
    """Return in how many films each name of a column is."""
    return Counter(name for film in films for name in film[column])


def codes(films: Films) -> Counter[str]:
    """Return how many films are in each language."""
    return Counter(film["original_language"] for film in films if film["original_language"])


def first(counts: Mapping[str, int], k: int | None = None) -> list[Row]:
    """Return names and counts, the most frequent first, equals in alphabetical order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:k]


def mean_rating(films: Films) -> float | None:
    """Return the mean weighted by votes, the plain one where there are none, in exact arithmetic."""
    rated = [(film["rating"], film["votes"]) for film in films if film["rating"] is not None]
    votes = sum(number for _, number in rated)
    if votes:
        return float(sum(Fraction(rating) * number for rating, number in rated) / votes)
    return fmean(rating for rating, _ in rated) if rated else None


def place(value: float, step: float, bins: int) -> int:
    """Return the last bin that begins at a value or before it."""
    return max(n for n in range(bins) if n * step <= value)


def histogram(values: Sequence[float], step: float, bins: int, end: float) -> list[Row]:
    """Return how many values lie in each bin of a width from 0; the last takes all beyond it, to `end`."""
    counts = Counter(place(value, step, bins) for value in values)
    return [(n * step, end if n == bins - 1 else (n + 1) * step, counts[n]) for n in range(bins)]


def binned_by_year(films: Films, column: str, step: float, bins: int) -> list[Row]:
    """Return year, ends and count of each bin of a column that any film is in."""
    told = [film for film in films if film[column] is not None]
    counts = Counter((film["year"], place(film[column], step, bins)) for film in told)
    return [(year, n * float(step), (n + 1) * float(step), films) for (year, n), films in counts.items()]


def named_by_year(pairs: Iterable[Row]) -> list[Row]:
    """Return how often each pair of year and name occurs."""
    return [(*pair, films) for pair, films in Counter(pairs).items()]


def votes_and_ratings(films: Films) -> list[Row]:
    """Return the ends of votes and ratings and the count of each cell that any film is in."""
    rated = [(film["votes"], film["rating"]) for film in films if film["rating"] is not None]
    # A step of votes is the fourth root of ten: whole numbers tell its edge without rounding.
    cells = Counter(
        (max(x for x in range(20) if 10**x <= max(votes, 1) ** 4), place(rating, 0.5, 20)) for votes, rating in rated
    )
    return [(x / 4, (x + 1) / 4, y / 2, (y + 1) / 2, films) for (x, y), films in cells.items()]


def spreads(values: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return names and the quantiles of their values as pandas has them, where there is any value."""
    quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]
    return [(name, len(own), *pd.Series(own, dtype=float).quantile(quantiles)) for name, own in values.items() if own]


def alike(a: object, b: object) -> bool:
    """Return whether two values are equal, but for the rounding of numbers."""
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=ROUNDING, abs_tol=1e-30)
    return a == b


def bare(value: object) -> object:
    """Return a value with every dataclass in it as a tuple of its fields."""
    if is_dataclass(value):
        return tuple(bare(getattr(value, field.name)) for field in fields(value))
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


def by_text(rows: Iterable[Row]) -> list[Row]:
    """Return rows in an order that depends on nothing but what they say."""
    return sorted(rows, key=lambda row: [str(value) for value in row])


def assert_first(found: Sequence[Hashable], worth: Mapping[Any, tuple[float, object]], k: int) -> None:
    """Assert that `found` are the `k` of most worth, the first first; what is made of the same comes as in `worth`."""
    at = {key: n for n, key in enumerate(worth)}
    assert len(found) == len({*found}) == min(k, len(worth))
    for better, worse in [*pairwise(found), *product(found[-1:], [key for key in worth if key not in {*found}])]:
        assert worth[better][0] >= worth[worse][0] - ROUNDING * abs(worth[worse][0])
        assert worth[better][1] != worth[worse][1] or at[better] < at[worse]
