"""Datasets with gaps, oddities and excesses, to test statistics and their charts with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine import CineWatch
from fakes.sample_catalogue import COLUMNS, Row, film_row, write_csv

UNUSABLE_DATES = ("", "0000-00-00", "soon", "13/45/2001", "1800-05-05", "2068-01-01")
TITLES_WITH_MARKUP = (
    '<script>alert("x")</script>',
    '"Quoted", with a comma',
    "**Bold** [link](https://example.org) $5 :smile:",
    "A\nline; 'single' \\ and </table>",
)
OTHER_GENRES = [f"Genre {n:03}" for n in range(499)]


def open_without(column: str, rows: Iterable[Row], folder: Path) -> CineWatch:
    """Build and open a dataset that lacks a column."""
    columns = [name for name in COLUMNS if name != column]
    return CineWatch.of(write_csv(folder / "films.csv", rows, columns), folder / "models")


def without_dates(cell: str = "") -> list[Row]:
    cells = {"genres": "Drama", "keywords": "sea", "release_date": cell}
    return [film_row(n, f"Film {n}", None, n * 10, **cells, vote_average=n) for n in range(1, 7)]


def without_genres() -> list[Row]:
    return [film_row(n, f"Film {n}", 1990 + n, keywords="sea", production_countries="Norway") for n in range(1, 7)]


def one_film() -> list[Row]:
    cells = {"genres": "Drama, War", "keywords": "sea", "production_countries": "Chile", "production_companies": "Tern"}
    return [film_row(7, "Tern", 1987, 40, **cells, vote_average=7.3, budget=100_000, revenue=250_000, runtime=241)]


def nothing_but_titles() -> list[Row]:
    cells = {"vote_count": "0", "vote_average": "", "runtime": "", "original_language": ""}
    return [film_row(1, "Tern") | cells, film_row(2, "Auk") | cells]


def tiny_budgets() -> list[Row]:
    return [film_row(1, "Cheap", budget=1, revenue=2_000_000), film_row(2, "Free", revenue=700)]


def cheap_and_dear() -> list[Row]:
    """Return a film with a budget of a dollar, which earned most, and one with a plausible budget."""
    return [
        film_row(1, "Cheap", 1990, budget=1, revenue=9_000_000),
        film_row(2, "Dear", 1991, budget=10**6, revenue=2 * 10**6),
    ]


def five_hundred_genres() -> list[Row]:
    genres = ", ".join([*OTHER_GENRES, "Drama"])
    return [film_row(1, "Everything", 1990, 5, genres=genres), film_row(2, "Auk", 1990, 9, genres="Drama")]


def other_genres_more_frequent() -> list[Row]:
    """Return films of twenty genres that TMDB does not have, of which few have one that it has."""
    genres = ", ".join(OTHER_GENRES[:20])
    return [
        film_row(n, f"Film {n}", 1985 + n, genres=genres + (", Drama" if n in (9, 19) else "")) for n in range(1, 31)
    ]


def unusable_ratings() -> list[Row]:
    cells = ["", "nan", "-1", "10.5", "n/a"]
    return [film_row(n, f"Film {n}", 1990, genres="Drama", vote_average=cell) for n, cell in enumerate(cells, 1)]


def ratings_without_votes() -> list[Row]:
    return [film_row(n, f"Film {n}", 1990, 0, genres="Drama", vote_average=n * 2) for n in (1, 2, 3)]


def ratings_without_a_column_of_votes() -> list[Row]:
    return [film_row(n, f"Film {n}", 1990, genres="Drama", vote_average=n * 2) for n in (1, 2, 3)]


def markup() -> list[Row]:
    return [
        film_row(9 - n, title, 1990, n * 10, budget=10**6, revenue=n * 10**6, production_companies=f"<b>{n}</b>")
        for n, title in zip((8, 7, 6, 5), TITLES_WITH_MARKUP, strict=True)
    ]


def three_equal_films() -> list[Row]:
    cells = {"genres": "Drama, War", "keywords": "sea", "production_countries": "Chile", "vote_average": 7}
    return [film_row(n, "Tern", 1987, 40, **cells, budget=10**6, revenue=10**6) for n in (9, 5, 7)]
