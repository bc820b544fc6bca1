"""What is exported comes back: by our own formats whole, by those of other sites as far as they can say it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from engine.users import (
    CatalogueFilms,
    HistoryEntry,
    Mark,
    Marks,
    Preferences,
    TermPreference,
    UserData,
    as_csv,
    as_json,
    as_letterboxd,
    as_letterboxd_watchlist,
    as_trakt,
    plan_import,
    read_import,
)
from engine.users.transfer.exports import FilmFacts
from tests.engine.users.transfer.exported import START

FILMS = st.sampled_from([27205, 157336, 155, 2147483])
TIMES = st.integers(0, 10**12).map(lambda number: START + timedelta(microseconds=number % (10**13)))
RATINGS = st.integers(1, 10).map(lambda halves: halves / 2)


def marks_of(kind: st.SearchStrategy[dict[int, Mark]]) -> st.SearchStrategy[tuple[Mark, ...]]:
    return kind.map(lambda found: tuple(sorted(found.values(), key=lambda mark: (-mark.at.timestamp(), mark.film_id))))


def dated(rating: st.SearchStrategy[float | None]) -> st.SearchStrategy[tuple[Mark, ...]]:
    return marks_of(
        st.dictionaries(FILMS, st.tuples(TIMES, rating)).map(
            lambda found: {film: Mark(film, at, value) for film, (at, value) in found.items()}
        )
    )


MARKS = st.builds(Marks, dated(RATINGS), dated(st.none()), dated(st.none()), dated(st.none()))


def read_again(sample: CineWatch, name: str, text: str) -> UserData:
    plan = plan_import(read_import(name, text.encode()), CatalogueFilms(sample.opened))
    data, undated = plan.to_write(START)
    assert not any(undated.values())
    assert not plan.doubtful
    assert not plan.missing
    return data


def same(marks: Marks) -> dict[str, set[Mark]]:
    return {kind: set(marks.of_kind(kind)) for kind in ("rating", "watched", "watchlist", "not_interested")}


@given(MARKS)
def test_our_own_formats_lose_nothing(sample: CineWatch, marks: Marks) -> None:
    facts = CatalogueFilms(sample.opened).facts(marks.by_film())
    history = (HistoryEntry("query", "about=heist, \N{MIDDLE DOT}", START), HistoryEntry("film", "603", START))
    terms = (TermPreference("keywords", "heist, \N{MIDDLE DOT}", "more", START),)
    data = UserData(marks, history, Preferences("DE", "de", "story", True, False), terms=terms)
    again = read_again(sample, "cinewatch.json", as_json(data, facts))
    assert (same(again.marks), again.history, again.preferences) == (same(marks), history, data.preferences)
    assert again.terms == terms
    if len(marks):
        assert same(read_again(sample, "cinewatch.csv", as_csv(marks, facts)).marks) == same(marks)


@given(MARKS)
def test_trakt_takes_all_that_it_knows(sample: CineWatch, marks: Marks) -> None:
    text = as_trakt(marks, CatalogueFilms(sample.opened).facts(marks.by_film()))
    if len(text.splitlines()) > 1:
        again = same(read_again(sample, "trakt.csv", text).marks)
        assert again == same(marks) | {"not_interested": set()}


def test_letterboxd_takes_films_and_the_watchlist(sample: CineWatch) -> None:
    marks = Marks(
        rating=(Mark(27205, START, 4.5),),
        watched=(Mark(27205, START), Mark(155, START)),
        watchlist=(Mark(157336, START),),
    )
    facts = CatalogueFilms(sample.opened).facts(marks.by_film())
    assert as_letterboxd(marks, facts).splitlines() == [
        "tmdbID,imdbID,Title,Year,Rating,WatchedDate",
        "155,tt0468569,The Dark Knight,2008,,2024-01-01",
        "27205,tt1375666,Inception,2010,4.5,2024-01-01",
    ]
    (row,) = read_import("letterboxd-watchlist.csv", as_letterboxd_watchlist(marks, facts).encode()).rows
    assert (row.tmdb_id, [mark.kind for mark in row.marks]) == (157336, ["watchlist"])
    kinds = [
        mark.kind for row in read_import("films.csv", as_letterboxd(marks, facts).encode()).rows for mark in row.marks
    ]
    assert kinds == ["watched", "watched", "rating"]


@given(st.text(min_size=1, max_size=30))
def test_no_title_is_a_formula_and_each_comes_back(title: str) -> None:
    facts: FilmFacts = {1: (title, 2000, "")}
    marks = Marks(rating=(Mark(1, START, 4.0),), watchlist=(Mark(1, START),))
    writers: list[Callable[[Marks, FilmFacts], str]] = [as_csv, as_letterboxd, as_letterboxd_watchlist, as_trakt]
    for write in writers:
        cells = [cell for row in csv.reader(io.StringIO(write(marks, facts))) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
        (row,) = read_import("watchlist.csv", write(marks, facts).encode()).rows
        assert row.title == " ".join("".join(c if c.isprintable() else " " for c in title).split())
