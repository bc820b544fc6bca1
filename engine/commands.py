"""What the command line does: each command reads its options, asks the engine, and prints the answer."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import asdict, replace
from pathlib import Path

from engine.cinewatch import CineWatch
from engine.console import (
    columns_in_words,
    film_as_json,
    in_words,
    labels_of,
    print_answer,
    print_hits,
    print_json,
    print_note,
    print_reading,
    print_report,
    progress_bar,
    read_ids,
    read_lines,
    read_pairs,
    recommendation_as_json,
    search_as_json,
    write_csv,
)
from engine.entities import Film
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
        built = CineWatch.build(source, settings.models_dir, progress, options.replace)
    print_note(columns_in_words(built.info))
    print_json(asdict(built.info))


def recommend(options: argparse.Namespace, settings: Settings) -> None:
    """Recommend films like one film or several, or films that a text describes; or for each line of a file."""
    sources = (options.ids_file, options.about_file, options.id or options.title or options.about)
    if sum(map(bool, sources)) != 1:
        options.usage_error("name films with --id or --title, describe one with --about, or pass a file of either")
    if options.jsonl and not (options.ids_file or options.about_file):
        options.usage_error("--jsonl goes with --ids-file or --about-file; use --json for one answer")
    cinewatch = open_catalogue(options, settings)
    if options.ids_file:
        _recommend_for_each(cinewatch, options)
        return
    if options.about_file:
        _recommend_for_each_description(cinewatch, options)
        return
    seeds = [cinewatch.film(film_id) for film_id in options.id]
    seeds += [cinewatch.named(title) for title in options.title]
    disliked = [_film(cinewatch, name) for name in options.dislike]
    query = replace(
        _preferences(options),
        liked=tuple(seed.id for seed in seeds),
        disliked=tuple(film.id for film in disliked),
        about=options.about,
    )
    query, reading = cinewatch.understand(query)
    answer = cinewatch.recommend(query)
    print_reading(reading, answer)
    if options.json:
        films = [recommendation_as_json(found) for found in answer.films]
        seeds_as_json = [film_as_json(seed) for seed in seeds]
        print_json({"seeds": seeds_as_json, "understood": labels_of(reading), "recommendations": films})
    else:
        print_answer([*(seed.label for seed in seeds), *filter(None, [options.about])], answer)


def compare(options: argparse.Namespace, settings: Settings) -> None:
    """Show how similar two films are, and why; or how similar each pair of a file is."""
    if options.pairs or options.out:
        if options.films or not (options.pairs and options.out):
            options.usage_error("--pairs FILE and --out FILE go together, without films")
        _compare_pairs(open_catalogue(options, settings), options.pairs, options.out)
        return
    if len(options.films) != 2:
        options.usage_error(f"name two films, not {len(options.films)}")
    cinewatch = open_catalogue(options, settings)
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
    cinewatch = open_catalogue(options, settings)
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
    """Find films by title or by person, even misspelt; or by each text of a file."""
    if (options.text is None) == (options.queries is None):
        options.usage_error("type a text, or pass --queries")
    if options.jsonl and not options.queries:
        options.usage_error("--jsonl goes with --queries; use --json for one answer")
    cinewatch = open_catalogue(options, settings)
    for text in read_lines(options.queries) if options.queries else [options.text]:
        hits, people = cinewatch.search(text, options.k), cinewatch.people(text)
        if options.json or options.jsonl:
            print_json(search_as_json(text, hits, people))
        else:
            print_hits(text, hits, people)


def info(options: argparse.Namespace, settings: Settings) -> None:
    """Show what is built and where; with --verify, read all of it to check that it is intact."""
    cinewatch = open_catalogue(options, settings)
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
    written = open_catalogue(options, settings).export(options.most_voted, options.out)
    print_json({"file": str(options.out), "films": written, "bytes": options.out.stat().st_size})


def evaluate_films(options: argparse.Namespace, settings: Settings) -> None:
    """Measure recommendations for films against films that MovieLens users like together, beside baselines."""
    with progress_bar() as progress:
        report = evaluation.run(options, lambda: open_catalogue(options, settings), progress)
    print_report(report, options.json)


def evaluate_descriptions(options: argparse.Namespace, settings: Settings) -> None:
    """Measure how often descriptions find their films, beside BM25."""
    with progress_bar() as progress:
        report = evaluation.run_descriptions(options, lambda: open_catalogue(options, settings), progress)
    print_report(report, options.json)


def open_catalogue(options: argparse.Namespace, settings: Settings) -> CineWatch:
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


def _preferences(options: argparse.Namespace) -> Query:
    """Return the query that the options describe, without what it starts from."""
    filters = Filters(tuple(options.genre), countries=tuple(options.country), companies=tuple(options.company))
    weights = PRESETS[options.preset]
    return Query(
        k=options.k,
        weights=weights if options.community is None else replace(weights, community=options.community),
        filters=filters.for_preset(options.preset),
        franchise=options.franchise,
        diversity=options.diversity,
    )


def _recommend_for_each_description(cinewatch: CineWatch, options: argparse.Namespace) -> None:
    """Answer each line of a file, in order: as JSON Lines, or as text."""
    for about in map(str.strip, read_lines(options.about_file)):
        query, reading = cinewatch.understand(replace(_preferences(options), about=about))
        answer = cinewatch.recommend(query)
        if options.jsonl:
            films = [recommendation_as_json(found) for found in answer.films]
            print_json({"about": about, "understood": labels_of(reading), "recommendations": films})
        else:
            print_reading(reading, answer)
            print_answer([about], answer)


def _recommend_for_each(cinewatch: CineWatch, options: argparse.Namespace) -> None:
    """Answer each id of a file: as JSON Lines, or as text. An unknown id gets an error instead of films."""
    # The whole file is read first: an answer to half of it would look like an answer.
    for film_id in read_ids(options.ids_file):
        answer = cinewatch.recommend(replace(_preferences(options), liked=(film_id,))) if film_id in cinewatch else None
        if options.jsonl:
            films = [recommendation_as_json(found) for found in answer.films] if answer else []
            error = {} if answer else {"error": "no film has that id"}
            print_json({"id": film_id, "recommendations": films} | error)
        elif answer:
            print_answer([cinewatch.film(film_id).label], answer)
        else:
            print_note(f"no film has the id {film_id}")


def _compare_pairs(cinewatch: CineWatch, source: Path, target: Path) -> None:
    """Write a,b,similarity for each pair of `source`; the similarity with an unknown film is left empty."""
    pairs = read_pairs(source)
    values = cinewatch.relations.similarities(pairs)
    known = ["" if math.isnan(value) else value for value in values]
    write_csv(target, ("a", "b", "similarity"), [(a, b, value) for (a, b), value in zip(pairs, known, strict=True)])
    if unknown := sum(map(math.isnan, values)):
        print_note(f"{unknown} of {len(pairs)} pairs name a film that is not in the catalogue")
