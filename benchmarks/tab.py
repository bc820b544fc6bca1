"""A tab of a browser without the browser: it speaks Streamlit's WebSocket protocol, as the page's JavaScript does."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from fakes.protocol import SUBPROTOCOL, WELL, decoded, end_of, rerun, stream_of

NO_COOKIES: Mapping[str, str] = MappingProxyType({})
TIMEOUT_S = 60.0
"""Seconds after which a run counts as failed."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a page brought."""

    seconds: float
    """From asking until the page had finished."""
    bytes: int
    texts: tuple[str, ...]
    """Texts of the page, as Markdown."""
    errors: tuple[str, ...]
    """Messages of errors on the page, and how the run ended if not well."""


class Tab:
    """One tab, connected to a server. It keeps the large messages that a browser keeps, so they are not sent again."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._widgets: dict[str, str] = {}
        self._chosen: dict[str, Sequence[str]] = {}
        self._states: dict[str, str] = {}
        self.components: dict[str, Any] = {}
        """What our own components were given last, by their keys."""
        self._kept: set[str] = set()
        self._page = ""
        self.pages: dict[str, str] = {}
        """The server's name of each page, by the name in its address."""

    @classmethod
    async def open(
        cls, address: str, cookies: Mapping[str, str] = NO_COOKIES, source: tuple[str, int] | None = None
    ) -> Tab:
        """Connect to a server.

        Parameters
        ----------
        address
            Of the server, such as "http://127.0.0.1:8501".
        cookies
            What the browser has kept for it, by name.
        source
            Address and port of this machine to come from; any by default.

        """
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        connection = await connect(
            stream_of(address),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            max_size=None,
            ping_interval=None,
            open_timeout=TIMEOUT_S,
            additional_headers=headers,
            local_addr=source,
        )
        return cls(connection)

    async def close(self) -> None:
        """Close the tab."""
        await self._connection.close()

    def choose(self, key: str, values: Sequence[str]) -> None:
        """Make these the choices of the picker with a key, in the next run.

        Raises
        ------
        KeyError
            The page has no such widget.

        """
        self._chosen[self._widgets[key]] = values

    def set_state(self, key: str, state: Mapping[str, object]) -> None:
        """Make this what a component of ours with a key sends, in the next run. Raises KeyError."""
        self._states[self._widgets[key]] = json.dumps(state)

    async def run(self, address: Mapping[str, str] | None = None, page: str | None = None) -> Run:
        """Run a page, and wait until it has finished.

        Parameters
        ----------
        address
            The values in the address; nothing by default.
        page
            Name of the page in its address; by default the page that is open.

        Raises
        ------
        TimeoutError
            It has not finished in time.

        """
        if page is not None:
            self._page = self.pages.get(page, "")
            self._chosen.clear()
            self._states.clear()
        start = time.perf_counter()
        # Before its first run, a tab knows pages only by their names.
        request = self._request(address or {}, "" if self._page else page or "")
        await self._connection.send(request.SerializeToString())
        async with asyncio.timeout(TIMEOUT_S):
            return await self._read(start)

    def _request(self, address: Mapping[str, str], page_name: str) -> BackMsg:
        request = rerun(urlencode(address), page_name, self._page)
        state = request.rerun_script
        state.cached_message_hashes.extend(self._kept)
        for widget, values in self._chosen.items():
            one = state.widget_states.widgets.add()
            one.id = widget
            one.string_array_value.data.extend(values)
        for widget, sent in self._states.items():
            one = state.widget_states.widgets.add()
            one.id = widget
            one.json_value = sent
        return request

    async def _read(self, start: float) -> Run:
        size = 0
        texts: list[str] = []
        errors: list[str] = []
        while True:
            data = await self._connection.recv()
            size += len(data)
            message = decoded(data)
            if message.metadata.cacheable:
                self._kept.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page = message.new_session.page_script_hash
            elif kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                self._page = message.navigation.page_script_hash or self._page
            elif kind == "delta" and message.delta.HasField("new_element"):
                self._note(message.delta.new_element, texts, errors)
            elif ended := end_of(message):
                if ended != WELL:
                    errors.append(ended)
                return Run(time.perf_counter() - start, size, tuple(texts), tuple(errors))

    def _note(self, element: Any, texts: list[str], errors: list[str]) -> None:
        """Note a widget by its key, a text, or an error."""
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        widget = getattr(shown, "id", "")
        if isinstance(widget, str) and widget:
            self._widgets[widget.rpartition("-")[2]] = widget
        if kind == "exception":
            errors.append(f"{shown.type}: {shown.message}")
        elif kind in ("markdown", "alert"):
            texts.append(shown.body)
        elif kind == "bidi_component" and widget:
            self.components[widget.rpartition("-")[2]] = json.loads(shown.json or "null")
