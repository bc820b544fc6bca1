"""Every figure of any films is what plain Python and pandas find over the same table, film by film."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import GENRES
from engine.catalogue.priors import PRIOR_VOTES
from engine.statistics import comparisons as c
from engine.statistics import overview as o
from engine.statistics.counting import Floats, Integers, by_step, by_two, weighted_mean
from engine.statistics.facts import COUNTED, LISTS, Facts
from engine.statistics.overview import statistics_of
from tests.engine.statistics.film_tables import (
    MAX_VOTES,
    Asked,
    Films,
    Row,
    alike,
    asked_of,
    assert_first,
    bare,
    binned_by_year,
    by_text,
    codes,
    films_of,
    first,
    histogram,
    known,
    label,
    mean_rating,
    named_by_year,
    names,
    place,
    questions,
    spreads,
    table_of,
    votes_and_ratings,
)


def decades(films: Films) -> list[Row]:
    rows = []
    for decade in sorted({year // 10 * 10 for year in known(films, "year")}):
        own = [film for film in films if film["year"] and film["year"] // 10 * 10 == decade]
        minutes = known(own, "runtime")
        middle = median(minutes) if minutes else None
        counted = len(codes(own)), len(names(own, "countries"))
        rows.append((decade, len(own), *counted, middle, mean_rating(own), sum(known(own, "revenue"))))
    return rows


def genres_by_decade(films: Films) -> list[Row]:
    dated = [(film["year"] // 10 * 10, film["genres"]) for film in films if film["year"]]
    totals = Counter(decade for decade, _ in dated)
    counts = Counter((genre, decade) for decade, genres in dated for genre in genres if genre in GENRES)
    return [(genre, decade, films, films / totals[decade]) for (genre, decade), films in counts.items()]


def money(films: Films) -> list[Row]:
    both = [film for film in films if film["budget"] and film["revenue"]]
    return [(film["title"], film["year"], (*film["genres"], "")[0], film["budget"], film["revenue"]) for film in both]


def multiples(films: Films, sign: int) -> list[Row]:
    told = [film for film in films if (film["budget"] or 0) >= 100_000 and (film["revenue"] or 0) >= 1_000]
    rows = [(label(film), film["budget"], film["revenue"], film["revenue"] / film["budget"]) for film in told]
    return sorted(rows, key=lambda row: sign * row[-1])[: c.MAX_MULTIPLES]


def genre_pairs(films: Films) -> list[Row]:
    sets = [own for film in films if (own := set(film["genres"]) & set(GENRES))]
    alone = Counter(genre for own in sets for genre in own)
    rows = ((a, b, sum({a, b} <= own for own in sets)) for a, b in combinations(GENRES, 2))
    return [(a, b, both, both * len(sets) / (alone[a] * alone[b])) for a, b, both in rows if both]


def ratings_by_genre(films: Films) -> list[Row]:
    return spreads({genre: known([film for film in films if genre in film["genres"]], "rating") for genre in GENRES})


def runtimes_by_decade(films: Films) -> list[Row]:
    numbers = sorted({year // 10 for year in known(films, "year")})
    dated = [film for film in films if film["year"]]
    return spreads({f"{n}0s": known([film for film in dated if film["year"] // 10 == n], "runtime") for n in numbers})


def middle_year(films: Films) -> int | None:
    """Return the year that divides the films most evenly, the first of those that do."""
    years = known(films, "year")
    return min(
        sorted(set(years))[1:],
        key=lambda middle: abs(len(years) - 2 * sum(year < middle for year in years)),
        default=None,
    )


def keyword_shifts(films: Films) -> list[Row]:
    middle = middle_year(films)
    if middle is None:
        return []
    now, then = ([film for film in films if film["year"] and (film["year"] >= middle) == new] for new in (True, False))
    new, old = names(now, "keywords"), names(then, "keywords")
    often = [(name, old[name] / len(then), new[name] / len(now), films) for name, films in (new + old).items()]
    often = [row for row in often if row[3] >= c.MIN_FILMS]
    rising = sorted((row for row in often if row[2] > row[1]), key=lambda row: (row[1] - row[2], row[0]))
    falling = sorted((row for row in often if row[2] < row[1]), key=lambda row: (row[2] - row[1], row[0]))
    return rising[: c.MAX_SHIFTS] + falling[: c.MAX_SHIFTS]


NAMED = {
    "genres": "genres",
    "top_keywords": "keywords",
    "top_companies": "companies",
    "top_countries": "countries",
    "top_directors": "director",
    "top_cast": "cast",
}
"""Columns by the field of Statistics that has their most frequent names."""
EXPECTED: dict[str, Callable[[Films], object]] = {
    "films": len,
    "first_year": lambda films: min(known(films, "year"), default=None),
    "last_year": lambda films: max(known(films, "year"), default=None),
    "languages": lambda films: len(codes(films)),
    "countries": lambda films: len(names(films, "countries")),
    "median_runtime": lambda films: median(known(films, "runtime")) if known(films, "runtime") else None,
    "mean_rating": mean_rating,
    "total_revenue": lambda films: sum(known(films, "revenue")),
    "decades": decades,
    "films_per_year": lambda films: sorted(Counter(known(films, "year")).items()),
    "ratings": lambda films: histogram(known(films, "rating"), 0.5, 20, 10.0),
    "runtimes": lambda films: histogram(known(films, "runtime"), 10, 24, math.inf),
    "money": money,
    "best_multiples": lambda films: multiples(films, -1),
    "worst_multiples": lambda films: multiples(films, 1),
    "genre_pairs": genre_pairs,
    "runtimes_by_decade": runtimes_by_decade,
    "middle_year": middle_year,
    "keyword_shifts": keyword_shifts,
    "top_languages": lambda films: first(codes(films), o.TOP),
}
"""By field of Statistics, with its order: lists by count, and equals in alphabetical order; films by fame."""

IN_ANY_ORDER: dict[str, Callable[[Films], list[Row]]] = {
    "genres_by_decade": genres_by_decade,
    "genres_by_year": lambda films: named_by_year(
        (film["year"], genre) for film in films for genre in film["genres"] if genre in GENRES
    ),
    "languages_by_year": lambda films: named_by_year(
        (film["year"], film["original_language"])
        for film in films
        if film["original_language"] in dict(first(codes(films), o.MAX_LANGUAGES))
    ),
    "ratings_by_year": lambda films: binned_by_year(films, "rating", 0.5, 20),
    "runtimes_by_year": lambda films: binned_by_year(films, "runtime", 10, 24),
    "votes_and_ratings": votes_and_ratings,
    "ratings_by_genre": ratings_by_genre,
    "completeness": lambda films: [(name, sum(film[name] not in (None, "", []) for film in films)) for name in COUNTED],
}


@given(questions())
@settings(deadline=None, max_examples=60)
def test_every_figure_is_what_plain_python_finds_film_by_film(asked: Asked) -> None:
    films, figures = films_of(asked), statistics_of(*asked)
    for name, expected in EXPECTED.items():
        got, wanted = bare(getattr(figures, name)), expected(films)
        assert alike(got, wanted), f"{name}: {got} instead of {wanted}"
    for name, column in NAMED.items():
        assert bare(getattr(figures, name)) == tuple(first(names(films, column), o.TOP))
    for name, rows in IN_ANY_ORDER.items():
        got, wanted = by_text(bare(getattr(figures, name))), by_text(rows(films))  # type: ignore[arg-type]
        assert alike(got, wanted), f"{name}: {got} instead of {wanted}"
    medians, counts = [one.median for one in figures.ratings_by_genre], [one.films for one in figures.completeness]
    assert (medians, counts) == (sorted(medians, reverse=True), sorted(counts, reverse=True))


@given(questions())
@settings(deadline=None, max_examples=30)
def test_typical_keywords_are_those_of_the_greatest_class_based_weight(asked: Asked) -> None:
    films = films_of(asked)
    often = sorted(name for name, used in names(films, "keywords").items() if used >= c.MIN_FILMS)
    told = [({*film["genres"]} & {*GENRES}, {*film["keywords"]} & {*often}) for film in films]
    uses = Counter(pair for genres, words in told for pair in product(genres, words))
    of_genre, of_word = Counter[str](), dict.fromkeys(often, 0)
    for (genre, word), used in uses.items():
        of_genre[genre] += used
        of_word[word] += used
    typical = statistics_of(*asked).typical_keywords
    assert [one.genre for one in typical] == sorted((one.genre for one in typical), key=GENRES.index)
    for genre in GENRES:
        worth = {
            word: (used / of_genre[genre] * math.log1p(uses.total() / len(of_genre) / every), (used, every))
            for word, every in of_word.items()
            if (used := uses[genre, word])
        }
        own = [one for one in typical if one.genre == genre]
        assert_first([one.keyword for one in own], worth, c.MAX_TYPICAL)
        assert alike([one.weight for one in own], [worth[one.keyword][0] for one in own])
        assert [one.films for one in own] == [uses[genre, one.keyword] for one in own]


@given(questions())
@settings(deadline=None, max_examples=30)
def test_the_best_and_the_worst_have_the_bayesian_averages_of_exact_arithmetic(asked: Asked) -> None:
    films = {film["id"]: film for film in films_of(asked) if film["rating"] is not None}
    mean = Fraction(mean_rating([*films.values()]) or 0)
    average = {
        key: float((film["votes"] * Fraction(film["rating"]) + PRIOR_VOTES * mean) / (film["votes"] + PRIOR_VOTES))
        for key, film in films.items()
    }
    made_of = {key: (film["votes"], film["votes"] and film["rating"]) for key, film in films.items()}
    figures = statistics_of(*asked)
    for told, sign in ((figures.best, 1), (figures.worst, -1)):
        worth = {key: (sign * average[key], made_of[key]) for key in films}
        assert_first([one.id for one in told], worth, c.MAX_RATED)
        rows = [(label(film := films[one.id]), film["rating"], film["votes"], average[one.id]) for one in told]
        assert alike([(one.label, one.rating, one.votes, one.average) for one in told], rows)


def rated(*pairs: tuple[int, float]) -> Asked:
    """Return films of votes and ratings, those of most votes first."""
    films = [{"id": n, "title": "Tern", "votes": votes, "rating": mean} for n, (votes, mean) in enumerate(pairs)]
    return asked_of(table_of(films), [True] * len(films))


def test_a_film_of_as_many_votes_as_there_can_be_has_its_own_rating() -> None:
    best = statistics_of(*rated((MAX_VOTES, 8.0), (5, 3.0))).best
    assert [one.votes for one in best] == [MAX_VOTES, 5]
    assert [one.average for one in best] == pytest.approx([8, 8], abs=0.3)


@pytest.mark.parametrize("rating", [5.0, 6.9, 10.0])
def test_films_of_one_rating_are_told_in_order_of_votes(rating: float) -> None:
    figures = statistics_of(*rated(*((votes, rating) for votes in (900, 711, 503, 341, 97, 33, 11, 7, 3))))
    assert [one.id for one in figures.best] == [one.id for one in figures.worst] == [*range(9)]


@given(questions())
@settings(deadline=None, max_examples=20)
def test_facts_that_were_kept_tell_the_same(asked: Asked) -> None:
    kept = Facts.from_arrays(asked.facts.to_arrays())
    assert statistics_of(*asked._replace(facts=kept)) == statistics_of(*asked)


@given(questions())
@settings(deadline=None, max_examples=20)
def test_the_films_behind_a_name_are_those_that_have_it(asked: Asked) -> None:
    films = asked.catalogue.table.to_pylist()
    for column in LISTS:
        for name in [*dict(first(names(films, column), 12)), "", "Atlantis"]:
            rows = [row for row, film in enumerate(films) if name in film[column]]
            assert asked.facts.lists[column].rows_with(name).tolist() == rows


STEPS = st.one_of(
    st.tuples(st.lists(st.integers(0, 70_000)), st.sampled_from([1, 7, 10])),
    st.tuples(st.lists(st.floats(0, 1_000, width=32)), st.sampled_from([0.25, 0.5, 4.0])),
)


@given(STEPS, st.integers(1, 30))
@settings(deadline=None)
def test_steps_are_counted_one_by_one(told: tuple[list[float], float], bins: int) -> None:
    values, step = told
    array: Floats | Integers = np.array(values, np.int32) if isinstance(step, int) else np.array(values, np.float32)
    counts = Counter(place(value, step, bins) for value in values)
    assert by_step(array, step, bins).tolist() == [counts[n] for n in range(bins)]


@given(st.integers(1, 6), st.integers(1, 6), st.data())
@settings(deadline=None)
def test_pairs_of_places_are_counted_one_by_one(width: int, height: int, data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))))
    x, y = (np.array([pair[n] for pair in pairs], dtype=np.int16) for n in (0, 1))
    counts = Counter(pairs)
    assert by_two(x, y, (width, height)).tolist() == [[counts[i, j] for j in range(height)] for i in range(width)]


@given(st.lists(st.tuples(st.floats(0, 10, width=32), st.one_of(st.just(0), st.integers(0, MAX_VOTES)))))
@settings(deadline=None)
def test_a_mean_is_weighted_where_any_weight_is_known(pairs: list[tuple[float, int]]) -> None:
    values = np.array([value for value, _ in pairs], dtype=np.float32)
    weights = np.array([weight for _, weight in pairs], dtype=np.int32)
    films = [{"rating": value, "votes": weight} for value, weight in pairs]
    assert alike(weighted_mean(values, weights), mean_rating(films))
