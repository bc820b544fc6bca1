"""Logs are lines that a machine can read; errors are one tree, and their messages one line."""

from __future__ import annotations

import inspect
import io
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, CineWatchError, Query, configure_logs, errors
from engine.errors import quoted, reason
from engine.logs import ROOT, timed
from fakes.sample_catalogue import HARBOUR

log = logging.getLogger(f"{ROOT}.test")
EXPORTED = [thing for thing in vars(errors).values() if inspect.isclass(thing) and issubclass(thing, Exception)]


pytestmark = pytest.mark.usefixtures("logger_as_it_was")


def test_json_logs_are_an_object_a_line() -> None:
    stream = io.StringIO()
    configure_logs("json", logging.INFO, stream)
    log.info("films: %d\nand more", 3, extra={"data": {"films": 3, "path": Path("a")}})
    log.warning("鯨")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first["message"] == "films: 3\nand more"
    assert (first["level"], first["logger"], first["films"], first["path"]) == ("info", "cinewatch.test", 3, "a")
    assert first["time"].endswith("+00:00")
    assert second["message"] == "鯨"


def test_an_exception_is_part_of_its_json_line() -> None:
    stream = io.StringIO()
    configure_logs("json", logging.INFO, stream)
    try:
        raise ValueError("odd")
    except ValueError:
        log.exception("went wrong")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: odd" in json.loads(line)["exception"]


def test_text_logs_name_level_and_logger() -> None:
    stream = io.StringIO()
    configure_logs("text", logging.INFO, stream)
    log.info("ready")
    assert stream.getvalue().endswith("INFO    cinewatch.test: ready\n")


def test_configured_twice_a_line_comes_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logs("text", logging.INFO, first)
    configure_logs("json", logging.INFO, second)
    log.info("ready")
    assert first.getvalue() == ""
    assert len(second.getvalue().splitlines()) == 1


def test_what_lies_below_the_level_is_not_written() -> None:
    stream = io.StringIO()
    configure_logs("json", logging.WARNING, stream)
    log.info("ready")
    assert stream.getvalue() == ""


def test_calls_are_timed_at_debug_level(cinewatch: CineWatch) -> None:
    stream = io.StringIO()
    configure_logs("json", logging.DEBUG, stream)
    cinewatch.recommend(Query((HARBOUR,), k=3))
    cinewatch.recommender.what_if(Query((HARBOUR,)), Query(text="a lighthouse"))
    cinewatch.search("harbour")
    entries = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [entry["call"] for entry in entries] == ["recommend", "what_if", "search"]
    assert all(entry["level"] == "debug" and entry["ms"] >= 0 for entry in entries)


def test_a_call_that_raises_is_timed_too_and_still_raises() -> None:
    @timed
    def fails() -> None:
        raise KeyError("x")

    stream = io.StringIO()
    configure_logs("json", logging.DEBUG, stream)
    with pytest.raises(KeyError):
        fails()
    assert json.loads(stream.getvalue())["call"] == "fails"


def test_every_exported_error_is_in_the_tree() -> None:
    assert EXPORTED
    assert all(issubclass(error, CineWatchError) for error in EXPORTED)


def test_every_error_is_exported_and_drawn_in_the_tree() -> None:
    defined = {
        name: thing
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and thing.__module__ == errors.__name__
    }
    assert set(defined) == {error.__name__ for error in EXPORTED}
    drawing = (errors.__doc__ or "").splitlines()
    for name, error in defined.items():
        (line,) = [n for n, line in enumerate(drawing) if name in line.split()]
        if error is not CineWatchError:
            depth = drawing[line].index(name)
            above = next(row for row in reversed(drawing[:line]) if row.strip("│ ") and _start(row) < depth)
            assert error.__base__ is not None
            assert error.__base__.__name__ in above.split()


def _start(row: str) -> int:
    """Return where the name begins in a row of the drawing."""
    return len(row) - len(row.lstrip("│├└─ "))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200), st.integers(2, 80))
def test_quoted_text_is_one_short_printable_line(text: str, limit: int) -> None:
    shown = quoted(text, limit)
    assert shown.isprintable()
    assert len(shown) <= limit + 2
    assert shown[0] == shown[-1] == '"'


def test_quoted_text_that_is_short_is_whole() -> None:
    assert quoted("Café Éclair") == '"Café Éclair"'
    assert quoted("a\n\tb") == '"a b"'
    assert quoted("x" * 100, 10) == '"xxxxxxxxx…"'


def test_the_reason_of_the_operating_system_is_one_line() -> None:
    assert (
        reason(FileNotFoundError(2, "No such file or directory"), Path("a.csv")) == "a.csv: No such file or directory"
    )
    assert reason(OSError("cannot\nmap"), Path("a.csv")) == "a.csv: cannot map"
