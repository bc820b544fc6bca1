"""How often a description in other people's words finds its film: CineWatch beside BM25 by `bm25s`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from engine.cinewatch import CineWatch
from engine.entities import Film
from engine.errors import InvalidQuery, NoFilms, SourceError, reason
from engine.evaluation.bootstrap import Estimate, estimate
from engine.progress import Progress, no_progress
from engine.ranking.blend import Weights
from engine.ranking.query import Query

K = 10
"""Films of an answer that count."""
METRICS = {"mrr": "MRR@10", "first": "First", "in_ten": "In ten"}
BM25S_K1, BM25S_B = 1.2, 0.5

Ranker = Callable[[str], Sequence[int]]
"""From a description to the ids of at most K films, best first."""


@dataclass(frozen=True, slots=True)
class Described:
    """A film and what somebody says about it."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class SystemAccuracy:
    """How well one system finds films by their descriptions."""

    name: str
    mrr: Estimate
    """Mean of 1 / rank, 0 where the film is not among the first ten."""
    first: Estimate
    """Share of descriptions whose film comes first."""
    in_ten: Estimate
    """Share of descriptions whose film is among the first ten."""


@dataclass(frozen=True, slots=True)
class DescriptionReport:
    """Several systems, asked for the same descriptions."""

    catalogue: int
    """Films in the catalogue."""
    descriptions: int
    """Descriptions asked for."""
    unknown: int
    """Descriptions left out, because their films are not in the catalogue."""
    systems: tuple[SystemAccuracy, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the report in plain values."""
        return asdict(self)

    def markdown(self) -> str:
        """Return a table with one system per row, and a line that says what was measured."""
        lines = [["system", *METRICS.values()], ["---", *["---:"] * len(METRICS)]]
        for system in self.systems:
            estimates = (getattr(system, name) for name in METRICS)
            lines.append([system.name, *(f"{e.mean:.3f} ({e.low:.3f}–{e.high:.3f})" for e in estimates)])
        rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        left_out = f", {self.unknown:,} left out whose films are not in it" if self.unknown else ""
        scope = f"{self.descriptions:,} descriptions, {self.catalogue:,} films in the catalogue{left_out}"
        return f"{rows}\n\n{scope}; means with 95 % bootstrap intervals."


def read_descriptions(path: Path, half: str | None = None) -> list[Described]:
    """Return the descriptions of a CSV with the columns id and text.

    Parameters
    ----------
    path
        The file.
    half
        "a" for the rows 1, 3, 5 and so on, "b" for the others; all by default.

    Raises
    ------
    SourceError
        The file is missing or unreadable.
    InvalidQuery
        A column is missing, or an id is not a number.

    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [Described(int(row["id"]), row["text"].strip()) for row in csv.DictReader(file)]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise SourceError(f"cannot read {path}: it is not text") from error
        raise InvalidQuery(f"{path} needs the columns id and text, with film ids") from error
    except (OSError, csv.Error) as error:
        why = reason(error, path) if isinstance(error, OSError) else f"{path}: {error}"
        raise SourceError(f"cannot read {why}") from error
    return list(islice(rows, 0 if half != "b" else 1, None, 2)) if half else rows


def evaluate_descriptions(
    cinewatch: CineWatch, described: Sequence[Described], progress: Progress = no_progress
) -> DescriptionReport:
    """Measure CineWatch and BM25 on the same descriptions.

    Raises
    ------
    NoFilms
        No description is of a film of the catalogue.

    """
    known = [one for one in described if one.id in cinewatch and one.text]
    if not known:
        raise NoFilms("none of the described films is in the catalogue")
    systems = []
    for name, make in _systems(cinewatch).items():
        ranker = make()
        ranks = []
        for n, one in enumerate(known):
            progress(name, n, len(known))
            ranks.append(reciprocal_rank(ranker(one.text), one.id))
        systems.append(_accuracy(name, ranks))
    return DescriptionReport(len(cinewatch), len(known), len(described) - len(known), tuple(systems))


def reciprocal_rank(ranked: Sequence[int], wanted: int) -> float:
    """Return 1 / rank of an id among the first K, 0 if it is not there."""
    top = list(ranked[:K])
    return 1 / (1 + top.index(wanted)) if wanted in top else 0.0


def _accuracy(name: str, ranks: Sequence[float]) -> SystemAccuracy:
    values = np.array(ranks)
    return SystemAccuracy(name, estimate(values), estimate((values == 1) * 1.0), estimate((values > 0) * 1.0))


def _systems(cinewatch: CineWatch) -> dict[str, Callable[[], Ranker]]:
    """Return how to make each system, by name. `bm25s` is left out where it is not installed."""

    def weighted(weights: Weights) -> Callable[[], Ranker]:
        def ranker(text: str) -> Sequence[int]:
            query, _ = cinewatch.understand(Query(about=text, k=K, weights=weights))
            return cinewatch.recommender.ranked_ids(query)

        return lambda: ranker

    makers = {"CineWatch": weighted(Weights()), "CineWatch, words alone": weighted(Weights(0.0, 0.0, 0.0))}
    return makers | ({BM25S: lambda: _bm25s(cinewatch)} if find_spec("bm25s") else {})


BM25S = f"bm25s (k1 {BM25S_K1}, b {BM25S_B})"


def _bm25s(cinewatch: CineWatch) -> Ranker:
    """Return BM25 over one joined field, by the package of that name: title, tagline, overview, keywords, genres."""
    # By name, because the app runs without it: only who measures installs it.
    bm25s = import_module("bm25s")
    ids = [name.id for name in cinewatch.film_names(len(cinewatch))]
    quiet: dict[str, Any] = {"show_progress": False}
    index = bm25s.BM25(k1=BM25S_K1, b=BM25S_B)
    index.index(bm25s.tokenize(list(_joined_texts(cinewatch, ids)), stopwords="en", **quiet), **quiet)

    def ranker(text: str) -> Sequence[int]:
        tokens = bm25s.tokenize([text], stopwords="en", **quiet)
        documents, scores = index.retrieve(tokens, k=min(K, len(ids)), **quiet)
        return [ids[n] for n, score in zip(documents[0].tolist(), scores[0].tolist(), strict=True) if score > 0]

    return ranker


def _joined_texts(cinewatch: CineWatch, ids: Sequence[int]) -> Iterator[str]:
    for film_id in ids:
        film: Film = cinewatch.film(film_id)
        yield " ".join([film.title, film.tagline, film.overview, *film.keywords, *film.genres])
