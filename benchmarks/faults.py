"""`python -m benchmarks.faults`: kill builds at random moments, and check that the last good index still answers.

A build of 20,000 made-up films is started 50 times and killed without warning. After each kill the previous index must
open, pass `verify` and give the same answer. In the end a build must succeed and leave no half-finished folders.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.cinewatch_steps import opened
from benchmarks.generator import write_catalogue
from engine import CineWatch, Query

FILMS = 20_000
KILLS = 50


def main() -> None:
    """Kill `KILLS` builds and print the result; exit with 1 if anything was lost."""
    random = np.random.default_rng(11)
    with tempfile.TemporaryDirectory() as folder:
        csv, models = Path(folder) / "films.csv", Path(folder) / "models"
        write_catalogue(csv, FILMS)
        start = time.perf_counter()
        _build(csv, models).wait()
        seconds = time.perf_counter() - start
        expected = _answer(opened(models))
        killed = lost = 0
        for _ in range(KILLS):
            build = _build(csv, models)
            time.sleep(float(random.uniform(0, seconds)))
            build.send_signal(signal.SIGKILL)
            killed += build.wait() == -signal.SIGKILL
            survivor = opened(models)
            survivor.verify()
            lost += _answer(survivor) != expected
        leftovers = list(models.glob(".building*"))
        finished = _build(csv, models).wait()
        left = sorted(path.name for path in models.iterdir())
        lost += _answer(opened(models)) != expected
    print(f"a build takes {seconds:.1f} s; {killed} of {KILLS} were killed in the middle, the others had ended")
    print(f"wrong answers after a kill: {lost}; unfinished folders before the last build: {len(leftovers)}")
    print(f"the last build ended with {finished} and left {', '.join(left)}")
    sys.exit(1 if lost or finished or len(left) != 2 else 0)


def _build(csv: Path, models: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engine", "build", str(csv), "--models", str(models)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _answer(cinewatch: CineWatch) -> list[tuple[int, float]]:
    film_id = cinewatch.film_names(1)[0].id
    return [(found.film.id, found.score) for found in cinewatch.recommend(Query((film_id,))).films]


if __name__ == "__main__":
    main()
