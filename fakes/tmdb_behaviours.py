"""How the fake TMDB can treat a call: normally, late, or with any fault that a real service has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime

from fakes.tmdb_connection import Connection
from fakes.tmdb_replies import Reply, as_json, failure, with_values


@dataclass(frozen=True, slots=True)
class Normal:
    """Answer as TMDB does."""

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Send the reply."""
        connection.send(reply)


@dataclass(frozen=True, slots=True)
class Late:
    """Answer after some seconds, unless the client has gone by then."""

    seconds: float

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Wait, then send the reply."""
        if connection.wait(self.seconds):
            connection.send(reply)


@dataclass(frozen=True, slots=True)
class Never:
    """Send nothing until the client hangs up."""

    def __call__(self, _: Reply, connection: Connection, /) -> None:
        """Wait for the end."""
        connection.wait(None)


@dataclass(frozen=True, slots=True)
class Half:
    """Announce the whole reply, send half of its body, and hang up."""

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Send the first half."""
        connection.send(reply, (reply.body[: len(reply.body) // 2],))
        connection.close_after_call()


@dataclass(frozen=True, slots=True)
class Slow:
    """Send the head at once and let the body trickle; below 20 bytes per second, one byte at a time."""

    bytes_per_second: float

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Send the reply in pieces."""
        size = max(1, int(self.bytes_per_second / 20))
        pieces = tuple(reply.body[start : start + size] for start in range(0, len(reply.body), size))
        connection.send(reply, pieces, pause=size / self.bytes_per_second)


@dataclass(frozen=True, slots=True)
class Status:
    """Fail with an HTTP status, in the host's words. Retry-After is a number of seconds, a time in UTC, or any text."""

    code: int
    retry_after: int | datetime | str | None = None

    def __call__(self, _: Reply, connection: Connection, /) -> None:
        """Send the failure."""
        when = self.retry_after
        text = format_datetime(when, usegmt=True) if isinstance(when, datetime) else str(when)
        headers = () if when is None else (("Retry-After", text),)
        connection.send(replace(failure(connection.call.path, self.code), headers=headers))


@dataclass(frozen=True, slots=True)
class Html:
    """Answer 200 with a web page, as the network of a hotel or a blocking provider does."""

    def __call__(self, _: Reply, connection: Connection, /) -> None:
        """Send the page."""
        connection.send(Reply(200, b"<!doctype html><title>Sign in</title><h1>Sign in first</h1>", "text/html"))


@dataclass(frozen=True, slots=True)
class WrongJson:
    """Answer 200 with `text` as JSON: cut off by default; "[]", '"text"' and "null" have the wrong shape."""

    text: str = '{"id": 603, "title": "The'

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Send the text."""
        connection.send(replace(reply, status=200, body=self.text.encode()))


WRONG: Mapping[str, object] = (
    {"id": "eleven", "runtime": "abc", "genres": None, "vote_average": "high", "poster_path": 7, "overview": ["x"]}
    | {"release_date": 19990330, "credits": [1], "results": "none", "posters": None, "external_ids": 5, "items": None}
    | {"movie_results": {}, "poster_sizes": None, "secure_base_url": 80, "iso_3166_1": 44, "iso_639_1": 44}
)
"""Values of the wrong type for fields of every answer."""


@dataclass(frozen=True, slots=True)
class WrongTypes:
    """Answer normally, but with these values in the fields with these names, at any depth."""

    values: Mapping[str, object] = field(default_factory=lambda: WRONG)

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Send the reply with these values; pictures have no fields."""
        if reply.content_type.startswith("application/json"):
            reply = as_json(with_values(json.loads(reply.body), self.values), reply.status)
        connection.send(reply)


@dataclass(frozen=True, slots=True)
class Reset:
    """Reset the connection without a reply."""

    def __call__(self, _: Reply, connection: Connection, /) -> None:
        """Reset it."""
        connection.reset()
