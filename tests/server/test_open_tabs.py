"""Tabs leave a server that ends: idle ones at once, others when their page is drawn, or when there is no more time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from server.open_tabs import RESTARTING, OpenTabs

ASK, DRAWN = b"draw", b"drawn"
CLOSED = {"type": "websocket.close", "code": RESTARTING, "reason": ""}
SCOPE: Scope = {"type": "websocket"}


class Browser:
    """One tab: what it sends, and what it has got."""

    def __init__(self, tabs: OpenTabs) -> None:
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self.got: list[Message] = []
        self.may_finish = asyncio.Event()
        self.serving = asyncio.create_task(tabs.serve(self._app, SCOPE, self._messages.get, self._send))

    async def ask(self) -> None:
        """Ask for a page."""
        self._messages.put_nowait({"type": "websocket.receive", "bytes": ASK})
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def _send(self, message: Message) -> None:
        self.got.append(message)
        if message["type"] == "websocket.close":
            self._messages.put_nowait({"type": "websocket.disconnect", "code": RESTARTING})

    async def _app(self, _: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] == "websocket.receive":
            await self.may_finish.wait()
            await send({"type": "websocket.send", "bytes": DRAWN})


def in_loop(test: Callable[[OpenTabs], Awaitable[None]]) -> None:
    """Run a test in an event loop."""

    async def run() -> None:
        await test(OpenTabs(ASK.__eq__, DRAWN.__eq__))

    asyncio.run(run())


def test_an_idle_tab_leaves_at_once() -> None:
    async def test(tabs: OpenTabs) -> None:
        browser = Browser(tabs)
        await asyncio.sleep(0)
        await tabs.leave(30)
        await browser.serving
        assert browser.got == [CLOSED]

    in_loop(test)


def test_a_tab_leaves_when_its_page_is_drawn() -> None:
    async def test(tabs: OpenTabs) -> None:
        browser = Browser(tabs)
        await browser.ask()
        leaving = asyncio.create_task(tabs.leave(30))
        await asyncio.sleep(0.05)
        assert browser.got == []
        browser.may_finish.set()
        await leaving
        assert browser.got == [{"type": "websocket.send", "bytes": DRAWN}, CLOSED]

    in_loop(test)


def test_a_page_that_is_not_drawn_in_time_is_not_waited_for() -> None:
    async def test(tabs: OpenTabs) -> None:
        browser = Browser(tabs)
        await browser.ask()
        async with asyncio.timeout(5):
            await tabs.leave(0.05)
        assert browser.got == []
        browser.serving.cancel()

    in_loop(test)


def test_an_application_learns_that_its_tab_has_gone() -> None:
    async def test(tabs: OpenTabs) -> None:
        async def app(_: Scope, receive: Receive, send: Send) -> None:
            await receive()
            with pytest.raises(ConnectionResetError):
                await send({"type": "websocket.send", "bytes": DRAWN})

        gone: asyncio.Queue[Message] = asyncio.Queue()
        serving = asyncio.create_task(tabs.serve(app, SCOPE, gone.get, gone.put))
        await asyncio.sleep(0)
        await tabs.leave(30)
        await serving

    in_loop(test)
