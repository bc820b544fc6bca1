"""The engine on real catalogues. They lie beside the project, never in it; without them, these tests are skipped."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from engine import CineWatch, CineWatchError, Query
from engine.evaluation import systems
from engine.evaluation.ground_truth import ground_truth, read_likes
from engine.evaluation.oddities import oddities
from engine.evaluation.report import measure, query_rows
from engine.search.text import normal_form

Open = Callable[[str], CineWatch]
"""Opens a file of the reference data by name."""

FILES = {
    # Rows read, films, and skipped rows by reason.
    "tmdb_v11_top1000.csv": (1_000, 1_000, {}),
    "tmdb_5000_movies.csv": (4_803, 4_803, {}),
    "udacity_tmdb_movies.csv": (10_866, 10_865, {"duplicate id": 1}),
    "real_10439.csv": (10_439, 10_439, {}),
    "facts.csv": (3_974, 3_974, {}),
    "hard/movies_metadata_truncated.csv": (45_466, 1_651, {"empty row": 43_814, "duplicate id": 1}),
    "hard/top10k_other_schema.csv": (10_001, 10_000, {"no valid id": 1}),
}
SCHEMAS = {
    "tmdb_v11_top1000.csv": "TMDB v11",
    "tmdb_5000_movies.csv": "TMDB 5000",
    "udacity_tmdb_movies.csv": "TMDB, lists as a|b",
    "hard/movies_metadata_truncated.csv": "The Movies Dataset",
}
TOP_1000, REAL = "tmdb_v11_top1000.csv", "real_10439.csv"


@pytest.fixture(scope="session")
def opened(shared_data: Path, shared_models: Path) -> Open:
    """Return a function that opens a file of the reference data, built once a session."""
    return lambda name: CineWatch.of(present(shared_data / name), shared_models)


def present(path: Path) -> Path:
    """Return `path`, or skip the test if the reference data has no such file."""
    if not path.is_file():
        pytest.skip(f"the reference data has no {path.name}")
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_a_film_or_is_counted_and_hardly_any_cell_is_unreadable(opened: Open, name: str) -> None:
    info = opened(name).info
    assert (info.rows_read, info.films, info.rejected) == FILES[name]
    assert info.films + sum(info.rejected.values()) == info.rows_read
    assert info.schema == SCHEMAS.get(name, info.schema)
    assert sum(info.unreadable.values()) <= info.films / 1_000


def test_every_other_file_builds_or_ends_in_an_error_of_one_line(shared_data: Path, tmp_path: Path) -> None:
    names = {str(path.relative_to(shared_data)) for path in shared_data.rglob("*.csv")}
    others = sorted(name for name in names - FILES.keys() if not name.endswith("ratings.csv"))
    outcomes = {name: outcome(shared_data / name, tmp_path) for name in others}
    assert outcomes
    assert [name for name, line in outcomes.items() if not line.isprintable()] == []


def outcome(source: Path, models: Path) -> str:
    """Return the number of films that a build of `source` has, or the error it ends in."""
    try:
        return f"{CineWatch.build(source, models).info.films} films"
    except CineWatchError as error:
        return str(error)


@pytest.mark.parametrize("name", [TOP_1000, "tmdb_5000_movies.csv"])
def test_the_first_film_of_a_trilogy_leads_to_the_others(opened: Open, name: str) -> None:
    cinewatch = opened(name)
    answer = cinewatch.recommend(Query((cinewatch.named("The Matrix").id,), k=10))
    assert {"The Matrix Reloaded", "The Matrix Revolutions"} <= {film.film.title for film in answer.films}


def test_a_title_is_found_as_people_type_it(opened: Open) -> None:
    expected = {
        "incpetion": "Inception (2010)",
        "godfahter": "The Godfather (1972)",
        "amelie": "Amélie (2001)",
        "spiderman": "Spider-Man (2002)",
        "batman 1989": "Batman (1989)",
    }
    cinewatch = opened(TOP_1000)
    assert {text: cinewatch.search(text)[0].film.label for text in expected} == expected


def test_every_title_finds_its_own_film_first_or_one_with_the_same_normal_form(opened: Open) -> None:
    cinewatch = opened(REAL)
    # Each of the most voted, and every tenth of the others.
    names = cinewatch.film_names(len(cinewatch))
    titles = [cinewatch.film(name.id).title for name in (*names[:500], *names[500::10])]
    first = {title: cinewatch.search(title, 1)[0].film for title in titles}
    assert [
        title
        for title, film in first.items()
        if normal_form(title) not in (normal_form(film.title), normal_form(film.original_title))
    ] == []


def test_typed_titles_find_their_films(opened: Open, shared_data: Path) -> None:
    cinewatch = opened(REAL)
    first = among_five = 0
    lines = present(shared_data / "title_queries.tsv").read_text(encoding="utf-8").splitlines()
    for _, text, expected in (line.split("\t") for line in lines):
        title, _, year = expected.partition("|")
        right = [hit.film.title == title and year in ("", str(hit.film.year)) for hit in cinewatch.search(text, 5)]
        first += right[:1] == [True]
        among_five += any(right)
    assert (len(lines), first >= 100, among_five >= 103) == (104, True, True)


def test_two_digit_years_are_in_the_century_of_the_release_year(opened: Open, shared_data: Path) -> None:
    cinewatch = opened("udacity_tmdb_movies.csv")
    table = pd.read_csv(shared_data / "udacity_tmdb_movies.csv").drop_duplicates("id")
    years = zip(table["id"].tolist(), table["release_year"].tolist(), strict=True)
    assert [film_id for film_id, year in years if cinewatch.film(film_id).year != year] == []


def test_two_digit_years_are_right_even_if_the_century_is_in_doubt(shared_data: Path, tmp_path: Path) -> None:
    with present(shared_data / "udacity_tmdb_movies.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    with (tmp_path / "films.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row.keys())
        writer.writeheader()
        writer.writerows(
            [row | {"id": year, "release_date": f"9/5/{year % 100:02}", "release_year": year} for year in (1916, 2016)]
        )
    cinewatch = CineWatch.of(tmp_path / "films.csv", tmp_path / "models")
    assert [cinewatch.film(year).year for year in (1916, 2016)] == [1916, 2016]


def test_mojibake_is_repaired(opened: Open) -> None:
    titles = [name.label for name in opened("udacity_tmdb_movies.csv").film_names(20_000)]
    assert len(titles) > 10_000
    assert not [title for title in titles if "Ã" in title or "â€" in title]


def test_placeholders_are_not_kept_as_overviews(opened: Open, shared_data: Path) -> None:
    cinewatch = opened("udacity_tmdb_movies.csv")
    table = pd.read_csv(shared_data / "udacity_tmdb_movies.csv")
    empty = table.loc[table["overview"].str.startswith("No overview", na=False), "id"]
    assert len(empty) > 0
    assert {cinewatch.film(film_id).overview for film_id in empty} == {""}


def test_statistics_are_those_of_pandas(opened: Open, shared_data: Path) -> None:
    statistics = opened("tmdb_5000_movies.csv").statistics
    headlines = statistics.headlines()
    table = pd.read_csv(shared_data / "tmdb_5000_movies.csv")
    years = pd.to_datetime(table["release_date"]).dt.year
    genres = table["genres"].map(lambda cell: [genre["name"] for genre in json.loads(cell)]).explode()
    rated = table[table["vote_count"] > 0]
    assert headlines.films == len(table)
    assert (headlines.first_year, headlines.last_year) == (years.min(), years.max())
    assert headlines.total_revenue == table["revenue"].sum()
    assert headlines.mean_rating == pytest.approx(
        (rated["vote_average"] * rated["vote_count"]).sum() / rated["vote_count"].sum()
    )
    assert {count.name: count.films for count in statistics.over_time().genres} == genres.value_counts().head(
        20
    ).to_dict()
    completeness = {count.name: count.films for count in statistics.data_quality().completeness}
    assert completeness["budget"] == (table["budget"] > 0).sum()


def test_explanations_of_real_films_sum_to_their_matches(opened: Open) -> None:
    cinewatch = opened("real_10439.csv")
    films = [film for name in cinewatch.film_names(5) for film in cinewatch.recommend(Query((name.id,), k=20)).films]
    assert len(films) == 100
    for film in films:
        assert sum(part.value for part in film.explanation.fields) == pytest.approx(film.match, abs=1e-5)
        assert sum(term.value for term in film.explanation.terms) == pytest.approx(film.match, abs=1e-5)
        assert film.explanation.reasons


def test_the_defaults_are_as_accurate_as_the_documents_say(opened: Open, shared_data: Path) -> None:
    cinewatch, folder = opened("real_10439.csv"), shared_data / "movielens-small"
    likes = read_likes(present(folder / "ratings.csv"), present(folder / "links.csv"))
    truth = ground_truth(likes, cinewatch)
    make = systems.cinewatch_systems(cinewatch, ablation=False)
    expected = {"CineWatch": (0.501, 0.274, 1_669), "CineWatch, match alone": (0.399, 0.115, None)}
    for name, (among_rated, among_all, distinct) in expected.items():
        measured = measure(cinewatch, truth, query_rows(truth), name, make[name]())
        assert measured.estimates["ndcg_rated"].mean == pytest.approx(among_rated, abs=0.005)
        assert measured.estimates["ndcg_all"].mean == pytest.approx(among_all, abs=0.005)
        assert distinct is None or measured.distinct == pytest.approx(distinct, abs=40)


def test_few_answers_are_odd(opened: Open) -> None:
    found = oddities(opened("real_10439.csv"))
    assert (found.answers, found.counted, found.without_shared_word) == (10_000, 3_000, ())
    assert found.category_share == pytest.approx(0.145, abs=0.005)
    assert found.most_recommended[0][1] <= 26
