"""The catalogue in figures is what a plain pandas computation over the same CSV gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine import GENRES, CineWatch, Filters
from engine.statistics import Statistics
from fakes.sample_catalogue import Build, film_row
from tests.engine.reference import passes

ASKED = {
    "everything": Filters(include_adult=True, include_unreleased=True),
    "what is shown": Filters(),
    "dramas": Filters(genres=("Drama",)),
    "some decades": Filters(first_year=1980, last_year=2009),
    "well known": Filters(min_votes=30),
    "no dramas in English": Filters(exclude_genres=("Drama",), languages=("en",)),
}


@pytest.fixture(scope="module", params=ASKED.values(), ids=ASKED)
def asked(request: pytest.FixtureRequest) -> Filters:
    filters: Filters = request.param
    return filters


@pytest.fixture(scope="module")
def figures(cinewatch: CineWatch, asked: Filters) -> Statistics:
    return cinewatch.statistics.of(asked)


@pytest.fixture(scope="module")
def frame(whole: pd.DataFrame, cinewatch: CineWatch, asked: Filters) -> pd.DataFrame:
    """Return the films that pass, one by one."""
    return whole[[passes(asked, cinewatch.film(film_id)) for film_id in whole["id"]]]


@pytest.fixture(scope="module")
def whole(small_csv: Path) -> pd.DataFrame:
    """Return the small catalogue as pandas reads it, unknown as NaN, lists as lists, years as numbers."""
    films = pd.read_csv(small_csv, keep_default_na=False)
    films["year"] = pd.to_datetime(films["release_date"]).dt.year
    films["decade"] = films["year"] // 10 * 10
    for column in ("runtime", "budget", "revenue"):
        films[column] = films[column].where(films[column] > 0)
    films["vote_average"] = films["vote_average"].where(films["vote_count"] > 0)
    for column in ("genres", "keywords", "production_countries", "spoken_languages", "production_companies"):
        films[column] = films[column].map(lambda cell: [name.strip() for name in cell.split(",") if name.strip()])
    return films


def most_frequent(values: pd.Series) -> list[tuple[str, int]]:
    """Return the twenty most frequent values, equals in alphabetical order."""
    counts = values[values.astype(str) != ""].dropna().value_counts()
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:20]


def pairs(counts: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(count.name, count.films) for count in counts]  # type: ignore[attr-defined]


def test_totals(figures: Statistics, frame: pd.DataFrame) -> None:
    assert figures.films == len(frame)
    assert (figures.first_year, figures.last_year) == (frame["year"].min(), frame["year"].max())
    assert figures.languages == frame["original_language"].nunique()
    assert figures.countries == frame["production_countries"].explode().nunique()
    assert figures.total_revenue == frame["revenue"].sum()
    assert figures.median_runtime == frame["runtime"].median()


def test_the_mean_rating_is_weighted_by_votes(figures: Statistics, frame: pd.DataFrame) -> None:
    rated = frame.dropna(subset="vote_average")
    assert figures.mean_rating == pytest.approx(np.average(rated["vote_average"], weights=rated["vote_count"]))


def test_decades(figures: Statistics, frame: pd.DataFrame) -> None:
    for one, (decade, films) in zip(figures.decades, frame.dropna(subset="decade").groupby("decade"), strict=True):
        rated = films.dropna(subset="vote_average")
        mean = np.average(rated["vote_average"], weights=rated["vote_count"]) if len(rated) else None
        median = films["runtime"].median()
        assert (one.decade, one.films, one.revenue) == (decade, len(films), films["revenue"].sum())
        assert one.languages == films["original_language"].replace("", np.nan).nunique()
        assert one.countries == films["production_countries"].explode().nunique()
        assert one.median_runtime == (None if np.isnan(median) else median)
        assert one.mean_rating == (None if mean is None else pytest.approx(mean))


def test_films_per_year(figures: Statistics, frame: pd.DataFrame) -> None:
    expected = frame["year"].dropna().astype(int).value_counts().sort_index()
    assert [(one.year, one.films) for one in figures.films_per_year] == list(expected.items())


def test_the_most_frequent_values(figures: Statistics, frame: pd.DataFrame) -> None:
    assert pairs(figures.genres) == most_frequent(frame["genres"].explode())
    assert pairs(figures.top_keywords) == most_frequent(frame["keywords"].explode())
    assert pairs(figures.top_countries) == most_frequent(frame["production_countries"].explode())
    assert pairs(figures.top_languages) == most_frequent(frame["original_language"])


def test_genres_by_decade(figures: Statistics, frame: pd.DataFrame) -> None:
    known = frame.dropna(subset="decade")
    each = known.explode("genres")
    each = each[each["genres"].isin(GENRES)]
    counts = each.groupby(["genres", "decade"]).size().to_dict()
    of_decade = known.groupby("decade").size()
    got = {(one.genre, one.decade): (one.films, one.share) for one in figures.genres_by_decade}
    assert got == {key: (count, pytest.approx(count / of_decade[key[1]])) for key, count in counts.items()}


@pytest.mark.parametrize(("name", "column"), [("ratings", "vote_average"), ("runtimes", "runtime")])
def test_histograms(figures: Statistics, frame: pd.DataFrame, name: str, column: str) -> None:
    bins = getattr(figures, name)
    values = frame[column].dropna()
    last = bins[-1].high
    for one in bins:
        within = (values >= one.low) & ((values < one.high) | ((one.high == last) & (values == last)))
        assert one.films == within.sum()
    assert sum(one.films for one in bins) == len(values)


def test_the_grid_of_votes_and_ratings_holds_every_rated_film(figures: Statistics, frame: pd.DataFrame) -> None:
    rated = frame.dropna(subset="vote_average")
    x, y = np.log10(rated["vote_count"]), rated["vote_average"]
    for cell in figures.votes_and_ratings:
        within = (x >= cell.x_low) & (x < cell.x_high) & (y >= cell.y_low) & (y < cell.y_high)
        assert cell.films == within.sum() > 0
    assert sum(cell.films for cell in figures.votes_and_ratings) == len(rated)


def test_money_is_of_films_with_both_sums_the_most_voted_first(figures: Statistics, frame: pd.DataFrame) -> None:
    both = frame.dropna(subset=["budget", "revenue"]).sort_values(["vote_count", "id"], ascending=[False, True])
    assert [(one.title, one.budget, one.revenue) for one in figures.money] == [
        (row.title, row.budget, row.revenue) for row in both.itertuples()
    ]
    assert [one.genre for one in figures.money] == [genres[0] for genres in both["genres"]]


def test_completeness_counts_what_each_column_says(figures: Statistics, frame: pd.DataFrame) -> None:
    got = dict(pairs(figures.completeness))
    for name in ("title", "overview", "tagline", "original_language", "imdb_id", "genres", "keywords"):
        assert got[name] == frame[name].map(len).gt(0).sum(), name
    for name, column in {"rating": "vote_average", "runtime": "runtime", "budget": "budget"}.items():
        assert got[name] == frame[column].notna().sum(), name
    assert got["countries"] == frame["production_countries"].map(len).gt(0).sum()
    assert got["director"] == 0


def test_every_film_of_the_catalogue_counts_unless_something_is_asked_for(cinewatch: CineWatch) -> None:
    assert cinewatch.statistics.of() == cinewatch.statistics.of(Filters(include_adult=True, include_unreleased=True))
    assert cinewatch.statistics.of().films == len(cinewatch) > cinewatch.statistics.of(Filters()).films


def test_where_no_film_passes_there_is_nothing(cinewatch: CineWatch) -> None:
    figures = cinewatch.statistics.of(Filters(first_year=2100))
    assert (figures.films, figures.first_year, figures.median_runtime, figures.mean_rating) == (0, None, None, None)
    assert (figures.languages, figures.countries, figures.total_revenue) == (0, 0, 0)
    assert figures.films_per_year == figures.genres == figures.genres_by_decade == figures.money == ()


def test_what_is_counted_from_is_derived_once_for_a_build(build: Build) -> None:
    cinewatch = build([film_row(1, "Tern", genres="Drama, Western"), film_row(2, "Auk", keywords="sea")])
    before = cinewatch.statistics.of()
    (kept,) = cinewatch.opened.path.glob("facts-*.h5")
    again = CineWatch.open(cinewatch.opened.path)
    assert again.statistics.of() == before
    assert [*cinewatch.opened.path.glob("facts-*.h5")] == [kept]


def test_completeness_begins_with_the_fullest(figures: Statistics) -> None:
    counts = [one.films for one in figures.completeness]
    assert counts == sorted(counts, reverse=True)


def test_of_films_that_only_have_titles_nothing_else_is_known(build: Build) -> None:
    bare = {"vote_count": "0", "runtime": "", "original_language": "", "vote_average": ""}
    figures = build([film_row(1, "Tern") | bare, film_row(2, "Auk") | bare]).statistics.of()
    assert (figures.films, figures.first_year, figures.median_runtime, figures.mean_rating) == (2, None, None, None)
    assert (figures.languages, figures.countries, figures.total_revenue) == (0, 0, 0)
    assert figures.films_per_year == figures.genres == figures.genres_by_decade == figures.money == ()
    assert figures.votes_and_ratings == figures.top_keywords == ()
    assert sum(one.films for one in (*figures.ratings, *figures.runtimes)) == 0


def test_one_film_is_a_catalogue(build: Build) -> None:
    figures = build([film_row(1, "Tern", 1987, genres="Drama", budget=2, revenue=3)]).statistics.of()
    assert (figures.films, figures.first_year, figures.last_year, figures.median_runtime) == (1, 1987, 1987, 95.0)
    assert [(one.genre, one.decade, one.share) for one in figures.genres_by_decade] == [("Drama", 1980, 1.0)]
    assert [(one.title, one.year, one.revenue) for one in figures.money] == [("Tern", 1987, 3)]


def test_the_last_bins_take_all_that_lies_beyond(build: Build) -> None:
    figures = build([film_row(1, "Long", runtime=50_000, votes=2_000_000, vote_average=10)]).statistics.of()
    assert figures.runtimes[-1].films == 1
    assert figures.ratings[-1].films == 1
    (cell,) = figures.votes_and_ratings
    assert (cell.x_high, cell.y_high) == (5.0, 10.0)


def test_films_with_both_sums_are_told_in_order_of_votes(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", votes=n * 7 % 41, budget=5, revenue=1_000) for n in range(1, 41)]
    told = [one.title for one in build(rows).statistics.of().money]
    assert told == [row["title"] for row in sorted(rows, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]


def by_year(rows: pd.DataFrame, value: str) -> dict[tuple[object, object], int]:
    """Return how many rows have each value in each year, `None` for one that is not known."""
    years = [None if np.isnan(year) else int(year) for year in rows["year"]]
    counted = pd.Series(list(zip(years, rows[value], strict=True)), dtype=object).value_counts()
    return {key: int(count) for key, count in counted.items()}


def test_genres_by_year(figures: Statistics, frame: pd.DataFrame) -> None:
    each = frame.explode("genres")
    expected = by_year(each[each["genres"].isin(GENRES)], "genres")
    assert {(one.year, one.name): one.films for one in figures.genres_by_year} == expected


def test_languages_by_year(figures: Statistics, frame: pd.DataFrame) -> None:
    told = [name for name, _ in most_frequent(frame["original_language"])[:10]]
    expected = by_year(frame[frame["original_language"].isin(told)], "original_language")
    assert {(one.year, one.name): one.films for one in figures.languages_by_year} == expected


@pytest.mark.parametrize(
    ("name", "column", "width", "last"), [("ratings", "vote_average", 0.5, 9.5), ("runtimes", "runtime", 10, 230)]
)
def test_histograms_by_year(
    figures: Statistics, frame: pd.DataFrame, name: str, column: str, width: float, last: float
) -> None:
    known = frame.dropna(subset=column)
    low = (known[column] // width * width).clip(upper=last)
    cells = getattr(figures, f"{name}_by_year")
    assert {(one.year, one.low): one.films for one in cells} == by_year(known.assign(low=low), "low")
    assert all(one.high == one.low + width for one in cells)
