"""`python -m benchmarks [--quick] [--films N ...]`: measure, print a table, write results.json and the chart.

Each step runs in a process of its own, so that its memory is its own; the steps of one size follow each other, ours and
the peers' by turns, on the same made-up films.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import numpy as np

from benchmarks import RESULTS, cinewatch_steps, clock, description_steps, personal_steps
from benchmarks.clock import Measurements

SIZES = (1_000, 10_000, 100_000, 1_300_000)
QUICK = (1_000, 10_000)
SEED = 7


def main() -> None:
    """Run the benchmarks, or, with --step, one of them for the process that asked."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure CineWatch beside its peers.")
    parser.add_argument("--quick", action="store_true", help="small catalogues only: about a minute; writes nothing")
    parser.add_argument("--films", type=int, nargs="+", help="sizes of the catalogues")
    parser.add_argument(
        "--folder", type=Path, help="where catalogues and indexes lie, and stay; else they are temporary"
    )
    parser.add_argument("--step", nargs=4, metavar=("NAME", "CSV", "MODELS", "FILMS"), help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help="a CSV whose sentences --step make_up draws; else nonsense")
    options = parser.parse_args()
    if options.step:
        name, csv, models, films = options.step
        print(json.dumps(_step(name, Path(csv), Path(models), int(films), options.texts)))
        return
    sizes = tuple(options.films or (QUICK if options.quick else SIZES))
    with tempfile.TemporaryDirectory() as temporary:
        results = _run(sizes, options.folder or Path(temporary))
    print(table(results))
    if not options.quick and not options.films:
        RESULTS.write_text(json.dumps(results) + "\n", encoding="utf-8")


def _run(sizes: tuple[int, ...], folder: Path) -> Measurements:
    folder.mkdir(parents=True, exist_ok=True)
    results: Measurements = {"machine": _in_a_process("machine", folder, folder, 0), "sizes": {}}
    for films in sizes:
        csv, models = folder / f"made_up_{films}.csv", folder / f"models_{films}"
        if not csv.exists():
            _tell(f"{films:,} films: making them up")
            _in_a_process("make_up", csv, models, films)
        figures: Measurements = {}
        for step in (
            "build",
            "recipe_build",
            "queries",
            "recipe_queries",
            "queries_again",
            "descriptions",
            "rest",
            "agreement",
            "statistics",
            "similarity",
            "api",
        ):
            _tell(f"{films:,} films: {step}")
            figures[step] = _in_a_process(step, csv, models, films)
        if films != max(sizes):
            # One query a row, for the chart: of interest where they read much.
            figures["queries"].pop("reads")
        figures["queries_again"].pop("reads")
        results["sizes"][str(films)] = figures
    largest = max(sizes)
    _tell(f"{largest:,} films: in a browser")
    csv, models = folder / f"made_up_{largest}.csv", folder / f"models_{largest}"
    results["browser"] = _in_a_process("browser", csv, models, largest)
    results["similarity"] = _in_a_process("browser_similarity", csv, models, largest)
    results["statistics"] = _in_a_process("browser_statistics", csv, models, largest)
    return results


def _in_a_process(step: str, csv: Path, models: Path, films: int) -> Measurements:
    command = [sys.executable, "-m", "benchmarks", "--step", step, str(csv), str(models), str(films)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Measurements = json.loads(done.stdout.splitlines()[-1])
    return figures


def _step(name: str, csv: Path, models: Path, films: int, texts: Path | None) -> Measurements:
    random = np.random.default_rng(SEED)
    match name:
        case "machine":
            return _machine()
        case "make_up":
            from benchmarks.generator import write_catalogue

            write_catalogue(csv, films, SEED, texts)
            return {}
        case "build":
            return cinewatch_steps.build(csv, models)
        case "queries" | "queries_again":
            return cinewatch_steps.queries(cinewatch_steps.opened(models), random, 1_000)
        case "descriptions":
            return description_steps.descriptions(cinewatch_steps.opened(models), random, 100)
        case "for_you":
            return personal_steps.for_you(cinewatch_steps.opened(models), random, 50)
        case "rest":
            return cinewatch_steps.rest(models)
        case "agreement":
            return cinewatch_steps.agreement(cinewatch_steps.opened(models), random, 1_000)
        case "statistics":
            return cinewatch_steps.statistics(cinewatch_steps.opened(models), random)
        case "similarity":
            from benchmarks import relations

            cinewatch = cinewatch_steps.opened(models)
            return relations.similarity(cinewatch, random, 200) | {"off_sklearn": relations.agreement(cinewatch)}
        case "api":
            from benchmarks import api

            return api.measure(csv, models)
        case "browser" | "browser_similarity" | "browser_statistics":
            return _in_browser(name, csv, models)
    # What the peers load would count as memory of the other steps.
    from benchmarks import peers

    return peers.build(csv) if name == "recipe_build" else peers.queries(csv, random, 25)


def _in_browser(name: str, csv: Path, models: Path) -> Measurements:
    from benchmarks import browser, browser_similarity, browser_statistics

    if not browser.chromium():
        return {}
    steps = {
        "browser": browser.journeys,
        "browser_similarity": browser_similarity.similarity_page,
        "browser_statistics": browser_statistics.page_of_statistics,
    }
    return steps[name](csv, models)


def _machine() -> Measurements:
    packages = ("numpy", "scipy", "scikit-learn", "pyarrow", "streamlit", "sparse_dot_topn", "bm25s")
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "cpus": os.cpu_count(),
        "bandwidth_gb_s": clock.bandwidth_gb_s(),
        "versions": {name: metadata.version(name) for name in packages},
    }


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def table(results: Measurements) -> str:
    """Return the results as a Markdown table, a column a size."""
    sizes = list(results["sizes"])
    rows = [("", *(f"{int(size):,} films" for size in sizes))]
    rows += [(label, *(value(results["sizes"][size]) for size in sizes)) for label, value in _ROWS]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    in_browser = results["browser"] | results["similarity"]
    if in_browser:
        lines += ["", *(f"- {name.replace('_', ' ')}: {value}" for name, value in in_browser.items())]
    return "\n".join(lines)


def _both(figures: Measurements, name: str) -> str:
    """Return median and 99th percentile in milliseconds, of two runs with the peers between them."""
    runs = [figures["queries"][name], figures["queries_again"][name]]
    return f"{_mean(runs, 'median'):.2f} / {_mean(runs, 'p99'):.2f} ms"


def _peer(figures: Measurements, name: str) -> str:
    median = figures["recipe_queries"][name]["median"]
    own = _mean([figures[run]["content"] for run in ("queries", "queries_again")], "median")
    return f"{median:.3g} ms ({median / own:.0f} ×)"


def _described(figures: Measurements, length: str) -> str:
    return "{median:.2f} / {p99:.2f} ms".format(**figures["descriptions"][length]["answer"])


def _comparison(figures: Measurements, name: str) -> str:
    return "{median:.2f} / {p99:.2f} ms".format(**figures["similarity"][name])


def _trust(similarity: Measurements) -> str:
    return f"{similarity['films_on_map']:,}, {similarity['trustworthiness']}"


def _mean(runs: list[Measurements], name: str) -> float:
    return float(np.mean([run[name] for run in runs]))


_ROWS: tuple[tuple[str, Callable[[Measurements], str]], ...] = (
    ("ten most similar films, median / p99", lambda f: _both(f, "content")),
    ("ten best by match, era, popularity and rating", lambda f: _both(f, "blended")),
    ("three liked films, one disliked, two filters", lambda f: _both(f, "mixed")),
    ("a whole answer with its films and reasons", lambda f: _both(f, "answer")),
    ("the same for a description of ten words", lambda f: _described(f, "ten")),
    ("the same for one of forty words", lambda f: _described(f, "forty")),
    ("title search with a typo", lambda f: _both(f, "search")),
    ("cosine_similarity + argsort, median", lambda f: _peer(f, "cosine_similarity + argsort")),
    ("linear_kernel + argpartition", lambda f: _peer(f, "linear_kernel + argpartition")),
    ("sparse_dot_topn", lambda f: _peer(f, "sparse_dot_topn")),
    ("bm25s", lambda f: _peer(f, "bm25s")),
    ("postings read per query, median", lambda f: f"{f['queries']['postings_read']:,}"),
    ("build", lambda f: f"{f['build']['seconds']:.1f} s, {f['build']['peak_mib']:,.0f} MiB"),
    ("the recipe's build", lambda f: f"{f['recipe_build']['seconds']:.1f} s, {f['recipe_build']['peak_mib']:,.0f} MiB"),
    ("index on disk", lambda f: f"{f['build']['bytes'] / 2**20:,.1f} MiB"),
    ("open", lambda f: f"{f['rest']['open_ms']:.1f} ms"),
    ("private memory at rest", lambda f: f"{f['rest']['private_mib']:.0f} MiB"),
    ("two films compared, with the score breakdown", lambda f: _comparison(f, "pair")),
    ("one film against all", lambda f: _comparison(f, "histogram")),
    ("a group of 40 films", lambda f: _comparison(f, "group")),
    ("its clusters by scikit-learn and SciPy alone", lambda f: _comparison(f, "group_by_libraries")),
    ("a neighbourhood of two steps", lambda f: _comparison(f, "neighbourhood")),
    ("the same around three films", lambda f: _comparison(f, "three_neighbourhoods")),
    ("a path between two films", lambda f: _comparison(f, "path")),
    ("ten neighbours of each of the most voted, once", lambda f: f"{f['similarity']['graph_s']:.2f} s"),
    ("the same by scikit-learn", lambda f: f"{f['similarity']['graph_by_sklearn_s']:.2f} s"),
    ("the map of the most voted, once", lambda f: f"{f['similarity']['map_s']:.1f} s"),
    ("films on the map, and its trustworthiness", lambda f: _trust(f["similarity"])),
    ("statistics of all films, median", lambda f: f"{f['statistics']['all']['median']:.1f} ms"),
    ("statistics of one genre in sixteen years", lambda f: f"{f['statistics']['filtered']['median']:.1f} ms"),
    ("your own chart, median", lambda f: f"{f['statistics']['pivot']['median']:.1f} ms"),
    ("statistics for the first time after a build", lambda f: f"{f['statistics']['first_s']:.2f} s"),
    ("recommendations a second by the API on one core", lambda f: f"{f['api']['per_second']:.0f}"),
    ("one of them at 150 a second, median / p99", lambda f: "{median:.1f} / {p99:.1f} ms".format(**f["api"]["steady"])),
    ("answers equal to brute force", lambda f: f"{f['agreement']['agree']:,} of {f['agreement']['films']:,}"),
)  # fmt: skip


if __name__ == "__main__":
    main()
