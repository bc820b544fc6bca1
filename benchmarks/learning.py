"""`python -m benchmarks.learning`: what it costs to learn a community from many ratings.

Makes up a catalogue and ratings in MovieLens format, seeded: a few users rate thousands of films and a few films have
most of the ratings, as in the real datasets. Then `learn` runs as a command of its own. Prints one JSON object with its
seconds and its highest memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.clock import Measurements
from benchmarks.generator import write_catalogue
from engine import CineWatch

FILMS = 25_000
RATINGS = 32_000_000
RATINGS_PER_USER = 160
SEED = 22
_CHUNK = 20_000
"""Users written at a time."""


def main() -> None:
    """Measure with as many ratings as MovieLens has, or with fewer."""
    parser = argparse.ArgumentParser("python -m benchmarks.learning", description="Measure what learning costs.")
    parser.add_argument("--ratings", type=int, default=RATINGS, help="how many ratings (%(default)s)")
    parser.add_argument("--films", type=int, default=FILMS, help="films of the catalogue (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(options.ratings, options.films, Path(folder))))


def measure(ratings: int, films: int, folder: Path) -> Measurements:
    """Return the seconds and the highest memory of `learn`."""
    dataset = folder / "films.csv"
    write_catalogue(dataset, films)
    catalogue = CineWatch.of(dataset, folder / "models")
    ids = np.array([each.id for each in catalogue.film_names(films)])
    write_ratings(folder, ids, ratings)
    options = ["--ratings", str(folder / "ratings.csv"), "--links", str(folder / "links.csv")]
    options += ["--catalogue", str(dataset), "--models", str(folder / "models")]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "engine", "learn", *options], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds = time.perf_counter() - start
    report = json.loads(done.stdout.splitlines()[-1])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        **{name: report[name] for name in ("users", "ratings", "films")},
        "seconds": round(seconds, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        # Linux counts in kilobytes.
        "memory_gb": round(used.ru_maxrss * 1024 / 1e9, 2),
    }


def write_ratings(folder: Path, ids: np.ndarray[tuple[int], np.dtype[np.int64]], ratings: int) -> None:
    """Write ratings.csv and links.csv of about so many ratings, the same for the same arguments.

    Parameters
    ----------
    folder
        Where to write them.
    ids
        TMDB ids, the most voted film first: it is rated most.
    ratings
        A user who rates a film twice is written twice, and counts once.

    """
    random = np.random.default_rng(SEED)
    (folder / "links.csv").write_text("movieId,tmdbId\n" + "".join(f"{n},{film}\n" for n, film in enumerate(ids)))
    users = ratings // RATINGS_PER_USER
    # Sizes and choices with long tails: the median user rates a third of the mean, the first films have most ratings.
    each = random.lognormal(0.0, 1.5, users)
    each = np.maximum(1, np.round(each * ratings / each.sum())).astype(np.int64)
    with (folder / "ratings.csv").open("w", encoding="utf-8") as file:
        file.write("userId,movieId,rating\n")
        for first in range(0, users, _CHUNK):
            sizes = each[first : first + _CHUNK]
            owner = np.repeat(np.arange(first, first + len(sizes)), sizes)
            film = (len(ids) * random.random(len(owner)) ** 3).astype(np.int64)
            stars = random.integers(1, 11, len(owner)) / 2
            rows = zip(owner.tolist(), film.tolist(), stars.tolist(), strict=True)
            file.writelines(f"{user},{movie},{rating}\n" for user, movie, rating in rows)


if __name__ == "__main__":
    main()
