"""Errors are one tree, drawn in the docstring of their module, and their messages are one line."""

from __future__ import annotations

import inspect
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatchError, errors
from engine.errors import quoted, reason

ERRORS = {name: cls for name, cls in vars(errors).items() if inspect.isclass(cls) and issubclass(cls, Exception)}


def test_every_error_is_in_the_tree_where_it_is_drawn() -> None:
    drawing = (errors.__doc__ or "").splitlines()
    assert len(ERRORS) > 15
    for name, error in ERRORS.items():
        assert issubclass(error, CineWatchError)
        (line,) = [number for number, line in enumerate(drawing) if name in line.split()]
        if error is not CineWatchError:
            depth = drawing[line].index(name)
            above = next(row for row in reversed(drawing[:line]) if row.strip("│ ") and _start(row) < depth)
            assert error.__base__ is not None
            assert error.__base__.__name__ in above.split()


def _start(row: str) -> int:
    """Return where the name begins in a row of the drawing."""
    return len(row) - len(row.lstrip("│├└─ "))


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=200), st.integers(2, 80))
def test_quoted_text_is_one_short_printable_line(text: str, limit: int) -> None:
    shown = quoted(text, limit)
    assert shown.isprintable()
    assert len(shown) <= limit + 2
    assert shown[0] == shown[-1] == '"'


def test_short_quoted_text_is_complete() -> None:
    assert quoted("Café Éclair") == '"Café Éclair"'
    assert quoted("a\n\tb") == '"a b"'
    assert quoted("x" * 100, 10) == '"xxxxxxxxx…"'


def test_the_reason_of_an_operating_system_error_is_one_line() -> None:
    assert (
        reason(FileNotFoundError(2, "No such file or directory"), Path("a.csv")) == "a.csv: No such file or directory"
    )
    assert reason(OSError("cannot\nmap"), Path("a.csv")) == "a.csv: it cannot be read or written"
