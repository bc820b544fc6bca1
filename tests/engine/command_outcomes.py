"""Outcomes of commands that a test runs in its own process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


def json_of(outcome: Outcome) -> dict[str, object]:
    """Return the one JSON object that a successful command printed, and check that it printed nothing else."""
    assert (outcome.status, outcome.err) == (0, "")
    (line,) = outcome.out.splitlines()
    parsed: dict[str, object] = json.loads(line)
    return parsed


def error_of(outcome: Outcome) -> str:
    """Return the one line that a failed command printed, and check that it printed nothing else."""
    assert (outcome.status, outcome.out) == (1, "")
    (line,) = outcome.err.splitlines()
    assert line.startswith("error: ")
    return line
