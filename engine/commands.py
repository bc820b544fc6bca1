"""What the command line does: each command reads its options, asks the engine, and prints the answer."""

from __future__ import annotations

import argparse
import csv
import math
import time
from dataclasses import asdict
from pathlib import Path

from engine.cinewatch import CineWatch
from engine.console import (
    columns_in_words,
    film_as_json,
    in_words,
    print_json,
    print_note,
    progress_bar,
    recommendation_as_json,
)
from engine.entities import Answer, Film
from engine.errors import InvalidQuery, SourceError, quoted, reason
from engine.evaluation import command as evaluation
from engine.filters.filters import Filters
from engine.ranking.blend import PRESETS
from engine.ranking.query import Query
from engine.settings import Settings

_MAX_ID_DIGITS = 18
_SHOWN_TERMS = 8
"""Shared terms of a field that `compare` prints."""


def build(options: argparse.Namespace, settings: Settings) -> None:
    """Build the index of a dataset; the last line of output is a JSON object that describes it."""
    source = options.csv or options.catalogue or settings.dataset
    with progress_bar() as progress:
        built = CineWatch.build(source, settings.models_dir, progress)
    print_note(columns_in_words(built.info))
    print_json(asdict(built.info))


def recommend(options: argparse.Namespace, settings: Settings) -> None:
    """Recommend films like one film or several, or films that a text describes; or like each film of a file."""
    if bool(options.ids_file) == bool(options.id or options.title or options.about):
        options.usage_error("name films with --id or --title, describe one with --about, or pass --ids-file")
    if options.jsonl and not options.ids_file:
        options.usage_error("--jsonl goes with --ids-file; use --json for one answer")
    cinewatch = _open(options, settings)
    if options.ids_file:
        _recommend_for_each(cinewatch, options)
        return
    seeds = [cinewatch.film(film_id) for film_id in options.id]
    seeds += [cinewatch.named(title) for title in options.title]
    disliked = [_film(cinewatch, name) for name in options.dislike]
    answer = cinewatch.recommend(
        Query(
            liked=tuple(seed.id for seed in seeds),
            disliked=tuple(film.id for film in disliked),
            about=options.about,
            k=options.k,
            weights=PRESETS[options.preset],
            filters=Filters(genres=tuple(options.genre)),
            franchise=options.franchise,
            diversity=options.diversity,
        )
    )
    if answer.unknown:
        print_note(f"none of the films mention {', '.join(answer.unknown)}")
    if options.json:
        films = [recommendation_as_json(found) for found in answer.films]
        print_json({"seeds": [film_as_json(seed) for seed in seeds], "recommendations": films})
    else:
        _print_answer([*(seed.label for seed in seeds), *filter(None, [options.about])], answer)


def compare(options: argparse.Namespace, settings: Settings) -> None:
    """Show how similar two films are, and why; or how similar each pair of a file is."""
    if options.pairs or options.out:
        if options.films or not (options.pairs and options.out):
            options.usage_error("--pairs FILE and --out FILE go together, without films")
        _compare_pairs(_open(options, settings), options.pairs, options.out)
        return
    if len(options.films) != 2:
        options.usage_error(f"name two films, not {len(options.films)}")
    cinewatch = _open(options, settings)
    a, b = (_film(cinewatch, name) for name in options.films)
    result = cinewatch.compare(a.id, b.id)
    fields, terms = result.explanation.fields, result.explanation.terms
    if options.json:
        numbers = {"similarity": result.similarity, "closer_than": result.closer_than}
        parts = {"fields": [asdict(field) for field in fields], "terms": [asdict(term) for term in terms]}
        print_json({"a": film_as_json(a), "b": film_as_json(b)} | numbers | parts)
        return
    print(f"{a.label} and {b.label}: similarity {result.similarity:.4f}, more than {result.closer_than:.1%} of films")
    for field in fields:
        shared = [term.term for term in terms if term.field == field.field][:_SHOWN_TERMS]
        print(f"  {field.value:.4f}  {field.label}{': ' if shared else ''}{', '.join(shared)}")


def draw_map(options: argparse.Namespace, settings: Settings) -> None:
    """Draw the map of the most voted films, so that no visitor waits for it, and measure how accurate it is."""
    cinewatch = _open(options, settings)
    start = time.perf_counter()
    films = cinewatch.mapper.film_map(lambda stage, *_: print_note(stage))
    # The paths between films are also prepared on first use.
    for point in films.points[:1]:
        cinewatch.mapper.map_neighbours(point.id)
    facts: dict[str, object] = {
        "films": len(films.points),
        # JSON has no NaN.
        "trustworthiness": None if math.isnan(films.trustworthiness) else films.trustworthiness,
        "neighbour_recall": None if math.isnan(films.neighbour_recall) else films.neighbour_recall,
        "seconds": round(time.perf_counter() - start, 3),
    }
    if options.json:
        print_json(facts)
        return
    for name, value in facts.items():
        print(f"{name.replace('_', ' '):16} {'too few films to measure' if value is None else in_words(value)}")


def search(options: argparse.Namespace, settings: Settings) -> None:
    """Find films by title, even misspelt."""
    hits = _open(options, settings).search(options.text, options.k)
    if options.json:
        films = [film_as_json(hit.film) | {"votes": hit.film.votes, "score": hit.score} for hit in hits]
        print_json({"query": options.text, "films": films})
        return
    for hit in hits:
        print(f"{hit.film.id:>9}  {hit.film.label}")
    if not hits:
        print_note(f"no film is called {quoted(options.text)}")


def info(options: argparse.Namespace, settings: Settings) -> None:
    """Show what is built and where; with --verify, read all of it to check that it is intact."""
    cinewatch = _open(options, settings)
    if options.verify:
        cinewatch.verify()
    facts = asdict(cinewatch.info) | ({"verified": True} if options.verify else {})
    if options.json:
        print_json(facts)
        return
    del facts["columns"], facts["notes"]
    for name, value in facts.items():
        print(f"{name.replace('_', ' '):12} {in_words(value)}")
    print(f"\n{columns_in_words(cinewatch.info)}")


def export(options: argparse.Namespace, settings: Settings) -> None:
    """Write the most voted films to a small Parquet file, which builds like the dataset it comes from."""
    if options.most_voted < 1:
        options.usage_error("--most-voted needs a number of films, 1 or more")
    written = _open(options, settings).export(options.most_voted, options.out)
    print_json({"file": str(options.out), "films": written, "bytes": options.out.stat().st_size})


def evaluate_films(options: argparse.Namespace, settings: Settings) -> None:
    """Measure recommendations for films against films that MovieLens users like together, beside baselines."""
    with progress_bar() as progress:
        report = evaluation.run(options, lambda: _open(options, settings), progress)
    if options.json:
        print_json(report.as_dict())
    else:
        print(report.markdown())


def _open(options: argparse.Namespace, settings: Settings) -> CineWatch:
    """Open the dataset the options name, else the newest build in --models, else the dataset of the settings."""
    if not options.catalogue and options.models and not settings.dataset_named:
        built = CineWatch.newest(settings.models_dir)
        if built:
            return built
    with progress_bar() as progress:
        return CineWatch.of(options.catalogue or settings.dataset, settings.models_dir, progress)


def _film(cinewatch: CineWatch, name: str) -> Film:
    """Return the film with the id `name`, or with that title: there are films called "2012" and "300"."""
    is_number = name.isascii() and name.isdigit() and len(name) <= _MAX_ID_DIGITS
    return cinewatch.film(int(name)) if is_number and int(name) in cinewatch else cinewatch.named(name)


def _print_answer(seeds: list[str], answer: Answer) -> None:
    print(f"Like {' and '.join(seeds)}:")
    for rank, found in enumerate(answer.films, 1):
        print(f"{rank:3}. {found.score:.3f}  {found.film.label}  ({', '.join(found.explanation.reasons)})")


def _recommend_for_each(cinewatch: CineWatch, options: argparse.Namespace) -> None:
    """Answer each id of a file: as JSON Lines, or as text. An unknown id gets an error instead of films."""
    # The whole file is read first: an answer to half of it would look like an answer.
    for film_id in [_id(line) for line in _lines(options.ids_file)]:
        answer = cinewatch.recommend(Query((film_id,), k=options.k)) if film_id in cinewatch else None
        if options.jsonl:
            films = [recommendation_as_json(found) for found in answer.films] if answer else []
            error = {} if answer else {"error": "no film has that id"}
            print_json({"id": film_id, "recommendations": films} | error)
        elif answer:
            _print_answer([cinewatch.film(film_id).label], answer)
        else:
            print_note(f"no film has the id {film_id}")


def _id(line: str) -> int:
    try:
        return int(line)
    except ValueError as error:
        raise InvalidQuery(f"{quoted(line)} is not a film id") from error


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error, path) if isinstance(error, OSError) else f"{path}: it is not text"
        raise SourceError(f"cannot read {why}") from error
    return [line for line in map(str.strip, text.splitlines()) if line]


def _compare_pairs(cinewatch: CineWatch, source: Path, target: Path) -> None:
    """Write a,b,similarity for each pair of `source`; the similarity with an unknown film is left empty."""
    pairs = _pairs(source)
    values = cinewatch.relations.similarities(pairs)
    known = ["" if math.isnan(value) else value for value in values]
    _write_csv(target, [(a, b, value) for (a, b), value in zip(pairs, known, strict=True)])
    if unknown := sum(map(math.isnan, values)):
        print_note(f"{unknown} of {len(pairs)} pairs name a film that is not in the catalogue")


def _pairs(source: Path) -> list[tuple[int, int]]:
    reader = csv.DictReader(_lines(source))
    try:
        if not reader.fieldnames:
            raise KeyError("a")
        return [(int(row["a"]), int(row["b"])) for row in reader]
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidQuery(f"{source} needs the columns a and b with film ids") from error


def _write_csv(target: Path, rows: list[tuple[int, int, object]]) -> None:
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("a", "b", "similarity"), *rows])
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, target)}") from error
