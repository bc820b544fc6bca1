"""Names of films to choose from."""

from __future__ import annotations

import numpy as np

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.entities import FilmName, label_of


def most_voted_names(catalogue: Catalogue, columns: FilmColumns, limit: int) -> tuple[FilmName, ...]:
    """Return the names of at most `limit` films, most voted first; no two have the same label.

    Adult and unreleased films are left out. If films have the same title and year, the label of each but the first
    ends with the film's id.
    """
    rows = np.flatnonzero(columns.hidden == 0)[: max(0, limit)]
    titles, years = catalogue.column("title", rows), columns.year[rows].tolist()
    seen: set[str] = set()
    names = []
    for film_id, title, year in zip(columns.id[rows].tolist(), titles, years, strict=True):
        label = label_of(title, year)
        names.append(FilmName(film_id, f"{label} · {film_id}" if label in seen else label))
        seen.add(label)
    return tuple(names)
