"""Filters, and the films of the small catalogue that pass them, as pandas reads them from the CSV."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engine import CineWatch, Filters
from tests.engine.reference import passes

FILTERS = {
    "every film": Filters(include_adult=True, include_unreleased=True),
    "default": Filters(),
    "dramas": Filters(genres=("Drama",)),
    "some decades": Filters(first_year=1980, last_year=2009),
    "many votes": Filters(min_votes=30),
    "no dramas, in English": Filters(exclude_genres=("Drama",), languages=("en",)),
}


@pytest.fixture(scope="module", params=[*FILTERS.values()], ids=[*FILTERS])
def filters(request: pytest.FixtureRequest) -> Filters:
    filters: Filters = request.param
    return filters


@pytest.fixture(scope="session")
def all_rows(small_csv: Path) -> pd.DataFrame:
    """Return the small catalogue: unknown numbers as NaN, lists as lists, years as numbers."""
    films = pd.read_csv(small_csv, keep_default_na=False)
    films["year"] = pd.to_datetime(films["release_date"]).dt.year
    films["decade"] = films["year"] // 10 * 10
    for column in ("runtime", "budget", "revenue"):
        films[column] = films[column].where(films[column] > 0)
    films["vote_average"] = films["vote_average"].where(films["vote_count"] > 0)
    for column in ("genres", "keywords", "production_countries", "spoken_languages", "production_companies"):
        films[column] = films[column].map(lambda cell: [name.strip() for name in cell.split(",") if name.strip()])
    return films


@pytest.fixture(scope="module")
def rows(all_rows: pd.DataFrame, cinewatch: CineWatch, filters: Filters) -> pd.DataFrame:
    """Return the films that pass the filters."""
    return all_rows[[passes(filters, cinewatch.film(film_id)) for film_id in all_rows["id"]]]
