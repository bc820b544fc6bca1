"""Small tables of films for Hypothesis: whatever cleaning can produce, and nothing else.

No list is null or has a name twice, unknown text is empty, unknown numbers are null, a film without votes has a rating
only if the dataset has no column of votes, and a film with a date has its year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from hypothesis import strategies as st

from engine import GENRES
from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.schema import FILM_SCHEMA
from engine.statistics import (
    Contents,
    DataQuality,
    Headlines,
    ImplausibleFilm,
    OverTime,
    Pivot,
    PivotQuery,
    RatingsAndMoney,
)
from engine.statistics.contents import compute_contents
from engine.statistics.data_quality import compute_data_quality
from engine.statistics.facts import Facts
from engine.statistics.headlines import compute_headlines
from engine.statistics.implausible import list_implausible_films
from engine.statistics.over_time import compute_over_time
from engine.statistics.pivot import compute_pivot
from engine.statistics.pivot_groups import FilmData
from engine.statistics.ratings_and_money import compute_ratings_and_money

MAX_FILMS = 25
MAX_VOTES = 2**31 - 1
MAX_DOLLARS = 2**53 - 1
MAX_RUNTIME = 57_600
"""Minutes."""

Record = dict[str, Any]
"""A film by column of FILM_SCHEMA, as `pyarrow.Table.to_pylist` returns it."""
Films = Sequence[Record]


class Selection(NamedTuple):
    """Some films of a table, and all that statistics need, without a build."""

    mask: npt.NDArray[np.bool_]
    catalogue: Catalogue
    columns: FilmColumns
    languages: Sequence[str]
    facts: Facts

    @classmethod
    def of(cls, table: pa.Table, mask: Sequence[bool] | None = None) -> Selection:
        """Return the films of a table of FILM_SCHEMA that `mask` selects, all by default."""
        columns, languages = columns_of(table, np.zeros(table.num_rows, dtype=np.int32))
        selected = np.ones(table.num_rows, dtype=bool) if mask is None else np.array(mask, dtype=bool)
        return cls(selected, Catalogue(table), columns, languages, Facts.of(table))

    def films(self) -> list[Record]:
        """Return the selected films in order of votes."""
        return [film for film, selected in zip(self.all_films(), self.mask, strict=True) if selected]

    def all_films(self) -> list[Record]:
        """Return all films of the table in order of votes."""
        films: list[Record] = self.catalogue.table.to_pylist()
        return films

    def headlines(self) -> Headlines:
        """Return the headlines of the selected films."""
        return compute_headlines(self.mask, self.columns, self.facts)

    def over_time(self) -> OverTime:
        """Return how the selected films change over time."""
        return compute_over_time(self.mask, self.columns, self.languages, self.facts)

    def contents(self) -> Contents:
        """Return the contents of the selected films."""
        return compute_contents(self.mask, self.columns, self.facts)

    def ratings_and_money(self) -> RatingsAndMoney:
        """Return ratings and money of the selected films."""
        return compute_ratings_and_money(self.mask, self.catalogue, self.columns, self.facts)

    def data_quality(self, this_year: int = 2026) -> DataQuality:
        """Return the data quality of the selected films."""
        return compute_data_quality(self.mask, self.catalogue, self.columns, self.facts, this_year)

    def implausible_films(self, this_year: int = 2026) -> tuple[ImplausibleFilm, ...]:
        """Return the implausible ones of the selected films."""
        return list_implausible_films(self.mask, self.catalogue, self.columns, self.facts, this_year)

    def pivot(self, query: PivotQuery) -> Pivot:
        """Return a pivot of the selected films."""
        return compute_pivot(query, self.mask, FilmData(self.columns, self.languages, self.facts))


_UNKNOWN: Record = {
    field.name: [] if pa.types.is_list(field.type) else "" if pa.types.is_string(field.type) else None
    for field in FILM_SCHEMA
} | {"votes": 0, "popularity": 0.0, "status": "Released", "adult": False}


def table_of(films: Films) -> pa.Table:
    """Return a table of FILM_SCHEMA of films in order of votes; what a record leaves out is unknown."""
    return pa.Table.from_pylist([_UNKNOWN | film for film in films], FILM_SCHEMA)


def in_two_chunks(films: Films, cut: int) -> pa.Table:
    """Return a table of films as `table_of` does, in two chunks: those before and after position `cut`."""
    parts = [table_of(part) for part in (films[:cut], films[cut:]) if part]
    return pa.concat_tables(parts) if parts else FILM_SCHEMA.empty_table()


def numbered(films: Films) -> pa.Table:
    """Return a table of films, which get an id and a title."""
    return table_of([{"id": n, "title": "Tern"} | film for n, film in enumerate(films, 1)])


def _names(few: Sequence[str], many: str) -> st.SearchStrategy[list[str]]:
    """Return a strategy of different names: mostly some of a few, rarely five hundred."""
    five_hundred = [*few[:1], *(f"{many} {n}" for n in range(499))]
    return st.one_of(
        st.lists(st.sampled_from(few), unique=True, max_size=4),
        st.lists(st.sampled_from(few), unique=True, max_size=4),
        st.sampled_from([[], list(few[:1]), list(few[:3]), five_hundred]),
    )


def _amounts(frequent: Sequence[int], largest: int) -> st.SearchStrategy[int | None]:
    return st.one_of(st.sampled_from([None, *frequent]), st.integers(1, largest))


_TEXTS = st.sampled_from(["", "", "Text."])
_YEARS = st.one_of(st.sampled_from([None, 1989, 1990, 1991, 2000]), st.integers(1870, 2068))
_VOTES = st.one_of(st.sampled_from([0, 0, 1, 10, 10, 999, 1_000, MAX_VOTES]), st.integers(0, MAX_VOTES))
_RATINGS = st.one_of(st.sampled_from([None, -0.0, 5.0, 6.5, 10.0]), st.floats(0, 10, width=32))
_DOLLARS = _amounts([1, 999, 1_000, 99_999, 100_000, 5_000_000], MAX_DOLLARS)
# Statistics only check whether these are empty: one draw for all of them is quicker.
_ONLY_CHECKED = ("tagline", "overview", "original_title", "imdb_id", "homepage", "poster_path", "backdrop_path")

_RECORDS = st.fixed_dictionaries(
    {
        "id": st.one_of(st.integers(1, 60), st.integers(1, MAX_VOTES)),
        "title": st.sampled_from(["Tern", "Auk", '"Auk" <b>&</b>']),
        # Some sort before and after TMDB's genres, and one differs by case alone.
        "genres": _names((*GENRES, "Nordic noir", "🎬"), "genre"),
        "keywords": _names(("sea", "Sea", "séance", "île", "zoo", "3d", "\uff5e", "🦊"), "keyword"),
        "director": _names(("Ida", "Åse"), "director"),
        "cast": _names(("Ida", "Åse", "Øystein"), "actor"),
        "companies": _names(("Tideline", "Tern & Auk"), "company"),
        "countries": _names(("Norway", "Åland Islands", "Chile"), "country"),
        "spoken_languages": st.sampled_from([[], ["English"], ["Norsk", "English"]]),
        "original_language": st.sampled_from(["", "en", "en", "fr", "cn"]),
        "year": _YEARS,
        "release_date": st.booleans(),
        "runtime": _amounts([9, 10, 90, 90, 95, 229, 230, 240], MAX_RUNTIME),
        "rating": _RATINGS,
        "votes": _VOTES,
        "budget": _DOLLARS,
        "revenue": _DOLLARS,
        "popularity": st.sampled_from([0.0, 1.5]),
        "status": st.sampled_from(["Released", "Released", "Rumored"]),
        "adult": st.booleans(),
    }
    | dict.fromkeys(_ONLY_CHECKED, _TEXTS)
)


def _cleaned(record: Record, has_votes: bool) -> Record:
    """Return a film whose values fit together, as after cleaning."""
    votes = record["votes"] if has_votes else 0
    dated = record["release_date"] and record["year"] is not None
    return record | {
        "votes": votes,
        "rating": record["rating"] if votes or not has_votes else None,
        "release_date": date(record["year"], 6, 15) if dated else None,
    }


@st.composite
def film_tables(draw: st.DrawFn) -> pa.Table:
    """Draw a table of FILM_SCHEMA in order of votes, of 0 to MAX_FILMS films, in one chunk or two."""
    # Left to itself, a list is mostly short, and five films with one keyword would be rare.
    min_size = draw(st.sampled_from([0, 0, 12, MAX_FILMS]))
    records = draw(st.lists(_RECORDS, min_size=min_size, max_size=MAX_FILMS, unique_by=lambda record: record["id"]))
    has_votes = draw(st.integers(0, 4)) < 4
    films = sorted((_cleaned(record, has_votes) for record in records), key=lambda film: (-film["votes"], film["id"]))
    return in_two_chunks(films, draw(st.integers(0, len(films))))


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Draw some films of a table, all of them, or none."""
    table = draw(film_tables())
    n = table.num_rows
    masks = st.one_of(st.just([True] * n), st.lists(st.booleans(), min_size=n, max_size=n))
    return Selection.of(table, draw(masks))
