"""Two replicas behind nginx are restarted one after the other: no client gets an error, and no page loses its place."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.load_parts.clients import clients
from benchmarks.load_parts.stack import NGINX_TRIES_AGAIN_S, REPLICAS, Stack, stack
from engine import SAMPLE_PATH, CineWatch
from fakes.nginx import installed_program
from fakes.postgresql import installed_programs
from tests.browser.conftest import no_pictures, wait_until_drawn

BACK_WITHIN_S = 5.0
RATE = 10.0
"""Requests to the API in a second."""
ADDRESS = "recommend?film=Toy+Story+(1995)&preset=Story"


@pytest.fixture
def replicas(sample: CineWatch, models: Path, tmp_path: Path) -> Iterator[Stack]:  # noqa: ARG001 - built before they start
    """Return two servers on the sample behind nginx."""
    if not (installed_program() and installed_programs() and shutil.which("redis-server")):
        pytest.skip("nginx, PostgreSQL or Redis is not installed")
    with stack(SAMPLE_PATH, models, tmp_path) as (servers, _):
        yield servers


class Connection:
    """For how long a page was without a server, each time."""

    def __init__(self, page: Page) -> None:
        self._app = page.get_by_test_id("stApp")
        self._lost_at: float | None = None
        self.gaps: list[float] = []

    def look(self) -> None:
        """Note whether the page is connected now."""
        now = time.monotonic()
        is_connected = self._app.get_attribute("data-test-connection-state") == "CONNECTED"
        if not is_connected and self._lost_at is None:
            self._lost_at = now
        elif is_connected and self._lost_at is not None:
            self.gaps.append(now - self._lost_at)
            self._lost_at = None


def shown(page: Page) -> str:
    """Return what a page says once it is drawn."""
    wait_until_drawn(page)
    return page.get_by_test_id("stMain").inner_text()


def test_no_client_and_no_page_misses_a_replica_that_restarts(
    browser: Browser, replicas: Stack, sample: CineWatch
) -> None:
    ids = [film.id for film in sample.film_names(100)]
    context = browser.new_context()
    no_pictures(context)
    page = context.new_page()
    page.goto(f"{replicas.address}/{ADDRESS}")
    before, address, connection = shown(page), page.url, Connection(page)
    assert "preset=Story" in address
    with clients(replicas.address, ids, RATE) as answers, ThreadPoolExecutor(1) as thread:
        restarting = thread.submit(replicas.restart_all)
        while not restarting.done():
            connection.look()
            page.wait_for_timeout(50)
    restarting.result()
    assert not answers.errors
    assert len(answers.seconds) > RATE * REPLICAS * NGINX_TRIES_AGAIN_S
    # The page was at one of them, so it was sent away at least once.
    assert connection.gaps
    assert max(connection.gaps) < BACK_WITHIN_S
    assert (shown(page), page.url) == (before, address)
    # It is alive: what somebody chooses is drawn.
    page.get_by_role("link", name="Browse").first.click()
    expect(page.get_by_role("heading", name="Browse", level=1)).to_be_visible()
    context.close()
