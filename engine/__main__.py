"""The command line: `python -m engine COMMAND`. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, get_args

from engine import commands, experiment_commands, personal_commands, user_commands
from engine.errors import CineWatchError
from engine.evaluation import command as evaluation
from engine.logs import configure
from engine.ranking.blend import PRESETS
from engine.ranking.query import Franchise
from engine.settings import Settings, read_secrets, read_settings

Command = Callable[[argparse.Namespace, Settings], None]
# argparse has no public name for what `add_subparsers` returns.
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a named error in one line, 2 wrong usage."""
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Titles come in every script and JSON is UTF-8; a terminal or a pipe may be set up for less.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        settings = read_settings(os.environ, read_secrets())
        if options.models:
            settings = replace(settings, models_dir=options.models)
        configure(settings.log_format, logging.DEBUG if options.verbose else logging.WARNING)
        options.command(options, settings)
        # Here, not when the interpreter exits, so that a closed pipe is noticed while it can be handled.
        sys.stdout.flush()
    except CineWatchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has seen enough; the interpreter must not try to flush the rest when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted; what was built before is still there", file=sys.stderr)
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = argparse.ArgumentParser(prog="python -m engine", description="CineWatch without a screen.")
    subparsers = whole.add_subparsers(required=True, metavar="COMMAND")
    # The dataset is the argument itself; --catalogue works too, as with every command.
    build = _add(subparsers, "build", commands.build, json=False)
    build.add_argument("csv", nargs="?", type=Path, metavar="FILE", help="CSV, TSV, JSON Lines or Parquet")
    build.add_argument("--replace", action="store_true", help="build even if the dataset has lost films")
    _add_recommend(subparsers)
    _add_compare(subparsers)
    _add(subparsers, "map", commands.draw_map)
    _add_search(subparsers)
    _add_learn(subparsers)
    _add_for_you(subparsers)
    _add_evaluate(subparsers)
    _add_users(subparsers)
    _add_experiments(subparsers)
    export = _add(subparsers, "export", commands.export, json=False)
    export.add_argument("--most-voted", type=int, required=True, metavar="N", help="how many films to keep")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.parquet", help="where to write them")
    info = _add(subparsers, "info", commands.info)
    info.add_argument("--verify", action="store_true", help="read the whole index and check it")
    return whole


def _add(subparsers: Subparsers, name: str, command: Command, json: bool = True) -> argparse.ArgumentParser:
    """Add a command with the options that all commands share."""
    added = subparsers.add_parser(name, help=command.__doc__, description=command.__doc__)
    added.add_argument("--catalogue", type=Path, metavar="FILE", help="dataset; built on first use, reused after")
    added.add_argument("--models", type=Path, metavar="DIR", help="folder of the built indexes")
    added.add_argument("--verbose", action="store_true", help="log what is done and how long it takes")
    if json:
        added.add_argument("--json", action="store_true", help="print one JSON object")
    # Wrong usage that argparse cannot see is reported in its way, with exit status 2.
    added.set_defaults(command=command, usage_error=added.error)
    return added


def _add_count(command: argparse.ArgumentParser) -> None:
    command.add_argument("-k", type=int, default=10, metavar="N", help="number of films (%(default)s)")


def _add_recommend(subparsers: Subparsers) -> None:
    command = _add(subparsers, "recommend", commands.recommend)
    add = command.add_argument
    add("--id", type=int, action="append", default=[], metavar="ID", help="TMDB id; may be repeated")
    add("--title", action="append", default=[], help="title, or title (year); may be repeated")
    add("--about", default="", metavar="TEXT", help="what the film should be about, in your own words")
    add("--dislike", action="append", default=[], metavar="FILM", help="id or title; may be repeated")
    add("--genre", action="append", default=[], help="at least one of these; may be repeated")
    add("--country", action="append", default=[], help="made in at least one of these; may be repeated")
    add("--company", action="append", default=[], help="made by at least one of these; may be repeated")
    add("--preset", choices=PRESETS, default=next(iter(PRESETS)), help="what matters most (%(default)s)")
    add("--community", type=float, metavar="WEIGHT", help="how much to favour films liked by the same people")
    add("--franchise", choices=get_args(Franchise), default="all", help="sequels and remakes (%(default)s)")
    add("--diversity", type=float, default=0.0, metavar="SHARE", help="variety, from 0 to 1 (%(default)s)")
    add("--ids-file", type=Path, metavar="FILE", help="one id per line; answers each of them")
    add("--about-file", type=Path, metavar="FILE", help="one description per line; answers each of them")
    add("--jsonl", action="store_true", help="with --ids-file or --about-file: print one JSON object per line")
    _add_count(command)


def _add_search(subparsers: Subparsers) -> None:
    command = _add(subparsers, "search", commands.search)
    command.add_argument("text", nargs="?", help="a title or a part of one, a person, or an id")
    command.add_argument("--queries", type=Path, metavar="FILE", help="one text per line; answers each of them")
    command.add_argument("--jsonl", action="store_true", help="with --queries: print one JSON object per line")
    _add_count(command)


def _add_compare(subparsers: Subparsers) -> None:
    command = _add(subparsers, "compare", commands.compare)
    command.add_argument("films", nargs="*", metavar="FILM", help="id or title")
    command.add_argument("--pairs", type=Path, metavar="FILE", help="CSV with columns a and b: film ids")
    command.add_argument("--out", type=Path, metavar="FILE", help="where to write a,b,similarity")


def _add_learn(subparsers: Subparsers) -> None:
    command = _add(subparsers, "learn", personal_commands.learn, json=False)
    command.add_argument("--ratings", type=Path, metavar="CSV", help="ratings.csv of a MovieLens dataset")
    command.add_argument("--links", type=Path, metavar="CSV", help="links.csv of the same")
    command.add_argument("--from-database", action="store_true", help="learn from the users of this CineWatch instead")
    least = "users who must have rated a film (1, or 5 with --from-database)"
    command.add_argument("--min-users", type=int, metavar="N", help=least)
    command.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="dask workers that share the work")
    command.add_argument("--forget", action="store_true", help="remove what was learned")


def _add_for_you(subparsers: Subparsers) -> None:
    command = _add(subparsers, "for-you", personal_commands.for_you)
    command.add_argument("--ratings", type=Path, metavar="CSV", help="one user's ratings: id,rating")
    command.add_argument("--users", type=Path, metavar="CSV", help="many users' ratings: user,id,rating")
    command.add_argument("--jsonl", action="store_true", help="with --users: print one JSON object per user")
    _add_count(command)


def _add_evaluate(subparsers: Subparsers) -> None:
    about = "Measure how good recommendations are, beside baselines."
    kinds = subparsers.add_parser("evaluate", help=about, description=about)
    of_kind = kinds.add_subparsers(required=True, metavar="KIND")
    evaluation.add_arguments(_add(of_kind, "films", commands.evaluate_films))
    evaluation.add_description_arguments(_add(of_kind, "descriptions", commands.evaluate_descriptions))
    users = _add(of_kind, "users", personal_commands.evaluate_users)
    users.add_argument("--ratings", type=Path, required=True, metavar="CSV", help="ratings.csv of a MovieLens dataset")
    users.add_argument("--links", type=Path, required=True, metavar="CSV", help="links.csv of the same")


def _add_users(subparsers: Subparsers) -> None:
    about = "Show, export, import and delete what people do with films."
    kinds = subparsers.add_parser("users", help=about, description=about).add_subparsers(required=True, metavar="WHAT")
    commands_of: dict[str, Command] = {
        "list": user_commands.list_users,
        "export": user_commands.export_user,
        "import": user_commands.import_file,
        "delete": user_commands.delete_user,
    }
    for name, command in commands_of.items():
        user_commands.add_arguments(_add(kinds, name, command, json=name == "list"), name)


def _add_experiments(subparsers: Subparsers) -> None:
    about = "Show how experiments go."
    kinds = subparsers.add_parser("experiments", help=about, description=about)
    command = _add(kinds.add_subparsers(required=True, metavar="WHAT"), "report", experiment_commands.report)
    experiment_commands.add_arguments(command)


if __name__ == "__main__":
    sys.exit(main())
