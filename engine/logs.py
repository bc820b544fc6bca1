"""Logging: standard loggers below `cinewatch`, as text or JSON lines. An entry point sets them up once."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TextIO, TypeVar

from engine.metrics import ENGINE_CALLS
from engine.settings import LogFormat

P = ParamSpec("P")
R = TypeVar("R")

ROOT = "cinewatch"
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty outside of requests. Every JSON line names it."""
_calls = logging.getLogger(f"{ROOT}.engine")


class JsonFormatter(logging.Formatter):
    """One JSON object per line: time (UTC, ISO 8601), level, logger, message, the id of the request if there is one.

    What `extra={"data": …}` holds is added.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            entry["request_id"] = current
        entry |= getattr(record, "data", {})
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def configure(log_format: LogFormat = "text", level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send everything below `cinewatch` to `stream`, by default standard error, and nowhere else."""
    handler = logging.StreamHandler(stream or sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if log_format == "json" else text)
    logger = logging.getLogger(ROOT)
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False


def timed(call: Callable[P, R]) -> Callable[P, R]:
    """Measure how long each call takes: in the metrics in seconds, in the log at debug level in milliseconds."""
    seconds = ENGINE_CALLS.labels(call.__name__)

    @wraps(call)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        start = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            elapsed = time.perf_counter() - start
            seconds.observe(elapsed)
            milliseconds = round(elapsed * 1000, 3)
            data = {"call": call.__name__, "ms": milliseconds}
            _calls.debug("%s took %.1f ms", call.__name__, milliseconds, extra={"data": data})

    return wrapper
