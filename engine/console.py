"""How the command line prints: JSON and plain text on standard output, progress on standard error."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from engine.dataset_info import IndexInfo
from engine.entities import Answer, Film, Recommendation
from engine.errors import InvalidQuery, SourceError, quoted, reason
from engine.progress import Progress
from engine.reading.rows import READING
from engine.search.facts import Reading
from engine.search.hits import PersonHit, SearchHit


def print_json(value: object) -> None:
    """Print `value` as one line of JSON."""
    # Half of a surrogate pair, from an argument that is not valid text, stays an escape.
    print(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of a result."""
    for line in lines:
        print(line)


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
    why = {"score": found.score, "reasons": list(found.explanation.reasons), "parts": found.parts}
    return film_as_json(found.film) | why | {"closer_than": found.closer_than}


def search_as_json(text: str, hits: Sequence[SearchHit], people: Sequence[PersonHit]) -> dict[str, object]:
    """Return what a search found: films, best first, and people whose names match."""
    films = [
        film_as_json(hit.film)
        | {"votes": hit.film.votes, "score": hit.score}
        | ({"person": hit.person} if hit.person else {})
        for hit in hits
    ]
    found = [{"name": one.name, "score": one.score, "films": one.film_count} for one in people]
    return {"query": text, "films": films, "people": found}


def print_hits(text: str, hits: Sequence[SearchHit], people: Sequence[PersonHit]) -> None:
    """Print what a search found: a line a film, with the people above their films."""
    counts = {one.name: one.film_count for one in people}
    person = ""
    for hit in hits:
        if hit.person != person:
            person = hit.person
            count = counts.get(person, 0)
            print(f"{person}, {count:,} film{'s' * (count != 1)}:" if person else "By title:")
        print(f"{hit.film.id:>9}  {hit.film.label}")
    if not hits:
        print_note(f"no film and nobody is called {quoted(text)}")


def print_answer(seeds: Sequence[str], answer: Answer) -> None:
    """Print the recommended films, a line each, below what they are like."""
    print(f"Like {' and '.join(seeds)}:")
    for rank, found in enumerate(answer.films, 1):
        print(f"{rank:3}. {found.score:.3f}  {found.film.label}  ({', '.join(found.explanation.reasons)})")


def labels_of(reading: Reading) -> list[str]:
    """Return what a description says about facts, each in a few words."""
    return [fact.label for fact in reading.facts]


def print_reading(reading: Reading, answer: Answer) -> None:
    """Print how a description was read, if not as it is written."""
    if reading.facts:
        print_note(f"understood: {', '.join(labels_of(reading))}")
    for written, read in answer.corrected:
        print_note(f"read {quoted(written)} as {quoted(read)}")
    if answer.unknown:
        print_note(f"none of the films mention {', '.join(answer.unknown)}")


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file as they are, without those that are blank.

    Raises
    ------
    SourceError
        The file is missing, unreadable, or not text.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error, path) if isinstance(error, OSError) else f"{path}: it is not text"
        raise SourceError(f"cannot read {why}") from error
    return [line for line in text.splitlines() if line.strip()]


def read_ids(path: Path) -> list[int]:
    """Return the film ids of a text file, one per line. Raises SourceError, and InvalidQuery if a line is no id."""
    return [_id(line.strip()) for line in read_lines(path)]


def _id(line: str) -> int:
    try:
        return int(line)
    except ValueError as error:
        raise InvalidQuery(f"{quoted(line)} is not a film id") from error


def read_pairs(source: Path) -> list[tuple[int, int]]:
    """Return the pairs of film ids of a CSV. Raises SourceError, and InvalidQuery if it has other columns."""
    reader = csv.DictReader(read_lines(source))
    try:
        if not reader.fieldnames:
            raise KeyError("a")
        return [(int(row["a"]), int(row["b"])) for row in reader]
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidQuery(f"{source} needs the columns a and b with film ids") from error


def write_csv(target: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows to a CSV file. Raises SourceError if it cannot be written."""
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, target)}") from error


class Report(Protocol):
    """What a measurement found."""

    def as_dict(self) -> dict[str, Any]:
        """Return it in plain values."""

    def markdown(self) -> str:
        """Return it as a table."""


def print_report(report: Report, as_json: bool) -> None:
    """Print what a measurement found: as one JSON object, or as a table."""
    if as_json:
        print_json(report.as_dict())
    else:
        print(report.markdown())


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
