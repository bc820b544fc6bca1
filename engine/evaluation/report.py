"""Ours and the baselines over the same films -> figures with intervals, as a table for people or for machines."""

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
"""What is measured of each film asked about, and its name for people. `ndcg_rated` and `auc` are among rated films.

Plain co-likes are NDCG@10 again, with the number of people who like both films as gain. They reward recommending what
everybody has seen, and are there to show how much.
"""

Half = Literal["a", "b"]
SEED = 7
"""Of the halves, and of the random baseline."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One system in figures."""

    name: str
    estimates: Mapping[str, Estimate]
    """By the keys of METRICS: means over the films asked about, with their 95 % intervals."""
    distinct: int
    """Different films in the top tens."""
    coverage: float
    """The same as a share of the catalogue, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Report:
    """Several systems, asked about the same films."""

    catalogue: int
    """Films that there are."""
    rated: int
    """Films that enough people like."""
    asked: int
    """Films asked about: rated ones that ten others are liked together with."""
    people: int
    half: Half | None
    """Of the films that could be asked about; `None` for all of them."""
    weights: Weights
    """Our defaults."""
    systems: tuple[Measured, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return all of it in what JSON knows, `None` for what could not be measured."""
        plain: dict[str, Any] = _without_nan(asdict(self))
        return plain

    def markdown(self) -> str:
        """Return a table, a system a row, and a line that says what was asked."""
        heads = ["system", *METRICS.values(), "Different films", "Coverage"]
        lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
        for system in self.systems:
            cells = [_in_words(system.estimates[name]) for name in METRICS]
            lines.append([system.name, *cells, f"{system.distinct:,}", f"{system.coverage:.1%}"])
        half = f" (half {self.half})" if self.half else ""
        told = f"{self.asked:,} films asked about{half}, {self.rated:,} rated, {self.catalogue:,} in the catalogue, "
        rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{rows}\n\n{told}{self.people:,} people; means over films with 95 % bootstrap intervals."


def _in_words(one: Estimate) -> str:
    return "–" if math.isnan(one.mean) else f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})"


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def films_to_ask(truth: GroundTruth, half: Half | None = None, seed: int = SEED) -> npt.NDArray[np.int64]:
    """Return the rows of the films to ask about: those liked together, beyond chance, with as many as a top ten holds.

    The halves are the even and the odd places of a seeded order, so that one may tune on one and report the other. Only
    what is asked about is parted: any film may be an answer in both.
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
    """Ask ours and the baselines about the same films. Raises NoFilms if no film has enough to compare with.

    ablation : also ours with each part of the blend and each field switched off
    """
    rows = films_to_ask(truth, half)
    if not len(rows):
        raise NoFilms("no film is liked together with ten others of this catalogue more often than by chance")
    made = systems.ours(cinewatch, ablation) | systems.others(cinewatch, SEED)
    measured = []
    for n, (name, make) in enumerate(made.items()):
        part = within(progress, n * len(rows), len(made) * len(rows))
        measured.append(measure(cinewatch, truth, rows, name, make(), part))
    return Report(
        catalogue=len(cinewatch),
        rated=len(truth.film_ids),
        asked=len(rows),
        people=truth.people,
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
) -> Measured:
    """Return what `system` is worth to the films in `rows` of the ground truth.

    It is asked for all films in order: a short list would say too little about rated ones.

    progress : reports the films done
    """
    values, tops = np.empty((len(rows), len(METRICS))), []
    for n, row in enumerate(rows.tolist()):
        ranked = system(cinewatch.film(int(truth.film_ids[row])))
        top: list[int] = ranked[: metrics.K].tolist()
        measured = _accuracy(ranked, truth, row) | {
            "novelty": metrics.novelty(top, truth.liked_by, truth.people),
            "diversity": cinewatch.relations.diversity(top),
        }
        values[n] = [measured[metric] for metric in METRICS]
        tops.append(top)
        progress(name, n + 1, len(rows))
    found = metrics.distinct(tops)
    estimates = {metric: estimate(values[:, n]) for n, metric in enumerate(METRICS)}
    return Measured(name, estimates, found, metrics.coverage(found, len(cinewatch)))


def _accuracy(ranked: Ids, truth: GroundTruth, row: int) -> dict[str, float]:
    """Return what the order of `ranked` is worth to the film in `row` of the ground truth."""
    place = np.minimum(np.searchsorted(truth.film_ids, ranked), len(truth.film_ids) - 1)
    is_rated = truth.film_ids[place] == ranked
    among_all, colikes_all = (np.where(is_rated, gains[row, place], 0.0) for gains in (truth.gains, truth.together))
    among_rated = among_all[is_rated]
    gains, colikes = (np.delete(gains[row], row) for gains in (truth.gains, truth.together))
    return {
        "ndcg_rated": metrics.ndcg(among_rated, gains),
        "ndcg_all": metrics.ndcg(among_all, gains),
        "colikes_rated": metrics.ndcg(colikes_all[is_rated], colikes),
        "colikes_all": metrics.ndcg(colikes_all, colikes),
        "recall": metrics.recall(among_all, gains),
        "mrr": metrics.reciprocal_rank(among_all, gains),
        "auc": metrics.auc(among_rated, gains),
    }
