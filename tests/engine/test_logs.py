"""Logs are lines that a program can read."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest

from engine import CineWatch, Query, configure_logs
from engine.logs import ROOT, timed
from fakes.sample_catalogue import HARBOUR

log = logging.getLogger(f"{ROOT}.test")
pytestmark = pytest.mark.usefixtures("logger_as_it_was")


def test_json_logs_are_one_object_per_line() -> None:
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


def test_configuring_twice_writes_each_line_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logs("text", logging.INFO, first)
    configure_logs("json", logging.INFO, second)
    log.info("ready")
    assert first.getvalue() == ""
    assert len(second.getvalue().splitlines()) == 1


def test_messages_below_the_level_are_not_written() -> None:
    stream = io.StringIO()
    configure_logs("json", logging.WARNING, stream)
    log.info("ready")
    assert stream.getvalue() == ""


def test_calls_are_timed_at_debug_level(cinewatch: CineWatch) -> None:
    stream = io.StringIO()
    configure_logs("json", logging.DEBUG, stream)
    cinewatch.recommend(Query((HARBOUR,), k=3))
    cinewatch.recommender.what_if(Query((HARBOUR,)), Query(about="a lighthouse"))
    cinewatch.search("harbour")
    entries = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [entry["call"] for entry in entries] == ["recommend", "what_if", "search"]
    assert all(entry["level"] == "debug" and entry["ms"] >= 0 for entry in entries)


def test_a_call_that_raises_is_timed_and_still_raises() -> None:
    @timed
    def fails() -> None:
        raise KeyError("x")

    stream = io.StringIO()
    configure_logs("json", logging.DEBUG, stream)
    with pytest.raises(KeyError):
        fails()
    assert json.loads(stream.getvalue())["call"] == "fails"
