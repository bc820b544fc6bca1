"""Why films are recommended to a user: by liked film and by term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine.entities import Explanation, label_of
from engine.opened import OpenBuild
from engine.personalization.parts import Scorer
from engine.personalization.values import LikedFilm, PersonalRecommendation

Rows = npt.NDArray[np.int64]


def explained(scorer: Scorer, rows: Rows) -> tuple[PersonalRecommendation, ...]:
    """Return the films of `rows`, in that order, with their scores and reasons."""
    parts = scorer.of(rows)
    labels = _labels(scorer.opened, scorer.rows[parts.by_film.any(axis=1)])
    columns = (parts.community, parts.taste, parts.era, parts.popularity, parts.quality)
    films = zip(
        rows.tolist(),
        scorer.opened.catalogue.films(rows),
        scorer.shares(rows).tolist(),
        parts.by_film.T,
        *(column.tolist() for column in columns),
        strict=True,
    )
    return tuple(
        PersonalRecommendation(
            film=film,
            score=sum(values),
            community=values[0],
            taste=values[1],
            era=values[2],
            popularity=values[3],
            quality=values[4],
            liked=_contributions(scorer.rows, by_film, labels),
            explanation=_multiplied(scorer.opened.space.explain(scorer.taste.terms, row), share),
        )
        for row, film, share, by_film, *values in films
    )


def _labels(opened: OpenBuild, rows: Rows) -> dict[int, tuple[int, str]]:
    """Return id and label of each film, by row."""
    titles, years = opened.catalogue.column("title", rows), opened.columns.year[rows].tolist()
    names = zip(opened.columns.id[rows].tolist(), map(label_of, titles, years), strict=True)
    return dict(zip(rows.tolist(), names, strict=True))


def _contributions(
    rows: Rows, values: npt.NDArray[np.float64], labels: Mapping[int, tuple[int, str]]
) -> tuple[LikedFilm, ...]:
    """Return what marked films add to one score, strongest first; ties go to the lower row."""
    order = np.argsort(-np.abs(values), kind="stable")
    return tuple(LikedFilm(*labels[int(rows[n])], float(values[n])) for n in order.tolist() if values[n])


def _multiplied(explanation: Explanation, factor: float) -> Explanation:
    """Return an explanation in which every value counts `factor` times."""
    return Explanation(
        fields=tuple(replace(field, value=field.value * factor) for field in explanation.fields),
        terms=tuple(replace(term, value=term.value * factor) for term in explanation.terms),
        reasons=explanation.reasons,
    )
