"""How far a long task is: one kind of callback for builds, maps and evaluations."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, how much of the task is done, and how much there is, in the same unit."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default wherever progress can be reported."""


def within(progress: Progress, before: int, total: int) -> Progress:
    """Return a callback for one part of a larger task.

    Parameters
    ----------
    progress
        Callback of the whole task.
    before, total
        How much of the whole task is done before this part begins, and how much there is in all.

    """
    return lambda stage, done, _: progress(stage, before + done, total)


def step_reporter(progress: Progress, steps: int) -> Callable[[str], None]:
    """Return a function that reports each of `steps` steps, by its name."""
    done = count()
    return lambda stage: progress(stage, next(done), steps)
