"""The HTTP side of the fake TMDB: one thread per connection, and what is known of each call."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from fakes.tmdb_replies import Reply

HEADERS = ("accept", "accept-encoding", "accept-language", "authorization", "if-none-match", "user-agent")
"""The headers that are noted of a call."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its arrival in monotonic seconds, what it requests, its port; the status is None until it is sent."""

    at: float
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    port: int
    status: int | None = None


class Behaviour(Protocol):
    """What to do with a call, given the reply that TMDB would send."""

    def __call__(self, reply: Reply, connection: Connection, /) -> None:
        """Answer the call, or fail to."""


class CallLog(Protocol):
    """What a connection needs of the fake: it counts calls and knows replies."""

    def call_arrived(self, path: str, query: dict[str, str], headers: dict[str, str], port: int) -> tuple[int, Call]:
        """Note a call, and return its number."""

    def call_answered(self, number: int, status: int) -> None:
        """Note the status of the reply to a call."""

    def call_finished(self, number: int) -> None:
        """Note that a call is no longer in flight."""

    def next_behaviour(self, path: str) -> Behaviour:
        """Return what to do with the next call to `path`."""

    def normal_reply(self, call: Call) -> Reply:
        """Return the reply that TMDB would send."""


class Connection(BaseHTTPRequestHandler):
    """One connection of a client, and its current call."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    call: Call
    number: int

    def do_GET(self) -> None:
        """Note the call and treat it as the fake says."""
        url = urlsplit(self.path)
        headers = {name: self.headers[name] for name in HEADERS if name in self.headers}
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        calls = self.server.calls
        self.number, self.call = calls.call_arrived(url.path, query, headers, self.client_address[1])
        try:
            calls.next_behaviour(url.path)(calls.normal_reply(self.call), self)
        finally:
            calls.call_finished(self.number)

    def send(self, reply: Reply, pieces: tuple[bytes, ...] | None = None, pause: float = 0) -> None:
        """Send `reply`, or these pieces of its body with `pause` seconds before each, while the client is there."""
        self.server.calls.call_answered(self.number, reply.status)
        pieces = (reply.body,) if pieces is None else pieces
        self.send_response(reply.status)
        headers = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **dict(reply.headers)}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for count, piece in enumerate(pieces, start=1):
            if pause and not self.wait(pause):
                self.close_after_call()
                return
            # A client with the last byte may call again before this thread runs on, so the call ends here.
            if count == len(pieces):
                self.server.calls.call_finished(self.number)
            self.wfile.write(piece)

    def wait(self, seconds: float | None) -> bool:
        """Wait, for ever if `None`; return at once, with False, if the client hangs up or the server closes."""
        self.connection.settimeout(seconds)
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except (TimeoutError, BlockingIOError):
            return True
        finally:
            self.connection.settimeout(None)
        return False

    def close_after_call(self) -> None:
        """Close the connection after this call."""
        self.close_connection = True

    def reset(self) -> None:
        """Close the connection now, with a reset: a linger of no seconds drops what is under way."""
        self.close_after_call()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class Server(ThreadingHTTPServer):
    """The server: it knows its open connections, so that it can close them, and keeps the errors of its threads."""

    daemon_threads = False
    request_queue_size = 256

    def __init__(self, calls: CallLog) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.calls = calls
        self.errors: list[BaseException] = []
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Accept a connection."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Drop a connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the client does not matter
        """Keep the error for the end, unless a client hung up."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.errors.append(error)

    def stop(self) -> None:
        """Accept no more connections, break off the open ones, and wait for their threads."""
        self.shutdown()
        for connection in list(self._open):
            with suppress(OSError):  # the client has closed it already
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
