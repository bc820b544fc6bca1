"""What the command line does: each command reads its options, asks the engine, and prints the answer."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from engine.cinewatch import CineWatch
from engine.entities import Film, Recommendation
from engine.errors import InvalidQuery, SourceError, quoted, reason
from engine.evaluation import command as evaluation
from engine.filters.filters import Filters
from engine.progress import Progress
from engine.ranking.blend import PRESETS
from engine.ranking.query import Query
from engine.settings import Settings

_LONGEST_ID = 18
"""Digits."""


def build(options: argparse.Namespace, settings: Settings) -> None:
    """Build the index of a CSV; the last line of output is a JSON object of what was done."""
    with _progress_bar() as progress:
        source = options.csv or options.catalogue or settings.dataset
        built = CineWatch.build(source, settings.models_dir, progress)
    _print_json(asdict(built.info))


def recommend(options: argparse.Namespace, settings: Settings) -> None:
    """Recommend films like one film, several, or each of a file of ids; or films that a text tells of."""
    if bool(options.ids_file) == bool(options.id or options.title or options.about):
        options.refuse("name films by --id or --title, say what they are --about, or name a file of ids by --ids-file")
    cinewatch = _open(options, settings)
    if options.ids_file:
        # All of the file first: an answer to half of it would look like an answer.
        for film_id in [_id_of(line) for line in _lines(options.ids_file)]:
            _print_json(_recommendations_for(cinewatch, film_id, options.k))
        return
    seeds = [cinewatch.film(film_id) for film_id in options.id]
    seeds += [cinewatch.named(title) for title in options.title]
    disliked = [_film_of(cinewatch, name) for name in options.unlike]
    answer = cinewatch.recommend(
        Query(
            liked=tuple(seed.id for seed in seeds),
            disliked=tuple(film.id for film in disliked),
            text=options.about,
            k=options.k,
            weights=PRESETS[options.taste],
            filters=Filters(genres=tuple(options.genre)),
            franchise=options.series,
            diversity=options.variety,
        )
    )
    if answer.unknown:
        print(f"no film knows {', '.join(answer.unknown)}", file=sys.stderr)
    if options.json:
        recommendations = [_as_json(recommendation) for recommendation in answer.films]
        _print_json({"seeds": [_named(seed) for seed in seeds], "recommendations": recommendations})
        return
    print(f"Like {' and '.join([*(seed.label for seed in seeds), *filter(None, [options.about])])}:")
    for place, one in enumerate(answer.films, 1):
        print(f"{place:3}. {one.score:.3f}  {one.film.label}  ({', '.join(one.explanation.reasons)})")


def compare(options: argparse.Namespace, settings: Settings) -> None:
    """Tell how alike two films are and why, or how alike each pair of a file is."""
    if options.pairs or options.out:
        if options.films or not (options.pairs and options.out):
            options.refuse("--pairs FILE and --out FILE go together, and without films")
        _compare_pairs(_open(options, settings), options.pairs, options.out)
        return
    if len(options.films) != 2:
        options.refuse(f"it takes two films, not {len(options.films)}")
    cinewatch = _open(options, settings)
    a, b = (_film_of(cinewatch, name) for name in options.films)
    result = cinewatch.compare(a.id, b.id)
    if options.json:
        fields = [asdict(field) for field in result.explanation.fields]
        terms = [asdict(term) for term in result.explanation.terms]
        figures = {"similarity": result.similarity, "closer_than": result.closer_than}
        _print_json({"a": _named(a), "b": _named(b)} | figures | {"fields": fields, "terms": terms})
        return
    print(f"{a.label} and {b.label}: {result.similarity:.4f}, closer than {result.closer_than:.1%} of the catalogue")
    for field in result.explanation.fields:
        shared = [term.term for term in result.explanation.terms if term.field == field.field]
        print(f"  {field.value:.4f}  {field.label}{': ' if shared else ''}{', '.join(shared[:8])}")


def atlas(options: argparse.Namespace, settings: Settings) -> None:
    """Make the map of the most voted films, so that no visitor waits for it, and tell how far it can be trusted."""
    cinewatch = _open(options, settings)
    start = time.perf_counter()
    films = cinewatch.atlas.map(lambda stage, *_: print(stage, file=sys.stderr))
    # What else is made on first use: the neighbours that chains lead along.
    for point in films.points[:1]:
        cinewatch.atlas.map_neighbours(point.id)
    figures = {
        "films": len(films.points),
        # JSON knows no NaN.
        "trustworthiness": None if math.isnan(films.trustworthiness) else films.trustworthiness,
        "kept": None if math.isnan(films.kept) else films.kept,
        "seconds": round(time.perf_counter() - start, 3),
    }
    if options.json:
        _print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name:16} {'too few films to tell' if value is None else _in_words(value)}")


def search(options: argparse.Namespace, settings: Settings) -> None:
    """Find films by title, typing errors included."""
    hits = _open(options, settings).search(options.text, options.k)
    if options.json:
        found = [_named(hit.film) | {"votes": hit.film.votes, "score": hit.score} for hit in hits]
        _print_json({"query": options.text, "results": found})
        return
    for hit in hits:
        print(f"{hit.film.id:>9}  {hit.film.label}")
    if not hits:
        print(f"no title is like {quoted(options.text)}", file=sys.stderr)


def info(options: argparse.Namespace, settings: Settings) -> None:
    """Tell what is built and where; with --verify read all of it to see that it is sound."""
    cinewatch = _open(options, settings)
    if options.verify:
        cinewatch.verify()
    facts = asdict(cinewatch.info) | ({"verified": True} if options.verify else {})
    if options.json:
        _print_json(facts)
        return
    for name, value in facts.items():
        print(f"{name.replace('_', ' '):12} {_in_words(value)}")


def evaluate(options: argparse.Namespace, settings: Settings) -> None:
    """Measure recommendations, and other ways to make them, against what people of MovieLens like together."""
    with _progress_bar() as progress:
        report = evaluation.run(options, lambda: _open(options, settings), progress)
    if options.json:
        _print_json(report.as_dict())
    else:
        print(report.markdown())


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_in_words(part)}" for name, part in value.items()) or "none"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _open(options: argparse.Namespace, settings: Settings) -> CineWatch:
    """Open what the options name: a dataset, else what was built last in --models, else the dataset of the settings."""
    if not options.catalogue and options.models and not settings.dataset_named:
        built = CineWatch.newest(settings.models_dir)
        if built:
            return built
    with _progress_bar() as progress:
        return CineWatch.of(options.catalogue or settings.dataset, settings.models_dir, progress)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """Yield a progress callback that draws a bar on standard error, one for reading and one for what follows."""
    bar: tqdm[None] | None = None
    reading = False

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal bar, reading
        in_bytes = stage == "Reading"
        if bar is None or reading != in_bytes:
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, unit="B" if in_bytes else "step", unit_scale=in_bytes, file=sys.stderr)
            reading = in_bytes
        bar.set_description(stage, refresh=False)
        bar.update(done - bar.n)

    try:
        yield progress
    finally:
        if bar is not None:
            bar.close()


def _film_of(cinewatch: CineWatch, name: str) -> Film:
    """Return the film with the id `name`, or called so: there are films called "2012" and "300"."""
    is_number = name.isascii() and name.isdigit() and len(name) <= _LONGEST_ID
    return cinewatch.film(int(name)) if is_number and int(name) in cinewatch else cinewatch.named(name)


def _named(film: Film) -> dict[str, object]:
    return {"id": film.id, "title": film.title, "year": film.year}


def _as_json(one: Recommendation) -> dict[str, object]:
    parts = {"content": one.content, "era": one.era, "popularity": one.popularity, "quality": one.quality}
    shown = {"score": one.score, "because": list(one.explanation.reasons), "parts": parts}
    return _named(one.film) | shown | {"closer_than": one.closer_than}


def _id_of(line: str) -> int:
    try:
        return int(line)
    except ValueError as error:
        raise InvalidQuery(f"{quoted(line)} is not a film id") from error


def _recommendations_for(cinewatch: CineWatch, film_id: int, k: int) -> dict[str, object]:
    """Return the answer for one id of a file; an unknown one has an error in place of recommendations."""
    if film_id not in cinewatch:
        return {"id": film_id, "recommendations": [], "error": "no film of this catalogue has that id"}
    return {
        "id": film_id,
        "recommendations": [_as_json(one) for one in cinewatch.recommend(Query((film_id,), k=k)).films],
    }


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error, path) if isinstance(error, OSError) else f"{path}: not text"
        raise SourceError(f"cannot read {why}") from error
    return [line for line in map(str.strip, text.splitlines()) if line]


def _compare_pairs(cinewatch: CineWatch, source: Path, target: Path) -> None:
    """Write a,b,similarity for each pair of `source`; nothing stands for the similarity with an unknown film."""
    rows = list(csv.DictReader(_lines(source)))
    try:
        pairs = [(int(row["a"]), int(row["b"])) for row in rows]
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidQuery(f"{source} needs the columns a and b, with film ids") from error
    values = cinewatch.relations.similarities(pairs)
    unknown = sum(map(math.isnan, values))
    rows_out = [(a, b, "" if math.isnan(value) else value) for (a, b), value in zip(pairs, values, strict=True)]
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([("a", "b", "similarity"), *rows_out])
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, target)}") from error
    if unknown:
        print(f"{unknown} of {len(pairs)} pairs name a film that is not in the catalogue", file=sys.stderr)


def _print_json(value: object) -> None:
    # Half of a surrogate pair, from an argument that is no text, stays an escape.
    print(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())
