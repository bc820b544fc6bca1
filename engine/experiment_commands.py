"""What an operator sees of experiments: `python -m engine experiments report`."""

from __future__ import annotations

import argparse
import math
from contextlib import closing
from dataclasses import asdict
from typing import Any

from engine.console import print_json, print_lines, print_note
from engine.errors import SettingsError
from engine.settings import Settings

MAX_CHANGE = 1_000
"""Per cent."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the options of the report."""
    command.add_argument(
        "--change", type=float, default=10.0, metavar="PERCENT", help="say how long it takes to see it (%(default)g)"
    )


def report(options: argparse.Namespace, settings: Settings) -> None:
    """Show how the experiments of CINEWATCH_EXPERIMENTS go: people, rates, and whether there is a difference."""
    # SQLAlchemy and SciPy take a moment to load, and most commands need neither.
    from engine.experiments import read_plan, report_of, sentences
    from engine.users import Users, utc_now

    if settings.experiments is None:
        raise SettingsError("name the file of experiments in CINEWATCH_EXPERIMENTS")
    if not 0 < options.change <= MAX_CHANGE:
        options.usage_error(f"--change is a number of per cent above 0, at most {MAX_CHANGE}")
    planned = read_plan(settings.experiments)
    with closing(Users(settings.database_url)) as users:
        reports = [
            report_of(each, users.events.condensed(each.name), utc_now(), options.change / 100) for each in planned
        ]
        unplanned = sentences.unplanned(users.events.names(), [each.name for each in planned])
    if options.json:
        print_json({"experiments": [_plain(asdict(each)) for each in reports], "notes": unplanned})
        return
    for each in reports:
        print_lines(sentences.as_text(each))
    for note in unplanned:
        print_note(note)
    if not planned:
        print_note(f"{settings.experiments.name} has no experiments")


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: days as text, and nothing for numbers that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
