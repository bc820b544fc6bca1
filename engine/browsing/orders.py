"""The orders in which films can be listed. Ties keep the order of the catalogue: more votes, then the lower id."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.columns import FilmColumns
from engine.catalogue.priors import Priors

Sort = Literal["popular", "rating", "newest", "oldest", "shortest", "longest", "title"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""`popular` is the order of the catalogue; `rating` is the weighted rating, so that a few votes don't decide."""

PersonSort = Literal["newest", "rating", "popular"]
PERSON_SORTS: tuple[PersonSort, ...] = get_args(PersonSort)
"""Orders for the films of one person; they mean what they mean in `SORTS`."""

Rows = npt.NDArray[np.int32]


def sort_orders(films: pa.Table, columns: FilmColumns, priors: Priors) -> dict[str, Rows]:
    """Return the rows of all films in each order of `SORTS` but the first, which is that of the rows.

    Films of which the value is unknown come last.

    Parameters
    ----------
    films
        Table in FILM_SCHEMA.
    columns, priors
        Of the same films.

    Returns
    -------
    arrays of shape (n_films,), by order

    """
    dates = films["release_date"].cast(pa.int32())
    known = pc.is_valid(dates).to_numpy()
    days = pc.fill_null(dates, 0).to_numpy().astype(np.float64)
    runtime = columns.runtime.astype(np.float64)
    return {
        "rating": best_rated_first(priors.quality, columns.rating),
        "newest": _order(-days, known),
        "oldest": _order(days, known),
        "shortest": _order(runtime, columns.runtime > 0),
        "longest": _order(-runtime, columns.runtime > 0),
        "title": _by_title(films["title"]),
    }


def best_rated_first(quality: npt.NDArray[np.float32], rating: npt.NDArray[np.float32]) -> Rows:
    """Return the places of films in descending order of their weighted ratings, those without a rating last.

    Parameters
    ----------
    quality, rating
        Weighted rating and rating of each film, shape (n_films,).

    """
    return _order(-quality.astype(np.float64), ~np.isnan(rating))


def _order(values: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]) -> Rows:
    """Return the rows in ascending order of `values`, those of unknown values last."""
    return np.argsort(np.where(known, values, np.inf), kind="stable").astype(np.int32)


def _by_title(titles: pa.ChunkedArray) -> Rows:
    """Return the rows as a library sorts titles: without accents, case, leading signs, and the leading article."""
    plain = pc.replace_substring_regex(pc.utf8_normalize(pc.utf8_lower(titles), "NFKD"), r"\p{M}+", "")
    plain = pc.replace_substring_regex(plain, r"^[^\p{L}\p{N}]+", "")
    plain = pc.replace_substring_regex(plain, r"^(the|an|a) ", "")
    table = pa.table({"title": plain, "row": np.arange(len(titles))})
    # Arrow's sort is not stable, so the row decides ties.
    order = pc.sort_indices(table, sort_keys=[("title", "ascending"), ("row", "ascending")])
    return np.asarray(order.to_numpy(), dtype=np.int32)
