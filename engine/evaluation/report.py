"""CineWatch and the baselines over the same films -> metrics with intervals, as a table or as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from engine.cinewatch import CineWatch
from engine.errors import NoFilms
from engine.evaluation import metrics, systems
from engine.evaluation.baselines import Ids, System
from engine.evaluation.bootstrap import Estimate, estimate
from engine.evaluation.ground_truth import GroundTruth
from engine.progress import Progress, no_progress, within
from engine.ranking.blend import Weights

METRICS = {
    "ndcg_rated": "NDCG@10 among rated",
    "ndcg_all": "NDCG@10 among all",
    "colikes_rated": "Plain co-likes among rated",
    "colikes_all": "Plain co-likes among all",
    "recall": "Recall@10",
    "mrr": "MRR",
    "auc": "AUC",
    "novelty": "Novelty, bits",
    "diversity": "Diversity",
}
"""Metrics of each query film, with their labels. `ndcg_rated` and `auc` are among rated films.

Plain co-likes are NDCG@10 again, with the number of users who like both films as gain. They reward recommending what
everybody has seen, and show by how much.
"""

Half = Literal["a", "b"]
SEED = 7
"""Of the two halves, and of the random baseline."""


@dataclass(frozen=True, slots=True)
class SystemMetrics:
    """The metrics of one system."""

    name: str
    estimates: Mapping[str, Estimate]
    """By the keys of METRICS: means over the query films, with their 95 % intervals."""
    distinct: int
    """Different films in the top tens."""
    coverage: float
    """`distinct` as a share of the catalogue, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Report:
    """Several systems, asked for the same query films."""

    catalogue: int
    """Films in the catalogue."""
    rated: int
    """Films that enough users like."""
    queries: int
    """Query films: rated ones that are liked together with at least ten others."""
    users: int
    half: Half | None
    """Half of the query films that was measured; `None` for all of them."""
    weights: Weights
    """The defaults."""
    systems: tuple[SystemMetrics, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the report in plain values, `None` for what could not be measured."""
        plain: dict[str, Any] = _without_nan(asdict(self))
        return plain

    def markdown(self) -> str:
        """Return a table with one system per row, and a line that says what was measured."""
        heads = ["system", *METRICS.values(), "Different films", "Coverage"]
        lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
        for system in self.systems:
            cells = [_with_interval(system.estimates[name]) for name in METRICS]
            lines.append([system.name, *cells, f"{system.distinct:,}", f"{system.coverage:.1%}"])
        half = f" (half {self.half})" if self.half else ""
        scope = f"{self.queries:,} query films{half}, {self.rated:,} rated, {self.catalogue:,} in the catalogue, "
        rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{rows}\n\n{scope}{self.users:,} users; means over films with 95 % bootstrap intervals."


def _with_interval(estimate: Estimate) -> str:
    return "–" if math.isnan(estimate.mean) else f"{estimate.mean:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def query_rows(truth: GroundTruth, half: Half | None = None, seed: int = SEED) -> npt.NDArray[np.int64]:
    """Return the rows of the query films: those liked together, beyond chance, with at least ten others.

    The halves are the even and the odd places of a seeded order, to tune on one and report the other. Only the query
    films are split: any film may be an answer in both halves.
    """
    rows = np.flatnonzero((truth.gains > 0).sum(axis=1) >= metrics.K)
    if half is None:
        return rows
    return np.sort(np.random.default_rng(seed).permutation(rows)[0 if half == "a" else 1 :: 2])


def evaluate(
    cinewatch: CineWatch,
    truth: GroundTruth,
    half: Half | None = None,
    ablation: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Measure CineWatch and the baselines on the same query films.

    Parameters
    ----------
    half
        Measure one half of the query films only.
    ablation
        Also measure CineWatch with each part of the score and each field switched off.

    Raises
    ------
    NoFilms
        No film is liked together with enough others.
    """
    rows = query_rows(truth, half)
    if not len(rows):
        raise NoFilms("no film is liked together with ten others of this catalogue more often than by chance")
    makers = systems.cinewatch_systems(cinewatch, ablation) | systems.baseline_systems(cinewatch, SEED)
    measured = []
    for n, (name, make) in enumerate(makers.items()):
        part = within(progress, n * len(rows), len(makers) * len(rows))
        measured.append(measure(cinewatch, truth, rows, name, make(), part))
    return Report(
        catalogue=len(cinewatch),
        rated=len(truth.film_ids),
        queries=len(rows),
        users=truth.n_users,
        half=half,
        weights=Weights(),
        systems=tuple(measured),
    )


def measure(
    cinewatch: CineWatch,
    truth: GroundTruth,
    rows: npt.NDArray[np.int64],
    name: str,
    system: System,
    progress: Progress = no_progress,
) -> SystemMetrics:
    """Return the metrics of `system` over the query films in `rows` of the ground truth.

    The system ranks all films: a short list would say too little about rated ones. `progress` reports the films done.
    """
    values, tops = np.empty((len(rows), len(METRICS))), []
    for n, row in enumerate(rows.tolist()):
        ranked = system(cinewatch.film(int(truth.film_ids[row])))
        top: list[int] = ranked[: metrics.K].tolist()
        measured = _accuracy(ranked, truth, row) | {
            "novelty": metrics.novelty(top, truth.liked_by, truth.n_users),
            "diversity": cinewatch.relations.diversity(top),
        }
        values[n] = [measured[metric] for metric in METRICS]
        tops.append(top)
        progress(name, n + 1, len(rows))
    distinct = metrics.distinct(tops)
    estimates = {metric: estimate(values[:, n]) for n, metric in enumerate(METRICS)}
    return SystemMetrics(name, estimates, distinct, metrics.coverage(distinct, len(cinewatch)))


def _accuracy(ranked: Ids, truth: GroundTruth, row: int) -> dict[str, float]:
    """Return the accuracy metrics of one ranking for the film in `row` of the ground truth."""
    place = np.minimum(np.searchsorted(truth.film_ids, ranked), len(truth.film_ids) - 1)
    is_rated = truth.film_ids[place] == ranked
    among_all, colikes_all = (
        np.where(is_rated, gains[row, place], 0.0) for gains in (truth.gains, truth.liked_together)
    )
    among_rated = among_all[is_rated]
    gains, colikes = (np.delete(gains[row], row) for gains in (truth.gains, truth.liked_together))
    return {
        "ndcg_rated": metrics.ndcg(among_rated, gains),
        "ndcg_all": metrics.ndcg(among_all, gains),
        "colikes_rated": metrics.ndcg(colikes_all[is_rated], colikes),
        "colikes_all": metrics.ndcg(colikes_all, colikes),
        "recall": metrics.recall(among_all, gains),
        "mrr": metrics.reciprocal_rank(among_all, gains),
        "auc": metrics.auc(among_rated, gains),
    }
