"""Films as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engine import Film


def film_table(films: Sequence[Film]) -> pd.DataFrame:
    """Return one row per film, in their order."""
    return pd.DataFrame(
        {
            "Film": [film.title for film in films],
            "Year": pd.array([film.year for film in films], dtype="Int64"),
            "Minutes": pd.array([film.runtime for film in films], dtype="Int64"),
            "Rating": [film.rating for film in films],
            "Votes": [film.votes for film in films],
            "Genres": [", ".join(film.genres) for film in films],
            "Director": [", ".join(film.director) for film in films],
        }
    )
