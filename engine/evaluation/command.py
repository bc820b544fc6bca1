"""The commands `evaluate films` and `evaluate descriptions`: their arguments, and the reports they make of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from engine.cinewatch import CineWatch
from engine.errors import SourceError, reason
from engine.evaluation.descriptions import DescriptionReport, evaluate_descriptions, read_descriptions
from engine.evaluation.ground_truth import ground_truth, read_likes
from engine.evaluation.oddities import Oddities, oddities
from engine.evaluation.report import Report, evaluate
from engine.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `evaluate films` to its parser."""
    parser.add_argument("--ratings", type=Path, metavar="CSV", help="ratings.csv of a MovieLens dataset")
    parser.add_argument("--links", type=Path, metavar="CSV", help="links.csv of the same")
    parser.add_argument("--oddities", action="store_true", help="count odd answers instead; needs no ratings")
    parser.add_argument("--half", choices=("a", "b"), help="measure one half of the films, to tune on the other")
    parser.add_argument("--ablation", action="store_true", help="also switch off each part of the score and each field")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the report here as JSON")


def run(options: argparse.Namespace, opening: Callable[[], CineWatch], progress: Progress) -> Report | Oddities:
    """Return the report on the catalogue that `opening` opens, or its oddities; write it if `options` name a file.

    Raises
    ------
    SourceError
        A file is missing, unreadable, or cannot be written.
    NoFilms
        The ratings and the catalogue have too few films in common.
    """
    # Cheap mistakes are found before anything takes minutes.
    if not options.oddities and not (options.ratings and options.links):
        options.usage_error("pass --ratings and --links, or --oddities")
    likes = None if options.oddities else read_likes(options.ratings, options.links)
    _check_folder(options.out)
    cinewatch = opening()
    report = (
        evaluate(cinewatch, ground_truth(likes, cinewatch), options.half, options.ablation, progress)
        if likes
        else oddities(cinewatch, progress=progress)
    )
    _write(options.out, report)
    return report


def add_description_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `evaluate descriptions` to its parser."""
    parser.add_argument("descriptions", type=Path, metavar="CSV", help="columns id and text")
    parser.add_argument("--half", choices=("a", "b"), help="measure every other row only, to tune on the rest")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the report here as JSON")


def run_descriptions(
    options: argparse.Namespace, opening: Callable[[], CineWatch], progress: Progress
) -> DescriptionReport:
    """Return the report on the catalogue that `opening` opens, and write it if `options` name a file.

    Raises
    ------
    SourceError
        A file is missing, unreadable, or cannot be written.
    InvalidQuery
        The CSV has other columns.
    NoFilms
        None of the described films is in the catalogue.
    """
    described = read_descriptions(options.descriptions, options.half)
    _check_folder(options.out)
    report = evaluate_descriptions(opening(), described, progress)
    _write(options.out, report)
    return report


def _check_folder(path: Path | None) -> None:
    if path and not path.parent.is_dir():
        raise SourceError(f"cannot write {path}: there is no folder {path.parent}")


def _write(path: Path | None, report: Report | DescriptionReport | Oddities) -> None:
    if not path:
        return
    try:
        path.write_text(json.dumps(report.as_dict(), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, path)}") from error
