"""A visitor without a browser: speaks Streamlit's WebSocket protocol to a running server."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from fakes.protocol import SUBPROTOCOL, clear_cache, decoded, end_of, rerun, stream_of, wanted_file

_WAIT_S = 60.0


class Visitor:
    """One tab: opens a session, runs pages, and keeps what the last run showed.

    Parameters
    ----------
    address
        Of the server, such as "http://127.0.0.1:8501".
    cookies
        What the browser has kept for it, by name.

    """

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None) -> None:
        self.address = address
        self._headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        self._connection = ExitStack()
        self.session_id = ""
        self.texts: list[str] = []
        """Bodies and labels of what the last run has drawn."""
        self.kinds: list[str] = []
        """Kinds of messages of the last run, such as "page_not_found"."""
        self.elements: list[str] = []
        """Kinds of elements that the last run has drawn, such as "vega_lite_chart"."""
        self.files: dict[str, str] = {}
        """Ids of the files that the last run offers, by the label of their button."""
        self.ended = ""
        """How the last run has ended."""

    def __enter__(self) -> Self:
        """Connect."""
        opening = connect(
            stream_of(self.address),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            max_size=None,
            compression=None,
            additional_headers=self._headers,
        )
        self._socket = self._connection.enter_context(opening)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Hang up."""
        self._connection.close()

    def run(self, query: str = "", page: str = "") -> float:
        """Open a page at an address, wait until it is drawn, and return the seconds that took."""
        start = time.perf_counter()
        self._socket.send(rerun(query, page, url=f"{self.address}/{page}").SerializeToString())
        self.texts, self.kinds, self.elements, self.files, self.ended = [], [], [], {}, ""
        while not self._read():
            pass
        return time.perf_counter() - start

    def file_address(self, label: str) -> str:
        """Let the server make the file of a button, and return where on the server it is, such as "/media/1.csv"."""
        self._socket.send(wanted_file(self.session_id, self.files[label]).SerializeToString())
        while True:
            told = decoded(self._socket.recv(timeout=_WAIT_S))
            if told.WhichOneof("type") == "backend_operation_response":
                return str(told.backend_operation_response.deferred_file.url)

    def clear_cache(self) -> None:
        """Ask for what anybody may: that Streamlit empties its caches, for all visitors."""
        self._socket.send(clear_cache().SerializeToString())

    def _read(self) -> bool:
        """Read one message; return whether the run has ended."""
        told = decoded(self._socket.recv(timeout=_WAIT_S))
        kind = str(told.WhichOneof("type"))
        self.kinds.append(kind)
        if kind == "new_session":
            self.session_id = told.new_session.initialize.session_id
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            self.elements.append(str(element.WhichOneof("type")))
            shown = getattr(element, self.elements[-1])
            if self.elements[-1] == "download_button":
                self.files[shown.label] = shown.deferred_file_id
            self.texts += [text for name in ("body", "label") if isinstance(text := getattr(shown, name, None), str)]
        self.ended = end_of(told) or ""
        return bool(self.ended)
