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
from typing import get_args

from engine import commands
from engine.errors import CineWatchError
from engine.evaluation import command as evaluation
from engine.logs import configure
from engine.ranking.blend import PRESETS
from engine.ranking.query import Franchise
from engine.settings import Settings, read_secrets, read_settings

Command = Callable[[argparse.Namespace, Settings], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 a named error, told in one line, 2 wrong usage."""
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Titles are of every script, and JSON is UTF-8; what a terminal or a pipe takes by default may be less.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        settings = read_settings(os.environ, read_secrets())
        if options.models:
            settings = replace(settings, models_dir=options.models)
        configure(settings.log_format, logging.DEBUG if options.verbose else logging.WARNING)
        options.command(options, settings)
        # Here, not at the interpreter's end, so that a closed pipe is noticed while it can be told.
        sys.stdout.flush()
    except CineWatchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not try to flush the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted; what was there before is still there", file=sys.stderr)
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--models", type=Path, metavar="DIR", help="folder of the built indexes")
    shared.add_argument("--verbose", action="store_true", help="log what is done and how long it takes")
    reading = argparse.ArgumentParser(add_help=False, parents=[shared])
    reading.add_argument("--catalogue", type=Path, metavar="CSV", help="dataset; built on first use, reused after")
    listing = argparse.ArgumentParser(add_help=False)
    listing.add_argument("-k", type=int, default=10, metavar="N", help="how many films (10)")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print one JSON object")

    whole = argparse.ArgumentParser(prog="python -m engine", description="CineWatch without a screen.")
    subparsers = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(command: Command, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        made = subparsers.add_parser(
            command.__name__, parents=list(parents), help=command.__doc__, description=command.__doc__
        )
        # Wrong usage that argparse cannot see: told in its way, with exit status 2.
        made.set_defaults(command=command, refuse=made.error)
        return made

    # The dataset is the argument itself; --catalogue is understood all the same, as with every command.
    add(commands.build, reading).add_argument("csv", nargs="?", type=Path, metavar="CSV")
    one = add(commands.recommend, reading, listing, as_json)
    one.add_argument("--id", type=int, action="append", default=[], metavar="ID", help="TMDB id; may be repeated")
    one.add_argument("--title", action="append", default=[], help="title, or title (year); may be repeated")
    one.add_argument("--about", default="", metavar="TEXT", help="what a film should be about, in any words")
    one.add_argument("--unlike", action="append", default=[], metavar="FILM", help="an id or a title; may be repeated")
    one.add_argument("--genre", action="append", default=[], help="one of these at least; may be repeated")
    one.add_argument("--taste", choices=PRESETS, default=next(iter(PRESETS)), help="what counts (%(default)s)")
    one.add_argument("--series", choices=get_args(Franchise), default="all", help="films of a franchise (%(default)s)")
    one.add_argument("--variety", type=float, default=0.0, metavar="SHARE", help="from 0 to 1 (%(default)s)")
    one.add_argument("--ids-file", type=Path, metavar="FILE", help="an id a line; prints a JSON object a line")
    one.add_argument("--jsonl", action="store_true", help="goes with --ids-file, which prints nothing else")
    two = add(commands.compare, reading, as_json)
    two.add_argument("films", nargs="*", metavar="FILM", help="an id, or a title")
    two.add_argument("--pairs", type=Path, metavar="FILE", help="CSV with the columns a,b: ids")
    two.add_argument("--out", type=Path, metavar="FILE", help="where a,b,similarity goes")
    add(commands.atlas, reading, as_json)
    add(commands.search, reading, listing, as_json).add_argument("text", help="a title, or a part of one")
    evaluation.add_arguments(add(commands.evaluate, reading, as_json))
    add(commands.info, reading, as_json).add_argument("--verify", action="store_true", help="read all of the index")
    return whole


if __name__ == "__main__":
    sys.exit(main())
