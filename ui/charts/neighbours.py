"""Tables of similar films and of the steps of a path. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engine.relations import FilmPath, Neighbour


def neighbours_table(neighbours: Sequence[Neighbour]) -> pd.DataFrame:
    """Return one row per neighbour: rank, film, similarity and shared terms."""
    rows = [(rank, one.film.label, one.similarity, ", ".join(one.reasons)) for rank, one in enumerate(neighbours, 1)]
    return pd.DataFrame(rows, columns=["Rank", "Film", "Similarity", "In common"])


def path_table(path: FilmPath) -> pd.DataFrame:
    """Return one row per step: the films it leads from and to, their similarity and shared terms."""
    films = [path.a, *(step.film for step in path.steps)]
    rows = [
        (before.label, step.film.label, step.similarity, ", ".join(step.reasons))
        for before, step in zip(films, path.steps, strict=False)
    ]
    return pd.DataFrame(rows, columns=["From", "To", "Similarity", "In common"])
