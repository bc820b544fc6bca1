"""How the command line prints: JSON and plain text on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from engine.dataset_info import IndexInfo
from engine.entities import Film, Recommendation
from engine.progress import Progress
from engine.reading.rows import READING


def print_json(value: object) -> None:
    """Print `value` as one line of JSON."""
    # Half of a surrogate pair, from an argument that is not valid text, stays an escape.
    print(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())


def print_note(text: str) -> None:
    """Print a line that is not part of the result."""
    print(text, file=sys.stderr)


def in_words(value: object) -> str:
    """Return a value of a report as people read it: numbers to three decimals, nested counts in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_words(part)}" for name, part in value.items()) or "none"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def film_as_json(film: Film) -> dict[str, object]:
    """Return what identifies a film: id, title and year."""
    return {"id": film.id, "title": film.title, "year": film.year}


def recommendation_as_json(found: Recommendation) -> dict[str, object]:
    """Return a recommended film with its score, the parts of the score, and the reasons."""
    parts = {"match": found.match, "era": found.era, "popularity": found.popularity, "quality": found.quality}
    why = {"score": found.score, "reasons": list(found.explanation.reasons), "parts": parts}
    return film_as_json(found.film) | why | {"closer_than": found.closer_than}


def columns_in_words(info: IndexInfo) -> str:
    """Return a table of the columns of a dataset: what each is used as, how it is read, and what made no sense."""
    head = ("Column", "Used as", "How", "Unreadable")
    rows = [
        (use.column, use.used_as, use.note, f"{use.unreadable:,}" if use.unreadable else "") for use in info.columns
    ]
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows))
    return "\n".join([*(line.rstrip() for line in lines), *info.notes])


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a progress callback that draws a bar on standard error: one for reading, one for the steps after it."""
    bar: tqdm[None] | None = None
    reading = False

    def report(stage: str, done: int, total: int) -> None:
        nonlocal bar, reading
        in_bytes = stage == READING
        if bar is None or reading != in_bytes:
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, unit="B" if in_bytes else "step", unit_scale=in_bytes, file=sys.stderr)
            reading = in_bytes
        bar.set_description(stage, refresh=False)
        bar.update(done - bar.n)

    try:
        yield report
    finally:
        if bar is not None:
            bar.close()
