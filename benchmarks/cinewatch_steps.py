"""What CineWatch takes: to build, to open, to answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.clock import (
    Measurements,
    milliseconds,
    peak_mib,
    private_mib,
    summary,
    watched_memory,
    watched_processes,
)
from engine import GENRES, CineWatch, Filters, Query, Weights
from engine.filters.filters import EVERY_FILM
from engine.retrieval.top_k import top_k
from engine.statistics import PivotQuery

BLENDED = Weights(quality=0.5)
"""All parts of a blend at work."""
_TOLD = 10
"""Words of a query in words."""
_SECTIONS = ("headlines", "over_time", "contents", "ratings_and_money", "data_quality")
"""Methods of the statistics."""


def build(csv: Path, models: Path) -> Measurements:
    """Build the index of `csv`. Its peak is that of all processes of the build together."""
    start = time.perf_counter()
    with watched_processes() as together:
        cinewatch = CineWatch.build(csv, models)
    seconds = time.perf_counter() - start
    info = cinewatch.info
    return {
        "seconds": round(seconds, 2),
        "peak_mib": max([*together, peak_mib() or 0.0]),
        "films": info.films,
        "terms": info.terms,
        "nnz": info.nnz,
        "bytes": info.bytes,
    }


def rest(models: Path) -> Measurements:
    """Open the index in this process, answer a few queries, and see what memory that has taken."""
    before = private_mib()
    start = time.perf_counter()
    cinewatch = opened(models)
    open_ms = (time.perf_counter() - start) * 1000
    for film in cinewatch.film_names(50):
        cinewatch.recommend(Query((film.id,)))
    after = private_mib()
    return {"open_ms": round(open_ms, 2), "private_mib": after, "private_before_mib": before}


def opened(models: Path) -> CineWatch:
    """Return the one build in `models`."""
    cinewatch = CineWatch.newest(models)
    if cinewatch is None:
        raise SystemExit(f"no build in {models}")
    return cinewatch


def nearest(cinewatch: CineWatch, row: int, k: int = 10) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return the k rows most similar to a row, and their scores: score and top-k, and nothing else."""
    scores = cinewatch.opened.space.scores(cinewatch.opened.space.vector(row))
    scores[row] = -np.inf
    rows = top_k(scores, k)
    return rows, scores[rows]


def queries(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Return what it takes to answer queries about `count` random films, and how much of the index each reads."""
    rows = random.integers(0, len(cinewatch), count)
    ids = cinewatch.opened.columns.id
    fours = ids[random.integers(0, len(cinewatch), (count, 4))].tolist()
    single = [Query((int(film_id),), weights=BLENDED) for film_id in ids[rows]]
    mixed = [
        Query(tuple(dict.fromkeys(four[:3])), tuple({four[3]} - {*four[:3]}), weights=BLENDED, filters=_filters(random))
        for four in fours
    ]
    content = milliseconds(lambda row: nearest(cinewatch, row), rows)
    lists = [_postings_read(cinewatch, row) for row in rows.tolist()]
    return {
        "content": summary(content),
        "blended": summary(milliseconds(cinewatch.recommender.ranked_ids, single)),
        "mixed": summary(milliseconds(cinewatch.recommender.ranked_ids, mixed)),
        "answer": summary(milliseconds(cinewatch.recommend, single)),
        "what_if": summary(
            milliseconds(lambda pair: cinewatch.recommender.what_if(*pair), _changes(cinewatch, single[:50]))
        ),
        "text": summary(milliseconds(cinewatch.recommend, _in_words(cinewatch, rows[:50].tolist()))),
        "search": summary(milliseconds(_searcher(cinewatch), _with_typos(cinewatch, rows[:300].tolist(), random))),
        "postings_read": int(np.median(lists)),
        "reads": [[size, round(time_ms, 3)] for size, time_ms in zip(lists, content, strict=True)][:400],
    }


def statistics(cinewatch: CineWatch, random: np.random.Generator) -> Measurements:
    """Measure the statistics of all films and of some of them: all sections together, each section, and pivots.

    The first call also computes what the build keeps for the statistics.
    """
    before = private_mib()
    with watched_memory() as first_memory:
        first = _section_times(cinewatch, EVERY_FILM)
    between = private_mib()
    with watched_memory() as later_memory:
        _section_times(cinewatch, EVERY_FILM)
    # One row per repetition, one column per section.
    everything = np.array([_section_times(cinewatch, EVERY_FILM) for _ in range(15)])
    filtered = np.array([_section_times(cinewatch, _filters(random)) for _ in range(15)])
    groups = ("year", "keyword", "company", "rating", "month")
    pivots = [PivotQuery(group, "runtime", "median", colour_by="genre") for group in groups]
    return {
        "first_s": round(sum(first) / 1000, 3),
        "all": summary(everything.sum(axis=1).tolist()),
        "filtered": summary(filtered.sum(axis=1).tolist()),
        "pivot": summary(milliseconds(cinewatch.statistics.pivot, pivots * 3)),
        "sections": {
            name: {
                "first_s": round(first[n] / 1000, 3),
                "all": summary(everything[:, n].tolist()),
                "filtered": summary(filtered[:, n].tolist()),
            }
            for n, name in enumerate(_SECTIONS)
        },
        "first_peak_mib": first_memory,
        "peak_mib": later_memory,
        "private_between_mib": between,
        "private_mib": private_mib(),
        "private_before_mib": before,
    }


def _section_times(cinewatch: CineWatch, filters: Filters) -> list[float]:
    """Compute every section once, and return how long each takes, in milliseconds."""
    return milliseconds(lambda name: getattr(cinewatch.statistics, name)(filters), _SECTIONS)


def _changes(cinewatch: CineWatch, queries: Sequence[Query]) -> list[tuple[Query, Query]]:
    """Return queries beside themselves without the strongest term that their first film shares."""
    first = [(query, found[0]) for query in queries if (found := cinewatch.recommend(query).films)]
    told = [(query, one.explanation.terms[0]) for query, one in first if one.explanation.terms]
    return [(query, replace(query, terms=((term.field, term.term, 0.0),))) for query, term in told]


def _in_words(cinewatch: CineWatch, rows: Sequence[int]) -> list[Query]:
    """Return queries of the first words of overviews."""
    texts = (" ".join(film.overview.split()[:_TOLD]) for film in cinewatch.opened.catalogue.films(np.array(rows)))
    return [Query(about=text) for text in texts if text]


def agreement(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Compare the ten nearest of `count` random films with those of a product with the whole matrix, sorted whole.

    An answer agrees if its scores are those of float64 arithmetic to 1e-6, no film left out is better by more than
    that, and films of equal scores are in the order of their rows.
    """
    agree = 0
    worst = 0.0
    films = cinewatch.opened.space.films.astype(np.float64)
    for row in random.integers(0, len(cinewatch), count).tolist():
        rows, scores = nearest(cinewatch, row)
        dense = np.zeros(films.shape[1])
        vector = cinewatch.opened.space.vector(row)
        dense[vector.indices] = vector.weights
        truth = films @ dense
        truth[row] = -np.inf
        expected = np.sort(truth)[::-1][: len(rows)]
        gap = float(np.abs(scores - expected).max()) if len(rows) else 0.0
        own_gap = float(np.abs(scores - truth[rows]).max()) if len(rows) else 0.0
        ordered = all(b > a or x > y for a, b, x, y in zip(rows, rows[1:], scores, scores[1:], strict=False))
        worst = max(worst, gap, own_gap)
        agree += gap <= 1e-6 and own_gap <= 1e-6 and ordered
    return {"films": count, "agree": agree, "largest_difference": worst}


def _postings_read(cinewatch: CineWatch, row: int) -> int:
    terms = cinewatch.opened.space.vector(row).indices
    indptr = cinewatch.opened.space.postings.indptr
    return int((indptr[terms + 1].astype(np.int64) - indptr[terms]).sum())


def _filters(random: np.random.Generator) -> Filters:
    first = int(random.integers(1950, 2015))
    return Filters(genres=(str(random.choice(GENRES)),), first_year=first, last_year=first + 15)


def _searcher(cinewatch: CineWatch) -> Callable[[str], object]:
    return lambda title: cinewatch.search(title, 8)


def _with_typos(cinewatch: CineWatch, rows: Sequence[int], random: np.random.Generator) -> list[str]:
    """Return the titles of `rows` with two neighbouring letters swapped."""
    typed = []
    for title in cinewatch.opened.catalogue.column("title", rows):
        letters = list(title)
        if len(letters) > 3:
            place = int(random.integers(1, len(letters) - 1))
            letters[place - 1], letters[place] = letters[place], letters[place - 1]
        typed.append("".join(letters))
    return [title for title in typed if title.strip()]
