"""A server that stands in for TMDB, its host of images, and YouTube's search, and that misbehaves when told to.

    with StandInTMDB() as tmdb:
        tmdb.behave(Status(429, retry_after=1), times=2)
        requests.get(f"{tmdb.base_url}/movie/603", params={"api_key": KEY})
        assert tmdb.calls_to("/3/movie")[0].status == 429

Real sockets, HTTP/1.1 with connections kept alive, one thread a connection. A path covers itself and what lies below
it: "/3/movie/60" covers "/3/movie/60/videos" but not "/3/movie/603".
"""

from __future__ import annotations

import itertools
import json
import socket
import struct
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from fakes import tmdb_answers
from fakes.tmdb_answers import Reply

KEY, BEARER, YOUTUBE_KEY = "0123456789abcdef0123456789abcdef", "stand.in.bearer", "stand-in-youtube-key"
"""The credentials that are valid unless others are given: v3, v4, Google's."""

HEADERS = ("accept", "accept-encoding", "accept-language", "authorization", "if-none-match", "user-agent")

Behaviour = Callable[[Reply, "Line"], None]
"""Does with a call whatever it does: it is given what would be right, and the line to the client."""


@dataclass(frozen=True, slots=True)
class Right:
    """Answer as TMDB does."""

    def __call__(self, right: Reply, line: Line) -> None:
        """Send the right answer."""
        line.send(right)


@dataclass(frozen=True, slots=True)
class Late:
    """Answer right after some seconds, unless the client has gone by then."""

    seconds: float

    def __call__(self, right: Reply, line: Line) -> None:
        """Wait, then send the right answer."""
        if line.stays(self.seconds):
            line.send(right)


@dataclass(frozen=True, slots=True)
class Never:
    """Say nothing until the client hangs up."""

    def __call__(self, _: Reply, line: Line) -> None:
        """Wait for the end."""
        line.stays(None)


@dataclass(frozen=True, slots=True)
class Half:
    """Promise the right answer, send half of its body, and hang up."""

    def __call__(self, right: Reply, line: Line) -> None:
        """Send the first half."""
        line.send(right, (right.body[: len(right.body) // 2],))
        line.hang_up()


@dataclass(frozen=True, slots=True)
class Slow:
    """Send the head at once and let the body trickle, a byte at a time below 20 bytes a second."""

    bytes_per_second: float

    def __call__(self, right: Reply, line: Line) -> None:
        """Send the right answer in pieces."""
        size = max(1, int(self.bytes_per_second / 20))
        pieces = tuple(right.body[start : start + size] for start in range(0, len(right.body), size))
        line.send(right, pieces, pause=size / self.bytes_per_second)


@dataclass(frozen=True, slots=True)
class Status:
    """Fail with this HTTP status, as the host words it; Retry-After in seconds, at a time (in UTC), or any text."""

    code: int
    retry_after: int | datetime | str | None = None

    def __call__(self, _: Reply, line: Line) -> None:
        """Send the failure."""
        when = self.retry_after
        text = format_datetime(when, usegmt=True) if isinstance(when, datetime) else str(when)
        headers = () if when is None else (("Retry-After", text),)
        line.send(replace(tmdb_answers.failure(line.call.path, self.code), headers=headers))


@dataclass(frozen=True, slots=True)
class Html:
    """Answer 200 with a page, as a hotel's network or a blocking provider does."""

    def __call__(self, _: Reply, line: Line) -> None:
        """Send the page."""
        line.send(Reply(200, b"<!doctype html><title>Sign in</title><h1>Sign in first</h1>", "text/html"))


@dataclass(frozen=True, slots=True)
class WrongJson:
    """Answer 200 with `text` as JSON: cut off unless told otherwise; "[]", '"text"' and "null" have the wrong shape."""

    text: str = '{"id": 603, "title": "The'

    def __call__(self, right: Reply, line: Line) -> None:
        """Send the text."""
        line.send(replace(right, status=200, body=self.text.encode()))


WRONG: Mapping[str, object] = (
    {"id": "eleven", "runtime": "abc", "genres": None, "vote_average": "high", "poster_path": 7, "overview": ["x"]}
    | {"release_date": 19990330, "credits": [1], "results": "none", "posters": None, "external_ids": 5, "items": None}
    | {"movie_results": {}, "poster_sizes": None, "secure_base_url": 80, "iso_3166_1": 44, "iso_639_1": 44}
)
"""Values of the wrong type for fields of every answer."""


@dataclass(frozen=True, slots=True)
class WrongTypes:
    """Answer right but for the fields of these names, however deep, which have these values."""

    values: Mapping[str, object] = field(default_factory=lambda: WRONG)

    def __call__(self, right: Reply, line: Line) -> None:
        """Send the answer with these values; pictures have no fields."""
        if right.content_type.startswith("application/json"):
            right = tmdb_answers.as_json(tmdb_answers.with_values(json.loads(right.body), self.values), right.status)
        line.send(right)


@dataclass(frozen=True, slots=True)
class Reset:
    """Break the connection off: the client sees it reset."""

    def __call__(self, _: Reply, line: Line) -> None:
        """Break off."""
        line.reset()


@dataclass(frozen=True, slots=True)
class Call:
    """One call: when it came (monotonic seconds), what it asked, by which port; status is None until answered."""

    at: float
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    port: int
    status: int | None = None


class Line(BaseHTTPRequestHandler):
    """One connection of a client, and the call that it is at."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    call: Call
    number: int

    def do_GET(self) -> None:
        """Note the call, and do with it what the server was told to do."""
        url = urlsplit(self.path)
        headers = {name: self.headers[name] for name in HEADERS if name in self.headers}
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        stand_in = self.server.stand_in
        self.number, self.call = stand_in.arrived(url.path, query, headers, self.client_address[1])
        try:
            stand_in.behaviour_for(url.path)(stand_in.right(self.call), self)
        finally:
            stand_in.left(self.number)

    def send(self, reply: Reply, pieces: tuple[bytes, ...] | None = None, pause: float = 0) -> None:
        """Send `reply` or these pieces of its body, with `pause` seconds before each. A client may go in between."""
        self.server.stand_in.answered(self.number, reply.status)
        pieces = (reply.body,) if pieces is None else pieces
        self.send_response(reply.status)
        told = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **dict(reply.headers)}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        for place, piece in enumerate(pieces, start=1):
            if pause and not self.stays(pause):
                self.hang_up()
                return
            # A client that has the last byte may call again before this thread runs on: it is not in flight twice.
            if place == len(pieces):
                self.server.stand_in.left(self.number)
            self.wfile.write(piece)

    def stays(self, seconds: float | None) -> bool:
        """Wait so long, or for ever; return at once, with False, when the client hangs up or the server closes."""
        self.connection.settimeout(seconds)
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except (TimeoutError, BlockingIOError):
            return True
        finally:
            self.connection.settimeout(None)
        return False

    def hang_up(self) -> None:
        """Close the connection after this call."""
        self.close_connection = True

    def reset(self) -> None:
        """Close the connection now, with a reset: lingering for no time drops what is under way."""
        self.hang_up()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """The server: it knows its open connections, so that it can close them, and keeps what went wrong in a thread."""

    daemon_threads = False
    request_queue_size = 256

    def __init__(self, stand_in: FakeTmdb) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.stand_in = stand_in
        self.faults: list[BaseException] = []
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection on."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Let a connection go."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - who it was does not matter
        """Keep the error for the end, unless it is a client that hung up."""
        fault = sys.exception()
        if fault is not None and not isinstance(fault, ConnectionError):
            self.faults.append(fault)

    def stop(self) -> None:
        """Take no more connections, break off those that are open, and wait for their threads."""
        self.shutdown()
        for connection in list(self._open):
            with suppress(OSError):  # the client has closed it already
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class FakeTmdb:
    """The stand-in, running from `with` to its end.

    valid_keys, valid_tokens, youtube_keys : the credentials let in: TMDB's v3 keys and v4 bearers, Google's keys
    missing : ids of films that TMDB has not; of any other it knows everything, of `tmdb_answers.BARE` only the title
    """

    def __init__(
        self,
        valid_keys: Collection[str] = (KEY,),
        valid_tokens: Collection[str] = (BEARER,),
        youtube_keys: Collection[str] = (YOUTUBE_KEY,),
        missing: Collection[int] = (),
    ) -> None:
        self._keys, self._bearers, self._youtube_keys = valid_keys, valid_tokens, youtube_keys
        self._missing = {0, *missing}
        self._lock = threading.Lock()
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count()
        self._in_flight: set[int] = set()
        self._most_in_flight = 0
        self._for_some: list[tuple[str, Behaviour]] = []
        self._for_all: dict[str, Behaviour] = {}
        self._server = _Server(self)
        host = f"http://127.0.0.1:{self._server.server_port}"
        self.base_url, self.image_url, self.youtube_url = f"{host}/3", f"{host}/t/p", f"{host}/youtube/v3"

    def __enter__(self) -> Self:
        # The server looks every so many seconds whether it is to stop.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="stand-in for TMDB")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()
        if self._server.faults:
            raise self._server.faults[0]

    def behave(self, behaviour: Behaviour, times: int | None = None, path: str = "") -> None:
        """Treat the next `times` calls in this way, or all until told otherwise; with `path`, those it covers.

        Counted orders come first, in the order they were given. Of the others, that of the longest path holds; a new
        one takes the place of the old one of the same path.
        """
        with self._lock:
            if times is None:
                self._for_all[path] = behaviour
            else:
                self._for_some.extend([(path, behaviour)] * times)

    @property
    def calls(self) -> list[Call]:
        """The calls since the start or since `forget`, in the order they arrived."""
        with self._lock:
            return list(self._calls.values())

    def calls_to(self, prefix: str) -> list[Call]:
        """Return the calls whose path `prefix` covers."""
        return [call for call in self.calls if covers(prefix, call.path)]

    @property
    def most_in_flight(self) -> int:
        """The largest number of calls that were unanswered at one time."""
        with self._lock:
            return self._most_in_flight

    def most_in_window(self, seconds: float) -> int:
        """Return the largest number of calls that arrived within any window of this length."""
        return most_within([call.at for call in self.calls], seconds)

    def forget(self) -> None:
        """Start counting anew. Calls under way are not in `calls` any more, but are in flight still."""
        with self._lock:
            self._calls.clear()
            self._most_in_flight = len(self._in_flight)

    # What follows is for the connections.

    def arrived(self, path: str, query: dict[str, str], headers: dict[str, str], port: int) -> tuple[int, Call]:
        """Note a call, and return its number."""
        with self._lock:
            number = next(self._numbers)
            call = self._calls[number] = Call(time.monotonic(), path, query, headers, port)
            self._in_flight.add(number)
            self._most_in_flight = max(self._most_in_flight, len(self._in_flight))
        return number, call

    def answered(self, number: int, status: int) -> None:
        """Note with what status a call is answered."""
        with self._lock:
            if number in self._calls:
                self._calls[number] = replace(self._calls[number], status=status)

    def left(self, number: int) -> None:
        """Note that a call is no longer in flight."""
        with self._lock:
            self._in_flight.discard(number)

    def behaviour_for(self, path: str) -> Behaviour:
        """Return what to do with the next call of `path`, and count it."""
        with self._lock:
            for place, (prefix, behaviour) in enumerate(self._for_some):
                if covers(prefix, path):
                    del self._for_some[place]
                    return behaviour
            longest = max((prefix for prefix in self._for_all if covers(prefix, path)), key=len, default=None)
            return Right() if longest is None else self._for_all[longest]

    def right(self, call: Call) -> Reply:
        """Return the right answer to a call. Pictures need no key."""
        if covers("/t/p", call.path):
            return tmdb_answers.picture(call.path)
        if call.path == "/youtube/v3/search":
            return tmdb_answers.youtube(call.query, self._youtube_keys)
        if covers("/3", call.path) and not self._lets_in(call):
            return tmdb_answers.failure(call.path, 401)
        answer = self._known(call)
        return tmdb_answers.failure(call.path, 404) if answer is None else tmdb_answers.as_json(answer)

    def _lets_in(self, call: Call) -> bool:
        """Return whether the bearer is valid or, where there is none, the key."""
        scheme, _, bearer = call.headers.get("authorization", "").partition(" ")
        return bearer in self._bearers if scheme == "Bearer" else call.query.get("api_key") in self._keys

    def _known(self, call: Call) -> object:
        """Return what TMDB knows at the address of a call, or None."""
        match call.path.split("/")[1:]:
            case ["3", "movie", number] if number.isdecimal() and int(number) not in self._missing:
                return tmdb_answers.details(tmdb_answers.film_of(int(number)), call.query)
            case ["3", "find", imdb_id]:
                film = tmdb_answers.film_with(imdb_id) if call.query.get("external_source") == "imdb_id" else None
                return tmdb_answers.found(None if film is None or film.id in self._missing else film, call.query)
            case ["3", "configuration"]:
                return tmdb_answers.configuration(self.image_url)
            case ["3", "configuration", "countries"]:
                return tmdb_answers.countries()
            case ["3", "configuration", "languages"]:
                return tmdb_answers.languages()
            case ["3", "authentication"]:
                return {"success": True, "status_code": 1, "status_message": "Success."}
        return None


def covers(prefix: str, path: str) -> bool:
    """Return whether `path` is `prefix` or lies below it; the empty prefix covers everything."""
    return f"{path}/".startswith(f"{prefix.rstrip('/')}/")


def most_within(times: Sequence[float], seconds: float) -> int:
    """Return how many of the rising `times` at most lie within a window of this length, its end excluded."""
    return max((bisect_left(times, start + seconds) - place for place, start in enumerate(times)), default=0)
