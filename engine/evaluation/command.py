"""The command `evaluate films`: its arguments, and the report it makes of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from engine.cinewatch import CineWatch
from engine.errors import SourceError, reason
from engine.evaluation.ground_truth import ground_truth, read_likes
from engine.evaluation.oddities import Oddities, oddities
from engine.evaluation.report import Report, evaluate
from engine.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to its parser."""
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
    if options.out and not options.out.parent.is_dir():
        raise SourceError(f"cannot write {options.out}: there is no folder {options.out.parent}")
    cinewatch = opening()
    report = (
        evaluate(cinewatch, ground_truth(likes, cinewatch), options.half, options.ablation, progress)
        if likes
        else oddities(cinewatch, progress=progress)
    )
    if options.out:
        _write(options.out, report)
    return report


def _write(path: Path, report: Report | Oddities) -> None:
    try:
        path.write_text(json.dumps(report.as_dict(), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, path)}") from error
