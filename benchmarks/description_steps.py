"""What descriptions in free text take: to answer, and on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.clock import Measurements, milliseconds, summary
from engine import CineWatch, Query
from engine.search.descriptions import Description

LENGTHS = {"ten": 10, "forty": 40}
"""Words of a description."""


def descriptions(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Return what `count` descriptions of ten and of forty words take, and what their posting lists take on disk.

    A description is the beginning of the overview of a random film. "scored" is the sum over posting lists alone,
    "ranked" the ids of the best ten, "answer" all of an answer: facts, films, reasons.
    """
    rows = random.integers(0, len(cinewatch), 20 * count)
    overviews = [film.overview.split() for film in cinewatch.opened.catalogue.films(rows)]
    figures: Measurements = {}
    for name, length in LENGTHS.items():
        texts = [" ".join(words[:length]) for words in overviews if len(words) >= length][:count]
        figures[name] = _times(cinewatch, texts)
    arrays = cinewatch.opened.descriptions.to_arrays().values()
    return figures | {"bytes": sum(array.nbytes for array in arrays)}


def _times(cinewatch: CineWatch, texts: list[str]) -> Measurements:
    index = cinewatch.opened.descriptions

    def answer(text: str) -> object:
        return cinewatch.recommend(cinewatch.understand(Query(about=text))[0])

    described: list[Description] = [index.describe(text) for text in texts]
    steps: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "scored": (index.scores, described),
        "ranked": (cinewatch.recommender.ranked_ids, [Query(about=text) for text in texts]),
        "answer": (answer, texts),
    }
    # A catalogue without long overviews has no description of forty words.
    return {name: summary(milliseconds(*step)) for name, step in steps.items()} if texts else {}
